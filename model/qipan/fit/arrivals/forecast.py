"""Days to come, simulated from the fitted law of arrivals."""

from dataclasses import dataclass

import numpy as np

from ..requests import Floats
from .arrivals import Arrivals
from .calendar import Days
from .day_factor import day_factors
from .series import Law, design


@dataclass(frozen=True)
class Means:
    """Mean counts of days to come, drawn; bursts and day factors not yet among them.

    Attributes
    ----------
    kind : array, shape (draws, days, kinds)
    area_share : array, shape (draws, months, areas)
        Areas' shares of each month, raked to 1.
    month : array of int
        Month of each day, from 0.
    profile : array, shape (draws, kinds, columns)
        Coefficients of each kind; see `series.design`.
    """

    kind: Floats
    area_share: Floats
    month: np.ndarray
    profile: Floats


@dataclass(frozen=True)
class Forecast:
    """Counts of days to come.

    Attributes
    ----------
    kind : array, shape (draws, days, kinds)
    area : array, shape (draws, months, areas)
    month : array of int
        Month of each day, from 0.
    """

    kind: Floats
    area: Floats
    month: np.ndarray

    @property
    def day(self) -> Floats:
        """Counts of the city; shape (draws, days)."""
        return np.asarray(self.kind.sum(axis=2))


def mean_counts(arrivals: Arrivals, ahead: Days, draws: int, rng: np.random.Generator) -> Means:
    """Draw the laws' parameters and levels, and from them the means of days to come."""
    columns = design(ahead)
    city, _ = _mean(arrivals.city, columns, ahead, draws, rng)
    drawn = [_mean(law, columns, ahead, draws, rng) for law in arrivals.kinds]
    kind = np.stack([mean for mean, _ in drawn], axis=2)
    month = ahead.month - ahead.month[0]
    months = int(month[-1]) + 1
    ratio = _by_month(city, month, months) / _by_month(kind.sum(axis=2), month, months)
    kind *= ratio[:, month][:, :, None]
    area = np.stack(
        [
            _by_month(_mean(law, columns, ahead, draws, rng)[0], month, months)
            for law in arrivals.areas
        ],
        axis=2,
    )
    share = area / area.sum(axis=2, keepdims=True)
    return Means(kind, share, month, np.stack([profile for _, profile in drawn], axis=1))


def forecast(arrivals: Arrivals, ahead: Days, draws: int, rng: np.random.Generator) -> Forecast:
    """Simulate the counts of days to come."""
    means = mean_counts(arrivals, ahead, draws, rng)
    mu = means.kind
    factor = arrivals.factor
    mu *= arrivals.shocks.draw(draws, len(ahead), rng)
    mu *= day_factors((draws, len(ahead)), factor.city, factor.city_memory, rng)[:, :, None]
    for k, variance in enumerate(factor.kinds):
        mu[:, :, k] *= day_factors((draws, len(ahead)), variance, factor.kind_memory, rng)
    kind = rng.poisson(mu).astype(float)
    month = means.month
    months = means.area_share.shape[1]
    total = _by_month(kind.sum(axis=2), month, months)
    share = means.area_share.copy()
    length = np.bincount(month, minlength=months).astype(float)
    for a, variance in enumerate(factor.areas):
        if variance > 0.0:
            size = length / (variance * (1.0 + factor.kind_memory) / (1.0 - factor.kind_memory))
            share[:, :, a] *= rng.gamma(size, 1.0 / size, size=share.shape[:2])
    share /= share.sum(axis=2, keepdims=True)
    area = rng.multinomial(total.astype(np.int64), share).astype(float)
    return Forecast(kind, area, month)


def _mean(
    law: Law, columns: Floats, ahead: Days, draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    more = max(int(ahead.month[-1]) + 1 - law.months, 0)
    profile, level = law.draw(draws, more, rng)
    return np.exp(profile @ columns.T + level[:, ahead.month]), profile


def _by_month(each: Floats, month: np.ndarray, months: int) -> Floats:
    """Sums by month of an array (draws, days)."""
    starts = np.searchsorted(month, np.arange(months))
    return np.asarray(np.add.reduceat(each, starts, axis=1))
