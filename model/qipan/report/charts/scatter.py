"""Names beside points, where there is room."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .letters import height_of, width_of, wrap
from .style import SMALL, dark

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROOM = 0.12  # of the range, on each side
POINT = 5.0  # points: half the size of a mark


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

    Returns
    -------
    int
        How many found no room.
    """
    axes.figure.draw_without_rendering()  # type: ignore[union-attr]  # axes of ours have a figure
    scale = 72.0 / axes.figure.dpi
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
        dx, dy, horizontal, vertical, box = place
        taken.append(box)
        axes.annotate(
            text,
            (x, y),
            xytext=(dx, dy),
            textcoords="offset points",
            fontsize=size,
            color=dark(colour),
            ha=horizontal,
            va=vertical,
            linespacing=1.1,
        )
    return left_out


def _place(at: Any, gap: float, text: str, size: float, taken: list[Any], edges: Any) -> Any:
    """Offset, alignment and box of the first of eight places that is free; None if none is."""
    wide, tall = width_of(text, size) + 1.0, height_of(text, size)
    slant = 0.7 * gap
    for dx, dy, horizontal, vertical in (
        (gap, 0.0, "left", "center"),
        (slant, slant, "left", "bottom"),
        (slant, -slant, "left", "top"),
        (0.0, gap, "center", "bottom"),
        (0.0, -gap, "center", "top"),
        (-gap, 0.0, "right", "center"),
        (-slant, slant, "right", "bottom"),
        (-slant, -slant, "right", "top"),
    ):
        x0 = at[0] + dx - {"left": 0.0, "center": wide / 2, "right": wide}[horizontal]
        y0 = at[1] + dy - {"bottom": 0.0, "center": tall / 2, "top": tall}[vertical]
        box = (x0, y0, x0 + wide, y0 + tall)
        inside = box[0] > edges[0] and box[1] > edges[1] and box[2] < edges[2] and box[3] < edges[3]
        if inside and not any(_overlap(box, other) for other in taken):
            return dx, dy, horizontal, vertical, box
    return None


def _overlap(one: Any, other: Any) -> bool:
    return bool(one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])
