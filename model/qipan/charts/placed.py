"""Cadres today and in a plan, by community."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..words import Language, Words
from .letters import joined
from .numbers import number
from .page import page
from .rows import Rows, include
from .style import COLOURS, NEUTRAL, styled
from .ticks import with_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 30
MORE, FEWER = COLOURS[0], COLOURS[1]
CADRES = Words("cadres", "axis")
HEAD = Words("today → plan")
LEGEND = Words("Hollow: today; filled: plan (round: more, square: fewer).")
OTHERS = Words("{n} more communities, which change by no more than these, are not shown.")

Floats = NDArray[np.float64]


@styled
def placed_chart(
    today: ArrayLike,
    plan: ArrayLike,
    communities: Sequence[str],
    *,
    title: str,
    note: str = "",
    language: Language = "en",
    label: str = "",
    most: int = MOST,
) -> "Figure":
    """Draw today's numbers and the plan's, a row a community; the largest changes of many.

    Parameters
    ----------
    today, plan : array, shape (communities,)
    communities : sequence of str
        In the order in which they are drawn, unless they are more than `most`.
    title, note : str
    language : 'en' or 'zh'
    label : str
        Of what is placed, with its unit; cadres by default.
    most : int
        Rows.
    """
    now, then = np.asarray(today, float), np.asarray(plan, float)
    shown = _shown(then - now, most)
    rest = len(communities) - len(shown)
    said = joined(
        language,
        LEGEND.say(language),
        OTHERS.say(language, n=number(rest, language)) if rest else "",
        note,
    )
    rows = Rows([communities[n] for n in shown])
    figure, (axes,) = page(title, said, height=rows.inches)
    for at, n in zip(rows.at, shown, strict=True):
        _row(axes, at, now[n], then[n])
    include(axes, [0.0, *now[shown], *then[shown]], room=0.04)
    rows.on(axes)
    rows.head(axes, HEAD.say(language))
    rows.say(axes, [f"{number(now[n], language)} → {number(then[n], language)}" for n in shown])
    with_ticks(axes.xaxis, language, whole=True)
    axes.set_xlabel(label or CADRES.say(language))
    return figure


def _shown(change: Floats, most: int) -> NDArray[np.intp]:
    """Rows to show: all, or those that change most, more before fewer."""
    if len(change) <= most:
        return np.arange(len(change))
    largest = np.argsort(-np.abs(change), kind="stable")[:most]
    return largest[np.argsort(-change[largest], kind="stable")]


def _row(axes: "Axes", at: float, now: float, then: float) -> None:
    shade = MORE if then > now else FEWER if then < now else NEUTRAL
    axes.plot([now, then], [at, at], color=shade, linewidth=2.0, alpha=0.7)
    axes.plot([now], [at], marker="o", markersize=7, color="0.4", markerfacecolor="white")
    marker = "s" if then < now else "o"
    axes.plot([then], [at], marker=marker, markersize=6 if then != now else 4, color=shade)
