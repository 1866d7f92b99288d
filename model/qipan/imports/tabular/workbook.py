"""Sheets of a workbook: xlsx, xls and ods."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...words import Phrase
from ..refused import refused
from .grid import Cell, picked


@dataclass(frozen=True)
class Sheet:
    """A sheet, with merged cells filled: each has the value that is seen."""

    file: str
    sheet: str
    cells: list[list[Cell]]

    def rows(self, wanted: Sequence[int] | None = None) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Yield rows that say something; see `Grid.rows`."""
        for number, row in enumerate(self.cells, 1):
            if any(cell != "" for cell in row):
                yield number, picked(row, wanted)


def sheets_of(content: bytes, file: str) -> list[Sheet]:
    """Read all sheets that are not empty.

    Raises
    ------
    ImportRefusedError
        If it is damaged, or locked by a password.
    """
    from python_calamine import CalamineError, load_workbook

    try:
        book = load_workbook(io.BytesIO(content))
        names = book.sheet_names
        found = [_sheet(book.get_sheet_by_name(name), file, name, len(names)) for name in names]
    except (CalamineError, OSError, ValueError) as error:
        hint = Phrase("open it in Excel or WPS, take off any password, and save it as .xlsx")
        raise refused(
            file, Phrase("cannot be read as a workbook: {error}", error=error), hint
        ) from None
    return [sheet for sheet in found if sheet.cells]


def _sheet(sheet: object, file: str, name: str, sheets: int) -> Sheet:
    cells: list[list[Cell]] = sheet.to_python(skip_empty_area=False)  # type: ignore[attr-defined]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():  # type: ignore[attr-defined]
        if top >= len(cells) or left >= len(cells[top]):
            continue
        value = cells[top][left]
        for row in cells[top : bottom + 1]:
            # A title that spans the sheet is one cell; what spans rows is said of each.
            if bottom > top:
                row[left : right + 1] = [value] * len(row[left : right + 1])
    return Sheet(file, name if sheets > 1 else "", cells)
