"""Rows and columns of a linear program as arrays, and their names for who reads the program."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]
Columns = NDArray[np.int64]
NOTHING = "nothing"  # column that stands where there can be none


@dataclass
class Rows:
    """A program under construction; every block of columns or rows has a name of its own."""

    cost: list[Values] = field(default_factory=list)
    low: list[Values] = field(default_factory=list)
    high: list[Values] = field(default_factory=list)
    whole: list[NDArray[np.bool_]] = field(default_factory=list)
    columns: dict[str, Columns] = field(default_factory=dict)
    rows: dict[str, Columns] = field(default_factory=dict)
    row_low: list[Values] = field(default_factory=list)
    row_high: list[Values] = field(default_factory=list)
    parts: list[tuple[Columns, Columns, Values]] = field(default_factory=list)
    width: int = 0
    height: int = 0

    def add_columns(
        self,
        name: str,
        shape: tuple[int, ...],
        *,
        low: ArrayLike = 0.0,
        high: ArrayLike = np.inf,
        whole: bool = False,
    ) -> Columns:
        """Add a block of columns, and return their numbers in its shape."""
        count = int(np.prod(shape))
        numbers = np.arange(self.width, self.width + count).reshape(shape)
        self.columns[name] = numbers
        self.width += count
        self.cost.append(np.zeros(count))
        self.low.append(np.broadcast_to(np.asarray(low, float), shape).ravel())
        self.high.append(np.broadcast_to(np.asarray(high, float), shape).ravel())
        self.whole.append(np.full(count, whole))
        return numbers

    def add_columns_at(
        self,
        name: str,
        there: NDArray[np.bool_],
        periods: int,
        *,
        low: Values,
        high: Values,
        whole: bool,
    ) -> None:
        """Add columns for some places alone; for all others stands one that is nothing.

        Parameters
        ----------
        name : str
        there : array of bool, shape (places,)
        periods : int
        low, high : array of float, shape (places,)
        whole : bool
        """
        if not there.all() and NOTHING not in self.columns:
            self.add_columns(NOTHING, (1,), high=0.0)
        ends = {"low": low[there, None], "high": high[there, None]}
        own = self.add_columns(name, (int(there.sum()), periods), **ends, whole=whole)
        numbers = np.zeros((len(there), periods), dtype=np.int64)
        numbers[there] = own
        if not there.all():
            numbers[~there] = self.columns[NOTHING][0]
        self.columns[name] = numbers

    def add_rows(
        self,
        name: str,
        shape: tuple[int, ...],
        terms: Sequence[tuple[Columns, ArrayLike]],
        *,
        low: ArrayLike = -np.inf,
        high: ArrayLike = np.inf,
    ) -> Columns:
        """Add a block of rows ``low <= sum of factor * column <= high``.

        Each term's columns and factors are laid over the shape of the block, with dimensions to be
        summed over behind it.
        """
        count = int(np.prod(shape))
        numbers = np.arange(self.height, self.height + count).reshape(shape)
        self.rows[name] = numbers
        self.height += count
        self.row_low.append(np.broadcast_to(np.asarray(low, float), shape).ravel())
        self.row_high.append(np.broadcast_to(np.asarray(high, float), shape).ravel())
        for columns, factor in terms:
            self.add_terms(numbers, columns, factor)
        return numbers

    def add_terms(self, rows: Columns, columns: Columns, factor: ArrayLike) -> None:
        """Add terms to rows that are there; zeros are left out."""
        behind = max(0, np.ndim(columns) - rows.ndim)
        at = rows.reshape(rows.shape + (1,) * behind)
        at, over, by = np.broadcast_arrays(at, columns, np.asarray(factor, float))
        told = by.ravel() != 0
        self.parts.append((at.ravel()[told], over.ravel()[told], by.ravel()[told]))

    def names(self, blocks: dict[str, Columns], size: int) -> list[str]:
        """Name of every row or column: that of the first block it is in, and its place there."""
        found = [""] * size
        for name, numbers in blocks.items():
            for place, number in np.ndenumerate(numbers):
                found[int(number)] = found[int(number)] or "_".join((name, *map(str, place)))
        return found
