"""Records of districts put together to one of the whole city.

Each table is that of one district after another, its rows renumbered, so that every metric of the
whole is computed from the same rows as that of any city: quantiles and shares are those of all
issues and tickets, not means of the districts' own. What only a running replication needs (who
lives where, queues) is left behind with each district.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..city import City
from ..city.places import Places
from ..engine.columns import Table
from ..engine.layout import Layout
from ..engine.record import Record
from ..scenario.document import ScenarioDocument

Rows = NDArray[np.int64]

# Columns of the communities, copied as they are; `type` and `subdistrict` are renumbered.
AS_THEY_ARE = (
    "keys",
    "residents",
    "grids",
    "dedicated",
    "village",
    "area_km2",
    "x_km",
    "y_km",
    "voice",
    "issue_rate",
    "household_size",
    "staff",
)
# Parts of the table of desks, each of which holds all districts.
PARTS = ("estates", "communities", "subdistricts", "departments")
ADDED = (
    "trust",
    "others_spent",
    "places_spent",
    "circle",
    "space",
    "unit_mandated",
)
BESIDE = 1.0  # km of empty land drawn between districts, which say nothing of where they lie


@dataclass
class Together:
    """Districts put together one by one, so that of each only its record need be held.

    Parameters
    ----------
    document : ScenarioDocument
        What holds for the whole city.
    seed : int
    """

    document: ScenarioDocument
    seed: int
    _names: list[str] = field(default_factory=list)
    _records: list[Record] = field(default_factory=list)

    def add(self, name: str, record: Record) -> None:
        """Put a district's record to those there are; its residents are let go."""
        self._names.append(name)
        people = replace(
            record.city.people,
            building=np.empty(0, np.int32),
            trust=np.empty(0, np.float32),
            building_grid=np.empty(0, np.int32),
            building_first=np.empty(0, np.int32),
            building_residents=np.empty(0, np.int32),
            household=np.empty(0, record.city.people.household.dtype),
        )
        counters = _narrow(record.counters)
        city = replace(record.city, people=people)
        self._records.append(replace(record, city=city, counters=counters))

    def record(self) -> Record:
        """Return the record of the whole; the districts' own are let go meanwhile."""
        records, self._records = self._records, []
        layouts = [record.layout for record in records]
        layout = _layout(layouts, self._names)
        desks = _desk_rows(layouts, layout)
        first = _Firsts(records)
        city = _city([record.city for record in records], first)
        tables: dict[str, Any] = {}
        for name in ("issues", "tickets", "log"):
            parts = []
            for n, record in enumerate(records):
                parts.append(_renumbered(name, getattr(record, name), n, first, desks))
                records[n] = _without(record, name)
            tables[name] = np.concatenate(parts)
            del parts
        return Record(
            document=self.document,
            city=city,
            layout=layout,
            seed=self.seed,
            **tables,
            counters=np.concatenate([r.counters for r in records], axis=1),
            desks_before=_desks([r.desks_before for r in records], desks, layout),
            desks_after=_desks([r.desks_after for r in records], desks, layout),
            backlog=_backlog([r.backlog for r in records], desks, layout),
            costs=_summed([r.costs for r in records]),
            paid=_summed([r.paid for r in records]),
            registered=_summed([r.registered for r in records]),
            units=np.concatenate([r.units for r in records]),
            engagement=np.concatenate([r.engagement for r in records], axis=1),
            budgets=np.concatenate([r.budgets for r in records]),
            space_standard=records[0].space_standard,
            **_volunteers(records, first),
            **{name: np.concatenate([getattr(r, name) for r in records]) for name in ADDED},
        )


def _narrow(counters: NDArray[Any]) -> NDArray[Any]:
    """Return the same counts in the fewest bytes that hold them all.

    What grows with days and communities is mostly 0, and seldom a hundred a day.
    """
    most = int(counters.max(initial=0))
    return counters.astype(np.min_scalar_type(most))


class _Firsts:
    """Rows at which each district's own begin in the tables of the whole."""

    def __init__(self, records: list[Record]) -> None:
        self.community = _begins([r.layout.communities for r in records])
        self.grid = _begins([r.layout.grids for r in records])
        self.resident = _begins([int(r.city.places.residents.sum()) for r in records])
        self.issue = _begins([len(r.issues) for r in records])
        self.ticket = _begins([len(r.tickets) for r in records])


def _begins(lengths: list[int]) -> list[int]:
    return [0, *np.cumsum(lengths[:-1]).tolist()]


def _layout(layouts: list[Layout], names: list[str]) -> Layout:
    """Desks of all districts; departments are called after theirs: ``chaoyang/water``."""
    return Layout(
        grids=sum(one.grids for one in layouts),
        communities=sum(one.communities for one in layouts),
        subdistricts=sum(one.subdistricts for one in layouts),
        posts=layouts[0].posts,
        departments=tuple(
            f"{district}/{name}"
            for district, one in zip(names, layouts, strict=True)
            for name in one.departments
        ),
        kinds=layouts[0].kinds,
        cities=sum(one.cities for one in layouts),
    )


