"""What more or less money would buy: plans of other budgets, promised and simulated."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .heads import heads_of, units_of
from .keeping import Keeping
from .learning import Simulate
from .problem import PlanProblem, Values
from .program import NoPlan, solve

DAYS_PER_YEAR = 365.0


@dataclass(frozen=True)
class Point:
    """The plan of a budget.

    Attributes
    ----------
    budget : float
        Yuan a year.
    yuan_year, promised : float or None
        What the plan costs, and its ticket-days a year by the curves; None if no plan of the budget
        keeps what is asked for.
    simulated : array of float, shape (seeds,), or None
        Ticket-days of the city on the fresh years.
    kept : float or None
        Share of the fresh years in which every community keeps what is asked; the plan keeps it by
        the curves, which are of the mean. None if nothing is asked, or there is no plan.
    """

    budget: float
    yuan_year: float | None = None
    promised: float | None = None
    simulated: Values | None = field(default=None, repr=False)
    kept: float | None = None


def frontier(
    given: PlanProblem,
    budgets: Sequence[float],
    simulate: Simulate,
    per_post: Values,
    seeds: Sequence[int],
    time_limit: float = 60.0,
) -> tuple[Point, ...]:
    """Plan for the least waiting under each of several yearly budgets, and simulate the plans.

    Parameters
    ----------
    given : PlanProblem
        With its curves as corrected last; budgets of sources stay as they are.
    budgets : sequence of float
        Yuan of each year.
    simulate : callable
    per_post : array of float, shape (desks,)
    seeds : sequence of int
        Fresh years.
    """
    return tuple(
        _point(given, yuan, simulate, per_post, seeds, time_limit) for yuan in sorted(budgets)
    )


def _point(
    given: PlanProblem,
    yuan: float,
    simulate: Simulate,
    per_post: Values,
    seeds: Sequence[int],
    time_limit: float,
) -> Point:
    common = {key: yuan if key[0] == "" else paid for key, paid in given.budgets.items()}
    posed = replace(given, budgets=common)
    try:
        plan = solve(posed, "least_waiting", gap=1e-3, time_limit=time_limit)
    except NoPlan:
        return Point(yuan)
    found = simulate(heads_of(posed, plan, per_post), seeds, units_of(posed, plan))
    promised = float(plan.ticket_days(posed)[: given.communities].sum())
    keeping = Keeping(given.asked, given.tickets[: given.communities], confidence=1.0)
    kept = keeping.share_kept(found) if keeping.anything() else None
    return Point(yuan, plan.yuan_year(posed), promised, found.total, kept)
