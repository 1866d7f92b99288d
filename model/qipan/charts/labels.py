"""Names of places on a map: first at their marks, then as numbers with a key, none over another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from .letters import LINE_SPACING, width_of
from .named import in_lines
from .page import MARGIN, POINTS
from .scatter import find_places, write_at
from .style import INK, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDEST = 120.0  # points, of a name
BETWEEN = 12.0  # points between two columns of the key
NUMBER = SMALL - 1.0  # points: letters of numbers on marks, and of their key


class Mark(NamedTuple):
    """A mark on a map: where it is, half its size in points, its name and what is said of it."""

    x: float
    y: float
    radius: float
    name: str
    said: str


class Labelled(NamedTuple):
    """What came of naming marks.

    Attributes
    ----------
    key : list of str
        Of the numbered ones, in the order of their numbers.
    unnamed : int
        Those that found no room even for a number.
    """

    key: list[str]
    unnamed: int


def label_marks(axes: "Axes", marks: Sequence[Mark], others: Sequence[Mark] = ()) -> Labelled:
    """Name marks, those given first before the others, each beside its mark or by a number.

    Names keep off all marks. Where there is no such place, a number stands on its mark or beside
    it, and keeps off names, numbers and numbered marks alone.

    Parameters
    ----------
    axes : Axes
        With its limits set.
    marks : sequence of Mark
        To be named.
    others : sequence of Mark
        Not to be named.
    """
    names = in_lines([mark.name for mark in marks], WIDEST, SMALL, 2)
    texts = [f"{name} {mark.said}".strip() for name, mark in zip(names, marks, strict=True)]
    every = [*marks, *others]
    at = [(mark.x, mark.y) for mark in every]
    radii = [mark.radius for mark in every]
    near = find_places(axes, at, radii, texts, SMALL)
    left = [n for n in range(len(marks)) if near[n] is None]
    for n, place in enumerate(near):
        if place is not None:
            write_at(axes, at[n], texts[n], place, SMALL)
    numbers = [str(number) for number in range(1, len(left) + 1)]
    taken = [place.box for place in near if place is not None]
    on = find_places(
        axes,
        [at[n] for n in left],
        [radii[n] for n in left],
        numbers,
        NUMBER,
        taken=taken,
        centred=True,
    )
    key, unnamed = [], 0
    for n, number, place in zip(left, numbers, on, strict=True):
        if place is None:
            unnamed += 1
        else:
            write_at(axes, at[n], number, place, NUMBER, halo=True)
            key.append(f"{number}  {marks[n].name} {marks[n].said}".strip())
    return Labelled(key, unnamed)


def key_height(key: Sequence[str], width: float) -> float:
    """Points that a key needs."""
    if not key:
        return 0.0
    rows = -(-len(key) // _columns(key, width))
    return rows * NUMBER * LINE_SPACING + MARGIN


def write_key(figure: "Figure", key: Sequence[str], bottom: float) -> None:
    """Write a key in columns, its lower edge `bottom` points above that of the figure."""
    wide, tall = (float(side) * POINTS for side in figure.get_size_inches())
    columns = _columns(key, wide - 2.0 * MARGIN)
    rows = -(-len(key) // columns)
    room = (wide - 2.0 * MARGIN) / columns
    texts = in_lines(key, room - BETWEEN, NUMBER, 1)
    top = bottom + key_height(key, wide - 2.0 * MARGIN) - MARGIN
    for n, text in enumerate(texts):
        column, row = divmod(n, rows)
        figure.text(
            (MARGIN + column * room) / wide,
            (top - row * NUMBER * LINE_SPACING) / tall,
            text,
            fontsize=NUMBER,
            color=INK,
            va="top",
        )


def _columns(key: Sequence[str], width: float) -> int:
    """As many columns as the longest entries leave room for, one to five."""
    longest = max(width_of(entry, NUMBER) for entry in key) + BETWEEN
    return max(1, min(5, len(key), int(width / min(longest, width / 2.0))))
