"""Names beside points, where there is room."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .letters import height_of, width_of, wrap
from .style import SMALL, dark

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROOM = 0.12  # of the range, on each side
POINT = 5.0  # points: half the size of a mark
FAR = (0.0, 12.0, 24.0, 36.0, 60.0)  # points between a mark and its name
SIDES = ((1, 0), (0.7, 0.7), (0.7, -0.7), (0, 1), (0, -1), (-1, 0), (-0.7, 0.7), (-0.7, -0.7))
TIE = {"arrowstyle": "-", "color": "0.5", "linewidth": 0.6, "shrinkA": 0.0, "shrinkB": 0.0}

Box = tuple[float, float, float, float]  # left, bottom, right, top


def limits_of(values: Sequence[float], room: float = ROOM) -> tuple[float, float]:
    """Limits that hold values with room beside them."""
    if not len(values):
        return 0.0, 1.0
    low, high = float(min(values)), float(max(values))
    wide = (high - low) or abs(high) or 1.0
    return low - room * wide, high + room * wide


def name_points(
    axes: "Axes",
    points: Sequence[tuple[float, float, str, str]],
    *,
    size: float = SMALL,
    width: float = 120.0,
    sizes: Sequence[float] = (),
) -> int:
    """Write names beside points (x, y, name, colour), the first ones first, without overlap.

    A name that finds no room close by is tied to its point by a line.

    Parameters
    ----------
    axes : Axes
    points : sequence of tuple
        Those without a name only take room.
    size, width : float
        Of the letters, and of a line of them, in points.
    sizes : sequence of float
        Half the sizes of the marks in points.

    Returns
    -------
    int
        How many found no room.
    """
    figure: Any = axes.figure
    figure.draw_without_rendering()
    scale = 72.0 / figure.dpi
    frame = axes.get_window_extent()
    edges = np.array([frame.x0, frame.y0, frame.x1, frame.y1]) * scale
    at: Any = axes.transData.transform([(x, y) for x, y, *_ in points]) * scale if points else []
    radii = list(sizes) or [POINT] * len(points)
    taken = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(at, radii, strict=True)]
    left_out = 0
    for n, (x, y, name, colour) in enumerate(points):
        if not name:
            continue
        text = wrap(name, width, size, 2)
        place = _place(at[n], radii[n] + 2.0, text, size, taken, edges)
        if place is None:
            left_out += 1
            continue
        taken.append(place.box)
        axes.annotate(
            text,
            (x, y),
            xytext=(place.dx, place.dy),
            textcoords="offset points",
            fontsize=size,
            color=dark(colour),
            ha=place.horizontal,
            va=place.vertical,
            linespacing=1.1,
            arrowprops=TIE if place.tied else None,
        )
    return left_out


class Place(NamedTuple):
    """Where a name goes: offset in points, alignment, box, and whether it is tied to its point."""

    dx: float
    dy: float
    horizontal: Any
    vertical: Any
    box: Box
    tied: bool


def _place(
    at: Any, gap: float, text: str, size: float, taken: Sequence[Box], edges: Any
) -> Place | None:
    """First of the places around a point, near ones first, that is free; None if none is."""
    wide, tall = width_of(text, size) + 1.0, height_of(text, size)
    for far in FAR:
        out = gap + far
        for right, up in SIDES:
            dx, dy = out * right, out * up
            horizontal = {1: "left", 0: "center", -1: "right"}[round(right)]
            vertical = {1: "bottom", 0: "center", -1: "top"}[round(up)]
            x0 = at[0] + dx - {"left": 0.0, "center": wide / 2, "right": wide}[horizontal]
            y0 = at[1] + dy - {"bottom": 0.0, "center": tall / 2, "top": tall}[vertical]
            box = (x0, y0, x0 + wide, y0 + tall)
            if _inside(box, edges) and not any(_overlap(box, other) for other in taken):
                return Place(dx, dy, horizontal, vertical, box, far > 0.0)
    return None


def _inside(box: Box, edges: Any) -> bool:
    return bool(box[0] > edges[0] and box[1] > edges[1] and box[2] < edges[2] and box[3] < edges[3])


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
