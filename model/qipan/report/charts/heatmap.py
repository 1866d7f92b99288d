"""A value for each community and kind of issue: a heatmap."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ..language import Language, Words
from .letters import width_of, wrap
from .numbers import number
from .page import page
from .style import SMALL, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_NAMED = 40  # communities with a row of their own that is named
COLUMN = 84.0  # points: widest name of a column
COMMUNITIES = Words("{n} communities", "{n} 个社区")
EMPTY = Words("Hatched: no value.", "斜纹：无数值。")
LEVELS, AROUND_ZERO = "cividis_r", "RdBu"


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
) -> "Figure":
    """Draw a table of colours, with numbers in its cells where they fit.

    Parameters
    ----------
    values : array, shape (communities, kinds)
        NaN is hatched.
    communities, kinds : sequence of str
    label : str
        Of the colours, with the unit.
    title, note : str
    language : 'en' or 'zh'
    change : bool
        Colours on both sides of zero, blue for more and red for less.
    """
    table = np.asarray(values, float)
    named = len(communities) <= MOST_NAMED
    said = [EMPTY.say(language) if np.isnan(table).any() else "", note]
    row = 18.0 if named else 0.0
    tops = [wrap(kind, COLUMN, SMALL, 2) for kind in kinds]
    above = max((width_of(top, SMALL) for top in tops), default=0.0)
    height = (max(row * len(communities), 60.0) if named else 300.0) + above + 30.0
    figure, (axes,) = page(title, " ".join(filter(None, said)), height=height / 72.0)
    low, high = _range(table, change)
    axes.set_facecolor("white")
    _hatch(axes, table)
    drawn = axes.imshow(
        np.ma.masked_invalid(table),
        aspect="auto",
        vmin=low,
        vmax=high,
        zorder=2,
        cmap=AROUND_ZERO if change else LEVELS,
        interpolation="nearest",
    )
    axes.grid(visible=False)
    axes.set_xticks(range(len(kinds)), tops, rotation=90, fontsize=SMALL, linespacing=1.05)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    if named:
        axes.set_yticks(
            range(len(communities)), [wrap(c, 110.0, SMALL, 1) for c in communities], fontsize=SMALL
        )
    else:
        axes.set_yticks([])
        axes.set_ylabel(COMMUNITIES.say(language, n=number(len(communities), language)))
    bar = figure.colorbar(drawn, ax=axes, shrink=0.9, pad=0.02)
    _on_bar(bar, language, change)
    bar.set_label(label)
    if named:
        _write(axes, table, drawn, language)
    return figure


def _range(table: Any, change: bool) -> tuple[float, float]:
    known = table[np.isfinite(table)]
    if not len(known):
        return (-1.0, 1.0) if change else (0.0, 1.0)
    if change:
        largest = float(np.abs(known).max()) or 1.0
        return -largest, largest
    low, high = float(known.min()), float(known.max())
    return (
        (low, high)
        if high > low
        else (low - 0.5 * (abs(low) or 1.0), high + 0.5 * (abs(high) or 1.0))
    )


def _hatch(axes: "Axes", table: Any) -> None:
    from matplotlib.patches import Rectangle

    for row, column in np.argwhere(np.isnan(table)):
        axes.add_patch(
            Rectangle(
                (column - 0.5, row - 0.5),
                1.0,
                1.0,
                facecolor="white",
                edgecolor="0.75",
                hatch="////",
                linewidth=0.0,
                zorder=1,
            )
        )


def _write(axes: "Axes", table: Any, drawn: Any, language: Language) -> None:
    """Numbers in the cells, if all of them fit."""
    axes.figure.draw_without_rendering()  # type: ignore[union-attr]  # axes of ours have a figure
    frame = axes.get_window_extent()
    cell = frame.width * 72.0 / axes.figure.dpi / max(table.shape[1], 1)
    texts = {(r, c): number(v, language) for (r, c), v in np.ndenumerate(table) if np.isfinite(v)}
    size = SMALL - 1.5
    if max((width_of(text, size) for text in texts.values()), default=0.0) > cell - 3.0:
        return
    for (row, column), text in texts.items():
        red, green, blue, _ = drawn.to_rgba(table[row, column])
        ink = "white" if 0.3 * red + 0.59 * green + 0.11 * blue < 0.5 else "black"
        axes.text(column, row, text, ha="center", va="center", fontsize=size, color=ink, zorder=3)


def _on_bar(bar: Any, language: Language, change: bool) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    bar.locator = MaxNLocator(5, steps=[1, 2, 5, 10])
    bar.formatter = FuncFormatter(lambda v, _: number(v, language, signed=change))
    bar.update_ticks()
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=SMALL)
