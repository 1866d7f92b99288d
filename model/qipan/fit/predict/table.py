"""A prediction as a table of medians and 90 % intervals."""

import numpy as np
import pandas as pd

from ..requests import Floats, Requests
from ..scores import HIGH, LOW
from .fitted import Fitted
from .prediction import WEEK, Future, date_of

COLUMNS = ("first_day", "last_day", "grain", "name", "median", "low", "high")


def prediction_table(
    future: Future, fitted: Fitted, day: int, weeks: int, known: Requests | None
) -> pd.DataFrame:
    """Predict weeks: requests by day, week, kind and area, and what is open at the end of each.

    Parameters
    ----------
    future : Future
    fitted : Fitted
    day : int
        First day, counted from the day after the fitted ledger.
    weeks : int
    known : Requests, optional
        The ledger up to that day; without it nothing is said of open requests.
    """
    start = future.start
    rows: list[tuple[object, ...]] = []
    for d in range(day, day + WEEK * weeks):
        date = date_of(start, d)
        rows.append((date, date, "day", "", *middle(future.kind[:, d].sum(axis=1))))
    backlog = future.open(known, day, weeks) if known is not None and fitted.timed else None
    for w in range(weeks):
        first = day + WEEK * w
        span = date_of(start, first), date_of(start, first + WEEK - 1)
        kind = future.kind[:, first : first + WEEK].sum(axis=1)
        rows.append((*span, "week", "", *middle(kind.sum(axis=1))))
        rows += [(*span, "kind", n, *middle(kind[:, k])) for k, n in enumerate(fitted.kinds)]
        area = future.area(first)
        rows += [(*span, "area", n, *middle(area[:, a])) for a, n in enumerate(fitted.areas)]
        if backlog is not None:
            rows.append((*span, "open", "", *middle(backlog[:, w])))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def middle(drawn: Floats) -> tuple[int, int, int]:
    """Median and ends of the 90 % interval of counts."""
    low, half, high = np.quantile(drawn, [LOW, 0.5, HIGH], method="inverted_cdf")
    return int(half), int(low), int(high)
