"""Differences with each of their intervals: over chance, over cities, over what was assumed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..outcomes.catalogue import Better
from ..words import Language, Words
from .differences import LESS, MORE
from .letters import joined
from .page import page
from .rows import AXIS, Rows, include
from .style import COLOURS, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Source = Literal["chance", "city", "data", "assumed"]

NAMES = {
    "chance": Words("Thick bar, round: over chance, in one city and one world."),
    "city": Words("Middle bar, square: over cities and chance."),
    "data": Words("Bar with a triangle: over chance and data, nine draws in ten of the ensemble."),
    "assumed": Words(
        "Thin bar, diamond: over what was assumed, nine worlds in ten and the middle one."
    ),
}
BETTER_IN = Words("better in worlds")
SHARE = Words("{count} of {of}")
APART = 8.0  # points between the bars of a row
LOOKS: dict[Source, tuple[str, str, float]] = {  # colour, marker, width of the line
    "chance": (COLOURS[6], "o", 4.5),
    "city": (COLOURS[0], "s", 2.6),
    "data": (COLOURS[2], "^", 2.0),
    "assumed": (COLOURS[1], "D", 1.3),
}


class Ends(NamedTuple):
    """Middle and ends of an interval; NaN where there is none."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True)
class Ranged:
    """A difference with its intervals.

    Attributes
    ----------
    name, unit : str
        In the language of the chart; one unit and one better side share an axis.
    intervals : dict of 'chance', 'city', 'data' or 'assumed' to Ends
        Those that there are.
    better : 'lower', 'higher' or None
    better_in, worlds : int
        Worlds in which it is better, of how many; 0 worlds where none were tried.
    """

    name: str
    unit: str
    intervals: dict[Source, Ends]
    better: Better = None
    better_in: int = 0
    worlds: int = 0


@styled
def beyond_chance(
    differences: Sequence[Ranged], *, title: str, note: str = "", language: Language = "en"
) -> "Figure":
    """Draw each difference with its intervals below each other, the widest source last.

    Parameters
    ----------
    differences : sequence of Ranged
        One or more; a panel for each unit and better side.
    title, note : str
    language : 'en' or 'zh'
    """
    sources = [s for s in LOOKS if any(s in one.intervals for one in differences)]
    panels: dict[tuple[str, Better], list[Ranged]] = {}
    for difference in differences:
        panels.setdefault((difference.unit, difference.better), []).append(difference)
    least = APART * (len(sources) + 1)
    rows = [Rows([one.name for one in panel], least=least) for panel in panels.values()]
    figure, axes = page(
        title,
        joined(language, *(NAMES[source].say(language) for source in sources), note),
        height=sum(one.inches for one in rows),
        rows=len(rows),
        height_ratios=[one.depth + 0.3 * AXIS for one in rows],
    )
    for place, row, (key, panel) in zip(axes, rows, panels.items(), strict=True):
        _panel(place, row, panel, key, sources, language)
    if any(one.worlds for one in differences):
        rows[0].head(axes[0], BETTER_IN.say(language))
    return figure


def _panel(
    axes: "Axes",
    rows: Rows,
    panel: Sequence[Ranged],
    key: tuple[str, Better],
    sources: Sequence[Source],
    language: Language,
) -> None:
    unit, better = key
    axes.axvline(0.0, color="0.3", linewidth=1.0)
    first = -APART * (len(sources) - 1) / 2.0
    for at, one in zip(rows.at, panel, strict=True):
        for n, source in enumerate(sources):
            if source in one.intervals:
                _bar(axes, at + first + n * APART, source, one.intervals[source])
    include(axes, [0.0, *(v for one in panel for ends in one.intervals.values() for v in ends)])
    rows.on(axes)
    rows.say(axes, [_said(one, language) for one in panel])
    with_ticks(axes.xaxis, language, signed=True)
    side = {"lower": LESS, "higher": MORE}[better].say(language) if better else ""
    axes.set_xlabel("    ".join(filter(None, (unit, side))))


def _bar(axes: "Axes", at: float, source: Source, ends: Ends) -> None:
    if not math.isfinite(ends.middle):
        return
    shade, marker, wide = LOOKS[source]
    drawn: dict[str, Any] = {"color": shade, "solid_capstyle": "butt"}
    if math.isfinite(ends.low):
        axes.plot([ends.low, ends.high], [at, at], linewidth=wide, **drawn)
    axes.plot([ends.middle], [at], marker=marker, markersize=6, markeredgecolor="white", **drawn)


def _said(one: Ranged, language: Language) -> str:
    return SHARE.say(language, count=one.better_in, of=one.worlds) if one.worlds else ""
