"""What targets leave: prior and plausible ranges, and how far points were from their windows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..words import Language, Words
from .letters import joined
from .page import page
from .rows import Rows
from .style import COLOURS, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 20
PRIOR = (0.05, 0.95)
LEGEND = Words(
    "Grey: nine in ten of the range that was assumed, from its low (0) to its high end (1). "
    "Bar: nine in ten of what is plausible; dot: the middle."
)
OTHERS = Words("{n} more, which are narrowed less, are not shown.")
PLACE = Words("place in the range")
POINTS = Words(
    "A dot a point that was simulated; beyond the dashed line it is implausible. Points at 0 "
    "lie inside of the window; at the right end, farther off."
)
SIZE = Words("standard deviations outside of the window")
FARTHEST = 4.0  # times the cutoff
SPREAD = 7.0  # points by which dots of a row are set apart


@dataclass(frozen=True)
class Place:
    """Where a number lies in its range, from 0 to 1.

    Attributes
    ----------
    name : str
    low, middle, high : float
        Ends and middle of nine in ten of what is plausible.
    """

    name: str
    low: float
    middle: float
    high: float


@dataclass(frozen=True, eq=False)
class Part:
    """A target and how far points were from it.

    Attributes
    ----------
    name : str
    implausibility : array of float, shape (points,)
        Infinite where it does not exist.
    """

    name: str
    implausibility: NDArray[np.float64] = field(repr=False)


@styled
def narrowed_chart(
    places: Sequence[Place],
    *,
    title: str,
    note: str = "",
    language: Language = "en",
    most: int = MOST,
) -> "Figure":
    """Draw the prior and the plausible range of each number, a row each.

    Parameters
    ----------
    places : sequence of Place
        One or more, the narrowest first.
    title, note : str
    language : 'en' or 'zh'
    most : int
        Rows; the others are counted.
    """
    shown = places[:most]
    left = len(places) - len(shown)
    others = OTHERS.say(language, n=left) if left else ""
    rows = Rows([one.name for one in shown])
    figure, (axes,) = page(
        title, joined(language, LEGEND.say(language), others, note), height=rows.inches
    )
    for at, one in zip(rows.at, shown, strict=True):
        axes.barh(at, PRIOR[1] - PRIOR[0], left=PRIOR[0], height=13.0, color="0.85", zorder=1)
        if np.isfinite(one.low):
            drawn: dict[str, Any] = {"color": COLOURS[0], "solid_capstyle": "butt"}
            axes.plot([one.low, one.high], [at, at], linewidth=5.0, zorder=2, **drawn)
            axes.plot([one.middle], [at], marker="o", color="white", markersize=4.0, zorder=3)
    axes.set_xlim(0.0, 1.0)
    rows.on(axes)
    with_ticks(axes.xaxis, language)
    axes.set_xlabel(PLACE.say(language))
    return figure


@styled
def implausible_chart(
    parts: Sequence[Part],
    *,
    cutoff: float,
    title: str,
    note: str = "",
    language: Language = "en",
) -> "Figure":
    """Draw how far each point was from each window.

    Parameters
    ----------
    parts : sequence of Part
    cutoff : float
        From which a point is implausible.
    title, note : str
    language : 'en' or 'zh'
    """
    rows = Rows([one.name for one in parts], least=3.0 * SPREAD)
    figure, (axes,) = page(title, joined(language, POINTS.say(language), note), height=rows.inches)
    most = FARTHEST * cutoff
    for at, one in zip(rows.at, parts, strict=True):
        told = one.implausibility[np.isfinite(one.implausibility)]
        apart = SPREAD * (np.arange(len(told)) * 0.618 % 1.0 - 0.5) * 2.0
        marks: dict[str, Any] = {"s": 7.0, "alpha": 0.6, "linewidths": 0.0, "clip_on": False}
        axes.scatter(np.minimum(told, most), at + apart, color=COLOURS[0], **marks)
    axes.axvline(cutoff, color="0.3", linewidth=1.0, linestyle="--")
    axes.set_xlim(0.0, most)
    rows.on(axes)
    with_ticks(axes.xaxis, language)
    axes.set_xlabel(SIZE.say(language))
    return figure
