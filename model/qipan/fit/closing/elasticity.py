"""How times to close follow the number of requests: reported, and never made into staff."""

from typing import NamedTuple

import numpy as np

from ..requests import CLOSED, OPEN, Requests
from .closing import FEWEST, SHORTEST_DAYS, quantiles_of

Z = 1.6449  # of a 90 % interval
FEWEST_MONTHS = 12


class Elasticity(NamedTuple):
    """Change of log time for one of log requests, with its 90 % interval."""

    value: float
    low: float
    high: float


def elasticity_of(requests: Requests) -> Elasticity | None:
    """Regress kinds' monthly median log times on the logarithm of their monthly requests.

    Each kind has a level of its own. What all kinds share in a month counts as one observation for
    the standard error. None if fewer than a year of months can be told.
    """
    month = (requests.first + requests.day.astype("m8[D]")).astype("M8[M]").astype(np.int64)
    length = np.log(np.maximum(requests.days_open, SHORTEST_DAYS))
    usual = (requests.ending == CLOSED) | (requests.ending == OPEN)
    rows = []
    for k in range(len(requests.kinds)):
        told = []
        for one in np.unique(month):
            mine = usual & (requests.kind == k) & (month == one)
            closed = requests.ending[mine] == CLOSED
            if closed.sum() < FEWEST:
                continue
            middle = quantiles_of(length[mine], closed)[1]
            if np.isfinite(middle):
                told.append((one, np.log(mine.sum()), middle))
        if len(told) > 1:
            table = np.array(told)
            table[:, 1:] -= table[:, 1:].mean(axis=0)
            rows.append(table)
    if not rows or len(np.unique(np.concatenate(rows)[:, 0])) < FEWEST_MONTHS:
        return None
    when, x, y = np.concatenate(rows).T
    size = float(x @ x)
    if size <= 0.0:
        return None
    slope = float(x @ y) / size
    left = x * (y - slope * x)
    cluster = np.array([left[when == one].sum() for one in np.unique(when)])
    error = float(np.sqrt((cluster**2).sum())) / size
    return Elasticity(slope, slope - Z * error, slope + Z * error)
