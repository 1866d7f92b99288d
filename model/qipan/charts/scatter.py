"""Names beside points, where there is room."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .letters import height_of, width_of
from .named import in_lines
from .style import SMALL, dark, lay_out

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
) -> list[str]:
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
    list of str
        Those that found no room.
    """
    radii = list(sizes) or [POINT] * len(points)
    names = [name for _, _, name, _ in points]
    texts = in_lines(names, width, size, 2)
    at = [(x, y) for x, y, _, _ in points]
    places = find_places(axes, at, radii, texts, size)
    for (_, _, _, colour), where, text, place in zip(points, at, texts, places, strict=True):
        if place is not None:
            write_at(axes, where, text, place, size, colour=colour)
    return [name for name, place in zip(names, places, strict=True) if name and place is None]


def find_places(
    axes: "Axes",
    at: Sequence[tuple[float, float]],
    radii: Sequence[float],
    texts: Sequence[str],
    size: float,
    *,
    taken: Sequence[Box] = (),
    centred: bool = False,
) -> "list[Place | None]":
    """Find a place for a text beside each mark, the first ones first, without overlap.

    Parameters
    ----------
    axes : Axes
        With its limits set.
    at : sequence of pair of float
        Marks, on the axes' scales; those beyond the texts only take room.
    radii : sequence of float
        Half the sizes of the marks in points.
    texts : sequence of str
        Those that are empty get no place.
    size : float
        Of their letters.
    taken : sequence of Box
        What else takes room, in points.
    centred : bool
        Whether a text may stand on its mark, where it is not larger than that.
    """
    figure: Any = axes.figure
    lay_out(figure)
    scale = 72.0 / figure.dpi
    frame = axes.get_window_extent()
    edges = np.array([frame.x0, frame.y0, frame.x1, frame.y1]) * scale
    points: Any = axes.transData.transform(list(at)) * scale if len(at) else []
    marks = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(points, radii, strict=True)]
    full = list(taken)
    found: list[Place | None] = []
    for n, (text, point, radius) in enumerate(zip(texts, points, radii, strict=False)):
        place = None
        if text and centred:
            place = _on(point, radius, text, size, [*full, *marks[:n], *marks[n + 1 :]])
        if text and place is None:
            place = _place(point, radius + 2.0, text, size, [*full, *marks], edges)
        if place is not None:
            full.append(place.box)
        found.append(place)
    return found


def write_at(
    axes: "Axes",
    at: tuple[float, float],
    text: str,
    place: "Place",
    size: float,
    *,
    colour: str = "0.1",
    halo: bool = False,
) -> None:
    """Write a text at its place; with a halo, it can be read on a mark."""
    from matplotlib.patheffects import withStroke

    shown = axes.annotate(
        text,
        at,
        xytext=(place.dx, place.dy),
        textcoords="offset points",
        fontsize=size,
        color=dark(colour),
        ha=place.horizontal,
        va=place.vertical,
        linespacing=1.1,
        arrowprops=TIE if place.tied else None,
    )
    if halo:
        shown.set_path_effects([withStroke(linewidth=1.8, foreground="white")])


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


def _on(at: Any, radius: float, text: str, size: float, taken: Sequence[Box]) -> Place | None:
    """The place on a point, if its mark is as large as the text and nothing else is there."""
    wide, tall = width_of(text, size) + 1.0, height_of(text, size)
    if max(wide, size) > 2.0 * radius:
        return None
    box = (at[0] - wide / 2, at[1] - tall / 2, at[0] + wide / 2, at[1] + tall / 2)
    if any(_overlap(box, other) for other in taken):
        return None
    return Place(0.0, 0.0, "center", "center", box, False)


def _inside(box: Box, edges: Any) -> bool:
    return bool(box[0] > edges[0] and box[1] > edges[1] and box[2] < edges[2] and box[3] < edges[3])


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
