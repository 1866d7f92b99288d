"""Forecasts of arrivals held against the days that came."""

import numpy as np

from ..arrivals.forecast import Forecast
from ..requests import Floats, Requests
from .naive import WEEK
from .score import Score, score_counts

LEAST_DAYS_OF_MONTH = 28


def arrival_scores(method: str, drawn: Forecast, held: Requests) -> list[Score]:
    """Score a forecast by day, week, month, year, kind x month and area x month.

    Months count that are held out whole.
    """
    by_kind = held.counts(held.kind, len(held.kinds))
    by_area = held.counts(held.area, len(held.areas))
    seen, day = by_kind.sum(axis=1), drawn.day
    length = np.bincount(drawn.month)
    whole = np.flatnonzero(length >= LEAST_DAYS_OF_MONTH)
    month = (drawn.month[:, None] == whole).astype(float)
    kind_month = np.einsum("dtk,tm->dmk", drawn.kind, month)
    rows = [
        score_counts("day", method, day, seen),
        score_counts("week", method, weekly(day), weekly(seen[None])[0]),
        score_counts("month", method, day @ month, seen @ month),
        score_counts("whole window", method, day.sum(axis=1)[:, None], seen.sum()[None]),
        score_counts("kind x month", method, kind_month, month.T @ by_kind),
        score_counts("area x month", method, drawn.area[:, whole], month.T @ by_area),
    ]
    return [row for row in rows if row.cells]


def weekly(each: Floats) -> Floats:
    """Sums of whole weeks of days, which come last."""
    whole = each.shape[1] // WEEK * WEEK
    return np.asarray(each[:, :whole].reshape(len(each), -1, WEEK).sum(axis=2))
