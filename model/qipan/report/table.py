"""A table that is computed once: a frame of stable column ids, and beside it what a reader sees.

A CSV file writes the ids and the values as they are; terminal, HTML, Word and workbook write the
headings, the titles of what the ids name, and rounded numbers: see `Table.said`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..words import Language, Words
from .document import MOST_ROWS, Range, Shown

if TYPE_CHECKING:
    import pandas as pd

Says = Callable[[Any, Language], Any]  # a cell to what a reader sees of it
NOTHING = Words.of("", "")


@dataclass(frozen=True)
class Column:
    """What a reader sees of a column.

    Attributes
    ----------
    id : str
        Of the frame.
    heading : Words
    signed : bool
        Whether its numbers are changes, which carry their sign.
    says : callable, optional
        Turns a cell and a language into what is shown: a metric's id into its title.
    """

    id: str
    heading: Words
    signed: bool = False
    says: Says | None = None

    def cells(self, column: "pd.Series[Any]", language: Language) -> "pd.Series[Any]":
        """Return the cells as a reader sees them."""
        if self.says is None:
            return column
        import pandas as pd

        said = [self.says(cell, language) for cell in column]
        return pd.Series(said, column.index, dtype=object)  # counts stay counts beside None


@dataclass(frozen=True)
class Ends:
    """Two columns that a reader sees as one interval, [low, high].

    Attributes
    ----------
    low, high : str
        Ids of the columns.
    heading : Words
        Of the one column.
    """

    low: str
    high: str
    heading: Words


@dataclass(frozen=True)
class Table:
    """A table in both languages.

    Attributes
    ----------
    name : str
        Of its CSV file, without ending; the same in both languages.
    frame : DataFrame
        Columns by id, values not rounded.
    columns : tuple of Column
        Those that a reader sees, in this order; a CSV file has all of the frame's.
    title, note, sheet : Words
        `sheet` names it in a workbook.
    intervals : tuple of Ends
    by_row : bool
        Whether the numbers of a row are in one unit and share their decimals.
    most_rows, most_in_word : int or None
        As of `Shown`.
    """

    name: str
    frame: "pd.DataFrame"
    columns: tuple[Column, ...] = ()
    title: Words = NOTHING
    note: Words = NOTHING
    sheet: Words = NOTHING
    intervals: tuple[Ends, ...] = ()
    by_row: bool = False
    most_rows: int | None = MOST_ROWS
    most_in_word: int | None = field(default=None)

    def said(self, language: Language) -> Shown:
        """Return the table as a reader of a language sees it."""
        shown = [column for column in self.columns if column.id in self.frame]
        heads = _headings(shown, self.intervals, language)
        cells = {heads[c.id]: c.cells(self.frame[c.id], language) for c in shown}
        pairs = [ends for ends in self.intervals if ends.low in heads and ends.high in heads]
        return Shown(
            name=(self.sheet if self.sheet.en else self.title).say(language) or self.name,
            title=self.title.say(language),
            frame=_framed(cells, self.frame),
            note=self.note.say(language),
            ranges=tuple(
                Range(ends.heading.say(language), heads[ends.low], heads[ends.high])
                for ends in pairs
            ),
            signed=tuple(heads[column.id] for column in shown if column.signed),
            by_row=self.by_row,
            most_rows=self.most_rows,
            most_in_word=self.most_in_word,
        )

    def of(self, *ids: str, **changes: Any) -> "Table":
        """Return the same table with some columns to be seen, and other changes."""
        known = {column.id: column for column in self.columns}
        return replace(self, columns=tuple(known[name] for name in ids), **changes)

    def where(self, rows: "pd.Series[bool]", **changes: Any) -> "Table":
        """Return some rows of the table."""
        return replace(self, frame=self.frame[rows].reset_index(drop=True), **changes)


def columns(
    heads: Mapping[str, Words], *, signed: Sequence[str] = (), **says: Says
) -> tuple[Column, ...]:
    """Return columns by their ids and headings.

    Parameters
    ----------
    heads : mapping of str to Words
    signed : sequence of str
        Ids of changes.
    **says : callable
        By id, what turns a cell into what is shown.
    """
    return tuple(
        Column(name, words, name in signed, says.get(name)) for name, words in heads.items()
    )


def _headings(
    shown: Iterable[Column], intervals: Iterable[Ends], language: Language
) -> dict[str, str]:
    """Headings by id, no two alike."""
    heads: dict[str, str] = {}
    for column in shown:
        said, number = column.heading.say(language), 2
        while said in heads.values():
            said, number = f"{column.heading.say(language)} {number}", number + 1
        heads[column.id] = said
    return heads


def _framed(cells: "dict[str, pd.Series[Any]]", frame: "pd.DataFrame") -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(cells, index=frame.index)
