"""Simulated against reported: windows that a calibrated run should fall into."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..runs.targets import Verdict, verdict_on
from ..statistics.interval import Interval
from ..words import Language, Words
from .letters import joined
from .numbers import number
from .page import page
from .rows import Rows
from .style import COLOURS, INK, WORSE, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEGEND = Words(
    "Each row on its own scale. Grey: reported window; dot: simulated mean with its 95% "
    "interval; square: interval outside of the window; diamond: undecided; arrow: farther "
    "off."
)
MARKERS: dict[Verdict, str] = {"in": "o", "out": "s", "open": "D"}
HOLLOW = Words("Hollow: {name}.")
SAID = Words("{mean} {unit}  ({low}–{high})")
MISSING = Words("does not exist  ({low}–{high} {unit})")
HEAD = Words("simulated (reported)")


@dataclass(frozen=True)
class Held:
    """A target beside what was simulated.

    Attributes
    ----------
    name, unit : str
    low, high : float
        The window; one of them may be infinite.
    mean, mean_low, mean_high : float
        Simulated, with its interval.
    before : float
        Simulated without the reform; NaN where it was not.
    """

    name: str
    unit: str
    low: float
    high: float
    mean: float
    mean_low: float = math.nan
    mean_high: float = math.nan
    before: float = math.nan

    @property
    def verdict(self) -> Verdict:
        """Whether the interval lies in the window, outside, or does not decide."""
        interval = Interval(self.mean, self.mean_low, self.mean_high, 0)
        return verdict_on(self.low, self.high, interval)


@styled
def targets_chart(
    held: Sequence[Held],
    *,
    title: str,
    note: str = "",
    language: Language = "en",
    before: str = "",
) -> "Figure":
    """Draw windows and simulated means, a row each, windows scaled to the same width.

    Parameters
    ----------
    held : sequence of Held
    title, note : str
    language : 'en' or 'zh'
    before : str
        Name of the scenario the `before` values are of.
    """
    hollow = HOLLOW.say(language, name=before) if before else ""
    rows = Rows([one.name for one in held])
    figure, (axes,) = page(
        title, joined(language, LEGEND.say(language), hollow, note), height=rows.inches - 0.3
    )
    for at, one in zip(rows.at, held, strict=True):
        _row(axes, at, one)
    axes.set_xlim(-1.08, 2.08)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    rows.on(axes)
    rows.head(axes, HEAD.say(language))
    rows.say(
        axes,
        [_said(one, language) for one in held],
        colours=[WORSE if one.verdict == "out" else INK for one in held],
    )
    return figure


def _row(axes: "Axes", at: float, one: Held) -> None:
    """Window from 0 to 1, one width of it at each side; what lies farther off is an arrow."""
    low = one.low if math.isfinite(one.low) else min(one.high, one.mean) - 1.0
    high = one.high if math.isfinite(one.high) else max(one.low, one.mean) + 1.0
    wide = (high - low) or abs(high) or 1.0

    def place(value: float) -> float:
        return max(-1.0, min(2.0, (value - low) / wide))

    axes.plot([-1.0, 2.0], [at, at], color="0.85", linewidth=0.8, zorder=1)
    axes.barh(at, 1.0, left=0.0, height=14.0, color="0.8", zorder=2)
    if math.isfinite(one.before):
        _dot(axes, place(one.before), at, COLOURS[1], "o", "white")
    if math.isfinite(one.mean):
        if math.isfinite(one.mean_low):
            axes.plot(
                [place(one.mean_low), place(one.mean_high)],
                [at, at],
                color=COLOURS[0],
                linewidth=2,
                zorder=3,
            )
        shade = WORSE if one.verdict == "out" else COLOURS[0]
        _dot(axes, place(one.mean), at, shade, MARKERS[one.verdict], shade)


def _dot(axes: "Axes", x: float, at: float, shade: str, marker: str, face: str) -> None:
    shape = {-1.0: "<", 2.0: ">"}.get(x, marker)
    axes.plot(
        [x],
        [at],
        marker=shape,
        color=shade,
        markerfacecolor=face,
        markersize=7,
        zorder=4,
        clip_on=False,
    )


def _said(one: Held, language: Language) -> str:
    words = MISSING if math.isnan(one.mean) else SAID
    mean, low, high = (number(v, language) for v in (one.mean, one.low, one.high))
    low, high = ("∞" if math.isinf(v) else text for v, text in ((one.low, low), (one.high, high)))
    return words.say(language, mean=mean, low=low, high=high, unit=one.unit)
