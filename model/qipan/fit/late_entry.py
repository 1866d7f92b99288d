"""Requests that were open when a ledger begins: they are in it only because they took so long.

They are no arrivals of its window. To times to close they bear from the age on at which they
entered (left truncation), and tell of the long ones what no window of its own length can show.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .requests import (
    ADMINISTRATIVE,
    CLOSED,
    DAY,
    OPEN,
    Floats,
    Requests,
    requests_of,
)


@dataclass(frozen=True)
class Earlier:
    """Requests opened before the window, and open when it begins.

    Attributes
    ----------
    requests : Requests
        Days are counted from the first of the window, and lie below 0.
    entry : array of float, shape (rows,)
        Age in days at which each came into the ledger.
    """

    requests: Requests
    entry: Floats

    def until(self, day: int) -> "Earlier":
        """What was known of them at the beginning of a day of the window."""
        return Earlier(self.requests.until(day), self.entry)


def earlier_of(
    frame: pd.DataFrame, requests: Requests, since: np.datetime64 | None
) -> Earlier | None:
    """Requests that were open on the day on which a ledger begins; None if there are none.

    What ended at a time that is not told says nothing here, and is left out; so is what ended
    before that day, which should not be in such a ledger.

    Parameters
    ----------
    frame : DataFrame
        Rows of the ledger, those opened before `since` among them.
    requests : Requests
        Of the window.
    since : datetime64[D] or None
        Day on which it begins.
    """
    if since is None:
        return None
    opened = pd.to_datetime(frame["opened_at"])
    before = frame[(opened < pd.Timestamp(since)).to_numpy(bool)]
    if before.empty:
        return None
    last = requests.first + requests.days * DAY
    found = requests_of(before, until=last, names=(requests.kinds, requests.areas))
    shift = int((requests.first - found.first) / DAY)
    moved = replace(
        found,
        day=found.day - shift,
        first=requests.first,
        days=requests.days,
        seen_until=requests.seen_until,
        days_open=np.where(
            (found.ending == OPEN) & (found.days_open > 0.0),
            requests.seen_until + shift - found.opened,
            found.days_open,
        ),
    )
    entry = float((since - requests.first) / DAY) - moved.opened
    kept = moved.days_open > entry
    if not kept.any():
        return None
    return Earlier(moved.rows(kept), entry[kept])


def cleared_alike(earlier: Earlier, requests: Requests) -> Earlier:
    """Return them with what was closed on the window's days of mass closings marked so."""
    mass = requests.ending == ADMINISTRATIVE
    days = np.floor(requests.opened + requests.days_open)[mass]
    old = earlier.requests
    struck = (old.ending == CLOSED) & np.isin(np.floor(old.opened + old.days_open), days)
    ending = np.where(struck, ADMINISTRATIVE, old.ending)
    return replace(earlier, requests=replace(old, ending=ending))
