"""Metrics with two intervals: over chance, and over chance and data."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..words import Language, Words
from .beyond import LOOKS, Ends, Source
from .letters import joined
from .page import page
from .rows import AXIS, Rows, include
from .style import styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEGEND = Words(
    "Thick bar, round: over chance, the 95 % interval of a mean. Bar with a triangle: over chance "
    "and data, nine in ten of the ensemble's draws and the middle one."
)
APART = 8.0  # points between the bars of a row


@dataclass(frozen=True)
class Both:
    """A metric with both its intervals.

    Attributes
    ----------
    name, unit : str
        In the language of the chart; metrics of one unit share an axis.
    chance, data : Ends
        NaN where there is none.
    """

    name: str
    unit: str
    chance: Ends
    data: Ends


@styled
def two_intervals(
    metrics: Sequence[Both], *, title: str, note: str = "", language: Language = "en"
) -> "Figure":
    """Draw each metric with its intervals below each other, a panel for each unit.

    Parameters
    ----------
    metrics : sequence of Both
        One or more.
    title, note : str
    language : 'en' or 'zh'
    """
    panels: dict[str, list[Both]] = {}
    for one in metrics:
        panels.setdefault(one.unit, []).append(one)
    rows = [Rows([one.name for one in panel], least=3.0 * APART) for panel in panels.values()]
    figure, axes = page(
        title,
        joined(language, LEGEND.say(language), note),
        height=sum(one.inches for one in rows),
        rows=len(rows),
        height_ratios=[one.depth + 0.3 * AXIS for one in rows],
    )
    for place, row, (unit, panel) in zip(axes, rows, panels.items(), strict=True):
        _panel(place, row, panel, unit, language)
    return figure


def _panel(axes: "Axes", rows: Rows, panel: Sequence[Both], unit: str, language: Language) -> None:
    for at, one in zip(rows.at, panel, strict=True):
        _bar(axes, at - APART / 2.0, "chance", one.chance)
        _bar(axes, at + APART / 2.0, "data", one.data)
    include(axes, [v for one in panel for v in (*one.chance, *one.data)])
    rows.on(axes)
    with_ticks(axes.xaxis, language)
    axes.set_xlabel(unit)


def _bar(axes: "Axes", at: float, source: Source, ends: Ends) -> None:
    if not math.isfinite(ends.middle):
        return
    shade, marker, wide = LOOKS[source]
    drawn: dict[str, Any] = {"color": shade, "solid_capstyle": "butt"}
    if math.isfinite(ends.low):
        axes.plot([ends.low, ends.high], [at, at], linewidth=wide, **drawn)
    axes.plot([ends.middle], [at], marker=marker, markersize=6, markeredgecolor="white", **drawn)
