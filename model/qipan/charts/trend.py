"""Means of replications with their intervals against one variable, a panel a metric."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..statistics.interval import mean_interval
from ..words import Language, Words
from .beside import End, name_ends
from .letters import joined
from .numbers import number
from .page import page
from .style import colour, line, marker, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAND = Words("Mean of {n} replications; band: its 95% interval.")
ONE = Words("One replication.")
MOST_MARKED = 15  # points that get a mark each


@dataclass(frozen=True, eq=False)
class Trend:
    """A line with its band: values of shape (replications, places on the x axis)."""

    name: str
    values: NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """Lines of one metric; `top` is the end of its axis where it is known."""

    label: str
    trends: tuple[Trend, ...]
    top: float | None = None


@styled
def trend_chart(
    x: Sequence[float],
    panels: Sequence[Panel],
    *,
    x_label: str,
    title: str,
    note: str = "",
    language: Language = "en",
    doubling: bool = False,
) -> "Figure":
    """Draw panels below one another, names at the ends of the lines.

    Parameters
    ----------
    x : sequence of float
        Places of the values.
    panels : sequence of Panel
    x_label, title, note : str
    language : 'en' or 'zh'
    doubling : bool
        Space x by doublings, with a tick at each place.
    """
    figure, axes = page(
        title,
        joined(language, _replications(panels, language), note),
        height=0.5 + 2.7 * len(panels),
        rows=len(panels),
        sharex=True,
    )
    for place, panel in zip(axes, panels, strict=True):
        for n, trend in enumerate(panel.trends):
            _line(place, np.asarray(x, float), trend.values, n)
        if doubling:
            place.set_xscale("log", base=2)
            place.set_xticks(list(x), [number(v, language) for v in x])
            place.minorticks_off()
        place.set_xlim(min(x), max(x))
        place.set_ylim(0.0, panel.top or place.get_ylim()[1] or 1.0)
        place.set_title(panel.label)
        with_ticks(place.yaxis, language)
        if not doubling:
            whole = all(float(v).is_integer() for v in x)
            with_ticks(place.xaxis, language, most=7, whole=whole)
    axes[-1].set_xlabel(x_label)
    for place, panel in zip(axes, panels, strict=True):
        ends = [
            End(float(trend.values.mean(axis=0)[-1]), trend.name, colour(n))
            for n, trend in enumerate(panel.trends)
        ]
        name_ends(place, ends, [trend.name for panel in panels for trend in panel.trends])
    return figure


def _replications(panels: Sequence[Panel], language: Language) -> str:
    counts = sorted({len(trend.values) for panel in panels for trend in panel.trends})
    if counts == [1]:
        return ONE.say(language)
    return BAND.say(language, n="–".join(map(str, dict.fromkeys((counts[0], counts[-1])))))


def _line(axes: "Axes", x: NDArray[np.float64], values: NDArray[np.float64], n: int) -> None:
    marks = marker(n) if len(x) <= MOST_MARKED else None
    axes.plot(
        x, values.mean(axis=0), color=colour(n), linestyle=line(n), marker=marks, clip_on=False
    )
    bounds = [mean_interval(column) for column in values.T]
    if not any(math.isnan(bound.low) for bound in bounds):
        low, high = ([bound[side] for bound in bounds] for side in (1, 2))
        axes.fill_between(x, low, high, color=colour(n), alpha=0.2, linewidth=0)
