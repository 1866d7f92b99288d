"""Eighteen statistics of a city's requests, the same of a ledger and of a simulated run."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import pearsonr

from .arrivals.calendar import FIRST_REST_DAY, days_of
from .requests import Floats

NAMES = (
    "requests",
    "weekday mean",
    "weekend mean",
    "Fano factor of days",
    "lag-1 autocorrelation",
    "busiest day",
    "spread of months",
    "close p10",
    "close p50",
    "close p90",
    "closed within 1 day",
    "closed within 7 days",
    "log-sd of close",
    "Fano factor of closings",
    "weekend closings",
    "open, mean",
    "open at the end",
    "correlation of log time with open load",
)
SHORTEST_DAYS = 1.0 / 1440.0


@dataclass(frozen=True)
class Spells:
    """Requests of a window and of what was there before it.

    Attributes
    ----------
    opened, closed : array of float
        Days from the window's first day; negative before it; infinite if never closed.
    first : datetime64[D]
    days : int
    """

    opened: Floats
    closed: Floats
    first: np.datetime64
    days: int


def statistics(spells: Spells) -> Floats:
    """Work out the statistics, in the order of `NAMES`."""
    days = np.arange(spells.days)
    mine = (spells.opened >= 0) & (spells.opened < spells.days)
    count = np.bincount(spells.opened[mine].astype(int), minlength=spells.days).astype(float)
    calendar = days_of(spells.first, spells.days, {})
    rest = calendar.weekday >= FIRST_REST_DAY
    usual = np.array([count[calendar.weekday == d].mean() for d in range(7)])[calendar.weekday]
    month = np.bincount(calendar.month, count)
    took = np.maximum(spells.closed - spells.opened, SHORTEST_DAYS)[mine]
    over = np.isfinite(took)
    ended = spells.closed[(spells.closed >= 0) & (spells.closed < spells.days)].astype(int)
    closings = np.bincount(ended, minlength=spells.days).astype(float)
    opened, closed = np.sort(spells.opened), np.sort(spells.closed)
    still = np.searchsorted(opened, days + 1.0) - np.searchsorted(closed, days + 1.0)
    load = still[spells.opened[mine][over].astype(int)].astype(float)
    left = count / np.maximum(usual, 1e-9)
    p10, p50, p90 = np.quantile(took, [0.1, 0.5, 0.9], method="inverted_cdf")
    return np.array(
        [
            count.sum(),
            count[~rest].mean(),
            count[rest].mean(),
            count[~rest].var() / count[~rest].mean(),
            np.corrcoef(left[1:], left[:-1])[0, 1],
            count.max(),
            month.std() / month.mean(),
            p10,
            p50,
            p90,
            (took <= 1.0).mean(),
            (took <= 7.0).mean(),
            np.log(took[over]).std(),
            closings[~rest].var() / max(closings[~rest].mean(), 1e-9),
            closings[rest].sum() / max(closings.sum(), 1.0),
            still.mean(),
            float(still[-1]),
            pearsonr(np.log(took[over]), load).statistic,
        ]
    )
