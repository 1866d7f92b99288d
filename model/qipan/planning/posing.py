"""From a plan file and a short measurement of the city to a plan's program."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..studies.allocation.placement import facts
from ..studies.allocation.plans import PlanSimulator
from .cover import Cover
from .plan_file import PlanFile
from .problem import NOBODY, Asked, Option, PlanProblem, Priced, Staff, Values

HOURS_PER_YEAR = 8760.0
LOADS = np.array([0.3, 0.5, 0.65, 0.75, 0.85, 0.9, 0.95])  # where curves of waiting are touched


@dataclass(frozen=True)
class Measured:
    """What a city's desks have to do and can do, hours of work a year.

    Attributes
    ----------
    offered, own, ticket_hours : array of float, shape (desks,)
        Communities, then subdistricts (all posts of one together). Of the subdistricts `offered`
        is what comes from anywhere.
    per_post : array of float, shape (desks,)
        Hours of work a year of one cadre who knows the place.
    """

    offered: Values
    own: Values
    ticket_hours: Values
    per_post: Values


def measure(simulator: PlanSimulator, seeds: Sequence[int]) -> Measured:
    """Simulate the city with nobody sent, and see what arrives at its desks."""
    nobody = np.zeros(len(simulator.communities), dtype=np.int64)
    known = facts(simulator, nobody, seeds)
    record = simulator.record(simulator.placed(nobody), seeds[0])
    layout = record.layout
    years = (record.end - record.begin) / HOURS_PER_YEAR
    first, last = layout.first_community, layout.first_department
    after, before = record.desks_after[first:last], record.desks_before[first:last]
    busy = (after["busy_hours"] - before["busy_hours"]) * after["speed"] / years
    able = (after["open_hours"] - before["open_hours"]) * after["speed"] / years
    services = (after["services"] - before["services"]) / years
    arrivals = (after["arrivals"] - before["arrivals"]) / years
    areas = (layout.subdistricts, -1)
    count = layout.communities

    def both(values: Values) -> Values:
        return np.concatenate([values[:count], values[count:].reshape(areas).sum(axis=1)])

    hours = both(busy) / np.maximum(both(services), 1e-9)
    hours = np.where(both(services) > 0, np.maximum(hours, 1e-3), 1.0)
    above = both(arrivals)[count:] * hours[count:]
    usual = np.full(layout.subdistricts, known.per_cadre.mean())
    return Measured(
        offered=np.concatenate([known.offered, above]),
        own=np.concatenate([known.capacity, both(able)[count:]]),
        ticket_hours=hours,
        per_post=np.concatenate([known.per_cadre, usual]),
    )


def pose(
    plan: PlanFile,
    measured: Measured,
    options: tuple[Option, ...] = (),
    cover: Cover | None = None,
) -> PlanProblem:
    """Pose a plan's program, its curves as they are before any simulation."""
    document, count = plan.document, len(plan.communities)
    desks, each, years = len(plan.desks), document.periods_per_year, len(document.budgets_yuan)
    period_year = np.repeat(np.arange(years), each)
    growth = (1.0 + document.growth_share_year) ** period_year
    below = np.arange(desks) < count
    arrivals = np.where(below, measured.offered, 0.0)[:, None, None] * growth
    asked = document.requirements
    wait = np.inf if asked.wait_days is None else asked.wait_days
    return PlanProblem(
        desks=plan.desks,
        communities=count,
        above=np.concatenate([count + plan.area, np.full(desks - count, NOBODY)]),
        kinds=("all",),
        period_days=np.full(years * each, 365.0 / each),
        years=period_year,
        arrivals=arrivals,
        handed_up=_handed_up(plan, measured)[:, None],
        own=measured.own,
        ticket_hours=measured.ticket_hours,
        lapse=document.lapse_share_year,
        weights=np.ones(1),
        staff=_staff(plan, measured),
        priced=_priced(plan),
        asked=Asked(
            np.where(below, wait, np.inf),
            asked.equity or np.inf,
            late=None if asked.solved is None else np.full(count, 1.0 - asked.solved.share),
        ),
        budgets=_budgets(plan),
        queue_loads=LOADS,
        options=options,
        cover=cover,
    )


def _handed_up(plan: PlanFile, measured: Measured) -> Values:
    count = len(plan.communities)
    served = np.minimum(measured.offered, measured.own)[:count]
    shares = np.zeros(len(plan.desks))
    for row in range(len(plan.subdistricts)):
        under = np.flatnonzero(plan.area == row)
        shares[under] = measured.offered[count + row] / max(served[under].sum(), 1e-9)
    return shares


def _staff(plan: PlanFile, measured: Measured) -> tuple[Staff, ...]:
    each = float(measured.per_post.mean())
    levers = plan.document.staff.items()
    return tuple(lever.posed(name, each, plan.bounds[name]) for name, lever in levers)


def _priced(plan: PlanFile) -> tuple[Priced, ...]:
    below = np.arange(len(plan.desks)) < len(plan.communities)
    return tuple(lever.posed(name, below) for name, lever in plan.document.hours.items())


def _budgets(plan: PlanFile) -> dict[tuple[str, int], float]:
    years = range(len(plan.document.budgets_yuan))
    found = {("", year): plan.document.budgets_yuan[year] for year in years}
    by_source = plan.document.budgets_by_source.items()
    return found | {(source, year): yuan for source, yuan in by_source for year in years}
