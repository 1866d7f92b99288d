"""Charts whose rows are named at the left: how high rows are, and where their names break."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .letters import height_of
from .named import in_lines
from .style import INK, SMALL, SOFT, TEXT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMES = 140.0  # points: widest names at the left
LINES = 3
BETWEEN = 8.0  # points between the names of two rows
LEAST = 21.0  # points
AXIS = 52.0  # points for the axis below, with its label


class Rows:
    """Rows from top to bottom, as high as their names need.

    Parameters
    ----------
    names : sequence of str
    width, size : float
        Of the widest line of a name and of its letters, in points.
    least : float
        Points of the lowest row.

    Attributes
    ----------
    names : list of str
        Broken into lines.
    at : array of float
        Middle of each row in points from the top.
    depth : float
        Points, of all rows.
    """

    def __init__(
        self,
        names: Sequence[str],
        width: float = NAMES,
        size: float = TEXT - 0.5,
        least: float = LEAST,
    ) -> None:
        self.size = size
        self.names = in_lines(names, width, size, LINES)
        tall = [max(least, height_of(name, size) + BETWEEN) for name in self.names]
        self.depth = max(float(sum(tall)), least)
        self.at: NDArray[np.float64] = np.cumsum(tall) - np.array(tall) / 2.0

    @property
    def inches(self) -> float:
        """Height of axes that hold these rows, with the axis below."""
        return (self.depth + AXIS) / 72.0

    def on(self, axes: "Axes") -> None:
        """Write the names at the left of axes."""
        axes.set_ylim(self.depth, 0.0)
        axes.set_yticks(self.at, self.names, fontsize=self.size, linespacing=1.1)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="y", visible=False)
        axes.spines["left"].set_visible(False)

    def say(self, axes: "Axes", texts: Sequence[str], *, colours: Sequence[Any] = ()) -> None:
        """Write a text at the right of each row, outside of the axes."""
        for row, text in enumerate(texts):
            axes.annotate(
                text,
                (1.0, self.at[row]),
                xycoords=("axes fraction", "data"),
                xytext=(8.0, 0.0),
                textcoords="offset points",
                fontsize=SMALL,
                color=colours[row] if colours else INK,
                va="center",
                annotation_clip=False,
            )

    def head(self, axes: "Axes", text: str) -> None:
        """Write what the texts at the right are, above them."""
        axes.annotate(
            text,
            (1.0, 1.0),
            xycoords="axes fraction",
            xytext=(8.0, 3.0),
            textcoords="offset points",
            fontsize=SMALL,
            color=SOFT,
            annotation_clip=False,
        )


def include(axes: "Axes", values: Any, *, room: float = 0.06) -> None:
    """Set the x limits to hold finite values, with some room beside them."""
    known = np.asarray(values, float)
    known = known[np.isfinite(known)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)
    wide = high - low
    if wide <= 1e-12 * max(abs(low), abs(high)) or wide == 0.0:
        wide = abs(high) or 1.0
    axes.set_xlim(low - room * wide, high + room * wide)
