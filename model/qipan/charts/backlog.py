"""Backlog (积压) over time: a fan."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..words import Language, Words
from .beside import End, name_ends, room_for
from .dates import on_dates
from .letters import joined, width_of
from .named import in_lines
from .page import page
from .panels import in_panels, say_again
from .style import SMALL, SOFT, colour, line, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


BANDS = (90, 50)  # % of the replications that a band holds
FEWEST = {90: 10, 50: 8}  # replications from which a band is drawn
MOST_WITH_ALL_BANDS, MOST_WITH_ONE = 2, 4  # series
WIDEST_MARK = 190.0  # points
USUAL_WIDTH = 280.0  # points, of the axes

OPEN_TICKETS = Words("open tickets")
MEDIAN = Words("Line: median of {n} replications")
ONE = Words("One replication")
HOLD = Words("; bands hold the middle {shares} of them")
STOP = Words(".")


@dataclass(frozen=True, eq=False)
class Backlog:
    """Open tickets of one policy.

    Attributes
    ----------
    name : str
    dates : sequence of date
        Days, rising.
    open_tickets : array, shape (replications, days)
    """

    name: str
    dates: Sequence[datetime.date]
    open_tickets: NDArray[np.float64]


@dataclass(frozen=True)
class Mark:
    """A date on which a policy changes, or a span of days with a shock.

    Attributes
    ----------
    name : str
    start : date
    days : int
        0 for a single date.
    """

    name: str
    start: datetime.date
    days: int = 0


@styled
def backlog_fan(
    series: Sequence[Backlog],
    *,
    title: str,
    note: str = "",
    language: Language = "en",
    marks: Sequence[Mark] = (),
) -> "Figure":
    """Draw the median of the replications over time, with bands that hold 50 % and 90 % of them.

    Bands are drawn where there are enough replications and few enough series to see them. More
    series than can be told apart are drawn in several panels, the first one in each.

    Parameters
    ----------
    series : sequence of Backlog
        One or more, in the language of the chart.
    title, note : str
        The note tells source, seeds and assumptions; what the bands are is added before it.
    language : 'en' or 'zh'
    marks : sequence of Mark
    """
    names = [one.name for one in series]
    panels = [[series[n] for n in members] for members in in_panels(len(series))]
    heights = [max(3.5 if len(panels) == 1 else 2.5, room_for(_ends(p), names)) for p in panels]
    again = say_again(len(series), names[0], language)
    figure, several = page(
        title,
        joined(language, legend(series, language), again, note),
        height=sum(heights),
        rows=len(panels),
        height_ratios=heights,
    )
    for axes, panel in zip(several, panels, strict=True):
        for number, one in enumerate(panel):
            _fan(axes, one, number, _bands(series))
        axes.set_ylabel(OPEN_TICKETS.say(language))
        with_ticks(axes.yaxis, language, whole=True)
        on_dates(axes, [day for one in series for day in (one.dates[0], one.dates[-1])], language)
    _share_top(several, series)
    for axes, panel in zip(several, panels, strict=True):
        _mark(axes, marks, named=axes is several[0])
        if len(series) > 1:
            name_ends(axes, _ends(panel), names)
    return figure


def _ends(panel: Sequence[Backlog]) -> list[End]:
    """Where the lines of a panel end."""
    return [
        End(float(np.median(s.open_tickets[:, -1])), s.name, colour(n)) for n, s in enumerate(panel)
    ]


def _share_top(several: "Sequence[Axes]", series: Sequence[Backlog]) -> None:
    """Let all panels begin at 0 and end at the same number."""
    top = max(axes.get_ylim()[1] for axes in several)
    if not any(np.nanmax(s.open_tickets, initial=0.0) > 0 for s in series):
        top = 1.0
    for axes in several:
        axes.set_ylim(0.0, top)


def legend(series: Sequence[Backlog], language: Language) -> str:
    """What the line and the bands are."""
    counts = sorted({len(one.open_tickets) for one in series})
    if counts == [1]:
        return ONE.say(language) + STOP.say(language)
    said = MEDIAN.say(language, n="–".join(map(str, dict.fromkeys((counts[0], counts[-1])))))
    bands = [band for band in _bands(series) if counts[0] >= FEWEST[band]]
    if bands:
        both = {"en": " and ", "zh": " 与 "}[language].join(f"{band}%" for band in sorted(bands))
        said += HOLD.say(language, shares=both)
    return said + STOP.say(language)


def _bands(series: Sequence[Backlog]) -> tuple[int, ...]:
    if len(series) <= MOST_WITH_ALL_BANDS:
        return BANDS
    return BANDS[:1] if len(series) <= MOST_WITH_ONE else ()


def _fan(axes: "Axes", one: Backlog, number: int, bands: Sequence[int]) -> None:
    days: Any = list(one.dates)
    values = np.asarray(one.open_tickets, float)
    for band in bands:
        if len(values) >= FEWEST[band]:
            low, high = np.percentile(values, [50 - band / 2, 50 + band / 2], axis=0)
            axes.fill_between(days, low, high, color=colour(number), alpha=0.18, linewidth=0)
    axes.plot(days, np.median(values, axis=0), color=colour(number), linestyle=line(number))


def _mark(axes: "Axes", marks: Sequence[Mark], *, named: bool) -> None:
    """Shade and mark the days, and write what they are above the axes, a line each."""
    from matplotlib.dates import date2num

    low, high = axes.get_xlim()
    latest_first = sorted(marks, key=lambda m: m.start, reverse=True)
    names = in_lines([mark.name for mark in latest_first], WIDEST_MARK, SMALL, 1)
    for row, (mark, name) in enumerate(zip(latest_first, names, strict=True)):
        start: Any = mark.start
        if mark.days:
            end: Any = mark.start + datetime.timedelta(days=mark.days)
            axes.axvspan(start, end, color="0.5", alpha=0.22, linewidth=0)
        else:
            axes.axvline(start, color="0.3", linestyle=":", linewidth=1.3)
        if not named:
            continue
        room = (high - date2num(start)) / (high - low) * USUAL_WIDTH
        late = width_of(name, SMALL) > room  # so that it is written to the left
        axes.annotate(
            name,
            (start, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(-2.0 if late else 2.0, 3.0 + 13.0 * row),
            textcoords="offset points",
            fontsize=SMALL,
            color=SOFT,
            ha="right" if late else "left",
            annotation_clip=False,
        )
    axes.set_xlim(low, high)
