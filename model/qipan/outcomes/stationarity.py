"""Whether a backlog has settled: how long it warms up, and whether it grows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

DAYS_PER_MONTH = 730.0 / 24.0
MOST_BATCHES = 10
FEWEST_BATCHES = 4
WEEK = 7


def mser(series: ArrayLike, batch: int = 5) -> int:
    """Days to leave out at the start by MSER-5 (White 1997; White, Cobb & Spratt 2000).

    The truncation d minimises sum_{i>d} (y_i - mean)^2 / (n - d)^2 over means y of `batch` days,
    with d at most half of them: a minimum at that bound says that the series is too short.

    Returns
    -------
    int
        Days, a multiple of `batch`.
    """
    x = np.asarray(series, float)
    n = len(x) // batch
    if n < 2:
        return 0
    y = x[: n * batch].reshape(n, batch).mean(axis=1)
    y = y - y.mean()  # sums of squares then lose no digits
    left = np.arange(n, 0, -1)
    total = np.cumsum(y[::-1])[::-1]
    squares = np.cumsum((y * y)[::-1])[::-1]
    score = (squares - total * total / left) / left**2
    return int(np.argmin(score[: n // 2 + 1])) * batch


@dataclass(frozen=True)
class Growth:
    """Growth a month of one or several series, with an interval.

    Attributes
    ----------
    mean, low, high : arrays of float
        Estimate and ends of the interval; the ends are NaN where the window is too short.
    """

    mean: Floats
    low: Floats
    high: Floats

    @property
    def stationary(self) -> Floats:
        """1 where the interval includes 0, 0 where it does not, NaN where there is none."""
        includes = (self.low <= 0.0) & (self.high >= 0.0)
        return np.where(np.isnan(self.low), np.nan, includes.astype(float))


def growth(series: ArrayLike, confidence: float = 0.95) -> Growth:
    """Growth a month of daily series, by batch means of their increments.

    Parameters
    ----------
    series : array of float, shape (days,) or (days, series)
        Level at the end of each day.
    confidence : float
        Of the two-sided interval.

    Notes
    -----
    A regression on time, with whatever robust standard errors, takes the wanderings of an unstable
    queue for a trend, because its residuals are themselves a random walk. The increments of a
    random walk are stationary, and the means of increments over batches are close to independent,
    so that Student's t applies; that is right for load at or above 1. For a stable queue the
    increments cancel, successive batch means are negatively correlated, and the interval is wider
    than it need be: growth is then claimed too seldom, never too often. Batches are whole weeks,
    so that no batch has more weekends than another.
    """
    x = np.asarray(series, float)
    days = len(x) - 1
    length = batch_length(days)
    batches = days // length if length else 0
    if batches < FEWEST_BATCHES:
        whole = (x[-1] - x[0]) / days * DAYS_PER_MONTH if days > 0 else np.full(x.shape[1:], np.nan)
        nothing = np.full(x.shape[1:], np.nan)
        return Growth(np.asarray(whole), nothing, nothing)
    edges = days - length * np.arange(batches, -1, -1)
    steps = np.diff(x[edges], axis=0) / length * DAYS_PER_MONTH
    mean = steps.mean(axis=0)
    half = _student(confidence, batches - 1) * steps.std(axis=0, ddof=1) / np.sqrt(batches)
    return Growth(mean, mean - half, mean + half)


def batch_length(days: int) -> int:
    """Days of a batch: whole weeks, at most ten batches, at least four; 0 if that cannot be."""
    weeks = days // WEEK
    if weeks < FEWEST_BATCHES:
        return 0
    return WEEK * max(1, -(-weeks // MOST_BATCHES))


def _student(confidence: float, freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + confidence / 2.0))
