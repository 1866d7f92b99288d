"""The cells of a table as a reader sees them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ...words import Language
from ..document import Table
from ..numbers import NONE, bracketed, decimals_of, decimals_with, written
from .text import NO, YES, clean

MOST_LISTED = 7  # numbers of a list that a cell shows; the week still fits


class Cell(NamedTuple):
    """What stands in a cell, and whether it is a number, which stands to the right."""

    text: str
    is_number: bool


@dataclass(frozen=True)
class Grid:
    """A table laid out: its headings, whether each column is of numbers, and its cells.

    Attributes
    ----------
    headings : tuple of str
    numeric : tuple of bool
    rows : list of tuple of Cell
        Those that are shown.
    left_out : int
        How many more there are.
    """

    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: list[tuple[Cell, ...]]
    left_out: int


def grid(table: Table, language: Language, most: int | None = None) -> Grid:
    """Lay out a table for HTML and Word: its first rows, intervals in one column, lists shortened.

    Parameters
    ----------
    table : Table
    language : 'en' or 'zh'
    most : int, optional
        Rows that are shown, where they are fewer than the table's `most_rows`.
    """
    values = as_values(table, most_listed=MOST_LISTED)
    limits = [limit for limit in (table.most_rows, most) if limit is not None]
    shown = values[: min(limits)] if limits else values
    places = decimals(table, values)
    names = [str(name) for name in table.frame.columns]
    low_ends = {r.low: r for r in table.ranges}
    hidden = {r.high for r in table.ranges}
    layout = [(n, name) for n, name in enumerate(names) if name not in hidden]
    rows = []
    for row, decimal in zip(shown, places, strict=False):
        cells = []
        for n, name in layout:
            signed = name in table.signed
            if name in low_ends:
                high = row[names.index(low_ends[name].high)]
                cells.append(_interval(row[n], high, decimal[n], signed))
            else:
                cells.append(_cell(row[n], decimal[n], signed, language))
        rows.append(tuple(cells))
    titles = tuple(clean(low_ends[name].title if name in low_ends else name) for _, name in layout)
    numeric = tuple(_is_numeric([row[place] for row in rows]) for place in range(len(layout)))
    return Grid(titles, numeric, rows, len(values) - len(shown))


def as_values(table: Table, most_listed: int | None = None) -> list[list[Any]]:
    """Rows of plain Python values: bool, int, float, str; None where there is none.

    Of a longer list than `most_listed` only the ends are told.
    """
    width = int(table.frame.shape[1])
    columns = [[plain(v, most_listed) for v in table.frame.iloc[:, n]] for n in range(width)]
    return [list(row) for row in zip(*columns, strict=True)]


def plain(value: Any, most_listed: int | None = None) -> Any:
    """Take a value out of numpy and pandas; what is missing is None, what is no number is text."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        if most_listed is not None and len(value) > most_listed:
            return f"{listed(value[:3])}, … {listed(value[-1:])} ({len(value)})"
        return clean(listed(value))
    return clean(str(value)) if str(value) not in ("<NA>", "NaT") else None


def listed(values: Sequence[Any]) -> str:
    """A list of numbers, nested or not, in one line."""
    parts = []
    for value in values:
        if isinstance(value, (list, tuple)):
            parts.append(f"[{listed(value)}]")
        else:
            parts.append(f"{value:g}" if isinstance(value, float) else str(value))
    return ", ".join(parts)


def decimals(table: Table, values: Sequence[Sequence[Any]]) -> list[list[int]]:
    """Decimals of each number: those of a row, or of a column, are written alike."""
    names = [str(name) for name in table.frame.columns]
    if table.by_row:
        return [_decimals_in_row(table, names, row) for row in values]
    columns = [decimals_of(_floats(column)) for column in zip(*values, strict=True)]
    for r in table.ranges:  # both ends alike
        low, high = names.index(r.low), names.index(r.high)
        columns[low] = columns[high] = max(columns[low], columns[high])
    return [columns for _ in values]


def _decimals_in_row(table: Table, names: Sequence[str], row: Sequence[Any]) -> list[int]:
    narrowest = math.nan
    for r in table.ranges:
        low, high = row[names.index(r.low)], row[names.index(r.high)]
        if low is not None and high is not None and high > low:
            narrowest = min((high - low) / 2.0, narrowest if narrowest > 0.0 else math.inf)
    numbers = _floats(row)
    if all(number.is_integer() for number in numbers):  # counts, and ranges of counts
        return [0 for _ in row]
    shared = decimals_with(numbers, narrowest) if numbers else 0
    return [0 if isinstance(value, int) else shared for value in row]


def _floats(values: Sequence[Any]) -> list[float]:
    return [value for value in values if isinstance(value, float)]


def _cell(value: Any, decimal: int, signed: bool, language: Language) -> Cell:
    if value is None:
        return Cell(NONE, True)
    if isinstance(value, bool):
        return Cell((YES if value else NO).say(language), False)
    if isinstance(value, (int, float)):
        return Cell(written(value, decimal, signed=signed), True)
    return Cell(value, False)


def _interval(low: Any, high: Any, decimal: int, signed: bool) -> Cell:
    if low is None or high is None:
        return Cell(NONE, True)
    return Cell(bracketed(low, high, decimal, signed=signed), True)


def _is_numeric(column: Sequence[Cell]) -> bool:
    """Whether a column is of numbers: most of its cells are."""
    filled = [cell for cell in column if cell.text != NONE] or column
    return bool(filled) and 2 * sum(cell.is_number for cell in filled) > len(filled)
