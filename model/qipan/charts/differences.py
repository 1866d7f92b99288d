"""Paired differences between policies: a forest."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..outcomes.catalogue import Better
from ..words import Language, Words
from .letters import joined
from .numbers import estimate, number
from .page import page
from .rows import AXIS, Rows, include
from .style import BETTER, INK, NEUTRAL, WORSE, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LESS = Words("← less is better")
MORE = Words("more is better →")
LEGEND = Words(
    "Dot: mean of paired differences; line: {confidence}% interval. Filled round: better; "
    "square: worse; hollow: the interval holds 0."
)
MISSING = Words("does not exist")


@dataclass(frozen=True)
class Difference:
    """A paired difference with its interval.

    Attributes
    ----------
    name : str
        Of the metric or scenario, in the language of the chart.
    unit : str
        In that language; differences of one unit and one better side share an axis.
    mean, low, high : float
        NaN bounds where there is one replication; NaN all where the metric does not exist.
    better : 'lower', 'higher' or None
    """

    name: str
    unit: str
    mean: float
    low: float
    high: float
    better: Better = None

    @property
    def verdict(self) -> int:
        """1 better, -1 worse, 0 neither or not known."""
        side = int(self.low > 0.0) - int(self.high < 0.0)  # numbers may be numpy's
        return side * {"higher": 1, "lower": -1, None: 0}[self.better]


@styled
def forest(
    differences: Sequence[Difference],
    *,
    title: str,
    note: str = "",
    language: Language = "en",
    confidence: float = 95.0,
) -> "Figure":
    """Draw differences as a forest, a panel for each unit and better side.

    Parameters
    ----------
    differences : sequence of Difference
        One or more.
    title, note : str
    language : 'en' or 'zh'
    confidence : float
        Of the intervals, in %.
    """
    panels: dict[tuple[str, Better], list[Difference]] = {}
    for difference in differences:
        panels.setdefault((difference.unit, difference.better), []).append(difference)
    rows = [Rows([one.name for one in panel]) for panel in panels.values()]
    legend = LEGEND.say(language, confidence=number(confidence, language))
    figure, axes = page(
        title,
        joined(language, legend, note),
        height=sum(one.inches for one in rows),
        rows=len(rows),
        height_ratios=[one.depth + 0.3 * AXIS for one in rows],
    )
    for place, row, (key, panel) in zip(axes, rows, panels.items(), strict=True):
        _panel(place, row, panel, key, language)
    return figure


def _panel(
    axes: "Axes",
    rows: Rows,
    panel: Sequence[Difference],
    key: tuple[str, Better],
    language: Language,
) -> None:
    unit, better = key
    axes.axvline(0.0, color="0.3", linewidth=1.0)
    for at, one in zip(rows.at, panel, strict=True):
        _mark(axes, at, one)
    include(axes, [v for one in panel for v in (one.mean, one.low, one.high, 0.0)])
    rows.on(axes)
    rows.say(axes, [_said(one, language) for one in panel], colours=[_colour(o) for o in panel])
    with_ticks(axes.xaxis, language, signed=True)
    side = {"lower": LESS, "higher": MORE}[better].say(language) if better else ""
    axes.set_xlabel("    ".join(filter(None, (unit, side))))


def _colour(one: Difference) -> str:
    return {1: BETTER, -1: WORSE, 0: INK}[one.verdict]


def _mark(axes: "Axes", at: float, one: Difference) -> None:
    if math.isnan(one.mean):
        return
    shade = {1: BETTER, -1: WORSE, 0: NEUTRAL}[one.verdict]
    decided = math.isfinite(one.low) and not one.low <= 0.0 <= one.high
    if math.isfinite(one.low):
        axes.plot([one.low, one.high], [at, at], color=shade, linewidth=2.0, solid_capstyle="butt")
    axes.plot(
        [one.mean],
        [at],
        marker="s" if one.verdict < 0 else "o",
        markersize=7,
        color=shade,
        markerfacecolor=shade if decided else "white",
        markeredgewidth=1.6,
    )


def _said(one: Difference, language: Language) -> str:
    if math.isnan(one.mean):
        return MISSING.say(language)
    return estimate(one.mean, one.low, one.high, language, signed=True)
