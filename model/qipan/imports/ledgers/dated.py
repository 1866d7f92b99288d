"""Days hidden in the numbers of requests, as 20240315-0031: no personal data, and a check."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from .stamps import DAY, NEVER

MOST_APART = 1  # days between the number's day and the opening: counted about midnight
_MOST_DAYS = 200_000
_EPOCH = date(1970, 1, 1)


def own_days(texts: Sequence[str], seconds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Rows whose number holds the day on which they were opened: as YYYYMMDD or YYMMDD.

    Parameters
    ----------
    texts : sequence of str
        Numbers of requests.
    seconds : array of int
        When each was opened, since 1970; `NEVER` if that is not told.
    """
    return np.array(
        [_held(text, int(at)) is not None for text, at in zip(texts, seconds, strict=True)], bool
    )


def without_day(text: str, second: int) -> str:
    """Return a number without the day on which it was opened."""
    held = _held(text, second)
    return text if held is None else text.replace(held, " ", 1)


def _held(text: str, second: int) -> str | None:
    """Spelling of the day of opening, or of one beside it, that a number holds."""
    if second == NEVER or not text or abs(second) > _MOST_DAYS * DAY:
        return None
    opened = _EPOCH + timedelta(days=second // DAY)
    near = [opened + timedelta(days=n) for n in range(-MOST_APART, MOST_APART + 1)]
    for form in ("%Y%m%d", "%Y-%m-%d", "%y%m%d"):
        for day in near:
            word = day.strftime(form)
            if re.search(rf"(?<!\d){word}|{word}(?=\d{{1,6}}(?!\d))", text):
                return word
    return None
