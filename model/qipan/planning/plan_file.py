"""Reading a plan file with its scenario and its table; what is wrong is said with its place."""

import os
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..city import build_city
from ..scenario import Scenario, ScenarioError, load
from ..scenario.faults import Fault, at, did_you_mean, in_order, located
from ..scenario.nodes import MapNode, Mark
from ..scenario.shipped import file_named
from ..scenario.source_files import UnreadableFileError
from ..scenario.tables import Column, Row, number_of_cell
from ..scenario.tree import read_tree
from ..scenario.validation import validate_as
from ..studies.uncertainty.ensemble import Draw, read_draws
from ..words import Phrase, joined
from .document import PlanDocument
from .floors import floors_beyond_budgets
from .in_draws import check_plan_draws
from .levers.lever import Bounds, OfferedSite
from .levers.of_plan import SITES, faults_of, levers_of, option_levers
from .levers.option import OptionLever
from .levers.staff import StaffLever
from .offered_sites import floors_without_sites, offered_sites
from .options import OptionWork
from .places_table import read_places

COLUMNS = (
    Column("place", ("社区", "地点", "community", "subdistrict", "街道")),
    Column("type", ("类别", "岗位", "staff")),
    Column("floor", ("下限", "最少"), needed=False),
    Column("cap", ("上限", "最多"), needed=False),
    Column("today", ("现有", "今日"), needed=False),
)


@dataclass(frozen=True)
class PlanFile:
    """A plan file that holds together.

    Attributes
    ----------
    document : PlanDocument
    scenario : Scenario
    communities, subdistricts : tuple of str
    area : array of int, shape (communities,)
        Row of each community's subdistrict.
    bounds : dict of str to Bounds
    name : str
    draws : tuple of Draw
        Of the ensemble in which the plan is tried too.
    sites : tuple of OfferedSite
        Where centres may be opened.
    """

    document: PlanDocument
    scenario: Scenario
    communities: tuple[str, ...]
    subdistricts: tuple[str, ...]
    area: NDArray[np.int64]
    bounds: dict[str, Bounds]
    name: str
    draws: tuple[Draw, ...] = ()
    sites: tuple[OfferedSite, ...] = ()

    @property
    def desks(self) -> tuple[str, ...]:
        """Communities, then subdistricts."""
        return (*self.communities, *self.subdistricts)


def load_plan(
    path: str | os.PathLike[str], ensemble: str | os.PathLike[str] | None = None
) -> PlanFile:
    """Load a plan file.

    Parameters
    ----------
    path : path
    ensemble : path, optional
        Folder of an ensemble, in place of the one that the file names.

    Raises
    ------
    ScenarioError
        With all that is wrong with the file, its scenario or its table.
    """
    file = os.fspath(path)
    try:
        tree, faults = read_tree(file_named(file, "", Mark(file)))
    except UnreadableFileError as error:
        raise ScenarioError([at(Mark(file), "", error.found, hint=error.hint)]) from None
    document, found = validate_as(PlanDocument, tree)
    faults += found
    if document is None or faults:
        raise ScenarioError(in_order(faults))
    here = os.path.dirname(file)
    scenario = load(os.path.join(here, document.scenario))
    if scenario.districts:
        said = Fault(
            key="scenario", found=Phrase("a city of districts"), allowed=Phrase("must be one city")
        )
        raise ScenarioError([located(said, tree)])
    city = build_city(scenario.document)
    places = city.places
    sites, faults = offered_sites(document, scenario, city, tree, here)
    plan = PlanFile(
        document,
        scenario,
        places.ids,
        places.subdistrict_ids,
        places.subdistrict,
        {},
        os.path.splitext(os.path.basename(file))[0],
        sites=sites,
    )
    for name, lever in document.staff.items():
        plan.bounds[name] = _bounds(plan, lever)
    for name, option in option_levers(document).items():
        plan.bounds.setdefault(name, _option_bounds(plan, option))
    if document.table is not None:
        faults += _apply_table(plan, os.path.join(here, document.table), tree)
    faults += [located(fault, tree) for fault in _contradictions(plan)]
    if sites:
        short = floors_without_sites(city, scenario, sites, plan.bounds[SITES])
        faults += [located(fault, tree) for fault in short]
    if not faults:  # what has no price, or no place, has no cost
        ends = {name: (one.floors, one.caps) for name, one in plan.bounds.items()}
        work = OptionWork(document, scenario, city, sites)
        dear = floors_beyond_budgets(document, plan.bounds, work.options(ends), work.cover(ends))
        faults += [located(fault, tree) for fault in dear]
    if faults:
        raise ScenarioError(in_order(faults))
    named = os.path.join(here, document.ensemble) if document.ensemble else None
    folder = os.fspath(ensemble) if ensemble is not None else named
    if folder is None:
        return plan
    draws = read_draws(folder)
    check_plan_draws(draws, scenario, document)
    return replace(plan, draws=draws)


