"""Desks of a ledger: which requests each had, in days of the window."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..requests import (
    ADMINISTRATIVE,
    CLOSED,
    HOURS,
    NO_DEPARTMENT,
    OTHER,
    Floats,
    Requests,
    ends_of,
)
from .clock import Clock
from .load import Spells

SAME_MINUTES = 2  # closings that bear so few times of day between them are known to the day
MUCH = 0.8
BETWEEN = " / "  # department and area, in the name of a desk
OFFICE_FROM, OFFICE_HOURS = 9.0, 8.0  # over which closings of a day are spread


@dataclass(frozen=True)
class Desk:
    """Requests of one desk, in the order of their opening.

    Attributes
    ----------
    name : str
        Department, and after a stroke the area where staff is told by area.
    opened, ended : array of float
        Days from the window's begin; infinite what is open at its end.
    served : array of bool
        Whether a request was closed, and not cancelled, passed on or swept away.
    days : int
        Days of the window.
    first : datetime64[D]
    """

    name: str
    opened: Floats
    ended: Floats
    served: NDArray[np.bool_]
    days: int
    first: np.datetime64

    @property
    def first_weekday(self) -> int:
        """Day of the week of the first day; 0 is Monday."""
        return int((self.first.astype("M8[D]").astype(np.int64) + 3) % 7)

    @property
    def closings(self) -> Floats:
        """Moments of the closings within the window."""
        return self.ended[self.served & np.isfinite(self.ended)]

    def spells(self, clock: Clock) -> Spells:
        """Return its requests in working hours."""
        gone = np.isfinite(self.ended)
        closed = np.full(len(self.ended), np.inf)
        closed[gone] = clock.time(self.ended[gone])
        return Spells(clock.time(self.opened), closed, self.served, clock.hours)


def desks_of(frame: pd.DataFrame, requests: Requests, *, by_area: bool) -> tuple[Desk, ...]:
    """Take the desks from the rows of a checked ledger.

    Departments are desks; without them the ledger is one. What ended in a mass closing was swept
    away and not served.

    Parameters
    ----------
    frame : DataFrame
        Rows that are read.
    requests : Requests
        The same rows as they were fitted.
    by_area : bool
        Each area has desks of its own.
    """
    opened = pd.to_datetime(frame["opened_at"])
    ended, ending = ends_of(frame)
    first = pd.Timestamp(requests.first)
    at = _days(opened, first)
    if not np.any(at % 1.0):
        at = at + 0.5
    until = _days(ended, first)
    open_ = np.isnan(until) | (until >= requests.days)
    until = np.where(open_, np.inf, np.maximum(until, at))
    swept = _swept(requests)
    served = (ending == CLOSED) & ~np.isin(np.floor(until), swept)
    names = _named(frame, by_area)
    found = []
    for name in sorted(set(names)):
        mine = np.flatnonzero(names == name)
        mine = mine[np.lexsort((until[mine], at[mine]))]
        spread = _spread(at[mine], until[mine])
        found.append(Desk(name, at[mine], spread, served[mine], requests.days, requests.first))
    return tuple(found)


def _days(moment: "pd.Series[pd.Timestamp]", first: pd.Timestamp) -> Floats:
    return np.asarray((moment - first) / pd.Timedelta(days=1), np.float64)


def _named(frame: pd.DataFrame, by_area: bool) -> NDArray[np.object_]:
    name = _column(frame, "department", NO_DEPARTMENT)
    if by_area:
        name = name + BETWEEN + _column(frame, "area", OTHER)
    return np.asarray(name.to_numpy(object))


def _column(frame: pd.DataFrame, name: str, blank: str) -> "pd.Series[str]":
    given = frame[name] if name in frame else pd.Series(blank, index=frame.index)
    return given.astype("string").str.strip().fillna(blank)


def _swept(requests: Requests) -> Floats:
    """Days of mass closings."""
    mass = requests.ending == ADMINISTRATIVE
    return np.unique(np.floor((requests.opened + requests.days_open)[mass]))


def _spread(opened: Floats, ended: Floats) -> Floats:
    """Spread closings that are stamped to the day over the day, in the order of opening."""
    gone = np.flatnonzero(np.isfinite(ended))
    minute = np.rint(ended[gone] * 1440.0) % 1440
    most = np.sort(np.unique(minute, return_counts=True)[1])[-SAME_MINUTES:].sum()
    if len(gone) < SAME_MINUTES or most < MUCH * len(gone):
        return ended
    day = np.floor(ended[gone])
    order = np.lexsort((opened[gone], day))
    same = day[order]
    begin = np.searchsorted(same, same, side="left")
    count = np.searchsorted(same, same, side="right") - begin
    share = (np.arange(len(same)) - begin + 0.5) / count
    spread = ended.copy()
    spread[gone[order]] = same + (OFFICE_FROM + OFFICE_HOURS * share) / HOURS
    return np.maximum(spread, opened)
