"""A value for each community and kind of issue: a heatmap."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..outcomes.catalogue import Better
from ..words import Language, Words
from .letters import height_of, joined, widest_word, width_of, wrap
from .named import in_lines
from .numbers import decimals_of, number
from .page import page
from .shades import add_bar, limits_of_shades, say_shades, shades_of
from .style import SMALL, TEXT, WIDTH, lay_out, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_NAMED = 40  # communities of which each row is named
MOST_ROWS = 280  # that still have a line of points each
NAMES = 110.0  # points: widest name of a row
UPRIGHT = (165.0, 90.0)  # points: longest upright name of a column, in one line and in two
BESIDE = 75.0  # points for the bar of colours and the margins
ROW, HIGHER_ROW, MOST_LINES = 18.0, 27.0, 3  # points, points, lines of a column's name
FEW = 24  # rows that may be higher, for names in two lines
DEPTH, LEAST_DEPTH = 290.0, 70.0  # points: of many rows, and of few
OUTLIERS = 0.01

COMMUNITIES = Words("{n} communities, by their mean")
UNNAMED = Words("The {n} rows are too many to be named here.")
POOLED = Words("Each row is the mean of up to {n} that follow one another.")
EMPTY = Words("Hatched: no value.")
GREY = Words("Grey: no value.")
CLIPPED = Words("The highest hundredth of the values share the last colour.")

Floats = NDArray[np.float64]


@styled
def heatmap(
    values: ArrayLike,
    communities: Sequence[str],
    kinds: Sequence[str],
    *,
    label: str,
    title: str,
    note: str = "",
    language: Language = "en",
    change: bool = False,
    better: Better = None,
    limits: tuple[float, float] | None = None,
) -> "Figure":
    """Draw a table of colours, with numbers in its cells where they fit.

    Parameters
    ----------
    values : array, shape (communities, kinds)
        NaN is hatched, or grey where communities are not named.
    communities, kinds : sequence of str
        More communities than can be named are put in the order of their means.
    label : str
        Of the colours, with the unit.
    title, note : str
    language : 'en' or 'zh'
    change : bool
        Colours on both sides of zero, blue for more and red for less.
    better : 'lower', 'higher' or None
        Which changes are for the better, and blue.
    limits : pair of float, optional
        Values of the first and the last colour, in place of those of the table.
    """
    table = np.asarray(values, float)
    named = len(communities) <= MOST_NAMED
    table, pooled = (table, 1) if named else _pooled(_sorted(table))
    said = joined(
        language,
        "" if named else UNNAMED.say(language, n=number(len(communities), language)),
        POOLED.say(language, n=pooled) if pooled > 1 else "",
        (EMPTY if named else GREY).say(language) if np.isnan(table).any() else "",
        "" if named else CLIPPED.say(language),
        say_shades(change, better, language),
        note,
    )
    rows, tall = _row_names(communities) if named else ([], ROW)
    depth = max(tall * len(rows), LEAST_DEPTH) if named else DEPTH
    beside = BESIDE + height_of(wrap(label, depth, TEXT), TEXT) - height_of("", TEXT)
    left = max((width_of(name, SMALL) for name in rows), default=20.0)
    tops, turned, above = _column_names(kinds, (WIDTH * 72.0 - left - beside) / max(len(kinds), 1))
    figure, (axes,) = page(title, said, height=(depth + above + 26.0) / 72.0)
    drawn = _draw(axes, table, shades_of(change, better), 0.0 if named else OUTLIERS, limits)
    axes.set_xticks(range(len(kinds)), tops, rotation=90 if turned else 0)
    if named:
        axes.set_yticks(range(len(rows)), rows, linespacing=1.0)
    else:
        axes.set_yticks([])
        axes.set_ylabel(COMMUNITIES.say(language, n=number(len(communities), language)))
    axes.tick_params(length=0, labelsize=SMALL)
    add_bar(axes, drawn, label, language, change=change, extend="neither" if named else "max")
    if named:
        _write(axes, table, drawn, language)
    return figure


def _sorted(table: Floats) -> Floats:
    """Rows from the highest mean to the lowest, those without any value last."""
    known = np.isfinite(table)
    number_known = known.sum(axis=1)
    total = np.where(known, table, 0.0).sum(axis=1)
    mean = np.where(number_known > 0, total / np.maximum(number_known, 1), -np.inf)
    return table[np.argsort(-mean, kind="stable")]


def _pooled(table: Floats) -> tuple[Floats, int]:
    """Means of so many neighbouring rows that a picture shows all, and how many those are."""
    several = -(-len(table) // MOST_ROWS)
    parts = [table[first : first + several] for first in range(0, len(table), several)]
    return np.stack([_mean(part) for part in parts]), several


def _mean(rows: Floats) -> Floats:
    """Mean of each column over the rows that have a value there."""
    known = np.isfinite(rows)
    several = known.sum(axis=0)
    out: Floats = np.where(known, rows, 0.0).sum(axis=0) / np.maximum(several, 1)
    out[several == 0] = np.nan
    return out


def _row_names(names: Sequence[str]) -> tuple[list[str], float]:
    """Names of rows, and how high those are: for two lines where names are long and not many."""
    higher = len(names) <= FEW and any(width_of(name, SMALL) > NAMES for name in names)
    return in_lines(names, NAMES, SMALL, 2 if higher else 1), HIGHER_ROW if higher else ROW


def _column_names(kinds: Sequence[str], wide: float) -> tuple[list[str], bool, float]:
    """Names of columns, whether they are upright, and their height in points."""
    room = wide - 4.0
    if all(widest_word(kind, SMALL) <= room for kind in kinds):
        level = [wrap(kind, room, SMALL) for kind in kinds]
        if all(name.count("\n") < MOST_LINES for name in level):
            return level, False, max((height_of(name, SMALL) for name in level), default=0.0)
    lines = 2 if wide > 2.0 * height_of("x", SMALL) else 1
    upright = in_lines(kinds, UPRIGHT[lines - 1], SMALL, lines)
    return upright, True, max((width_of(name, SMALL) for name in upright), default=0.0)


def _draw(
    axes: "Axes",
    table: Floats,
    shades: str,
    outliers: float,
    limits: tuple[float, float] | None,
) -> Any:
    from matplotlib.patches import Rectangle

    low, high = limits or limits_of_shades(table, shades != shades_of(False), outliers)
    few = np.argwhere(np.isnan(table)) if table.shape[0] <= MOST_NAMED else ()
    axes.set_facecolor("white" if len(few) or not np.isnan(table).any() else "0.85")
    for row, column in few:
        axes.add_patch(
            Rectangle(
                (column - 0.5, row - 0.5), 1, 1, fc="white", ec="0.75", hatch="////", lw=0, zorder=1
            )
        )
    drawn = axes.imshow(
        np.ma.masked_invalid(table),
        aspect="auto",
        vmin=low,
        vmax=high,
        zorder=2,
        cmap=shades,
        interpolation="nearest",
    )
    axes.grid(visible=False)
    axes.xaxis.tick_top()
    axes.spines[:].set_visible(False)
    return drawn


def _write(axes: "Axes", table: Floats, drawn: Any, language: Language) -> None:
    """Numbers in the cells, if all of them fit."""
    figure: Any = axes.figure
    lay_out(figure)
    cell = axes.get_window_extent().width * 72.0 / figure.dpi / max(table.shape[1], 1)
    decimals, size = decimals_of(table.flat), SMALL - 1.0
    texts = {
        place: number(value, language, decimals=decimals)
        for place, value in np.ndenumerate(table)
        if np.isfinite(value)
    }
    if max((width_of(text, size) for text in texts.values()), default=0.0) > cell - 3.0:
        return
    for (row, column), text in texts.items():
        red, green, blue, _ = drawn.to_rgba(table[row, column])
        ink = "white" if 0.3 * red + 0.59 * green + 0.11 * blue < 0.5 else "black"
        axes.text(column, row, text, ha="center", va="center", fontsize=size, color=ink, zorder=3)
