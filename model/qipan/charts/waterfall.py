"""Contributions of mechanisms, from before to after: a waterfall."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..outcomes.catalogue import Better
from ..words import Language, Words
from .letters import joined
from .numbers import estimate, number
from .page import page
from .rows import Rows, include
from .style import BETTER, INK, NEUTRAL, WORSE, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BEFORE, AFTER = Words("Before"), Words("After")
LEGEND = Words(
    "Bars: contributions, which sum to the whole change (Shapley); thin lines: 95% intervals."
)


@dataclass(frozen=True)
class Contribution:
    """What a mechanism adds to a metric, with its interval (NaN where there is none)."""

    name: str
    mean: float
    low: float = math.nan
    high: float = math.nan


@styled
def waterfall(
    contributions: Sequence[Contribution],
    *,
    before: float,
    unit: str,
    title: str,
    note: str = "",
    language: Language = "en",
    better: Better = None,
    ends: tuple[str, str] | None = None,
) -> "Figure":
    """Draw contributions one after another from the value before to the value after, downwards.

    Parameters
    ----------
    contributions : sequence of Contribution
        In the order in which they are drawn.
    before : float
        Value without any of them; that after is the sum.
    unit, title, note : str
    language : 'en' or 'zh'
    better : 'lower', 'higher' or None
        Which side is coloured as better.
    ends : pair of str, optional
        Names of before and after.
    """
    first, last = ends or (BEFORE.say(language), AFTER.say(language))
    rows = Rows([first, *(one.name for one in contributions), last])
    figure, (axes,) = page(title, joined(language, LEGEND.say(language), note), height=rows.inches)
    steps = np.array([one.mean for one in contributions], float)
    level = before + np.concatenate([[0.0], np.nancumsum(steps)])
    _bar(axes, rows.at[0], 0.0, before, NEUTRAL, "")
    for n, one in enumerate(contributions):
        _step(axes, rows.at[n + 1], float(level[n]), one, better)
    _bar(axes, rows.at[-1], 0.0, float(level[-1]), NEUTRAL, "")
    for n in range(len(level)):
        axes.plot(
            [level[n]] * 2, [rows.at[n], rows.at[n + 1]], color="0.6", linewidth=0.8, zorder=1
        )
    include(axes, [0.0, *level, *_ends(level, contributions)], room=0.04)
    rows.on(axes)
    texts = [number(before, language), *(_said(o, language) for o in contributions)]
    rows.say(axes, [*texts, number(float(level[-1]), language)])
    with_ticks(axes.xaxis, language)
    axes.set_xlabel(unit)
    return figure


def _ends(level: "np.ndarray", contributions: Sequence[Contribution]) -> list[float]:
    return [float(level[n]) + v for n, one in enumerate(contributions) for v in (one.low, one.high)]


def _step(axes: "Axes", at: float, start: float, one: Contribution, better: Better) -> None:
    if math.isnan(one.mean):
        return
    good = one.mean * {"higher": 1.0, "lower": -1.0, None: 0.0}[better]
    shade, hatch = (BETTER, "") if good > 0 else (WORSE, "////") if good < 0 else ("0.65", "")
    _bar(axes, at, start, one.mean, shade, hatch)
    if math.isfinite(one.low):
        axes.plot([start + one.low, start + one.high], [at, at], color=INK, linewidth=1.2, zorder=4)
        for bound in (one.low, one.high):
            axes.plot([start + bound] * 2, [at - 3, at + 3], color=INK, linewidth=1.2, zorder=4)


def _bar(axes: "Axes", at: float, left: float, width: float, shade: str, hatch: str) -> None:
    axes.barh(
        at,
        width,
        left=left,
        height=14.0,
        color=shade,
        hatch=hatch,
        edgecolor="white",
        linewidth=0.0,
        zorder=2,
    )


def _said(one: Contribution, language: Language) -> str:
    return estimate(one.mean, one.low, one.high, language, signed=True)
