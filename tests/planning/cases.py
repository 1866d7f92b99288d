"""Small plans whose answers can be worked out otherwise, and programs as texts."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from qipan.planning.problem import NOBODY, Asked, PlanProblem, Priced, Staff
from qipan.planning.program import Objective, _model, build

LOADS = np.array([0.3, 0.5, 0.7, 0.8, 0.9, 0.95])

# Years that a plan is made on, chosen on, judged on, and tested on for what is asked of it.
SEEDS, FURTHER, FRESH, TESTED = range(4), range(50, 66), range(100, 120), range(1000, 1093)


def problem(
    work: list[float],
    *,
    own: float = 1000.0,
    periods: int = 2,
    kinds: int = 1,
    areas: int = 1,
    staff: tuple[Staff, ...] | None = None,
    priced: tuple[Priced, ...] = (),
    budget: float | None = 200_000.0,
    wait_days: float = np.inf,
    handed_up: float = 0.2,
    **other: object,
) -> PlanProblem:
    """Communities of so much work a year, under subdistricts in turn."""
    places = len(work)
    desks = places + areas
    share = np.full(kinds, 1.0 / kinds)
    arrivals = np.zeros((desks, kinds, periods))
    arrivals[:places] = np.array(work)[:, None, None] * share[None, :, None]
    above = np.full(desks, NOBODY)
    above[:places] = places + np.arange(places) % areas
    at_places = (np.arange(desks) < places).astype(float)
    if staff is None:
        zero = np.zeros(desks)
        staff = (Staff("worker", 500.0, 60_000.0, zero, 3 * at_places, zero),)
    given = {
        "asked": Asked(np.where(at_places > 0, wait_days, np.inf)),
        "lapse": 0.3,
        "weights": np.ones(kinds),
    } | other
    return PlanProblem(
        desks=tuple(f"d{n}" for n in range(desks)),
        communities=places,
        above=above,
        kinds=tuple(f"k{n}" for n in range(kinds)),
        period_days=np.full(periods, 365.0 / periods),
        years=np.zeros(periods, dtype=int),
        arrivals=arrivals,
        handed_up=np.full((desks, kinds), handed_up),
        own=np.where(at_places > 0, own, sum(work)),
        ticket_hours=np.full(desks, 2.0),
        staff=staff,
        priced=priced,
        budgets={} if budget is None else {("", 0): budget},
        queue_loads=LOADS,
        **given,  # type: ignore[arg-type]
    )


def without_levers(given: PlanProblem) -> PlanProblem:
    """Return the same city with nothing bought and nothing asked for: nobody more, no rule."""
    zero = np.zeros(len(given.desks))
    free = Asked(np.full(len(given.desks), np.inf))
    none = {"floors": zero, "caps": zero, "most": 0.0, "fewest": 0.0, "change": np.inf}
    staff = tuple(replace(each, **none) for each in given.staff)
    return replace(given, staff=staff, priced=(), asked=free, budgets={}, options=(), cover=None)


def write_program(given: PlanProblem, objective: Objective, file: Path) -> None:
    """Write a plan's program as text (.lp), with names of rules and decisions."""
    rows = build(given, objective)
    solver = _model(rows, np.concatenate(rows.whole), None)
    for number, name in enumerate(rows.names(rows.columns, rows.width)):
        solver.passColName(number, name)
    for number, name in enumerate(rows.names(rows.rows, rows.height)):
        solver.passRowName(number, name)
    solver.writeModel(str(file))
