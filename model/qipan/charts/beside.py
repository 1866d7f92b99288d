"""Names at the ends of lines, in place of a legend."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .letters import height_of, wrap
from .named import in_lines
from .style import SMALL, dark, lay_out

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAP = 8.0  # points between a line's end and its name
MOVED = 4.0  # points from which a name is tied to its line
SIZE, SMALLER = SMALL + 0.5, SMALL - 1.5
WIDEST, MOST_LINES = 108.0, 3  # points, and lines, of a name
FEW = 8  # names that are written in full
BELOW = 55.0  # points for the axis below


class End(NamedTuple):
    """Where a line ends, what it is called, its colour, and what else is said of it."""

    y: float
    name: str
    colour: str
    more: str = ""


def spread(
    wanted: Sequence[float],
    heights: Sequence[float],
    low: float = -math.inf,
    high: float = math.inf,
) -> list[float]:
    """Places nearest to those wanted at which things of these heights do not overlap.

    Both in rising order. Neighbours that would overlap are pooled and set side by side around the
    mean of what they want (pool adjacent violators; least squares), then pushed between `low` and
    `high`; where there is too little room for all, beyond `high`.
    """
    pools: list[list[float]] = []  # sum of wanted bottoms, members, height
    for want, height in zip(wanted, heights, strict=True):
        pools.append([want - height / 2.0, 1.0, height])
        while len(pools) > 1 and _bottom(pools[-2]) + pools[-2][2] > _bottom(pools[-1]):
            total, members, tall = pools.pop()
            before = pools[-1]
            before[0] += total - members * before[2]
            before[1] += members
            before[2] += tall
    places, row = [], 0
    for pool in pools:
        bottom = _bottom(pool)
        for height in heights[row : row + int(pool[1])]:
            places.append(bottom + height / 2.0)
            bottom += height
        row += int(pool[1])
    return _within(places, heights, low, high)


def _bottom(pool: list[float]) -> float:
    return pool[0] / pool[1]


def room_for(ends: Sequence[End], among: Sequence[str] = ()) -> float:
    """Inches that axes need so that `name_ends` has room beside them, axis labels included."""
    texts, size = _written(ends, among)
    return (sum(height_of(text, size) for text in texts) + BELOW) / 72.0


def _written(ends: Sequence[End], among: Sequence[str]) -> tuple[list[str], float]:
    """Names broken into lines, and their size: small where they are many."""
    names = [end.name for end in ends]
    every = list(dict.fromkeys([*names, *among]))
    width, size, lines = WIDEST, SIZE, MOST_LINES if len(every) <= FEW else 2
    if len(names) > FEW:
        width, size, lines = 1.1 * WIDEST, SMALLER, 1
    broken = dict(zip(every, in_lines(every, width, size, lines), strict=True))
    texts = [
        "\n".join(filter(None, (broken[end.name], end.more and wrap(end.more, width, size))))
        for end in ends
    ]
    return texts, size


def name_ends(axes: "Axes", ends: Sequence[End], among: Sequence[str] = ()) -> None:
    """Write names right of the axes at the heights of the lines' ends, moved apart.

    Parameters
    ----------
    axes : Axes
        With its limits set.
    ends : sequence of End
        Those that are NaN are named too, at the bottom.
    among : sequence of str
        All names of a chart of several axes, none of which is to be cut like another.
    """
    if not ends:
        return
    figure = axes.figure
    texts, size = _written(ends, among)
    heights = [height_of(text, size) for text in texts]
    low = axes.get_ylim()[0]
    ys = np.array([end.y if np.isfinite(end.y) else low for end in ends])
    shown = [
        axes.annotate(
            text,
            (1.0, y),
            xycoords=("axes fraction", "data"),
            xytext=(GAP, 0.0),
            textcoords="offset points",
            fontsize=size,
            color=dark(end.colour),
            va="center",
            linespacing=1.1,
            annotation_clip=False,
        )
        for end, text, y in zip(ends, texts, ys, strict=True)
    ]
    lay_out(figure)
    scale = 72.0 / figure.dpi
    points = axes.transData.transform([(axes.get_xlim()[0], y) for y in ys])[:, 1] * scale
    order = np.argsort(points, kind="stable")
    tall = [heights[n] for n in order]
    floor, roof = (axes.get_window_extent().y0 * scale, axes.get_window_extent().y1 * scale)
    places = spread([points[n] for n in order], tall, floor, roof)
    for n, place in zip(order, places, strict=True):
        moved = place - points[n]
        shown[n].xyann = (GAP, moved)
        if abs(moved) > MOVED:
            axes.annotate(
                "",
                (1.0, ys[n]),
                xycoords=("axes fraction", "data"),
                xytext=(GAP - 1.0, moved),
                textcoords="offset points",
                arrowprops={
                    "arrowstyle": "-",
                    "color": ends[n].colour,
                    "linewidth": 0.7,
                    "shrinkA": 0.0,
                    "shrinkB": 0.0,
                },
                annotation_clip=False,
            )


def _within(
    places: list[float], heights: Sequence[float], floor: float, roof: float
) -> list[float]:
    """Push names that stick out back between floor and roof, as far as there is room."""
    out = list(places)
    top = roof
    for n in reversed(range(len(out))):
        out[n] = min(out[n], top - heights[n] / 2.0)
        top = out[n] - heights[n] / 2.0
    bottom = floor
    for n in range(len(out)):
        out[n] = max(out[n], bottom + heights[n] / 2.0)
        bottom = out[n] + heights[n] / 2.0
    return out
