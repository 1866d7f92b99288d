"""Communities on the plane of the city."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...outcomes.catalogue import Better
from ..language import Language, Words
from .letters import joined
from .numbers import number
from .page import page
from .scatter import name_points
from .shades import add_bar, limits_of_shades, say_shades, shades_of
from .style import SMALL, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_NAMED = 40
COVERED = 0.16  # share of the plane under marks
LARGEST, LEAST = 38.0, 2.2  # points, diameter of a mark

EAST = Words("km east", "向东（千米）")
NORTH = Words("km north", "向北（千米）")
SIZE = Words(
    "Area of a mark: residents ({least} to {most}).", "图标面积：居民人数（{least} 至 {most} 人）。"
)
ALIKE = Words("Each mark: {most} residents.", "每个图标：{most} 名居民。")
SHAPES = Words("▲ more, ▼ fewer, ● unchanged.", "▲ 增加，▼ 减少，● 不变。")
NONE = Words("Crossed out: no value.", "打叉：无数值。")

Floats = NDArray[np.float64]


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
    better: Better = None,
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
        Of the communities; written with the value, where there is room and they are not too many.
    change : bool
        Colours on both sides of zero, blue for more and red for less, and shapes that say the same.
    better : 'lower', 'higher' or None
        Which changes are for the better, and blue.
    """
    x, y, people, value = (np.asarray(a, float) for a in (x_km, y_km, residents, values))
    said = joined(
        language,
        _sizes(people, language),
        SHAPES.say(language) if change else "",
        say_shades(change, better, language),
        NONE.say(language) if np.isnan(value).any() else "",
        note,
    )
    figure, (axes,) = page(title, said, height=4.4)
    _square(axes, x, y)
    axes.set_xlabel(EAST.say(language))
    axes.set_ylabel(NORTH.say(language))
    diameters = _diameters(axes, people)
    drawn = _draw(axes, x, y, diameters, value, shades_of(change, better))
    add_bar(axes, drawn, label, language, change=change)
    if 0 < len(names) <= MOST_NAMED:
        said_of = [f"{names[n]} {number(value[n], language, signed=change)}" for n in range(len(x))]
        order = np.argsort(-people, kind="stable")
        radii = [diameters[n] / 2.0 for n in order]
        name_points(axes, [(x[n], y[n], said_of[n], "0.1") for n in order], sizes=radii)
    return figure


def _draw(axes: "Axes", x: Floats, y: Floats, diameters: Floats, value: Floats, shades: str) -> Any:
    """Marks, the unchanged and the large first, so that they hide nothing."""
    change = shades != shades_of(False)
    low, high = limits_of_shades(value, change)
    edge = 0.7 if len(x) <= MOST_NAMED else 0.25
    order = np.argsort(-diameters, kind="stable")
    drawn: Any = None
    for marker, chosen in _shapes(value, change):
        rows = order[chosen[order]]
        drawn = axes.scatter(
            x[rows],
            y[rows],
            s=diameters[rows] ** 2,
            c=value[rows],
            vmin=low,
            vmax=high,
            cmap=shades,
            marker=marker,
            edgecolors="0.3",
            linewidths=edge,
        )
    rows = order[np.isnan(value[order])]
    axes.scatter(x[rows], y[rows], s=diameters[rows] ** 2, fc="white", ec="0.5", lw=0.8)
    axes.scatter(x[rows], y[rows], s=(0.7 * diameters[rows]) ** 2, marker="x", c="0.5", lw=0.8)
    return drawn


def _shapes(value: Floats, change: bool) -> list[tuple[str, NDArray[np.bool_]]]:
    if not change:
        return [("o", np.isfinite(value))]
    return [("o", value == 0.0), ("v", value < 0.0), ("^", value > 0.0)]


def _square(axes: "Axes", x: Floats, y: Floats) -> None:
    """Show all places on equal scales."""
    wide = max(float(np.ptp(x)), float(np.ptp(y)), 0.5)
    edge = 0.12 if len(x) <= MOST_NAMED else 0.04
    for values, limits in ((x, axes.set_xlim), (y, axes.set_ylim)):
        middle = (values.min() + values.max()) / 2.0
        half = max(float(np.ptp(values)), 0.35 * wide) / 2.0 + edge * wide
        limits(middle - half, middle + half)
    axes.set_aspect("equal")
    axes.tick_params(labelsize=SMALL)
    axes.locator_params(nbins=5)


def _diameters(axes: "Axes", residents: Floats) -> Floats:
    """Diameters in points, areas in proportion to residents."""
    figure: Any = axes.figure
    figure.draw_without_rendering()
    frame = axes.get_window_extent()
    area = frame.width * frame.height * (72.0 / figure.dpi) ** 2
    total = float(residents.sum()) or 1.0
    diameter = np.sqrt(COVERED * area * residents / total * 4.0 / np.pi)
    shrink = min(1.0, LARGEST / max(float(diameter.max(initial=0.0)), 1e-9))
    out: Floats = np.maximum(diameter * shrink, LEAST)
    return out


def _sizes(residents: Floats, language: Language) -> str:
    least, most = float(residents.min()), float(residents.max())
    if least == most:
        return ALIKE.say(language, most=number(most, language))
    return SIZE.say(language, least=number(least, language), most=number(most, language))
