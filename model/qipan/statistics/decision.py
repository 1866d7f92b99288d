"""Whether an expected value is on the wanted side of a bound, decided replication by replication.

The data are looked at after n, 2n, 4n, ... replications, and each look tests both sides with the
ends of an interval of the mean. With the error shared out equally over the looks, the probability
of ever deciding for the wrong side is below the error, wherever the expected value lies (for normal
values; means of many replications are nearly so). What lies so near the bound that the last look
cannot tell is left undecided, and so is a metric without bounds of its own that is the same in
every replication.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .interval import Interval, mean_interval

Side = Literal["below", "above"]
Verdict = Literal["reached", "missed", "undecided"]
# Values of the metric for a level and the numbers of some replications.
Response = Callable[[int, Sequence[int]], NDArray[np.float64]]


@dataclass(frozen=True)
class Decision:
    """What was decided at one level, and on what.

    Attributes
    ----------
    level : int
        Index of the level.
    verdict : str
        ``reached``, ``missed`` or ``undecided``.
    interval : Interval
        Mean of the metric with its own interval; NaN if it is missing in a replication.
    missing : int
        Replications in which the metric does not exist. The expected value does not exist then,
        and the target is missed.
    """

    level: int
    verdict: Verdict
    interval: Interval
    missing: int


def looks(first: int, most: int) -> list[int]:
    """Numbers of replications after which the data are looked at: doubled up to the most."""
    numbers = [min(first, most)]
    while numbers[-1] < most:
        numbers.append(min(2 * numbers[-1], most))
    return numbers


class Decider:
    """Decides level by level, remembering what was decided.

    Parameters
    ----------
    response : callable
        Values of a level at the numbers of some replications, NaN where there is none.
    bound : float
    side : 'below' or 'above'
        Where the expected value is wanted.
    error : float
        Probability, at each level, of deciding for the wrong side.
    first, most : int
        Replications at the first look and at the last.
    confidence : float
        Of the intervals that are shown; decisions do not depend on it.
    settled, support
        Of the metric, as for `mean_interval`: what equal replications decide.
    """

    def __init__(
        self,
        response: Response,
        bound: float,
        side: Side,
        *,
        error: float,
        first: int,
        most: int,
        confidence: float = 0.95,
        settled: bool = False,
        support: tuple[float, float] | None = None,
    ) -> None:
        self.decisions: dict[int, Decision] = {}
        self._settled, self._support = settled, support
        self._response, self._confidence = response, confidence
        self._bound, self._sign = bound, -1.0 if side == "below" else 1.0
        self._looks = looks(first, most)
        self._error = error / len(self._looks)

    def __call__(self, level: int) -> Decision:
        """Decide whether a level reaches the target."""
        if level not in self.decisions:
            self.decisions[level] = self._decide(level)
        return self.decisions[level]

    def _decide(self, level: int) -> Decision:
        values = np.empty(0)
        for number in self._looks:
            more = self._response(level, range(len(values), number))
            values = np.concatenate([values, more])
            verdict = self._verdict(values)
            if verdict != "undecided" or len(more) == 0:
                break
        interval = self._interval(values, self._confidence)
        return Decision(level, verdict, interval, int(np.isnan(values).sum()))

    def _verdict(self, values: NDArray[np.float64]) -> Verdict:
        if np.isnan(values).any():
            return "missed"
        interval = self._interval(values, 1.0 - 2.0 * self._error)
        if self._settled and interval.low == interval.high == self._bound:
            return "missed"  # it shall lie beyond the bound
        if self._bound < interval.low:
            return "reached" if self._sign > 0.0 else "missed"
        if self._bound > interval.high:
            return "missed" if self._sign > 0.0 else "reached"
        return "undecided"

    def _interval(self, values: NDArray[np.float64], confidence: float) -> Interval:
        return mean_interval(values, confidence, settled=self._settled, support=self._support)
