"""The methods that a fit has to beat: the past copied, and plain Kaplan-Meier."""

import numpy as np
from scipy.stats import beta

from ...outcomes.survival import kaplan_meier
from ..arrivals.calendar import Days
from ..arrivals.forecast import Forecast
from ..requests import Flags, Floats, Requests

WEEK = 7
YEAR = 364  # days: whole weeks, so that weekdays meet
WEEKS_ASIDE = 3


def seasonal_naive(known: Requests, ahead: Days, draws: int, rng: np.random.Generator) -> Forecast:
    """Weeks of the same season of earlier years, up to three weeks aside.

    Where a week has no such past, any week may stand in its place.
    """
    return _copied(known, ahead, draws, rng, True)


def weeks_bootstrap(known: Requests, ahead: Days, draws: int, rng: np.random.Generator) -> Forecast:
    """Weeks of the past, drawn with replacement."""
    return _copied(known, ahead, draws, rng, False)


def _copied(
    known: Requests, ahead: Days, draws: int, rng: np.random.Generator, seasonal: bool
) -> Forecast:
    count = len(ahead)
    starts = np.arange(0, count, WEEK)
    source = np.empty((draws, count), np.int64)
    for start in starts:
        days = np.arange(int(start), min(int(start) + WEEK, count))
        pool = _sources(known.days, int(start), seasonal)
        source[:, days] = rng.choice(pool, size=draws)[:, None] + (days - start)
    kind = known.counts(known.kind, len(known.kinds))[source]
    area = known.counts(known.area, len(known.areas))[source]
    month = ahead.month - ahead.month[0]
    first = np.searchsorted(month, np.arange(int(month[-1]) + 1))
    return Forecast(kind, np.add.reduceat(area, first, axis=1), month)


def _sources(days: int, start: int, seasonal: bool) -> np.ndarray:
    """First days of weeks of the past that may stand for the week that begins `start` days on."""
    aligned = np.arange((days + start) % WEEK, days - WEEK + 1, WEEK)
    if seasonal:
        back = days + start - aligned
        aside = np.abs((back + YEAR // 2) % YEAR - YEAR // 2)
        near = aligned[(aside <= WEEKS_ASIDE * WEEK) & (back >= YEAR - WEEKS_ASIDE * WEEK)]
        if len(near):
            return near
    return aligned


def kaplan_meier_quantiles(
    length: Floats, closed: Flags, number: int, level: float, draws: int, rng: np.random.Generator
) -> Floats:
    """Draw the quantile of `number` requests to come, if they close as those known did.

    The order statistic of a sample is Beta distributed; the share below it has the error of the
    sample that was known as well.
    """
    if not closed.any():
        return np.full(draws, np.inf)
    curve = kaplan_meier(length, closed)
    place = int(np.ceil(level * number))
    u = beta.rvs(place, number - place + 1, size=draws, random_state=rng)
    u = u + rng.standard_normal(draws) * np.sqrt(level * (1.0 - level) / len(length))
    row = np.searchsorted(1.0 - curve.value, u)
    return np.asarray(np.append(curve.time, np.inf)[np.minimum(row, len(curve.time))])
