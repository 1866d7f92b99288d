"""Where tickets enter and where they end: flows between two columns of places."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ..language import Language, Words
from .letters import wrap
from .numbers import number
from .page import page
from .style import INK, SMALL, SOFT, colour, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SPACE = 0.05  # of the height, between two bars
BAR = 0.035  # of the width
FROM, TO = Words("Entered at", "受理层级"), Words("Ended at", "办结层级")
SHARE = Words("{name}\n{count} ({share} %)", "{name}\n{count}（{share}%）")
NOTHING = Words("nothing to show", "无可显示的数据")
FEWEST = 0.0005  # of all: thinner flows would not be seen


@styled
def flow(
    counts: ArrayLike,
    sources: Sequence[str],
    ends: Sequence[str],
    *,
    title: str,
    note: str = "",
    language: Language = "en",
    headings: tuple[str, str] | None = None,
) -> "Figure":
    """Draw bands from where tickets enter (left) to where they end (right), wide as their number.

    Parameters
    ----------
    counts : array, shape (sources, ends)
        Tickets, at least 0.
    sources, ends : sequence of str
        Names of rows and columns, from the top.
    title, note : str
    language : 'en' or 'zh'
    headings : pair of str, optional
        Over the two columns.
    """
    table = np.nan_to_num(np.asarray(counts, float))
    total = float(table.sum())
    left, right = headings or (FROM.say(language), TO.say(language))
    figure, (axes,) = page(title, note, height=3.8)
    axes.set_axis_off()
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(1.0, -0.07)
    if total <= 0.0:
        axes.text(0.5, 0.5, NOTHING.say(language), ha="center", color=SOFT)
        return figure
    tops = _stack(table.sum(axis=1) / total), _stack(table.sum(axis=0) / total)
    _ribbons(axes, table / total, tops)
    for side, (names, sums, where, heading) in enumerate(
        ((sources, table.sum(axis=1), tops[0], left), (ends, table.sum(axis=0), tops[1], right))
    ):
        _column(axes, side, names, sums, where, total, language)
        axes.text(
            (0.28, 0.72)[side],
            -0.06,
            heading,
            ha=("right", "left")[side],
            va="bottom",
            color=SOFT,
            fontsize=SMALL + 0.5,
        )
    return figure


def _stack(shares: Any) -> Any:
    """Top of each bar, from the top; all bars with the spaces between them fill 0 to 1."""
    full = 1.0 - SPACE * (len(shares) - 1)
    tall = shares * full
    return np.concatenate([[0.0], np.cumsum(tall[:-1] + SPACE)]), tall, full


def _ribbons(axes: "Axes", shares: Any, tops: Any) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    (start, _, full), (stop, _, full_right) = tops
    out, into = start.copy(), stop.copy()
    x0, x1 = 0.28 + BAR, 0.72 - BAR
    middle = (x0 + x1) / 2.0
    for i, j in np.ndindex(*shares.shape):
        if shares[i, j] < FEWEST:
            continue
        a, b = shares[i, j] * full, shares[i, j] * full_right
        corners = [
            (x0, out[i]),
            (middle, out[i]),
            (middle, into[j]),
            (x1, into[j]),
            (x1, into[j] + b),
            (middle, into[j] + b),
            (middle, out[i] + a),
            (x0, out[i] + a),
            (x0, out[i]),
        ]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        axes.add_patch(
            PathPatch(
                Path(corners, codes),
                facecolor=colour(i),
                alpha=0.45,
                linewidth=0.5,
                edgecolor=colour(i),
            )
        )
        out[i] += a
        into[j] += b


def _column(
    axes: "Axes",
    side: int,
    names: Sequence[str],
    sums: Any,
    where: Any,
    total: float,
    language: Language,
) -> None:
    from matplotlib.patches import Rectangle

    tops, tall, _ = where
    x = (0.28, 0.72 - BAR)[side]
    for n, name in enumerate(names):
        shade = colour(n) if side == 0 else "0.35"
        axes.add_patch(Rectangle((x, tops[n]), BAR, tall[n], color=shade, linewidth=0.0))
        text = SHARE.say(
            language,
            name=name,
            count=number(sums[n], language),
            share=number(100 * sums[n] / total, language, decimals=0),
        )
        axes.text(
            (0.265, 0.735)[side],
            tops[n] + tall[n] / 2.0,
            wrap(text, 110.0, SMALL + 0.5, 3),
            ha=("right", "left")[side],
            va="center",
            fontsize=SMALL + 0.5,
            color=INK,
            linespacing=1.1,
        )
