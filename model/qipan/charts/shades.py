"""Colours that stand for numbers, and the bar that says which."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..outcomes.catalogue import Better
from ..words import Language, Words
from .letters import wrap
from .numbers import number
from .style import SMALL, TEXT, lay_out

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable

LEVELS, AROUND_ZERO = "cividis_r", "RdBu"  # pale to dark; red below zero, blue above
BLUE = Words("Blue: better, red: worse.")


def shades_of(change: bool, better: Better = None) -> str:
    """Name of the colour map for levels, or for changes: blue for more, or for what is better."""
    if not change:
        return LEVELS
    return f"{AROUND_ZERO}_r" if better == "lower" else AROUND_ZERO


def say_shades(change: bool, better: Better, language: Language) -> str:
    """Say that colours judge, where they do."""
    return BLUE.say(language) if change and better else ""


def limits_of_shades(
    values: NDArray[np.float64], change: bool, outliers: float = 0.0
) -> tuple[float, float]:
    """Values of the ends of the colours; those of changes are as far from zero.

    `outliers` is the share of the values at the upper end that share its colour.
    """
    known = values[np.isfinite(values)]
    if not len(known):
        return (-1.0, 1.0) if change else (0.0, 1.0)
    if change:
        largest = float(np.quantile(np.abs(known), 1.0 - outliers)) or float(np.abs(known).max())
        return -(largest or 1.0), largest or 1.0
    low, high = float(known.min()), float(np.quantile(known, 1.0 - outliers))
    if high > low:
        return low, high
    return low - 0.5 * (abs(low) or 1.0), low + 0.5 * (abs(low) or 1.0)


def add_bar(
    axes: "Axes",
    drawn: "ScalarMappable",
    label: str,
    language: Language,
    *,
    change: bool = False,
    extend: str = "neither",
) -> None:
    """Draw the bar of colours beside axes; its label is broken into lines of the axes' height."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    figure: Any = axes.figure
    bar = figure.colorbar(drawn, ax=axes, shrink=0.85, pad=0.02, extend=extend, aspect=22)
    values: NDArray[np.float64] = np.ma.filled(np.ma.asarray(drawn.get_array(), float), np.nan)
    known = values[np.isfinite(values)]
    whole = bool((known == np.round(known)).all())
    bar.locator = MaxNLocator(5, steps=[1, 2, 5, 10], integer=whole)
    bar.formatter = FuncFormatter(lambda v, _: number(v, language, signed=change))
    bar.update_ticks()
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=SMALL)
    lay_out(figure)
    bar.set_label(wrap(label, axes.get_window_extent().height * 72.0 / figure.dpi, TEXT))
