"""Tables in CSV that a scenario names: read whole, or refused with the line that is wrong."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..words import Phrase, joined
from .faults import Fault, at, did_you_mean, listing
from .file_kinds import binary_kind
from .meant import hint_of_number, number_in_table
from .nodes import Mark
from .source_files import UnreadableFileError, read_file
from .visible import one_spelling

SAVE_AS_CSV = Phrase(
    "in Excel: Save As, 'CSV UTF-8 (Comma delimited)' (另存为“CSV UTF-8（逗号分隔）”)"
)
_SEPARATORS = {
    ";": Phrase("semicolons"),
    "\t": Phrase("tabs"),
    "\uff0c": Phrase("full-width commas"),
}
_MARKED = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CHINESE_WINDOWS = "gb18030"
_QUOTES = Phrase('a cell in quotes must end with one, and a " within it is written twice')


@dataclass(frozen=True)
class Column:
    """A column that is read.

    Attributes
    ----------
    name : str
        As programs write it.
    also : tuple of str
        What people write instead.
    needed : bool
        Whether it must be there.
    """

    name: str
    also: tuple[str, ...] = ()
    needed: bool = True

    @property
    def spelt(self) -> str:
        """The column as it is named in faults."""
        return f"{self.name} ({self.also[0]})" if self.also else self.name


@dataclass(frozen=True)
class Row:
    """A row of a table: where it begins, and its cells by name of their column, stripped."""

    mark: Mark
    cells: dict[str, str]


def read_table(
    file: str, asked: Mark, key: str, columns: Sequence[Column]
) -> tuple[list[Row] | None, list[Fault]]:
    """Read the columns of a table that are asked for.

    The file is CSV with commas and a header, in UTF-8, or GB18030 as Excel on Chinese Windows
    writes it. Rows without anything in them are passed over, here and in the count of cells:
    a spreadsheet leaves such.

    Parameters
    ----------
    file : str
    asked : Mark
        Where the file is named.
    key : str
        Under which key.
    columns : sequence of Column

    Returns
    -------
    tuple
        The rows, None if the table as a whole cannot be read; and what is wrong.
    """
    try:
        content = read_file(file)
    except UnreadableFileError as error:
        return None, [at(asked, key, error.found, hint=error.hint)]
    text = _decoded(content)
    kind = binary_kind(content) or ("" if text is not None else Phrase("in no known encoding"))
    if kind or text is None:
        return None, [
            at(
                asked,
                key,
                Phrase("{file} is {kind}, not a CSV table", file=file, kind=kind),
                hint=SAVE_AS_CSV,
            )
        ]
    try:
        records = list(_records(text))
    except csv.Error as error:
        return None, [
            at(
                asked,
                key,
                Phrase("{file} is not a CSV table: {error}", file=file, error=error),
                hint=_QUOTES,
            )
        ]
    if not records:
        return None, [at(asked, key, Phrase("{file} is empty", file=file))]
    return read_records(records, file, key, columns)


def number_of_cell(row: Row, name: str, key: str, must_be: str) -> float | Fault:
    """Return the number in a cell, or the fault that there is none."""
    said = row.cells[name]
    number = number_in_table(said)
    if number is not None:
        return number
    return at(row.mark, key, Phrase("found '{said}'", said=said), must_be, hint_of_number(said))


def _decoded(content: bytes) -> str | None:
    """Return the text, or None if it is in no known encoding."""
    named = next((name for mark, name in _MARKED.items() if content.startswith(mark)), None)
    for encoding in (named,) if named else ("utf-8", _CHINESE_WINDOWS):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that says something, with the number of the line it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    for cells in reader:
        said = [one_spelling(cell.strip()) for cell in cells]
        if any(said):
            yield begins, said
        begins = reader.line_num + 1


def read_records(
    records: list[tuple[int, list[str]]], file: str, key: str, columns: Sequence[Column]
) -> tuple[list[Row] | None, list[Fault]]:
    """Read the columns that are asked for of records, the header first, each with its line.

    Parameters
    ----------
    records : list of (int, list of str)
        At least one.
    file, key : str
        For what is said of them.
    columns : sequence of Column

    Returns
    -------
    tuple
        As of `read_table`.
    """
    line, header = records[0]
    header = _without_end(header, 0)
    places, faults = _places(header, Mark(file, line), key, columns)
    if faults:
        return None, faults
    rows: list[Row] = []
    for number, cells in records[1:]:
        mark, cells = Mark(file, number), _without_end(cells, len(header))
        if len(cells) != len(header):
            faults.append(_miscounted(mark, key, cells, len(header)))
            continue
        rows.append(Row(mark, {name: cells[place] for name, place in places.items()}))
    return rows, faults


def _without_end(cells: list[str], least: int) -> list[str]:
    """Cut off empty cells at the end of a row, beyond the first few."""
    length = len(cells)
    while length > least and not cells[length - 1]:
        length -= 1
    return cells[:length]


def _places(
    header: list[str], mark: Mark, key: str, columns: Sequence[Column]
) -> tuple[dict[str, int], list[Fault]]:
    """Find where each column stands; what is wrong with the header."""
    names = [_folded(name) for name in header]
    doubled = {name for name in names if name and names.count(name) > 1}
    if doubled:
        return {}, [
            at(mark, key, Phrase("column {doubled} given twice", doubled=listing(sorted(doubled))))
        ]
    places: dict[str, int] = {}
    faults: list[Fault] = []
    for column in columns:
        spellings = [_folded(spelling) for spelling in (column.name, *column.also)]
        found = [place for place, name in enumerate(names) if name in spellings]
        if len(found) > 1:
            both = joined((header[place] for place in found), " and ", "和")
            faults.append(
                at(
                    mark,
                    key,
                    Phrase("{both} are both the column {name}", both=both, name=column.name),
                    Phrase("one of them"),
                )
            )
        elif found:
            places[column.name] = found[0]
    missing = [c for c in columns if c.needed and c.name not in places]
    if missing and not faults:
        faults.append(_missing(missing, header, mark, key))
    return places, faults


def _missing(missing: list[Column], header: list[str], mark: Mark, key: str) -> Fault:
    said = Phrase("no column {missing}", missing=listing(column.spelt for column in missing))
    apart = next((word for sign, word in _SEPARATORS.items() if sign in "".join(header)), "")
    if apart and len(header) == 1:
        return at(
            mark,
            key,
            Phrase("columns are kept apart by {apart}", apart=apart),
            Phrase("must be commas"),
            SAVE_AS_CSV,
        )
    hint = did_you_mean(missing[0].name, header)
    return at(mark, key, said, Phrase("found: {header}", header=listing(header)), hint)


def _miscounted(mark: Mark, key: str, cells: list[str], expected: int) -> Fault:
    found = Phrase(
        "line {line} has {number} {number:cell|cells}, the header {expected}",
        line=mark.line,
        number=len(cells),
        expected=expected,
    )
    parted = [f"{one},{two}" for one, two in pairwise(cells) if _is_parted(one, two)]
    if len(cells) <= expected or not parted:
        return at(mark, key, found)
    hint = Phrase(
        'write {replace}, or "{parted}" in quotes',
        replace=parted[0].replace(",", ""),
        parted=parted[0],
    )
    return at(mark, key, found, hint=hint)


def _is_parted(one: str, two: str) -> bool:
    """Whether two cells look like one number that a comma of its thousands has cut."""
    return one.isdecimal() and len(one) <= 3 and two[:3].isdecimal() and len(two[:3]) == 3


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace(" ", "_")