def _parts(layout: Layout) -> dict[str, range]:
    """Rows of each part of a table of desks, gates included."""
    ends = (
        0,
        layout.first_community,
        layout.first_subdistrict,
        layout.first_department,
        layout.desks,
    )
    own = {part: range(ends[n], ends[n + 1]) for n, part in enumerate(PARTS)}
    return own | layout.gates


def _desk_rows(layouts: list[Layout], whole: Layout) -> list[Rows]:
    """Row in the whole of each desk and gate of each district."""
    free = {part: rows.start for part, rows in _parts(whole).items()}
    found = []
    for layout in layouts:
        rows = np.empty(layout.rows, np.int64)
        for part, own in _parts(layout).items():
            rows[own.start : own.stop] = free[part] + np.arange(len(own))
            free[part] += len(own)
        found.append(rows)
    return found


def _desks(tables: list[Table], rows: list[Rows], whole: Layout) -> Table:
    together = np.zeros(whole.rows, tables[0].dtype)
    for table, at in zip(tables, rows, strict=True):
        together[at] = table[: len(at)]
    return together


def _backlog(series: list[NDArray[np.int32]], rows: list[Rows], whole: Layout) -> Any:
    together = np.zeros((len(series[0]), whole.desks), np.int32)
    for own, at in zip(series, rows, strict=True):
        together[:, at[: own.shape[1]]] = own
    return together


def _without(record: Record, table: str) -> Record:
    """Let a table go that has been taken over, so that not all are held twice."""
    emptied: dict[str, Any] = {table: getattr(record, table)[:0]}
    return replace(record, **emptied)


def _renumbered(name: str, table: Table, n: int, first: _Firsts, desks: list[Rows]) -> Table:
    """Rows of a district as they stand in a table of the whole."""
    moved = table.copy()
    if name == "issues":
        for column in ("community", "grid", "resident", "ticket"):
            moved[column][table[column] >= 0] += getattr(first, column)[n]
        return moved
    moved["issue"] += first.issue[n]
    column = "desk" if name == "tickets" else "place"
    known = table[column] >= 0
    moved[column][known] = desks[n][table[column][known]]
    return moved


def _volunteers(records: list[Record], first: _Firsts) -> dict[str, Any]:
    """Volunteers of all districts: those of the beginning of measuring, then who came later."""
    before, later = [], []
    for n, record in enumerate(records):
        table = record.volunteers.copy()
        table["community"] += first.community[n]
        there = len(record.present_before)
        before.append(table[:there])
        later.append(table[there:])
    return {
        "volunteers": np.concatenate([*before, *later]),
        "present_before": np.concatenate([r.present_before for r in records]),
    }


def _summed(parts: list[dict[str, Any]]) -> dict[str, Any]:
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: sum(part.get(name, 0) for part in parts) for name in names}


def _city(cities: list[City], first: _Firsts) -> City:
    """Communities and grids of all districts; calendars, and lists of helpers, of the first."""
    owners = [city.people.grid_community + first.community[n] for n, city in enumerate(cities)]
    people = replace(
        cities[0].people,
        first=np.concatenate(
            [city.people.first + first.resident[n] for n, city in enumerate(cities)]
        ),
        grid_community=np.concatenate(owners),
    )
    places = places_together([city.places for city in cities])
    return replace(cities[0], places=places, people=people)


def places_together(places: list[Places]) -> Places:
    """Communities of all districts, drawn next to one another; their subdistricts renumbered."""
    begins = _begins([len(one.subdistrict_ids) for one in places])
    types = tuple(dict.fromkeys(name for one in places for name in one.types))
    number = {name: n for n, name in enumerate(types)}
    kinds = [np.array([number[name] for name in one.types])[one.type] for one in places]
    owners = [one.subdistrict + begin for one, begin in zip(places, begins, strict=True)]
    columns: Mapping[str, Any] = {
        name: np.concatenate([getattr(one, name) for one in _from_west_to_east(places)])
        for name in AS_THEY_ARE
    }
    return Places(
        ids=tuple(name for one in places for name in one.ids),
        subdistrict_ids=tuple(name for one in places for name in one.subdistrict_ids),
        types=types,
        type=np.concatenate(kinds),
        subdistrict=np.concatenate(owners),
        **columns,
    )


def _from_west_to_east(places: list[Places]) -> list[Places]:
    drawn, west = [], 0.0
    for one in places:
        x = one.x_km - one.x_km.min() + west
        drawn.append(replace(one, x_km=x))
        west = float(x.max()) + BESIDE
    return drawn
