"""What no number of a scenario can be, whatever it means: beyond any city and any clock.

A key's own bounds say what is allowed by its meaning. These say what could be meant at all, and
keep from the engine what floating point, memory or a lifetime cannot hold. They are read from a
number's unit and key, so that a new key has them from its first day.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..words import Phrase
from .faults import Fault
from .nodes import KeyPath, undotted
from .provenance import ProvenanceRow
from .units import unit_at


@dataclass(frozen=True)
class Bounds:
    """Between what magnitudes a number that is not 0 must lie."""

    low: float
    high: float

    def hold(self, value: float) -> bool:
        """Whether a number may be meant: 0, or of a magnitude within the bounds."""
        return value == 0 or self.low <= abs(value) <= self.high

    def words(self) -> Phrase:
        """Return what is allowed."""
        high = _written(self.high)
        if not self.low:
            return Phrase("at most {number}", number=high)
        return Phrase("0, or from {low} to {high}", low=_written(self.low), high=high)

    def __str__(self) -> str:
        return str(self.words())


# By the last part of a key, where that says more than the unit.
BY_KEY: Mapping[str, Bounds] = {
    "seed": Bounds(0, 2.0**64),
    "residents": Bounds(1, 1e8),
    "registered": Bounds(1, 1e8),
    "facilities": Bounds(1, 1e5),
    "community_count": Bounds(1, 1e5),
    "subdistrict_count": Bounds(1, 1e5),
    "grids": Bounds(1, 1e5),
    "grids_per_community": Bounds(0, 1e4),
    "grids_per_village": Bounds(0, 1e4),
    "full_time_per_community": Bounds(0, 1e4),
    "part_time_per_community": Bounds(0, 1e4),
    "patrollers_per_grid": Bounds(0, 1e4),
    "staff_per_10000_residents": Bounds(0, 1e4),
    "staff_per_desk": Bounds(1e-4, 1e5),
    "staff": Bounds(1e-4, 1e5),
    "households": Bounds(1, 1e8),
    "members": Bounds(0, 1e4),
    "village_members": Bounds(0, 1e4),
    "step_residents": Bounds(1, 1e8),
    "births_per_1000_residents_year": Bounds(0, 1e5),
    "births_per_year": Bounds(0, 1e7),
    "households_per_building": Bounds(1, 1e4),
    "household_size": Bounds(0.1, 100),
    "density_per_km2": Bounds(1e-3, 1e7),
    "extent_factor": Bounds(1e-3, 1e3),
    "slots": Bounds(1, 1e6),
    "sittings": Bounds(1, 100),
    "sittings_most": Bounds(1, 200),
    "rounds": Bounds(1, 100),
    "calls_at_once": Bounds(1, 1e4),
    "cohorts": Bounds(1, 1e4),
    "count": Bounds(1, 1e6),
    "sigma": Bounds(0, 5),
    "cv": Bounds(1e-3, 30),
    "exponent": Bounds(0, 20),
    "work_hours": Bounds(1e-6, 1e5),
    "work_factor": Bounds(1e-6, 1e3),
    "alpha": Bounds(1e-2, 1e4),
    "beta": Bounds(1e-2, 1e4),
    "inspections_per_year": Bounds(0, 1e4),
    **dict.fromkeys(("days", "warm_up_days", "period_days", "every_days"), Bounds(1, 36_500)),
}
BY_UNIT: Mapping[str, Bounds] = {
    "hours": Bounds(0, 1e5),
    "days": Bounds(0, 1e9),  # a mean of so many stands for never
    "weeks": Bounds(0, 5_200),
    "months": Bounds(0, 1_200),
    "years": Bounds(0, 100),
    "minutes": Bounds(0, 1e7),
    "yuan": Bounds(0, 1e12),
    "km": Bounds(0, 1e4),
    "km²": Bounds(0, 1e7),
    "m": Bounds(0, 1e6),
    "factor": Bounds(0, 1e3),
    "ratio": Bounds(0, 1e3),
}
ANY = Bounds(0, 1e6)
PLAIN_TEXT = ("targets", "sources")  # what is reported of real cities; nothing is simulated by it


@lru_cache(maxsize=8192)  # a sweep asks for the same keys in every world
def bounds_at(key: str) -> Bounds:
    """Return the bounds of the number at a dotted key."""
    path = undotted(key)
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    if name.endswith("_sigma"):
        return BY_KEY["sigma"]
    for part in _names_up(path):
        if part in BY_KEY:
            return BY_KEY[part]
    return BY_UNIT.get(unit_at(path).split(" per ")[0], ANY)


def _names_up(path: KeyPath) -> Iterator[str]:
    """Yield the key a number stands under: of a list or a distribution's mean, the key above."""
    for part in reversed(path):
        if isinstance(part, str):
            yield part
            if part not in ("mean", "low", "high", "median", "p90", "points"):
                return


def check_physical(rows: Iterable[ProvenanceRow], refused: Collection[str]) -> Iterator[Fault]:
    """Refuse numbers that no city and no clock has.

    Parameters
    ----------
    rows : iterable of ProvenanceRow
    refused : collection of str
        Keys of which something is said already.
    """
    for row in rows:
        if row.key in refused or row.key.split(".")[0] in PLAIN_TEXT:
            continue
        bounds = bounds_at(row.key)
        for index, value in _numbers(row.value):
            if not bounds.hold(value):
                yield Fault(
                    key=row.key + index,
                    found=Phrase("found {value:g}", value=value),
                    allowed=Phrase("must be {bounds}", bounds=bounds.words()),
                    file=row.file,
                    line=row.line,
                )


def _numbers(value: Any, index: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _numbers(item, f"{index}[{place}]")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield index, value


def _written(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
