"""Charts of a fitted ledger: weeks forecast and seen, calibration, times to close."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..words import Language, Words
from .dates import on_dates
from .letters import joined
from .numbers import number
from .page import page
from .style import COLOURS, INK, SOFT, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]

WEEKS = Words("Requests a week, forecast and seen")
WEEKS_NOTE = Words("Line: median forecast; band: 90 % interval; points: what came.")
TENTHS = Words("Where days fell in their forecasts")
TENTHS_NOTE = Words("Even bars: intervals are right. A hill: too wide. High ends: too narrow.")
TENTHS_X = Words("tenth of the forecast")
TENTHS_Y = Words("days held out")
TIMES = Words("Days to close, by kind")
TIMES_NOTE = Words(
    "Points: a quarter, half and nine tenths of what is closed; bars: 90 % interval."
)
TIMES_X = Words("days, by powers of ten")
STEP = 0.2  # between the points of a kind


@styled
def weeks_chart(first: datetime.date, weeks: Floats, language: Language) -> "Figure":
    """Draw held-out weeks.

    Parameters
    ----------
    first : date
        First day of the first week.
    weeks : array, shape (weeks, 4)
        What came, low end, median, high end.
    """
    from matplotlib import dates as mdates

    figure, axes = page(
        WEEKS.say(language), joined(language, WEEKS_NOTE.say(language)), height=3.4, rows=1
    )
    days = [first + datetime.timedelta(days=7 * n + 3) for n in range(len(weeks))]
    at = mdates.date2num(days)
    seen, low, middle, high = weeks.T
    axes[0].fill_between(at, low, high, color=COLOURS[0], alpha=0.2, linewidth=0)
    axes[0].plot(at, middle, color=COLOURS[0])
    axes[0].plot(at, seen, "o", color=INK, markersize=4, clip_on=False)
    axes[0].set_ylim(0.0, 1.05 * float(max(high.max(), seen.max())))
    with_ticks(axes[0].yaxis, language)
    on_dates(axes[0], days, language)
    return figure


@styled
def calibration_chart(tenths: Floats, language: Language) -> "Figure":
    """Draw how many held-out days fell in each tenth of their forecast."""
    figure, axes = page(
        TENTHS.say(language), joined(language, TENTHS_NOTE.say(language)), height=3.0, rows=1
    )
    place = np.arange(len(tenths)) + 1
    axes[0].bar(place, tenths, color=COLOURS[0], width=0.85)
    axes[0].axhline(float(tenths.mean()), color=SOFT, linewidth=1.2, linestyle="--")
    axes[0].set_xlabel(TENTHS_X.say(language))
    axes[0].set_ylabel(TENTHS_Y.say(language))
    axes[0].set_xticks(place)
    with_ticks(axes[0].yaxis, language)
    return figure


@styled
def times_chart(
    kinds: Sequence[str], middle: Floats, low: Floats, high: Floats, language: Language
) -> "Figure":
    """Draw quantiles of times by kind.

    Parameters
    ----------
    kinds : sequence of str
    middle, low, high : array, shape (kinds, quantiles)
        Days.
    """
    figure, axes = page(
        TIMES.say(language),
        joined(language, TIMES_NOTE.say(language)),
        height=1.4 + 0.42 * len(kinds),
        rows=1,
    )
    row = np.arange(len(kinds))
    for q in range(middle.shape[1]):
        at = row + STEP * (q - (middle.shape[1] - 1) / 2)
        colour = COLOURS[q]
        axes[0].hlines(at, low[:, q], high[:, q], color=colour, linewidth=1.6)
        axes[0].plot(middle[:, q], at, "os^"[q], color=colour, markersize=5)
    axes[0].set_xscale("log")
    first, last = np.floor(np.log10([low.min(), high.max()])).astype(int)
    powers = 10.0 ** np.arange(first, last + 2)
    shown = powers[(powers >= low.min() / 2) & (powers <= high.max() * 2)]
    axes[0].set_xticks(shown, [number(power, language) for power in shown])
    axes[0].set_yticks(row, kinds)
    axes[0].invert_yaxis()
    axes[0].set_xlabel(TIMES_X.say(language))
    return figure
