"""Calendar quarters of a window and of the one that follows it."""

import numpy as np

from .requests import Requests

MONTHS = 3


def quarter_number(day: np.datetime64) -> int:
    """Quarters since the beginning of 1970."""
    return int(day.astype("M8[M]").astype(np.int64)) // MONTHS


def quarters_between(known: Requests, ahead: Requests) -> tuple[int, int]:
    """How the quarters of a window follow those known before it.

    Returns
    -------
    skipped : int
        Quarters between the last one with known requests and the first one ahead; -1 if both are
        the same.
    quarters : int
        Quarters ahead, the last one with requests among them.
    """
    last = quarter_number(known.first + int(known.day.max()) * np.timedelta64(1, "D"))
    first = quarter_number(ahead.first)
    end = quarter_number(ahead.first + int(ahead.day.max(initial=0)) * np.timedelta64(1, "D"))
    return first - last - 1, end - first + 1
