"""Opening hours of every calendar as hourly tables over the horizon."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..scenario.document import ScenarioDocument
from ..scenario.horizon import WEEKDAYS, Calendar, PublicHolidays

# Work begun before the end of the horizon may end after it; its end only needs to be "later".
SLACK_DAYS = 30


@dataclass(frozen=True, eq=False)
class CalendarTables:
    """Hourly tables; row 0 is always open, `index` gives the row of each calendar by name."""

    index: dict[str, int]
    open: NDArray[np.bool_]
    """Shape (calendars, hours): whether the hour is open."""
    opened: NDArray[np.int32]
    """Shape (calendars, hours): open hours before the hour."""
    hour: NDArray[np.int32]
    """Shape (calendars, hours): hour of the k-th open one; past the last, far away."""
    shifts: dict[str, tuple[int, int]]
    """Rows of the two shifts of each calendar: the first and the second half of a day's hours."""
    days: dict[str, int]
    """Rows of the whole days on which a calendar opens, of those whose days are counted."""


def build_calendars(document: ScenarioDocument) -> CalendarTables:
    """Tables of all calendars of a scenario from the first day of its warm-up on."""
    days = document.horizon.total_days + SLACK_DAYS
    index: dict[str, int] = {}
    rows = [np.ones(days * 24, bool)]
    for name, calendar in document.calendars.items():
        if calendar.always:
            index[name] = 0
            continue
        index[name] = len(rows)
        rows.append(_hours(calendar, document.public_holidays, document.horizon.first_day, days))
    shifts = {}
    for name, row in index.items():
        shifts[name] = (len(rows), len(rows) + 1)
        rows.extend(_halves(rows[row]))
    counted = {
        kind.outside_wait.calendar for kind in document.issues.kinds.values() if kind.outside_wait
    }
    day_rows = {}
    for name in sorted(name for name in counted if name is not None):
        day_rows[name] = len(rows)
        rows.append(np.repeat(rows[index[name]].reshape(-1, 24).any(axis=1), 24))
    mask = np.stack(rows)
    cumulative = np.cumsum(mask, axis=1, dtype=np.int32)
    hour = np.full(mask.shape, 100 * mask.shape[1], np.int32)
    for row, line in enumerate(mask):
        hours = np.flatnonzero(line)
        hour[row, : len(hours)] = hours
    return CalendarTables(index, mask, cumulative - mask, hour, shifts, day_rows)


def _hours(
    calendar: Calendar, holidays: PublicHolidays, first: datetime.date, days: int
) -> NDArray[np.bool_]:
    day_mask = np.zeros(24, bool)
    for opens, closes in calendar.hours:
        day_mask[opens:closes] = True
    usual = np.isin(range(7), [WEEKDAYS.index(day) for day in calendar.days])
    opened = usual[(first.weekday() + np.arange(days)) % 7]
    if calendar.holidays:
        opened[_days_of(holidays.worked, first, days)] = True
        opened[_days_of(holidays.closed, first, days)] = False
    mask: NDArray[np.bool_] = np.outer(opened, day_mask).ravel()
    return mask


def _days_of(dates: Iterable[datetime.date], first: datetime.date, days: int) -> list[int]:
    """Dates as days from the first one, of those that are within so many days."""
    return [day for date in dates if 0 <= (day := (date - first).days) < days]


def _halves(mask: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """First and second half of each day's open hours; of an odd number the first has more."""
    days = mask.reshape(-1, 24)
    passed = np.cumsum(days, axis=1)
    first = days & (2 * passed <= days.sum(axis=1, keepdims=True) + 1)
    return first.ravel(), (days & ~first).ravel()
