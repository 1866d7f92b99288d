"""What a replication would take, told from the scenario alone, before anything is built."""

import os
from dataclasses import dataclass
from pathlib import Path

from ..scenario import Scenario
from ..scenario.document import ScenarioDocument
from ..scenario.faults import Fault, ScenarioError
from ..scenario.horizon import measured_years
from ..words import Phrase
from . import columns
from .codes import COUNTERS, GATES
from .rules import HOURS_PER_DAY, HOURS_PER_YEAR

# Bytes beside the tables of the fast layer: who lives where, and an institution as an object.
BYTES_PER_RESIDENT = columns.RESIDENT.itemsize + 24
BYTES_PER_ISSUE = columns.ISSUE.itemsize + 96  # and in events to come and metrics
BYTES_PER_INSTITUTION = 4096
BASE_BYTES = 300 * 2**20  # the program itself
RESIDENTS, HOURS = "residents (city.residents)", "hours (horizon.days)"
LET_GO = (RESIDENTS, HOURS)  # of a district, once it is simulated
CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")


@dataclass(frozen=True)
class Estimate:
    """A replication's size.

    Attributes
    ----------
    issues : float
        Issues expected to arise, warm-up included.
    parts : dict of str to float
        Bytes by what they are for, in words that name the keys they come from.
    """

    issues: float
    parts: dict[str, float]

    @property
    def bytes(self) -> float:
        """All of it."""
        return BASE_BYTES + sum(self.parts.values())

    def largest(self) -> str:
        """What takes most."""
        return max(self.parts, key=lambda part: self.parts[part])


def estimate(document: ScenarioDocument) -> Estimate:
    """Estimate how many issues would arise and how much memory a replication would take.

    The issues are those of the catalogue's rates at the city's mean factor, with disorder's full
    gain: a bound in the mean. Memory is that of the tables, whose rows have a known size.
    """
    city, days = document.city, document.horizon.total_days
    residents = city.everybody
    places = len(city.communities) or city.community_count or 0
    places += city.villages.count if city.villages else 0
    issues = _issues(document, residents, days)
    grids = _grids(document, places)
    desks = grids * 2 + places * 4 + len(document.desks.departments) + len(GATES)
    volunteers = document.volunteers
    registered = sum(pool.registered for pool in volunteers.pools.values()) if volunteers else 0
    units = document.units.count if document.units else 0
    series = days * (4.0 * places * len(COUNTERS) + 4.0 * desks)
    cells = places * len(document.issues.kinds)
    return Estimate(
        issues,
        {
            RESIDENTS: float(residents) * BYTES_PER_RESIDENT,
            "issues (their births, city.residents, horizon.days)": issues
            * (BYTES_PER_ISSUE + columns.TICKET.itemsize),
            "daily series (horizon.days, communities and grids)": series,
            "communities and grids": cells * 2.0 * columns.CELL.itemsize
            + desks * (columns.DESK.itemsize + BYTES_PER_INSTITUTION),
            "volunteers (volunteers.pools)": registered * 2.0 * columns.VOLUNTEER.itemsize,
            "units (units.count)": float(units) * (BYTES_PER_INSTITUTION + 8.0 * days / 30),
            HOURS: days * HOURS_PER_DAY * (1.0 + len(document.calendars)) * 16.0,
        },
    )


def _issues(document: ScenarioDocument, residents: int, days: int) -> float:
    issues, city = document.issues, document.city
    if issues.trace is not None:
        return float(len(issues.trace) + len(issues.planted))
    births = issues.community_births
    if births is not None and births.births_per_year:
        yearly = sum(births.births_per_year) * issues.rate_factor
        return yearly * days * HOURS_PER_DAY / HOURS_PER_YEAR
    per_1000 = sum(
        kind.births_per_1000_residents_year * (1.0 + kind.disorder_gain * kind.visible)
        for kind in issues.kinds.values()
    )
    per_year = residents / 1000.0 * per_1000 * issues.rate_factor
    if city.communities:
        total = sum(place.residents for place in city.communities)
        factors = ((p.residents, city.issue_rate_factor(p.type)) for p in city.communities)
        factor = sum(people * own for people, own in factors) / max(total, 1)
    else:
        factor = city.issue_rate_factor(None)
    return per_year * factor * _grown(document) * days * HOURS_PER_DAY / HOURS_PER_YEAR


def _grown(document: ScenarioDocument) -> float:
    """Births of the last day against the first, at the largest growth of all years and areas."""
    growth = document.growth
    if growth is None:
        return 1.0
    years = len(measured_years(document.horizon))
    blocks = (growth, *growth.areas.values())
    most = 1.0
    for name in ("population_shares", "demand_shares"):
        shares = [share for block in blocks for share in getattr(block, name) or ()]
        most *= (1.0 + max(0.0, *shares)) ** years if shares else 1.0
    return most


def _grids(document: ScenarioDocument, places: int) -> float:
    city = document.city
    grids = city.grids_per_community * places
    if city.dedicated_grids is not None:
        grids += city.dedicated_grids.per_community * places
    if city.villages is not None:
        grids += city.villages.grids_per_village * city.villages.count
    return grids + sum(place.grids or 0 for place in city.communities)


def machine_bytes() -> int | None:
    """Memory that this machine, or the container on it, has; None where it does not say."""
    try:
        there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # no such question on Windows
        return None
    try:
        return min(there, int(CGROUP_LIMIT.read_text()))
    except (OSError, ValueError):  # no limit says "max"
        return there


def estimate_whole(scenario: Scenario) -> Estimate:
    """As `estimate`; of a city of districts what is kept of all, and what one takes at a time."""
    if not scenario.districts:
        return estimate(scenario.regimes[0].document)
    sizes = [estimate(one.regimes[0].document) for one in scenario.districts.values()]
    parts = {
        name: (max if name in LET_GO else sum)([size.parts[name] for size in sizes])
        for name in sizes[0].parts
    }
    return Estimate(sum(size.issues for size in sizes), parts)


def check_room_whole(scenario: Scenario) -> None:
    """As `check_room`, for a city of districts too."""
    _check(estimate_whole(scenario), scenario.name)


def check_room(document: ScenarioDocument) -> None:
    """Make sure that a replication can be held in memory, before anything of it is made.

    Raises
    ------
    ScenarioError
        With what it would take, what there is, and the keys that it comes from.
    """
    _check(estimate(document), document.name)


def _check(needed: Estimate, name: str) -> None:
    there = machine_bytes()
    if there is not None and needed.bytes > there:
        found = Phrase(
            "one replication would take about {in_words} of memory, for {issues:,.0f} "
            "issues; this machine has {in_words2}",
            in_words=in_words(needed.bytes),
            issues=needed.issues,
            in_words2=in_words(there),
        )
        hint = Phrase("most of it is for {largest}", largest=needed.largest())
        raise ScenarioError([Fault(file=name, found=found, hint=hint)])


def in_words(size: float) -> str:
    """Write a number of bytes: ``1.5 GB``."""
    return (
        Phrase("{number:,.1f} GB", number=size / 1e9)
        if size >= 1e9
        else Phrase("{number:,.0f} MB", number=size / 1e6)
    )
