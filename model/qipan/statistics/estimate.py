"""Means over seeds with their intervals, also of a worst community or of a Gini coefficient."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Values = NDArray[np.float64]
# From a mean over seeds, such as ticket-days by community, to a number of which less is better.
Measure = Callable[[Values], float]

_DRAWN_AGAIN = 200


@dataclass(frozen=True)
class Estimate:
    """A mean over seeds with its 95 % interval; all NaN where it does not exist."""

    mean: float
    low: float
    high: float

    @property
    def proven_below_0(self) -> bool:
        """Whether the interval lies below 0."""
        return self.high < 0.0

    @property
    def proven_above_0(self) -> bool:
        """Whether the interval lies above 0."""
        return self.low > 0.0

    def times(self, factor: float) -> "Estimate":
        """Estimate in another unit; the factor must be positive."""
        return Estimate(factor * self.mean, factor * self.low, factor * self.high)


def interval(values: Values) -> Estimate:
    """Mean of independent values with its 95 % interval (Student); NaN if one is missing."""
    mean = float(values.mean())
    if np.isnan(mean):
        return Estimate(mean, mean, mean)
    if len(values) < 2:
        return Estimate(mean, -np.inf, np.inf)
    half = float(stdtrit(len(values) - 1, 0.975) * values.std(ddof=1) / len(values) ** 0.5)
    return Estimate(mean, mean - half, mean + half)


def measured(measure: Measure, seen: Values) -> Estimate:
    """Measure of a mean over seeds, such as the worst community's ticket-days, with an interval.

    Parameters
    ----------
    measure : callable
    seen : array of float, shape (seeds, ...)
    """
    return _bootstrapped(measure, [(seen, 1.0)])


def measured_difference(measure: Measure, one: Values, other: Values) -> Estimate:
    """Measure of one plan minus that of another on the same seeds, with an interval.

    Parameters
    ----------
    measure : callable
    one, other : array of float, shape (seeds, ...)
    """
    return _bootstrapped(measure, [(one, 1.0), (other, -1.0)])


def _bootstrapped(measure: Measure, parts: list[tuple[Values, float]]) -> Estimate:
    """Signed sum of a measure of some means with a 95 % interval from seeds drawn again.

    The largest of noisy means lies above the largest mean, the more so the more communities are
    nearly worst, as they are under a plan made for the worst. Drawing again shows by how much; the
    interval is made longer by it on the side where the truth then lies. The standard error is the
    larger one of bootstrap and jackknife, the one being short where the other is not.
    """
    seeds = len(parts[0][0])
    value = sum(sign * measure(seen.mean(axis=0)) for seen, sign in parts)
    if seeds < 2 or np.isnan(value):
        edge = np.nan if np.isnan(value) else np.inf
        return Estimate(value, -edge, edge)
    weights = np.random.default_rng(seeds).multinomial(
        seeds, np.full(seeds, 1.0 / seeds), size=_DRAWN_AGAIN
    )
    again, rest, above, below = np.zeros(_DRAWN_AGAIN), np.zeros(seeds), 0.0, 0.0
    for seen, sign in parts:
        drawn = np.array([measure(np.tensordot(w / seeds, seen, 1)) for w in weights])
        bias = max(0.0, float(drawn.mean()) - measure(seen.mean(axis=0)))
        above, below = above + bias * (sign < 0.0), below + bias * (sign > 0.0)
        again += sign * drawn
        total = seen.sum(axis=0)
        rest += sign * np.array([measure((total - one) / (seeds - 1)) for one in seen])
    of_bootstrap = float(again.std(ddof=1)) * (seeds / (seeds - 1.0)) ** 0.5
    of_jackknife = float(rest.std(ddof=1)) * (seeds - 1.0) / seeds**0.5
    half = float(stdtrit(seeds - 1, 0.975)) * max(of_bootstrap, of_jackknife)
    # A quantile that some of the means drawn again do not have has no interval.
    half = np.nan if np.isnan(again).any() or np.isnan(rest).any() else half
    return Estimate(value, value - below - half, value + above + half)
