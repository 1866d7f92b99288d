"""Means with confidence intervals over replications."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit


class Interval(NamedTuple):
    """A mean and its two-sided confidence interval; NaN bounds where n < 2."""

    mean: float
    low: float
    high: float
    n: int


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
