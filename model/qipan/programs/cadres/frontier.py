"""The least of one objective with another kept below a limit, from limit to limit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...units import said_unit
from ...words import Phrase
from ..objectives import Objective
from ..program import plain
from ..solver import solve
from .plan import CadrePlan, NoPlanError, build, plan_from, solve_cadres
from .problem import CadreProblem

SAME = 1e-6  # values that differ by less, as a part of them, are one


@dataclass(frozen=True)
class FrontierPoint:
    """A plan between two objectives.

    Attributes
    ----------
    limit : float
        Limit that was set on the second objective.
    first, second : float
        What the plan promises of both.
    plan : CadrePlan
        Its value, bound and gap are those of the first objective.
    """

    limit: float
    first: float
    second: float
    plan: CadrePlan


def frontier(
    given: CadreProblem,
    first: Objective,
    second: Objective,
    *,
    points: int = 5,
    limits: Sequence[float] | None = None,
    time_limit: float | None = None,
    gap: float = 1e-6,
) -> list[FrontierPoint]:
    """Plans from the best by the first objective to the best by the second, epsilon by epsilon.

    Of lexicographic max-min the worst score counts. Points without a plan in time are left out, and
    so are those with the same values as another's.

    Parameters
    ----------
    given : CadreProblem
    first, second : Objective
    points : int
        Limits, evenly spaced between what both best plans promise of the second objective.
    limits : sequence of float, optional
        Limits in place of those.
    time_limit : float, optional
        Seconds for each point.
    gap : float
        Relative gap of each point.

    Raises
    ------
    NoPlanError
        If no plan keeps all rules.
    """
    if limits is None:
        one, other = (
            solve_cadres(given, o, time_limit=time_limit, gap=gap) for o in (first, second)
        )
        loose = second.value(given, one.ticket_days)
        limits = np.linspace(loose, other.value, points).tolist()
    out: list[FrontierPoint] = []
    for limit in limits:
        try:
            plan = limited(given, first, second, limit, time_limit=time_limit, gap=gap)
        except NoPlanError:
            continue
        value = second.value(given, plan.ticket_days)
        point = FrontierPoint(float(limit), plan.value, value, plan)
        if not any(_same(point, other) for other in out):
            out.append(point)
    return out


def _same(point: FrontierPoint, other: FrontierPoint) -> bool:
    """Whether two points have the same values, as far as a solver can tell."""
    return bool(np.allclose((point.first, point.second), (other.first, other.second), SAME, SAME))


def limited(
    given: CadreProblem,
    first: Objective,
    second: Objective,
    limit: float,
    *,
    time_limit: float | None = None,
    gap: float = 1e-6,
) -> CadrePlan:
    """second(x) <= limit: least of the first objective among plans that keep it.

    Raises
    ------
    NoPlanError
        If no plan does, or none was found in time.
    """
    model = build(given, first)
    allowed = limit + 1e-6 * max(1.0, abs(limit))
    model.program.define(
        "limit", f"limit on {second.name}", second.unit, "<=", allowed, second.terms(model)
    )
    found = solve(model.program.problem, time_limit=time_limit, gap=gap)
    if not found.found:
        raise NoPlanError(
            Phrase(
                "no plan with {name} of at most {plain} {unit}",
                name=second.name,
                plain=plain(limit),
                unit=said_unit(second.unit),
            )
        )
    return plan_from(model, first, found, [])
