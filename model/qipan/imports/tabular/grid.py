"""A grid of cells as it stands in a file, before anything is known of its columns."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeAlias

# Empty cells are ''. Text is as it stands; numbers and times are those of a workbook.
Cell: TypeAlias = (
    str
    | int
    | float
    | bool
    | datetime.datetime
    | datetime.date
    | datetime.time
    | datetime.timedelta
)


class Grid(Protocol):
    """Rows of cells.

    Attributes
    ----------
    file, sheet : str
        Where it stands; `sheet` is empty where a file holds one table.
    """

    @property
    def file(self) -> str: ...  # noqa: D102

    @property
    def sheet(self) -> str: ...  # noqa: D102

    def rows(self, wanted: Sequence[int] | None = None) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Yield the number of each row in its file, from 1 on, and its cells.

        Parameters
        ----------
        wanted : sequence of int, optional
            Columns to yield, in this order; cells beyond the end of a row are ''.
        """
        ...


def place_of(grid: Grid) -> str:
    """Return how a grid is named in what is said of it."""
    return f"{grid.file}[{grid.sheet}]" if grid.sheet else grid.file


def picked(cells: Sequence[Cell], wanted: Sequence[int] | None) -> Sequence[Cell]:
    """Return the cells that are wanted of a row."""
    if wanted is None:
        return cells
    length = len(cells)
    return [cells[place] if place < length else "" for place in wanted]
