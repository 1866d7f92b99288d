"""How often intervals cover: experiments repeated on disjoint blocks of one large pool."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qipan.statistics.interval import Interval, ends, mean_interval
from qipan.statistics.stopping import replications_needed, two_stage_interval

Values = NDArray[np.float64]


class Coverage(NamedTuple):
    """What repeated experiments came to.

    Attributes
    ----------
    share : float
        Of the intervals, those that hold the mean of the pool.
    experiments : int
        Those that have an interval.
    replications : float
        Of one experiment, on average.
    untold : int
        Experiments without an interval, all their replications being equal.
    """

    share: float
    experiments: int
    replications: float
    untold: int = 0

    @property
    def error(self) -> float:
        """Standard error of the share."""
        return float(np.sqrt(self.share * (1.0 - self.share) / max(1, self.experiments)))


def coverage_of_fixed(pool: Values, n: int, confidence: float = 0.95) -> Coverage:
    """Experiments of `n` replications each, as many as the pool has disjoint blocks."""
    blocks = pool[: len(pool) // n * n].reshape(-1, n)
    low, high = ends(blocks, confidence)  # as `mean_interval` does of each
    told, truth = ~np.isnan(low), float(pool.mean())
    if not told.any():
        return Coverage(float("nan"), 0, float("nan"), len(blocks))
    held = int(((low <= truth) & (truth <= high)).sum())
    experiments = int(told.sum())
    return Coverage(held / experiments, experiments, float(n), len(blocks) - experiments)


def coverage_of_two_stages(
    pool: Values, first: int, half_width: float, confidence: float = 0.95
) -> Coverage:
    """Experiments that take as many replications as the first ones say (see `stopping`)."""
    found, begin = [], 0
    while begin + first <= len(pool):
        needed = replications_needed(pool[None, begin : begin + first], half_width, confidence)
        assert needed is not None
        if begin + needed > len(pool):
            break
        block = pool[begin : begin + needed]
        found.append(two_stage_interval(block, first, confidence))
        begin += needed
    return _coverage(found, float(pool.mean()))


def coverage_of_looking(
    pool: Values, first: int, half_width: float, confidence: float = 0.95
) -> Coverage:
    """Experiments that stop once an interval looks narrow enough: what the rule is not to do."""
    found, begin, n = [], 0, first
    while begin + n <= len(pool):
        interval = mean_interval(pool[begin : begin + n], confidence)
        if not 0.5 * (interval.high - interval.low) <= half_width:  # nor if there is none
            n += 1
            continue
        found.append(interval)
        begin, n = begin + n, first
    return _coverage(found, float(pool.mean()))


def _coverage(found: list[Interval], truth: float) -> Coverage:
    told = [interval for interval in found if not interval.untold]
    if not told:
        return Coverage(float("nan"), 0, float("nan"), len(found))
    held = sum(interval.low <= truth <= interval.high for interval in told)
    replications = sum(interval.n for interval in told) / len(told)
    return Coverage(held / len(told), len(told), replications, len(found) - len(told))
