"""When there are enough replications: a rule in two stages that keeps its coverage.

Stein's (1945). A first stage of n0 replications gives the standard deviation s0 of each paired
difference, and from it the number that a half-width h takes, N = (t s0 / h)², t Student's with
n0 - 1 degrees of freedom. The interval at N is that of the mean of all N around +- t s0 / sqrt(N):
with the s0 of the *first* stage. N depends on the data through s0 alone, and for normal
differences s0 says nothing about the mean; so the interval covers as often as it says whatever
the variance, which an interval that is looked at again and again until it is narrow enough does
not. The price is that t has n0 - 1 degrees of freedom only. Where the first stage is lopsided, the
interval is longer by what its skewness asks for (see `skewness`), and so is N.
"""

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from .interval import Interval
from .skewness import equal, extents, skewness

Reason = Literal["fixed", "precise", "cap", "failed", "missing", "equal", "stopped"]


@dataclass(frozen=True)
class Stopping:
    """Why no more replications were made.

    Attributes
    ----------
    reason : str
        ``fixed``: no precision was asked for; ``precise``: the half-width holds; ``cap``: it would
        take more replications than allowed; ``failed``: replications that could not be made left
        it too wide; ``missing``: the metric does not exist in every
        replication, so that no interval does; ``equal``: the differences of the first stage are
        all the same, which tells nothing of how far others lie; ``stopped``: by the user.
    metric : str or None
    asked, reached : float
        Half-width, the widest of all scenarios; NaN where there is none.
    first_stage : int
        Replications from which the variance was taken.
    needed : int or None
        Replications that the asked half-width takes.
    """

    reason: Reason
    metric: str | None = None
    asked: float = math.nan
    reached: float = math.nan
    first_stage: int = 0
    needed: int | None = None


# The square is still a number, and more replications than anybody makes.
BEYOND_COUNTING = 1e9


def replications_needed(
    differences: NDArray[np.float64], half_width: float, confidence: float
) -> int | None:
    """How many replications a half-width takes, at least as many as there are.

    Parameters
    ----------
    differences : array of float, shape (scenarios, replications)
        Of the first stage.
    half_width : float
    confidence : float
        Of each interval.

    Returns
    -------
    int or None
        None if the metric is missing in a replication.
    """
    n: int = differences.shape[1]
    if n < 2 or np.isnan(differences).any():
        return None
    factor = _factor(n, confidence)
    spread = differences.std(axis=1, ddof=1)
    ratio = factor * float(spread.max(initial=0.0)) / half_width
    if not ratio < BEYOND_COUNTING:
        return math.ceil(BEYOND_COUNTING**2)
    needed = max(n, math.ceil(ratio**2))
    lopsided = skewness(differences)

    def too_few(number: int) -> bool:
        below, above = extents(spread, lopsided, number, factor)
        return bool((0.5 * (below + above) > half_width * (1.0 + 1e-9)).any())

    if not too_few(needed):
        return needed
    enough = 2 * needed
    while too_few(enough):
        needed, enough = enough, 2 * enough
    return bisect_left(range(needed, enough), True, key=lambda m: not too_few(m)) + needed


def two_stage_interval(
    differences: NDArray[np.float64], first_stage: int, confidence: float
) -> Interval:
    """Interval around the mean of all differences, as wide as the first stage says.

    Without ends if all differences of the first stage are equal.
    """
    n = len(differences)
    mean = float(differences.mean()) if n else math.nan
    if first_stage < 2 or math.isnan(mean) or equal(differences[:first_stage]):
        return Interval(mean, math.nan, math.nan, n)
    first = differences[:first_stage]
    below, above = extents(first.std(ddof=1), skewness(first), n, _factor(first_stage, confidence))
    return Interval(mean, mean - float(below), mean + float(above), n)


def _factor(n: int, confidence: float) -> float:
    return float(stdtrit(n - 1, 0.5 + 0.5 * confidence))
