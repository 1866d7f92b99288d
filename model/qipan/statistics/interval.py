"""Means with confidence intervals over replications."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from ..notebook import between, number, panel
from .skewness import equal, extents, skewness

Floats = NDArray[np.float64]
NAN = float("nan")


class Interval(NamedTuple):
    """A mean and its two-sided confidence interval; NaN bounds where it has none."""

    mean: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        """Write mean, bounds and the number of replications, rounded."""
        return f"{number(self.mean)} {between(self.low, self.high)}, n = {self.n}"

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        row = (self.mean, between(self.low, self.high), self.n)
        return panel("Mean and interval", ("mean", "interval", "n"), [row])

    @property
    def untold(self) -> bool:
        """Whether there are several replications, all equal, which tell no interval."""
        return self.n > 1 and not np.isnan(self.mean) and bool(np.isnan(self.low))


def mean_interval(
    values: ArrayLike,
    confidence: float = 0.95,
    *,
    settled: bool = False,
    support: tuple[float, float] | None = None,
) -> Interval:
    """Interval for the expected value of independent replications.

    Student's. Where replications are lopsided it is longer on the side of the long tail, see
    `skewness`. Where all are equal nothing shows how far others may lie: of a quantity that has
    bounds the interval is exact, of another it has no ends.

    Replications for which the metric does not exist (NaN) make the mean NaN: leaving them out
    would condition it on existing.

    Parameters
    ----------
    values : array of float, shape (replications,)
    confidence : float
    settled : bool
        Whether the quantity does not hang on chance, so that equal values are the expected one.
    support : tuple of float, optional
        Lowest and highest value that the quantity can have.
    """
    array = np.asarray(values, float)
    n = len(array)
    mean = float(array.mean()) if n else NAN
    if n < 2 or np.isnan(mean):
        return Interval(mean, NAN, NAN, n)
    if equal(array):
        return _of_equal(float(array[0]), n, confidence, settled=settled, support=support)
    low, high = ends(array, confidence)
    return Interval(mean, float(low), float(high), n)


def paired_interval(
    after: Floats, before: Floats, confidence: float = 0.95, *, settled: bool = False
) -> Interval:
    """Interval for the expected difference `after` - `before` on the same seeds.

    Runs that vary and are the same to the bit, replication by replication, differ by exactly 0.
    Where both are mostly one value, as what is rare is, that they agree says nothing of the years
    in which they would not.
    """
    same = np.array_equal(after, before) and is_spread(after)
    return mean_interval(after - before, confidence, settled=settled or same)


def is_spread(values: Floats) -> bool:
    """Whether values vary from one replication to the next: none is that of more than half."""
    return len(values) > 1 and int(np.unique(values, return_counts=True)[1].max()) * 2 <= len(
        values
    )


def ends(values: Floats, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Lower and upper ends of intervals of the mean along the last axis.

    NaN where there is one value only, or all are equal.

    Parameters
    ----------
    values : array of float, shape (..., replications)
    confidence : float
    """
    n = values.shape[-1]
    mean = values.mean(axis=-1)
    if n < 2:
        return np.full_like(mean, np.nan), np.full_like(mean, np.nan)
    quantile = float(stdtrit(n - 1, 0.5 + confidence / 2.0))
    below, above = extents(values.std(axis=-1, ddof=1), skewness(values), n, quantile)
    untold = equal(values)
    return np.where(untold, np.nan, mean - below), np.where(untold, np.nan, mean + above)


def unseen(n: int, confidence: float = 0.95) -> float:
    """Largest share of years in which something may happen that none of `n` replications shows.

    The upper end of the exact interval of Clopper and Pearson (1934) for none of `n`, two-sided.
    """
    return float(1.0 - (0.5 - 0.5 * confidence) ** (1.0 / n))


def _of_equal(
    value: float,
    n: int,
    confidence: float,
    *,
    settled: bool,
    support: tuple[float, float] | None,
) -> Interval:
    """Interval from replications that are all equal.

    With a support it is exact: whatever the law of the quantity, at most `unseen` of it lies
    elsewhere, and that at the end of the support.
    """
    if settled:
        return Interval(value, value, value, n)
    if support is None or not support[0] <= value <= support[1]:
        return Interval(value, NAN, NAN, n)
    share = unseen(n, confidence)
    low, high = (value + share * (end - value) for end in support)
    return Interval(value, low, high, n)
