"""What options change, by community, measured by simulating them beside a plan's heads."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from ..programs.curve import convex_curve
from ..studies.allocation.fund_curves import drawn_together
from .cover import Cover
from .heads import Heads
from .problem import Lines, Option, PlanProblem, Values

if TYPE_CHECKING:
    from .learning import Simulate

DAYS_PER_YEAR = 365.0
PARTS = (0.0, 0.25, 0.5, 1.0)  # of the largest cap, at which effects are measured


@dataclass(frozen=True)
class Effect:
    """Lines over the units of an option in each community.

    Attributes
    ----------
    open : Lines
        Change of open tickets.
    late : Lines or None
        Change of the share of issues not solved in the days asked.
    """

    open: Lines = field(repr=False)
    late: Lines | None = field(default=None, repr=False)


def points_of(option: Option) -> Values:
    """Units in every community at which an option is measured, from none."""
    parts = np.array(PARTS) * option.caps.max(initial=0.0)
    return np.unique(np.round(parts) if option.whole else parts)


def measured_effects(
    given: PlanProblem, simulate: "Simulate", heads: Heads, units: Values, seeds: Sequence[int]
) -> tuple[Effect, ...]:
    """Measure each option in turn at a plan's heads, the other options as the plan has them.

    Every community has the same units at a time, so that an option takes as many simulations as
    it has points, not as there are communities. Differences are paired by year. A community's own
    effect is mostly the luck of a few years, which a program would pick: it is drawn to what
    communities have in common, in proportion to their tickets, as far as luck explains it. Of
    units that a subdistrict's communities share a ticket has the more, the fewer share them.
    """
    return tuple(
        _nothing(given) if option.lever else _measured(given, n, simulate, heads, units, seeds)
        for n, option in enumerate(given.options)
    )


def _nothing(given: PlanProblem) -> Effect:
    """What an option does alone that is measured with others."""
    return Effect(Lines(np.zeros((given.communities, 1)), np.zeros((given.communities, 1))))


def measured_cover(
    given: PlanProblem, simulate: "Simulate", heads: Heads, units: Values, seeds: Sequence[int]
) -> Cover | None:
    """Measure what a resident is worth who is reached by a centre: all sites open against none.

    The other options are as the plan has them. Of a few residents years show luck: a community's
    own worth is drawn to what residents have in common, as far as luck explains it.
    """
    cover = given.cover
    if cover is None:
        return None
    opened, closed = cover.with_all(units), cover.with_all(units, there=False)
    with_them, without = (simulate(heads, seeds, one) for one in (opened, closed))
    residents = cover.reached(opened)
    days = (with_them.days - without.days) / DAYS_PER_YEAR
    late = None
    if given.asked.late is not None and with_them.late is not None and without.late is not None:
        tickets = np.maximum(given.tickets[: given.communities], 1e-9)
        late = worth_of((with_them.late - without.late) * tickets, residents) / tickets
    return replace(cover, open=worth_of(days, residents), late=late)


def worth_of(change: Values, residents: Values) -> Values:
    """Change for each resident who is reached, by community; 0 where nobody is.

    In common is the change of all over the residents of all; a community's own mean lies between
    that and itself as far as communities differ by more than their standard errors (empirical
    Bayes, as of James & Stein).

    Parameters
    ----------
    change : array of float, shape (seeds, communities)
    residents : array of float, shape (communities,)
    """
    there = residents > 0
    found = np.zeros(len(residents))
    if not there.any():
        return found
    people, mean = residents[there], change.mean(axis=0)[there]
    noise = change.var(axis=0, ddof=1)[there] / len(change)
    common = mean.sum() / people.sum() * people
    rest = mean - common
    apart = max(0.0, float((rest**2 - noise).mean()))
    own = np.divide(apart, apart + noise, out=np.ones_like(noise), where=apart + noise > 0)
    found[there] = (common + own * rest) / people
    return found


def _measured(
    given: PlanProblem,
    row: int,
    simulate: "Simulate",
    heads: Heads,
    units: Values,
    seeds: Sequence[int],
) -> Effect:
    points = points_of(given.options[row])
    years = []
    for amount in points:
        tried = units.copy()
        tried[row] = amount
        years.append(simulate(heads, seeds, tried))
    tickets = given.tickets[: given.communities]
    among = _among(given, given.options[row], tickets)
    days = np.array([one.days for one in years]) / DAYS_PER_YEAR
    late = None
    if given.asked.late is not None and all(one.late is not None for one in years):
        # A share is the same for large and small; of tickets there are more where it is large.
        each = np.maximum(tickets, 1e-9)
        shares = np.array([one.late for one in years]) * each
        lines = _lines(points, shares, tickets, among, units[row])
        late = Lines(lines.heights / each[:, None], lines.slopes / each[:, None])
    return Effect(_lines(points, days, tickets, among, units[row]), late)


def _among(given: PlanProblem, option: Option, tickets: Values) -> Values:
    """Tickets a year that share the units of each community: its own, or its subdistrict's."""
    if not option.shared:
        return tickets
    above = given.above[: given.communities]
    shared = np.bincount(above, tickets, minlength=len(given.desks)).astype(np.float64)
    among: Values = shared[above]
    return among


def _lines(points: Values, found: Values, tickets: Values, among: Values, at: Values) -> Lines:
    """Convex lines through what was found, shape (points, seeds, communities); true at a plan."""
    if len(points) < 2:
        return Lines(np.zeros((len(at), 1)), np.zeros((len(at), 1)))
    rows = np.arange(len(at))
    changed = -drawn_together(points, found[:1] - found, tickets, rows, among).T
    pieces = [list(convex_curve(points, row).lines()) for row in changed]
    width = max(map(len, pieces))
    filled = np.array([piece + piece[-1:] * (width - len(piece)) for piece in pieces])
    lines = Lines(filled[:, :, 0], filled[:, :, 1])
    told = np.array([np.interp(u, points, row) for u, row in zip(at, changed, strict=True)])
    return replace(lines, heights=lines.heights + (told - lines.at(at))[:, None])


def with_effects(given: PlanProblem, effects: tuple[Effect, ...]) -> PlanProblem:
    """Return the problem with what its options change."""
    options = tuple(
        option if option.lever else replace(option, effect=effect.open, late=effect.late)
        for option, effect in zip(given.options, effects, strict=True)
    )
    return replace(given, options=options)