def _bounds(plan: PlanFile, lever: StaffLever) -> Bounds:
    communities = np.arange(len(plan.desks)) < len(plan.communities)
    there = ~communities if lever.at_subdistricts else communities
    return Bounds(
        np.where(there, float(lever.floor), 0.0),
        np.where(there, float(lever.cap), 0.0),
        np.zeros(len(plan.desks)),
    )


def _option_bounds(plan: PlanFile, lever: OptionLever) -> Bounds:
    communities = np.arange(len(plan.desks)) < len(plan.communities)
    nothing = np.zeros(len(plan.desks))
    there = ~communities if lever.at_subdistricts else communities
    return Bounds(nothing, np.where(there, float(lever.cap), 0.0), nothing.copy())


def _apply_table(plan: PlanFile, file: str, tree: MapNode) -> list[Fault]:
    mark = located(Fault(key="table"), tree)
    rows, faults = read_places(file, Mark(mark.file, mark.line), "table", COLUMNS)
    seen: dict[tuple[str, str], int] = {}
    # What is said of a community stands before what is said of all of its subdistrict.
    for row in sorted(rows or (), key=lambda row: row.cells["place"] not in plan.subdistricts):
        place, kind = row.cells["place"], row.cells["type"]
        if kind not in plan.bounds:
            hint = did_you_mean(kind, plan.bounds)
            known = Phrase("must be one of {names}", names=joined(plan.bounds))
            faults.append(at(row.mark, "type", Phrase("found '{kind}'", kind=kind), known, hint))
        elif (place, kind) in seen:
            first = seen[place, kind]
            faults.append(
                at(
                    row.mark,
                    "place",
                    Phrase(
                        "{place} has a {kind} row in line {first} too",
                        place=place,
                        kind=kind,
                        first=first,
                    ),
                )
            )
        else:
            seen[place, kind] = row.mark.line or 0
            faults += _apply_row(plan, row, place, kind)
    return faults


def _apply_row(plan: PlanFile, row: Row, place: str, kind: str) -> list[Fault]:
    """Set what a row says; a subdistrict stands for each of its communities."""
    option = kind not in plan.document.staff
    at_community = not levers_of(plan.document)[kind].at_subdistricts
    if option and row.cells.get("today"):
        allowed = Phrase("must be left out: what there is today is in the scenario")
        return [at(row.mark, "today", Phrase("{kind} of today", kind=kind), allowed)]
    desks = list(plan.desks)
    if place in plan.subdistricts and at_community:
        where = np.flatnonzero(plan.area == plan.subdistricts.index(place))
    elif place in (plan.communities if at_community else plan.subdistricts):
        where = np.array([desks.index(place)])
    else:
        known = desks if at_community else plan.subdistricts
        ends = _ends(plan, at_community)
        return [
            at(
                row.mark,
                "place",
                Phrase("found '{place}'", place=place),
                ends,
                did_you_mean(place, known),
            )
        ]
    faults = []
    bounds = plan.bounds[kind]
    for name, values in (("floor", bounds.floors), ("cap", bounds.caps), ("today", bounds.today)):
        if not row.cells.get(name):
            continue
        number = number_of_cell(row, name, name, Phrase("must be a whole number, 0 or more"))
        if isinstance(number, Fault):
            faults.append(number)
        elif number < 0 or number != int(number):
            allowed = Phrase("must be a whole number, 0 or more")
            faults.append(at(row.mark, name, Phrase("found {number:g}", number=number), allowed))
        else:
            values[where] = number
    higher = where[bounds.floors[where] > bounds.caps[where]]
    if len(higher) and not faults:
        row_of, floor, most = higher[0], bounds.floors[higher[0]], bounds.caps[higher[0]]
        found = Phrase("{desks} has floor {floors:g}", desks=plan.desks[row_of], floors=floor)
        allowed = Phrase("must be at most its cap, {caps:g}", caps=most)
        faults.append(at(row.mark, "floor", found, allowed))
        bounds.caps[higher] = bounds.floors[higher]  # told here, and not of the plan file again
    return faults


def _ends(plan: PlanFile, at_community: bool) -> Phrase:
    """First and last of the places that a row may name."""
    first, last = plan.subdistricts[0], plan.subdistricts[-1]
    if not at_community:
        return Phrase("the city has {known} to {known2}", known=first, known2=last)
    return Phrase(
        "the city has communities {known} to {known2}, subdistricts {first} to {last}",
        known=plan.communities[0],
        known2=plan.communities[-1],
        first=first,
        last=last,
    )


