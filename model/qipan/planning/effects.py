"""What options change, by community, measured by simulating them beside a plan's heads."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from ..programs.curve import convex_curve
from ..studies.allocation.fund_curves import drawn_together
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
        _measured(given, n, simulate, heads, units, seeds) for n in range(len(given.options))
    )


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
        replace(option, effect=effect.open, late=effect.late)
        for option, effect in zip(given.options, effects, strict=True)
    )
    return replace(given, options=options)
