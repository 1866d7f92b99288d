"""Bisection on noisy levels with a stated probability of a wrong answer.

The levels of a lever are a grid. Provided that the expected metric moves one way along it, there
is one place where the target begins to be reached, and bisection finds it by deciding at a few
levels (`decision`). Each decision has the same small error, so small that all that can be asked
for add up to 1 - confidence. A level that cannot be decided is left, and the search goes on above
and below it: in the end stand the last level shown to miss and the first shown to reach.
"""

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .decision import Decider, Decision, Response, Side

Outcome = Literal["found", "undecided", "already", "unreachable", "unclear"]


@dataclass(frozen=True)
class Found:
    """Where a target begins to be reached.

    Attributes
    ----------
    outcome : str
        ``found``: between two neighbouring levels; ``undecided``: between two levels with
        undecided ones between; ``already``: reached at both ends; ``unreachable``: missed at both
        ends; ``unclear``: an end is undecided.
    missed, reached : int or None
        Levels next to the place where it begins, as far as they are decided.
    rising : bool or None
        Whether levels above the place reach the target, or those below it; None if unknown.
    monotone : bool
        False if decisions contradict that the metric moves one way.
    decisions : tuple of Decision
        By level.
    error : float
        Probability of a wrong decision at each of them.
    """

    outcome: Outcome
    missed: int | None
    reached: int | None
    rising: bool | None
    monotone: bool
    decisions: tuple[Decision, ...]
    error: float


def most_decisions(levels: int) -> int:
    """How many levels can be asked for: both ends, and bisection around one that is undecided."""
    return max(3, 1 + 2 * math.ceil(math.log2(levels - 1)))


def find_root(
    response: Response,
    levels: int,
    bound: float,
    side: Side,
    *,
    confidence: float = 0.95,
    first: int = 20,
    most: int = 400,
    settled: bool = False,
    support: tuple[float, float] | None = None,
    told: Callable[[Decision], None] = lambda _: None,
) -> Found:
    """Find where, along a grid, an expected value begins to be on the wanted side of a bound.

    Parameters
    ----------
    response : callable
        Values of a level (0 to levels - 1) at the numbers of some replications. Levels should
        share random numbers; the error does not depend on it.
    levels : int
        Two or more.
    bound : float
    side : 'below' or 'above'
    confidence : float
        That nothing that is said of any level is wrong.
    first, most : int
        Replications of one level, at its first look and at its last.
    settled, support
        Of the metric, as for `mean_interval`.
    told : callable, optional
        Called with each decision.
    """
    error = (1.0 - confidence) / most_decisions(levels)
    decide = Decider(
        response,
        bound,
        side,
        error=error,
        first=first,
        most=most,
        confidence=confidence,
        settled=settled,
        support=support,
    )

    def ask(level: int) -> Decision:
        known = level in decide.decisions
        decision = decide(level)
        if not known:
            told(decision)
        return decision

    found = _search(ask, levels)
    decisions = tuple(decide.decisions[level] for level in sorted(decide.decisions))
    return Found(*found, _is_monotone(decisions), decisions, error)


def _search(
    ask: Callable[[int], Decision], levels: int
) -> tuple[Outcome, int | None, int | None, bool | None]:
    low, high = 0, levels - 1
    ends = (ask(low).verdict, ask(high).verdict)
    if "undecided" in ends:
        return "unclear", _of(ends, "missed", low, high), _of(ends, "reached", low, high), None
    if ends[0] == ends[1]:
        ask((low + high) // 2)  # would show a response that turns round
        if ends[0] == "reached":
            return "already", None, low, None
        return "unreachable", high, None, None
    rising = ends == ("missed", "reached")
    missed, reached = _bisect(ask, *((low, high) if rising else (high, low)))
    return ("found" if abs(reached - missed) == 1 else "undecided"), missed, reached, rising


def _bisect(ask: Callable[[int], Decision], missed: int, reached: int) -> tuple[int, int]:
    """Narrow down two levels, one on each side; going on around what is undecided."""
    undecided: list[int] = []
    while True:
        open_levels = sorted(level for level in undecided if _between(level, missed, reached))
        level = _next(missed, reached, open_levels)
        if level is None:
            return missed, reached
        match ask(level).verdict:
            case "missed":
                missed = level
            case "reached":
                reached = level
            case "undecided":
                undecided.append(level)


def _next(missed: int, reached: int, undecided: list[int]) -> int | None:
    """Level to be asked for next: the middle of the wider gap beside what is undecided."""
    low, high = min(missed, reached), max(missed, reached)
    gaps = [(low, undecided[0]), (undecided[-1], high)] if undecided else [(low, high)]
    begin, end = max(gaps, key=lambda gap: gap[1] - gap[0])
    return (begin + end) // 2 if end - begin > 1 else None


def _between(level: int, one: int, other: int) -> bool:
    return min(one, other) < level < max(one, other)


def _of(ends: tuple[str, str], verdict: str, low: int, high: int) -> int | None:
    """Return the end with a verdict, if one has it."""
    found = [level for level, said in zip((low, high), ends, strict=True) if said == verdict]
    return found[0] if found else None


def _is_monotone(decisions: tuple[Decision, ...]) -> bool:
    """Whether what was decided changes sides once at most along the grid."""
    sides = [d.verdict for d in decisions if d.verdict != "undecided"]
    return sum(one != other for one, other in itertools.pairwise(sides)) <= 1
