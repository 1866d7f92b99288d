"""Communities on the plane of the city, as circles."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ..language import Language, Words
from .numbers import number
from .page import page
from .scatter import name_points
from .style import SMALL, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_NAMED = 40
COVERED = 0.16  # share of the plane under circles
LARGEST, LEAST = 38.0, 2.0  # points, diameter of a circle
LEVELS, AROUND_ZERO = "cividis_r", "RdBu"  # from pale to dark; red below zero, blue above

EAST = Words("km east", "向东（千米）")
NORTH = Words("km north", "向北（千米）")
SIZE = Words(
    "Area of a circle: residents ({least} to {most}).", "圆面积：居民人数（{least} 至 {most} 人）。"
)
ALIKE = Words("Circles: {most} residents each.", "圆面积：各 {most} 名居民。")
NONE = Words("Crossed out: no value.", "打叉：无数值。")


@styled
def allocation_map(
    x_km: ArrayLike,
    y_km: ArrayLike,
    residents: ArrayLike,
    values: ArrayLike,
    *,
    label: str,
    title: str,
    note: str = "",
    language: Language = "en",
    names: Sequence[str] = (),
    change: bool = False,
) -> "Figure":
    """Draw each community at its place: area by residents, colour by a value.

    Parameters
    ----------
    x_km, y_km : array, shape (communities,)
    residents : array, shape (communities,)
    values : array, shape (communities,)
        Cadres, say, or their change; NaN is crossed out.
    label : str
        Of the colours, with the unit.
    title, note : str
    language : 'en' or 'zh'
    names : sequence of str
        Of the communities; written where there is room and there are not too many.
    change : bool
        Colours on both sides of zero, blue for more and red for less.
    """
    x, y, people, value = (np.asarray(a, float) for a in (x_km, y_km, residents, values))
    said = [_sizes(people, language), NONE.say(language) if np.isnan(value).any() else "", note]
    figure, (axes,) = page(title, " ".join(filter(None, said)), height=4.6)
    _square(axes, x, y)
    axes.set_xlabel(EAST.say(language))
    axes.set_ylabel(NORTH.say(language))
    diameters = _diameters(axes, people)
    order = np.argsort(-people, kind="stable")
    known = order[np.isfinite(value[order])]
    low, high = _range(value, change)
    drawn = axes.scatter(
        x[known],
        y[known],
        s=diameters[known] ** 2,
        c=value[known],
        vmin=low,
        vmax=high,
        cmap=AROUND_ZERO if change else LEVELS,
        edgecolors="0.25",
        linewidths=0.6,
    )
    unknown = order[np.isnan(value[order])]
    axes.scatter(
        x[unknown],
        y[unknown],
        s=diameters[unknown] ** 2,
        facecolors="white",
        edgecolors="0.5",
        linewidths=0.8,
    )
    axes.scatter(
        x[unknown],
        y[unknown],
        s=(0.7 * diameters[unknown]) ** 2,
        marker="x",
        color="0.5",
        linewidths=0.8,
    )
    bar = figure.colorbar(drawn, ax=axes, shrink=0.8, pad=0.02)
    _on_bar(bar, language, change)
    bar.set_label(label)
    if 0 < len(names) <= MOST_NAMED:
        name_points(
            axes,
            [(x[n], y[n], names[n], "0.1") for n in order],
            sizes=[diameters[n] / 2 for n in order],
        )
    return figure


def _square(axes: "Axes", x: Any, y: Any) -> None:
    """Show all places on equal scales."""
    wide = max(float(np.ptp(x)), float(np.ptp(y)), 0.5)
    for values, limits in ((x, axes.set_xlim), (y, axes.set_ylim)):
        middle = (values.min() + values.max()) / 2.0
        half = max(float(np.ptp(values)), 0.35 * wide) / 2.0 + 0.12 * wide
        limits(middle - half, middle + half)
    axes.set_aspect("equal")


def _diameters(axes: "Axes", residents: Any) -> Any:
    """Diameters in points, areas in proportion to residents."""
    axes.figure.draw_without_rendering()  # type: ignore[union-attr]  # axes of ours have a figure
    frame = axes.get_window_extent()
    area = frame.width * frame.height * (72.0 / axes.figure.dpi) ** 2
    total = residents.sum() or 1.0
    diameter = np.sqrt(COVERED * area * residents / total * 4.0 / np.pi)
    shrink = min(1.0, LARGEST / max(float(diameter.max(initial=0.0)), 1e-9))
    return np.maximum(diameter * shrink, LEAST)


def _range(values: Any, change: bool) -> tuple[float, float]:
    known = values[np.isfinite(values)]
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


def _on_bar(bar: Any, language: Language, change: bool) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    bar.locator = MaxNLocator(6, steps=[1, 2, 5, 10])
    bar.formatter = FuncFormatter(lambda v, _: number(v, language, signed=change))
    bar.update_ticks()
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=SMALL)


def _sizes(residents: Any, language: Language) -> str:
    least, most = float(residents.min()), float(residents.max())
    if least == most:
        return ALIKE.say(language, most=number(most, language))
    return SIZE.say(language, least=number(least, language), most=number(most, language))
