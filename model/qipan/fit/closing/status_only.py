"""Times to close of a ledger that tells only statuses: bounds on shares, and no times made up."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..requests import Floats, Integers, Requests, ends_of, places_of
from ..scores import HIGH, LOW
from .turnbull import turnbull

# Days at which bounds of rows are put together; each bound is widened to the next of them.
GRID = np.array([0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 270, 365, 545, 730], float)
ASKED = np.array([1, 3, 7, 15, 30, 60, 90, 180, 365], float)
FEWEST = 50  # rows of a kind of which anything is said
DRAWS = 60
HALF, TINY = 0.5, 1e-6
WIDEST = 0.3  # of an interval of a share that says something
CLOSED_STATUSES = ("closed", "closed_in_time", "closed_late")


class StatusShare(NamedTuple):
    """Share of a kind's requests closed within so many days.

    Attributes
    ----------
    kind : str
    rows : int
        Rows that tell only a status.
    days : float
    low, high : float
        90 % interval of what the statuses leave possible.
    """

    kind: str
    rows: int
    days: float
    low: float
    high: float

    @property
    def identified(self) -> bool:
        """Whether the interval says something."""
        return self.high - self.low <= WIDEST


def status_shares(
    frame: pd.DataFrame, requests: Requests, seen: np.datetime64, rng: np.random.Generator
) -> tuple[StatusShare, ...]:
    """Bound the shares closed within some days, by kind, from statuses without times.

    What is closed was so by the day on which statuses were taken; what met its deadline, by then;
    what missed it, after; what is open is so still. Rows that tell a time are left to the law of
    times. Empty where no kind has enough rows that tell a status alone.

    Parameters
    ----------
    frame : DataFrame
        Rows that are read.
    requests : Requests
        The same rows as they were fitted, for their kinds.
    seen : datetime64[D]
        Day on which statuses were taken.
    """
    if "status" not in frame:
        return ()
    low, high, kind = _bounds(frame, requests, seen)
    found = []
    for k, name in enumerate(requests.kinds):
        mine = kind == k
        number = int(mine.sum())
        if number < FEWEST or not np.isfinite(high[mine]).any():
            continue
        least, most = _shares(low[mine], high[mine], rng)
        found += [
            StatusShare(name, number, float(day), float(a), float(b))
            for day, a, b in zip(ASKED, least, most, strict=True)
        ]
    return tuple(found)


def _bounds(
    frame: pd.DataFrame, requests: Requests, seen: np.datetime64
) -> tuple[Floats, Floats, Integers]:
    """Bounds in days, on the grid, and the kinds of rows that tell a status and no time."""
    opened = pd.to_datetime(frame["opened_at"])
    age = _days(pd.Series(pd.Timestamp(seen), index=frame.index) - opened)
    due = pd.to_datetime(frame["due_at"]) if "due_at" in frame else pd.Series(pd.NaT, frame.index)
    limit = np.where(due.notna(), _days(due - opened), np.nan)
    status = frame["status"].to_numpy(object)
    low, high = np.zeros(len(frame)), np.full(len(frame), np.inf)
    closed = np.isin(status, CLOSED_STATUSES)
    high[closed] = age[closed]
    known = np.isfinite(limit) & (limit >= 0)
    met, missed = known & (status == "closed_in_time"), known & (status == "closed_late")
    high[met] = np.minimum(limit, age)[met]
    low[missed] = np.minimum(limit, age)[missed]
    low[status == "open"] = age[status == "open"]
    told = (closed | (status == "open")) & ends_of(frame)[0].isna().to_numpy() & (age > 0)
    kind = places_of(frame, "kind", requests.kinds)
    return _down(low[told]), _up(high[told]), kind[told]


def _shares(low: Floats, high: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Ends of 90 % intervals at `ASKED`, over weights of rows.

    At every bound half a row that was closed by then and half one that was not are added: where
    three rows out of three are open the share is not known to be none.
    """
    rows, count = np.unique(np.column_stack([low, high]), axis=0, return_counts=True)
    ends = np.unique(rows[(rows > 0) & np.isfinite(rows)])
    added = [(0.0, end) for end in ends] + [(end, np.inf) for end in ends]
    pairs, number = np.unique(np.concatenate([rows, added]), axis=0, return_inverse=True)
    shape = np.bincount(number, np.concatenate([count, np.full(len(added), HALF)]))
    least, most = [], []
    for _ in range(DRAWS):
        masses = turnbull(pairs[:, 0], pairs[:, 1], rng.gamma(shape) + TINY)
        bounds = masses.at_most(ASKED)
        least.append(bounds[0])
        most.append(bounds[1])
    return np.quantile(least, LOW, axis=0), np.quantile(most, HIGH, axis=0)


def _days(length: "pd.Series[pd.Timedelta]") -> Floats:
    return np.asarray(length / pd.Timedelta(days=1), np.float64)


def _down(days: Floats) -> Floats:
    return GRID[np.searchsorted(GRID, days, side="right") - 1]


def _up(days: Floats) -> Floats:
    place = np.searchsorted(GRID, days, side="left")
    return np.append(GRID, np.inf)[place]
