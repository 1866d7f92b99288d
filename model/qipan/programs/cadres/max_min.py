"""The worst off first: lexicographic max-min, exactly for few communities, by bisection for many.

A whole-number program that minimises the worst score has a weak bound; whether every community can
be brought to a given level is an easy question. So with many communities the level is bisected.
Totals, floors and caps, which every plan keeps, stand in `program.py`.
"""

import math
import time
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import pulp

from ...words import Phrase
from ..curve import Floats
from ..objectives import LexicographicMaxMin, Utilitarian, sum_of_largest
from ..program import Terms
from ..solver import Solution, Status, relative_gap, solve
from .problem import CadreProblem
from .program import CadreProgram, plan_of, rules_program, ticket_day_curves

# Part of a level by which it may be missed, and of a sum by which an earlier stage may be.
_SLACK = 1e-6
# Part of a level below which a community is taken to do better than it.
_AT_LEVEL = 1e-3


@dataclass
class Clock:
    """Seconds that are left, shared by all solves of a search."""

    limit: float | None
    begun: float

    @classmethod
    def start(cls, limit: float | None) -> "Clock":
        """Return a clock that starts now."""
        return cls(limit, time.perf_counter())

    @property
    def spent(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.begun

    def left(self, share: float = 1.0) -> float | None:
        """Share of the seconds that are left; None without a limit."""
        return None if self.limit is None else max(0.0, (self.limit - self.spent) * share)


def solve_max_min(
    given: CadreProblem,
    objective: LexicographicMaxMin,
    *,
    time_limit: float | None,
    gap: float,
) -> tuple[CadreProgram, Solution, list[str]]:
    """Return a program, its solution with the worst score as objective, and notes for the reader.

    The solution's values are those of the last stage; its bound is that of the worst score.
    """
    clock = Clock.start(time_limit)
    if len(given.communities) <= objective.ordered_up_to:
        return _ordered_sums(given, objective, clock, gap)
    return _by_level(given, objective, clock, gap)


def _ordered_sums(
    given: CadreProblem,
    objective: LexicographicMaxMin,
    clock: Clock,
    gap: float,
) -> tuple[CadreProgram, Solution, list[str]]:
    """Minimise T_1, then T_2 with T_1 kept, and so on, T_k being the sum of the k largest."""
    model = rules_program(given)
    ticket_day_curves(model)
    scales = objective.scales(given)
    first: Solution | None = None
    best: Solution | None = None
    for k in range(1, len(scales) + 1):
        terms = sum_of_largest(model, scales, k, f"largest_{k}")
        model.program.minimise(terms)
        found = solve(model.program.problem, time_limit=clock.left(), gap=gap)
        first = first or found
        if not found.found:
            break
        best = found
        if not found.proven:
            break
        _keep(model, k, terms, found.objective)
    assert first is not None
    done = best is not None and best.proven and found.proven
    return model, _of_worst(model, objective, first, best, clock, finished=done), []


def _keep(model: CadreProgram, k: int, terms: Terms, reached: float) -> None:
    """T_k <= what was reached, so that later stages cannot spoil it."""
    limit = reached + _SLACK * max(1.0, abs(reached))
    text = f"sum of the {k} largest scores, as reached"
    model.program.define(f"reached.{k}", text, "score", "<=", limit, terms)


def _of_worst(
    model: CadreProgram,
    objective: LexicographicMaxMin,
    first: Solution,
    best: Solution | None,
    clock: Clock,
    *,
    finished: bool,
) -> Solution:
    """Solution with the values of the last stage and the bound of the first."""
    if best is None:
        return first
    values = dict(best.values)
    days = model.given.ticket_days(plan_of(model, values))
    worst = objective.value(model.given, days)
    gap = relative_gap(worst, first.bound)
    status: Status = "stopped"
    if finished:
        status = "optimal" if gap <= 2.0 * _SLACK else "within_gap"
    return replace(
        best, status=status, objective=worst, gap=gap, bound=first.bound, seconds=clock.spent
    )


@dataclass
class _Search:
    """Plans that bring the communities still sought to ever lower levels."""

    model: CadreProgram
    scales: Floats
    ceilings: Floats
    clock: Clock
    best: dict[str, float]

    def scores(self) -> Floats:
        """Scores of the best plan so far."""
        given = self.model.given
        return self.scales * given.ticket_days(plan_of(self.model, self.best))

    def try_level(self, level: float, sought: Floats) -> Status:
        """Look for a plan with every community sought at the level, the others at theirs."""
        ceilings = np.where(sought > 0.0, np.minimum(level, self.ceilings), self.ceilings)
        if not hold(self.model, self.scales, ceilings):
            return "infeasible"
        self.model.program.minimise([(var, 0.0) for var in self.model.hours])
        # One question may not take all the time: an unanswered one counts as no.
        limit = self.clock.left(share=0.25)
        problem = self.model.program.problem
        found = solve(problem, time_limit=limit)
        if found.found:
            self.best = dict(found.values)
            return "optimal"
        return found.status


def hold(model: CadreProgram, scales: Floats, ceilings: Floats) -> bool:
    """h_c >= hours at which score_c is at its ceiling; False if a curve never is."""
    for var, curve, scale, ceiling in zip(
        model.hours, model.given.curves, scales, ceilings, strict=True
    ):
        least = -math.inf if math.isinf(ceiling) else curve.hours_for(ceiling / scale)
        if least == math.inf:
            return False
        var.lowBound = None if least == -math.inf else least - 1e-9 * (1.0 + abs(least))
    return True


def _by_level(
    given: CadreProblem,
    objective: LexicographicMaxMin,
    clock: Clock,
    gap: float,
) -> tuple[CadreProgram, Solution, list[str]]:
    """Bisect the worst level; fix who cannot do better; go on with the rest; then the sum."""
    scales = objective.scales(given)
    model = rules_program(given)
    model.program.minimise([(var, 0.0) for var in model.hours])
    start = solve(model.program.problem, time_limit=clock.left())
    if not start.found:
        return model, start, []
    search = _Search(model, scales, np.full(len(scales), np.inf), clock, dict(start.values))
    sought = np.ones(len(scales))
    bound, proven = -math.inf, True
    for stage in range(objective.levels):
        low, sure = _bisect(search, sought, gap)
        if stage == 0:
            bound, proven = low, sure
        level = float(search.scores()[sought > 0.0].max())
        search.ceilings = np.where(
            sought > 0.0, np.minimum(level, search.ceilings), search.ceilings
        )
        sought = sought * (search.scores() < level * (1.0 - _AT_LEVEL))
        if not sought.any() or (clock.limit is not None and clock.spent > 0.5 * clock.limit):
            break
    _settle(search, gap)
    worst = float(search.scores().max())
    reached = relative_gap(worst, bound)
    status: Status = "optimal" if reached <= _SLACK else "within_gap"
    if not proven:
        status = "stopped"
    notes: list[str] = [
        Phrase(
            "Scores after the worst were found by fixing communities that could do no better; "
            "they are good, not proven best."
        )
    ]
    solution = Solution(status, worst, bound, reached, clock.spent, search.best)
    return model, solution, notes


def _names(model: CadreProgram) -> list[str]:
    return [var.name for var in [*model.cadres, *model.hours]]


def _with_curves(given: CadreProblem) -> CadreProgram:
    """Program of the sum of ticket-days."""
    model = rules_program(given)
    ticket_day_curves(model)
    model.program.minimise(Utilitarian().terms(model))
    return model


def _bisect(search: _Search, sought: Floats, gap: float) -> tuple[float, bool]:
    """Lower the worst of those sought until no plan does better by more than the gap.

    Returns the level below which no plan can bring them, and whether the gap was proven.
    """
    bound = _relaxed_level(search, sought)
    low = bound
    high = float(search.scores()[sought > 0.0].max())
    while relative_gap(high, low) > gap:
        if search.clock.left() == 0.0:
            return bound, False
        level = max(0.5 * (low + high), high * (1.0 - 20.0 * max(relative_gap(high, low), gap)))
        status = search.try_level(level, sought)
        if status == "optimal":
            high = min(level, float(search.scores()[sought > 0.0].max()))
            continue
        low = level
        if status == "infeasible":
            bound = level
    return bound, relative_gap(high, bound) <= gap


def _relaxed_level(search: _Search, sought: Floats) -> float:
    """Worst level of those sought if cadres could be shared out in parts."""
    given = search.model.given
    relaxed = rules_program(given, whole=False)
    ticket_day_curves(relaxed)
    hold(relaxed, search.scales, search.ceilings)
    level = relaxed.program.variable("level", None)
    for row in np.flatnonzero(sought):
        days = cast(pulp.LpVariable, relaxed.ticket_days[row])
        terms = [(level, 1.0), (days, -float(search.scales[row]))]
        name = f"level.{relaxed.places[row]}"
        relaxed.program.define(name, "score at most the level", "score", ">=", 0.0, terms)
    relaxed.program.minimise([(level, 1.0)])
    # Interior point: the level makes simplex crawl.
    found = solve(relaxed.program.problem, time_limit=search.clock.left(0.3), method="ipm")
    return found.objective if found.proven else -math.inf


def _settle(search: _Search, gap: float) -> None:
    """Least sum of ticket-days with every community at its ceiling or below."""
    full = _with_curves(search.model.given)
    slack = 1.0 + 1e-9 * np.sign(search.ceilings)
    if not hold(full, search.scales, search.ceilings * slack):
        return
    found = solve(
        full.program.problem,
        time_limit=search.clock.left(0.5),
        gap=max(gap, 1e-4),
    )
    if found.found:
        search.best = {name: found.values[name] for name in _names(search.model)}