def _contradictions(plan: PlanFile) -> list[Fault]:
    """What no plan can keep, by arithmetic alone."""
    document = plan.document
    faults = list(faults_of(document, plan.scenario))
    if not document.staff and not document.hours and not option_levers(document):
        allowed = Phrase(
            "must have staff, hours, patrols, paperwork, officers, training, volunteers, sites, "
            "funds or meetings"
        )
        faults.append(Fault(key="staff", found=Phrase("no lever"), allowed=allowed))
    cost = now = 0.0
    for name, lever in document.staff.items():
        bounds = plan.bounds[name]
        faults += _floors_above_caps(plan, f"staff.{name}", bounds)
        least = bounds.floors.sum()
        if lever.most is not None and least > lever.most:
            found = Phrase("the floors of all places need {least:g} posts", least=least)
            allowed = Phrase("{most} in all", most=lever.most)
            faults.append(Fault(key=f"staff.{name}.most", found=found, allowed=allowed))
        cost += least * lever.yuan_year
        now += bounds.today.sum() * lever.yuan_year
        faults += _too_fast(plan, name, bounds, lever)
    for name, option in option_levers(document).items():
        if name in document.staff:
            continue
        faults += _floors_above_caps(plan, name, plan.bounds[name])
        if option.most is not None and plan.bounds[name].floors.sum() > option.most:
            least = plan.bounds[name].floors.sum()
            found = Phrase("the floors of all places need {least:g}", least=least)
            allowed = Phrase("{most} in all", most=option.most)
            faults.append(Fault(key=f"{name}.most", found=found, allowed=allowed))
    least_yuan = min(document.budgets_yuan)
    if now > least_yuan >= cost:
        found = Phrase(
            "the posts of today cost ¥{now:,.0f} a year, the least budget is ¥{least_yuan:,.0f}",
            now=now,
            least_yuan=least_yuan,
        )
        allowed = Phrase(
            "must be at least what today costs; leave out `today` in the table to begin anew"
        )
        faults.append(Fault(key="budgets_yuan", found=found, allowed=allowed))
    faults += _unknown_sources(document)
    faults += _nothing_asked(plan)
    return faults


def _nothing_asked(plan: PlanFile) -> list[Fault]:
    """A least cost that nothing keeps from being none."""
    document, asked = plan.document, plan.document.requirements
    of_each = (asked.wait_days, asked.solved, asked.equity)
    anything = asked.no_worse or any(one is not None for one in of_each)
    if document.objective != "least_cost" or anything:
        return []
    if any(bounds.floors.any() for bounds in plan.bounds.values()):
        return []
    found = Phrase("the least cost, and nothing is asked for")
    allowed = Phrase("requirements or floors must ask for something: to buy nothing costs least")
    return [Fault(key="objective", found=found, allowed=allowed)]


def _floors_above_caps(plan: PlanFile, key: str, bounds: Bounds) -> list[Fault]:
    return [
        Fault(
            key=key,
            found=Phrase("{desks} has floor {floors:g}", desks=plan.desks[row], floors=floor),
            allowed=Phrase("must be at most its cap, {caps:g}", caps=bounds.caps[row]),
        )
        for row, floor in enumerate(bounds.floors)
        if floor > bounds.caps[row]
    ][:5]


def _too_fast(plan: PlanFile, name: str, bounds: Bounds, lever: StaffLever) -> list[Fault]:
    """Floors and caps that today's posts cannot come to in the first period."""
    if lever.change is None:
        return []
    faults = []
    for least, most, word in (
        (bounds.floors, np.inf, "floor"),
        (np.zeros(len(bounds.caps)), bounds.caps, "cap"),
    ):
        apart = np.maximum(least - bounds.today, bounds.today - most)
        for row in np.flatnonzero(apart > lever.change)[:5]:
            end = bounds.floors[row] if word == "floor" else bounds.caps[row]
            found = Phrase(
                "{value} has {value2:g} today and {word} {end:g}",
                value=plan.desks[row],
                value2=bounds.today[row],
                word=word,
                end=end,
            )
            allowed = Phrase("may change by {change} in the first period", change=lever.change)
            faults.append(Fault(key=f"staff.{name}.change", found=found, allowed=allowed))
    return faults


def _unknown_sources(document: PlanDocument) -> list[Fault]:
    paying = {lever.source for lever in levers_of(document).values()}
    unnamed = Fault(
        key="budgets_by_source",
        found=Phrase("a source without a name"),
        allowed=Phrase("must have one; the budget of all together is `budgets_yuan`"),
    )
    return [unnamed] * ("" in document.budgets_by_source) + [
        Fault(
            key=f"budgets_by_source.{name}",
            found=Phrase("no lever is paid from it"),
            hint=did_you_mean(name, paying - {""}),
        )
        for name in document.budgets_by_source
        if name and name not in paying
    ]
