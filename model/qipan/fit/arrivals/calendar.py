"""What is known of a day before it comes: weekday, holiday, day after one, place in the year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..requests import DAY, Floats, Integers

HARMONICS = 2
DAYS_OF_YEAR = 365.25
WEEKDAYS = 7
_MONDAY = np.datetime64("1970-01-05", "D")
FIRST_REST_DAY = 5  # Saturday

Holidays = Mapping[str, Sequence[np.datetime64]]


@dataclass(frozen=True)
class Days:
    """Days in a row and what is known of them.

    Attributes
    ----------
    first : datetime64[D]
    weekday : array of int
        0 is Monday.
    holiday : array of int
        Place in `names`, -1 on other days. Holidays on weekend days change nothing.
    after : array of bool
        First working day after one or several holidays.
    month : array of int
        Months since that of `origin`.
    season : array of float, shape (days, 4)
        Two harmonics of the year.
    names : tuple of str
        Holidays by name.
    """

    first: np.datetime64
    weekday: Integers
    holiday: Integers
    after: NDArray[np.bool_]
    month: Integers
    season: Floats
    names: tuple[str, ...]

    def __len__(self) -> int:
        """Count the days."""
        return len(self.weekday)


def days_of(
    first: np.datetime64, count: int, holidays: Holidays, origin: np.datetime64 | None = None
) -> Days:
    """Describe days in a row.

    Parameters
    ----------
    first : datetime64[D]
        The first of them.
    count : int
        How many.
    holidays : mapping of str to dates
        Days of each holiday.
    origin : datetime64[D], optional
        Day of the month that is month 0; by default `first`.
    """
    dates = first + np.arange(count) * DAY
    weekday = ((dates - _MONDAY) // DAY).astype(np.int64) % WEEKDAYS
    names = tuple(sorted(holidays))
    holiday = np.full(count, -1)
    for place, name in enumerate(names):
        holiday[np.isin(dates, np.array(holidays[name], "M8[D]"))] = place
    holiday[weekday >= FIRST_REST_DAY] = -1
    start = (first if origin is None else origin).astype("M8[M]")
    month = (dates.astype("M8[M]") - start).astype(np.int64)
    turn = 2 * np.pi * ((dates - np.datetime64("2000-01-01", "D")) / DAY) / DAYS_OF_YEAR
    season = [wave(n * turn) for n in range(1, HARMONICS + 1) for wave in (np.cos, np.sin)]
    return Days(
        first, weekday, holiday, _after(weekday, holiday), month, np.column_stack(season), names
    )


def _after(weekday: Integers, holiday: Integers) -> NDArray[np.bool_]:
    after = np.zeros(len(weekday), bool)
    pending = False
    for n in range(len(weekday)):
        if holiday[n] >= 0:
            pending = True
        elif pending and weekday[n] < FIRST_REST_DAY:
            after[n], pending = True, False
    return after
