"""What one more and one less would change in each community."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..words import Language, Words
from .letters import joined
from .numbers import decimals_of, number
from .page import page
from .rows import Rows, include
from .style import COLOURS, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 30
MORE, LESS = COLOURS[0], COLOURS[1]
LEGEND = Words("Round: one more; square: one less{intervals}. – : no more or no fewer are allowed.")
INTERVALS = Words("; lines: 95% intervals")
OTHERS = Words("{n} more communities, where one more changes no more than in these, are not shown.")
HEAD = Words("one more / one less")


@dataclass(frozen=True)
class Marginal:
    """What one more and one less change in the objective; NaN where there is none.

    Attributes
    ----------
    name : str
    more, less : float
        Changes, with their signs.
    more_interval, less_interval : pair of float
        NaN where not known.
    """

    name: str
    more: float
    less: float = math.nan
    more_interval: tuple[float, float] = (math.nan, math.nan)
    less_interval: tuple[float, float] = (math.nan, math.nan)


@styled
def marginal_values(
    values: Sequence[Marginal],
    *,
    unit: str,
    title: str,
    note: str = "",
    language: Language = "en",
    most: int = MOST,
    legend: Words = LEGEND,
    head: Words = HEAD,
) -> "Figure":
    """Draw both sides of marginal values, a row a community; the largest where they are many.

    Parameters
    ----------
    values : sequence of Marginal
        In the order in which they are drawn, unless they are more than `most`.
    unit, title, note : str
    language : 'en' or 'zh'
    most : int
    legend : Words
        What round and square stand for; one more and one less by default.
    head : Words
        The same, above the numbers.
    """
    shown = list(values)
    if len(shown) > most:
        shown = sorted(shown, key=lambda v: -abs(v.more) if math.isfinite(v.more) else 0.0)[:most]
    rest = len(values) - len(shown)
    known = any(math.isfinite(v.more_interval[0]) for v in shown)
    said = joined(
        language,
        legend.say(language, intervals=INTERVALS.say(language) if known else ""),
        OTHERS.say(language, n=number(rest, language)) if rest else "",
        note,
    )
    rows = Rows([one.name for one in shown])
    figure, (axes,) = page(title, said, height=rows.inches)
    axes.axvline(0.0, color="0.3", linewidth=1.0)
    for at, one in zip(rows.at, shown, strict=True):
        _side(axes, at - 3.0, one.more, one.more_interval, MORE, "o")
        _side(axes, at + 3.0, one.less, one.less_interval, LESS, "s")
    include(
        axes,
        [0.0, *(v for o in shown for v in (o.more, o.less, *o.more_interval, *o.less_interval))],
    )
    rows.on(axes)
    rows.head(axes, head.say(language))
    decimals = decimals_of([v for one in shown for v in (one.more, one.less)])
    rows.say(axes, [_said(one, decimals, language) for one in shown])
    with_ticks(axes.xaxis, language, signed=True)
    axes.set_xlabel(unit)
    return figure


def _side(
    axes: "Axes", at: float, value: float, interval: tuple[float, float], shade: str, marker: str
) -> None:
    if not math.isfinite(value):
        return
    if math.isfinite(interval[0]):
        axes.plot(interval, [at, at], color=shade, linewidth=1.8, solid_capstyle="butt")
    axes.plot([0.0, value], [at, at], color=shade, linewidth=0.8, alpha=0.6)
    axes.plot([value], [at], marker=marker, color=shade, markersize=6)


def _said(one: Marginal, decimals: int, language: Language) -> str:
    sides = (one.more, one.less)
    more, less = (number(v, language, signed=True, decimals=decimals) for v in sides)
    return f"{more} / {less}"
