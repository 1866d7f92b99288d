"""One factor at a time: what the ends of its range do, and where a conclusion turns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...statistics.interval import Interval, mean_interval, paired_interval
from .factors import Factor
from .trial import Simulator, Trial

Floats = NDArray[np.float64]
Response = Callable[[Trial], Floats]  # of each point and replication

HALVINGS = 5  # of the range between the scenario's value and an end: to a 32nd of it


@dataclass(frozen=True)
class Swing:
    """A response with one factor at the ends of its range, all others as given.

    Attributes
    ----------
    factor : str
    given, low, high : object
        Values of the factor: as the scenario has it, and at the ends.
    as_given, at_low, at_high : Interval
        The response, on the same seeds.
    change : Interval
        Paired difference between the response at the high and at the low end.
    """

    factor: str
    given: Any
    low: Any
    high: Any
    as_given: Interval
    at_low: Interval
    at_high: Interval
    change: Interval

    @property
    def distinguishable(self) -> bool:
        """Whether the response differs between the ends."""
        return self.change.low > 0.0 or self.change.high < 0.0

    @property
    def told(self) -> bool:
        """Whether there is an interval of the change: the metric exists, and values vary."""
        return not np.isnan(self.change.low)

    @property
    def idle(self) -> bool:
        """Whether at both ends every replication is the same to the bit."""
        return self.change.low == self.change.high == 0.0

    @property
    def size(self) -> float:
        """How far the two ends, and the response as given, lie apart; -1 if one is missing."""
        means = [each.mean for each in (self.as_given, self.at_low, self.at_high)]
        return -1.0 if any(np.isnan(means)) else max(means) - min(means)


@dataclass(frozen=True)
class Flip:
    """Where a conclusion turns into its opposite when one factor moves.

    Attributes
    ----------
    factor : str
    given : object
        Value in the scenario.
    holds_until, turned_from : object
        Values between which the mean difference changes its sign.
    at_end : Interval
        Difference at the end of the range.
    """

    factor: str
    given: Any
    holds_until: Any
    turned_from: Any
    at_end: Interval

    @property
    def clear(self) -> bool:
        """Whether the interval at the end of the range excludes 0, on the other side."""
        return self.at_end.low > 0.0 or self.at_end.high < 0.0


def try_ends(simulator: Simulator, factors: Sequence[Factor]) -> Trial:
    """Simulate everything as given, then each factor at its low and its high end."""
    ends = [{factor.name: share} for factor in factors for share in (0.0, 1.0)]
    return simulator.try_points([{}, *ends])


def swings(
    factors: Sequence[Factor], ends: Trial, response: Response, *, settled: bool = False
) -> tuple[Swing, ...]:
    """What each factor does at its ends, the largest swing first.

    Parameters
    ----------
    factors : sequence of Factor
    ends : Trial
        Of `try_ends`.
    response : callable
    settled : bool
        Whether its metric does not hang on chance.
    """
    values = response(ends)
    given = values[0]
    found = []
    for place, factor in enumerate(factors):
        low, high = values[1 + 2 * place], values[2 + 2 * place]
        found.append(
            Swing(
                factor=factor.name,
                given=factor.base,
                low=factor.value(0.0),
                high=factor.value(1.0),
                as_given=mean_interval(given, settled=settled),
                at_low=mean_interval(low, settled=settled),
                at_high=mean_interval(high, settled=settled),
                change=paired_interval(high, low, settled=settled),
            )
        )
    return tuple(sorted(found, key=lambda swing: -swing.size))


@dataclass
class _Search:
    """Between two shares of a factor's range the sign of a response changes."""

    factor: Factor
    response: int
    sign: float
    holds: float
    turned: float
    at_end: Interval

    @property
    def middle(self) -> float | None:
        """Where to look next; None if nothing lies between."""
        steps = self.factor.steps
        middle = 0.5 * (self.holds + self.turned)
        if steps is None:
            return middle
        ends = {min(int(share * steps), steps - 1) for share in (self.holds, self.turned)}
        return None if max(ends) - min(ends) < 2 else (sum(ends) // 2 + 0.5) / steps


def flips(
    simulator: Simulator,
    factors: Sequence[Factor],
    found: Sequence[Sequence[Swing]],
    responses: Sequence[Response],
) -> list[tuple[Flip, ...]]:
    """Find where differences change their sign, for each response.

    Only a difference whose interval excludes 0 as given is a conclusion that could turn.

    Parameters
    ----------
    simulator : Simulator
    factors : sequence of Factor
    found : sequence of sequence of Swing
        By response.
    responses : sequence of callable
    """
    by_name = {factor.name: factor for factor in factors}
    searches = [
        search
        for number, some in enumerate(found)
        for swing in some
        for search in _begun(number, swing, by_name[swing.factor])
    ]
    for _ in range(HALVINGS):
        looked = [(search, search.middle) for search in searches]
        points = [({s.factor.name: m}, s, m) for s, m in looked if m is not None]
        if not points:
            break
        trial = simulator.try_points([point for point, _, _ in points])
        for place, (_, search, middle) in enumerate(points):
            mean = float(responses[search.response](trial)[place].mean())
            if mean * search.sign > 0.0:
                search.holds = middle
            else:
                search.turned = middle
    return [
        tuple(_flip(search) for search in searches if search.response == number)
        for number in range(len(found))
    ]


def _begun(number: int, swing: Swing, factor: Factor) -> list[_Search]:
    sign = np.sign(swing.as_given.mean)
    start = factor.base_share
    is_clear = swing.as_given.low > 0.0 or swing.as_given.high < 0.0
    if start is None or not is_clear:
        return []
    ends = ((0.0, swing.at_low), (1.0, swing.at_high))
    return [
        _Search(factor, number, sign, start, end, at_end)
        for end, at_end in ends
        if at_end.mean * sign < 0.0
    ]


def _flip(search: _Search) -> Flip:
    factor = search.factor
    return Flip(
        factor=factor.name,
        given=factor.base,
        holds_until=factor.value(search.holds),
        turned_from=factor.value(search.turned),
        at_end=search.at_end,
    )
