"""An axis of dates: few ticks, written in the language of the chart."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..words import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_TICKS = 7
_MONTH_STEPS = (1, 2, 3, 4, 6, 12)
_DAY_STEPS = (1, 2, 5, 7, 10, 14, 15)
_SHORT = 45  # days, up to which ticks are on days


def on_dates(axes: "Axes", days: Sequence[datetime.date], language: Language) -> None:
    """Put at most `MOST_TICKS` dates on the x axis from the first to the last of `days`."""
    first, last = (datetime.date(d.year, d.month, d.day) for d in (min(days), max(days)))
    short = (last - first).days <= _SHORT
    ticks = _days(first, last) if short else _months(first, last)
    labels = [
        _label(tick, n == 0 or tick.year != ticks[n - 1].year, language, short=short)
        for n, tick in enumerate(ticks)
    ]
    places: Any = ticks
    axes.set_xticks(places, labels)
    if first == last:
        left: Any = first - datetime.timedelta(days=1)
        right: Any = last + datetime.timedelta(days=1)
    else:
        left, right = first, last
    axes.set_xlim(left, right)


def _days(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    span = (last - first).days
    step = next((s for s in _DAY_STEPS if span // s < MOST_TICKS), _DAY_STEPS[-1])
    return [first + datetime.timedelta(days=n) for n in range(0, span + 1, step)]


def _months(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    number = (last.year - first.year) * 12 + last.month - first.month
    step = next(
        (s for s in _MONTH_STEPS if number // s < MOST_TICKS),
        12 * (1 + number // (12 * MOST_TICKS)),
    )
    start = first.year * 12 + first.month - 1
    months = [m for m in range(start, start + number + 1) if m % step == 0]
    days = [datetime.date(m // 12, m % 12 + 1, 1) for m in months]
    return [day for day in days if first <= day <= last]


def _label(day: datetime.date, with_year: bool, language: Language, short: bool) -> str:
    if language == "zh":
        said = f"{day.month}月{day.day}日" if short else f"{day.month}月"
        return f"{said}\n{day.year}年" if with_year else said
    said = f"{day.day} {_EN[day.month - 1]}" if short else _EN[day.month - 1]
    return f"{said}\n{day.year}" if with_year else said


_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
