"""The worst share of many communities: hold the level of the tail, then it is a sum again.

The program of conditional value at risk has a weak bound, and solvers find poor plans for it. With
the level t held, k t + sum_c max(score_c, t) - C t is a sum over communities with curves cut off at
the level, which is as easy as the sum of ticket-days. Plans found so are where the search sets out.
"""

from dataclasses import replace

import numpy as np

from ..curve import Floats
from ..objectives import ConditionalValueAtRisk
from ..solver import Solution, solve
from .max_min import Clock
from .problem import CadreProblem
from .program import CadreProgram, plan_of, rules_program, ticket_day_curves

# Levels that are tried, and seconds and gap for each.
_LEVELS = 4
_SECONDS = 20.0
_GAP = 1e-4
# Seconds that reading the model anew may take beyond a limit.
_RESERVE = 1.0


def solve_tail(
    given: CadreProblem,
    objective: ConditionalValueAtRisk,
    model: CadreProgram,
    *,
    time_limit: float | None,
    gap: float,
) -> Solution:
    """Solve the program of the tail, setting out from the best plan with its level held.

    Parameters
    ----------
    given : CadreProblem
    objective : ConditionalValueAtRisk
    model : CadreProgram
        Program with the objective.
    time_limit, gap
        As in `solve`.
    """
    clock = Clock.start(time_limit)
    problem = model.program.problem
    relaxed = rules_program(given, whole=False)
    ticket_day_curves(relaxed)
    relaxed.program.minimise(objective.terms(relaxed))
    least = solve(relaxed.program.problem, time_limit=clock.left(0.3), method="ipm")
    if not least.proven:
        return solve(problem, time_limit=clock.left(), gap=gap)
    start = _best_held(given, objective, least, clock)
    left = clock.left()
    rest = None if left is None else max(0.0, left - _RESERVE)
    found = solve(problem, time_limit=rest, gap=gap, start=start)
    found = replace(found, seconds=clock.spent, bound=max(found.bound, least.objective))
    if start and _value(given, objective, model, start) < _of(found, given, objective, model):
        # The solver may have been stopped before it took up the plan it was given.
        status = found.status if found.found else "stopped"
        return replace(found, values={**found.values, **start}, status=status)
    return found


def _best_held(
    given: CadreProblem,
    objective: ConditionalValueAtRisk,
    least: Solution,
    clock: Clock,
) -> dict[str, float]:
    """Best plan among some levels: that of the relaxation, then that of each plan found."""
    scales = objective.scales(given)
    model = rules_program(given)
    ticket_day_curves(model)
    model.program.minimise(list(zip(model.ticket_days, scales.tolist(), strict=True)))
    level, best, value = least.values["tail.level"], {}, np.inf
    for _ in range(_LEVELS):
        found = _held(model, scales, level, clock)
        if not found.found:
            break
        plan = {var.name: found.values[var.name] for var in model.cadres}
        reached = _value(given, objective, model, plan)
        if reached >= value * (1.0 - 1e-4):
            break
        best, value = plan, reached
        scores = objective.scores(given, given.ticket_days(plan_of(model, plan)))
        count = max(1, int(objective.share * len(scales)))
        level = 0.5 * (level + float(np.sort(scores)[-count]))
    return best


def _held(model: CadreProgram, scales: Floats, level: float, clock: Clock) -> Solution:
    """Least sum of max(score_c, level)."""
    given = model.given
    for var, scale, curve in zip(model.ticket_days, scales, given.curves, strict=True):
        var.lowBound = max(float(curve.y[-1]), level / float(scale))
    left = clock.left(0.3)
    limit = _SECONDS if left is None else min(_SECONDS, left)
    return solve(model.program.problem, time_limit=limit, gap=_GAP)


def _value(
    given: CadreProblem,
    objective: ConditionalValueAtRisk,
    model: CadreProgram,
    values: dict[str, float],
) -> float:
    return objective.value(given, given.ticket_days(plan_of(model, values)))


def _of(
    found: Solution,
    given: CadreProblem,
    objective: ConditionalValueAtRisk,
    model: CadreProgram,
) -> float:
    """Objective of the plan of a solution; inf without one."""
    return _value(given, objective, model, dict(found.values)) if found.found else np.inf
