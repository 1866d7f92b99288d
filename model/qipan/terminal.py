"""A console of any width and encoding: text as it stands, numbers whole, and it cannot fail."""

import os
from collections.abc import Iterator
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.table import Column, Table
from rich.text import Text

from .standard_streams import give_up_output
from .words import Phrase, in_language, spoken

LEAST_WORDS = 12  # columns that text is left, before a table is written as blocks
BETWEEN = 3  # columns of space and lines beside each cell


class Terminal(Console):
    """A console that prints text as it stands and cannot fail.

    What a user wrote may hold brackets, which are no markup here. Whoever reads the output may have
    gone (``| head -1``), and what has been computed is not lost by that: nothing more is printed.
    A table that is too wide loses neither an estimate nor an end of its interval: its text wraps,
    and if that is not enough each row is written as a block.
    """

    def __init__(self, width: int | None = None, **options: Any) -> None:
        given = {"markup": False, "emoji": False, "highlight": False, **options}
        super().__init__(width=width, **given)

    def print(self, *objects: Any, **options: Any) -> None:
        """Print, or give up printing for good."""
        fitting = [
            self._fitting(each)
            if isinstance(each, Table)
            else in_language(each, spoken())
            if isinstance(each, Phrase)
            else each
            for each in objects
        ]
        try:
            super().print(*fitting, **options)
        except (OSError, ValueError):  # the file is closed
            self.on_broken_pipe()

    def _fitting(self, table: Table) -> "Table | Text | Lines":
        plain = not self.is_terminal and not self.options.ascii_only
        if plain and table.box == box.SIMPLE_HEAD and not table.show_edge:
            lines = set_out(table)
            if cell_len(lines[0]) <= self.width and not any("\n" in line for line in lines):
                return Lines(lines)
        return fitted(table, self.width)

    def on_broken_pipe(self) -> None:
        """Whoever read the output has gone: go on without them."""
        give_up_output()
        self.file = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the end


class Lines:
    """Lines that need neither style nor wrapping, printed at once."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Hand them over as they are."""
        yield Segment("\n".join([*self._lines, ""]))


def set_out(table: Table) -> list[str]:
    """Set out a table without edges as if there were room for its longest cells, a line a row.

    The library asks each cell again and again how it wraps and what style it has, which takes a
    quarter of a second for the numbers of a city; a file has room and no style.
    """
    columns = [[_plain(column.header), *map(_plain, column.cells)] for column in table.columns]
    widths = [max(map(cell_len, column)) for column in columns]
    aligned = [
        [
            " " * (width - cell_len(cell)) + cell
            if column.justify == "right"
            else cell + " " * (width - cell_len(cell))
            for cell in cells
        ]
        for column, cells, width in zip(table.columns, columns, widths, strict=True)
    ]
    between = " " * BETWEEN
    heading, *rows = (between.join(cells) for cells in zip(*aligned, strict=True))
    return [heading, "─" * cell_len(heading), *rows]


def fitted(table: Table, width: int) -> Table | Text:
    """Return a table with its numbers whole: as it is, its text wrapped, or as a block a row."""
    needed = 2 + sum(_narrowest(column) + BETWEEN for column in table.columns)
    if needed > width:
        return Text("\n").join(_blocks(table))
    for column in table.columns:
        column.no_wrap = column.justify == "right"
        column.overflow = "fold"
        if column.no_wrap:
            column.min_width = _narrowest(column)
        else:
            column.min_width = min(column.min_width or _narrowest(column), _narrowest(column))
    return table


def _narrowest(column: Column) -> int:
    """Fewest columns that a column can do with: of numbers all, of text a few words' worth."""
    cells = max((cell_len(_plain(cell)) for cell in column.cells), default=0)
    heading = max((cell_len(word) for word in _plain(column.header).split()), default=0)
    if column.justify == "right":
        return max(cells, heading)
    return min(LEAST_WORDS, max(cells, cell_len(_plain(column.header))))


def _blocks(table: Table) -> Iterator[Text]:
    if table.title:
        yield Text(_plain(table.title), style="bold")
    names = [_plain(column.header) for column in table.columns]
    indent = max(map(cell_len, names[1:]), default=0)
    for row in zip(*(list(column.cells) for column in table.columns), strict=True):
        cells = [_plain(cell) for cell in row]
        yield Text(cells[0], style="bold")
        for name, cell in zip(names[1:], cells[1:], strict=True):
            if cell.strip():
                yield Text(f"  {name}{' ' * (indent - cell_len(name))}  {cell}")


def _plain(cell: Any) -> str:
    return cell.plain if isinstance(cell, Text) else str(cell)
