"""Where tickets enter and where they end: flows between two columns of places."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..words import Language, Words
from .beside import spread
from .letters import height_of, joined
from .named import in_lines
from .numbers import number
from .page import page
from .style import INK, SMALL, SOFT, colour, lay_out, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SPACE = 0.05  # of the height, between two bars
LEFT, RIGHT, BAR = 0.27, 0.73, 0.035  # of the width
NAMES = 112.0  # points: widest name
HEIGHT = 3.9  # inches
FEWEST = 0.0005  # of all: thinner flows would not be seen
FROM, TO = Words("Entered at"), Words("Ended at")
SHARE = Words("{count} ({share}%)")
THIN = Words("{n} flows of less than 0.05% of all each are not drawn.")
LESS, NEARLY = Words("under 1"), Words("over 99")
NOTHING = Words("nothing to show")

Floats = NDArray[np.float64]


class Column(NamedTuple):
    """Bars at one side: names, numbers, and tops and heights as parts of the height."""

    names: list[str]
    counts: Floats
    tops: Floats
    tall: Floats


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

    Places with no tickets are left out.

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
    thin = int(((table > 0.0) & (table < FEWEST * total)).sum())
    left_out = THIN.say(language, n=thin) if thin else ""
    figure, (axes,) = page(title, joined(language, left_out, note), height=HEIGHT)
    axes.set_axis_off()
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(1.0, -0.08)
    if total <= 0.0:
        axes.text(0.5, 0.5, NOTHING.say(language), ha="center", color=SOFT)
        return figure
    rows, columns = table.sum(axis=1) > 0.0, table.sum(axis=0) > 0.0
    shares = table[rows][:, columns] / total
    space = SPACE if max(shares.shape) <= 8 else 0.4 / max(shares.shape)
    left = _column(sources, rows, table.sum(axis=1), space)
    right = _column(ends, columns, table.sum(axis=0), space)
    _ribbons(axes, shares, left, right, np.flatnonzero(rows))
    said = headings or (FROM.say(language), TO.say(language))
    shades = [colour(int(n)) for n in np.flatnonzero(rows)]
    _bars(axes, left, LEFT - BAR, shades)
    _bars(axes, right, RIGHT, ["0.35"] * len(right.names))
    _names(axes, left, LEFT - BAR - 0.015, "right", total, language)
    _names(axes, right, RIGHT + BAR + 0.015, "left", total, language)
    axes.text(LEFT, -0.03, said[0], ha="right", va="bottom", color=SOFT, fontsize=SMALL + 0.5)
    axes.text(RIGHT, -0.03, said[1], ha="left", va="bottom", color=SOFT, fontsize=SMALL + 0.5)
    return figure


def _column(names: Sequence[str], there: Any, counts: Floats, space: float) -> Column:
    """Bars with spaces between them that fill the height."""
    known, kept = counts[there], [str(n) for n in np.array(names, object)[there]]
    full = 1.0 - space * (len(known) - 1)
    tall = known / known.sum() * full
    tops = np.concatenate([[0.0], np.cumsum(tall[:-1] + space)])
    return Column(kept, known, tops, tall)


def _ribbons(axes: "Axes", shares: Floats, left: Column, right: Column, rows: Any) -> None:
    out, into = left.tops.copy(), right.tops.copy()
    scales = float(left.tall.sum()), float(right.tall.sum())
    for i, j in np.ndindex(*shares.shape):
        tall = float(shares[i, j] * scales[0]), float(shares[i, j] * scales[1])
        if shares[i, j] >= FEWEST:
            _ribbon(axes, (float(out[i]), float(into[j])), tall, colour(int(rows[i])))
        out[i] += tall[0]
        into[j] += tall[1]


def _ribbon(axes: "Axes", tops: tuple[float, float], tall: tuple[float, float], shade: str) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    middle = (LEFT + RIGHT) / 2.0
    (a, b), (c, d) = tops, (tops[0] + tall[0], tops[1] + tall[1])
    corners = [(LEFT, a), (middle, a), (middle, b), (RIGHT, b)]
    back = [(RIGHT, d), (middle, d), (middle, c), (LEFT, c)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    path = Path([*corners, *back, (LEFT, a)], codes)
    axes.add_patch(PathPatch(path, facecolor=shade, alpha=0.45, edgecolor=shade, linewidth=0.4))


def _bars(axes: "Axes", column: Column, x: float, shades: Sequence[str]) -> None:
    from matplotlib.patches import Rectangle

    for top, tall, shade in zip(column.tops, column.tall, shades, strict=True):
        axes.add_patch(Rectangle((x, top), BAR, tall, facecolor=shade, linewidth=0.0))


def _names(
    axes: "Axes", column: Column, x: float, side: Any, total: float, language: Language
) -> None:
    """Names beside the bars, moved apart where bars are thin."""
    size = SMALL + 0.5
    figure: Any = axes.figure
    lay_out(figure)
    points = axes.get_window_extent().height * 72.0 / figure.dpi / 1.08  # of the height 1
    texts = [
        f"{name}\n{_said(count, total, language)}"
        for name, count in zip(in_lines(column.names, NAMES, size, 2), column.counts, strict=True)
    ]
    heights = [height_of(text, size) for text in texts]
    wanted = [
        (top + tall / 2.0) * points for top, tall in zip(column.tops, column.tall, strict=True)
    ]
    for text, want, place in zip(texts, wanted, spread(wanted, heights, 0.0, points), strict=True):
        axes.text(
            x, place / points, text, ha=side, va="center", fontsize=size, color=INK, linespacing=1.1
        )
        if abs(place - want) > 5.0:
            beyond = x + (0.012 if side == "right" else -0.012)
            axes.plot([x, beyond], [place / points, want / points], color="0.5", linewidth=0.7)


def _said(count: float, total: float, language: Language) -> str:
    share = 100.0 * count / total
    said = number(share, language, decimals=0)
    if share < 1.0:
        said = LESS.say(language)
    elif 99.0 < share < 100.0:
        said = NEARLY.say(language)
    return SHARE.say(language, count=number(count, language, decimals=0), share=said)
