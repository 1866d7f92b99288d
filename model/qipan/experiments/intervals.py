"""Means with confidence intervals over replications."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from ..scenario.notebook import between, number, panel


class Interval(NamedTuple):
    """A mean and its two-sided confidence interval; NaN bounds where n < 2."""

    mean: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        """Write mean, bounds and the number of replications, rounded."""
        return f"{number(self.mean)} {between(self.low, self.high)}, n = {self.n}"

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        return panel("Mean and interval", ("mean", "interval", "n"), [_cells(self)])


def _cells(interval: Interval) -> tuple[float, str, int]:
    return interval.mean, between(interval.low, interval.high), interval.n


def mean_interval(values: ArrayLike, confidence: float = 0.95) -> Interval:
    """Student's interval for the expected value of independent replications.

    Replications for which the metric does not exist (NaN) make the mean NaN: leaving them out
    would condition it on existing.
    """
    array = np.asarray(values, float)
    n = len(array)
    mean = float(array.mean()) if n else float("nan")
    if n < 2 or np.isnan(mean):
        return Interval(mean, float("nan"), float("nan"), n)
    half = float(stdtrit(n - 1, 0.5 + confidence / 2.0) * array.std(ddof=1) / np.sqrt(n))
    return Interval(mean, mean - half, mean + half, n)
