"""The table of a plan's places, as offices keep it: a CSV or a workbook."""

from collections.abc import Sequence

from ..imports.refused import ImportRefusedError
from ..imports.tabular.files import grids_of
from ..imports.tabular.grid import text_in
from ..scenario.faults import Fault, at
from ..scenario.nodes import Mark
from ..scenario.source_files import UnreadableFileError, read_file
from ..scenario.tables import Column, Row, read_records, read_table
from ..words import Phrase, joined

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx, .et, .ods and .xls begin
_ONE_SHEET = Phrase("keep the table in a workbook of one sheet, or save it as CSV")


def read_places(
    file: str, asked: Mark, key: str, columns: Sequence[Column]
) -> tuple[list[Row] | None, list[Fault]]:
    """Read the columns of a table that are asked for; as `scenario.tables.read_table`.

    Of a workbook the one sheet that is not empty is read; a row's mark is its number there.
    """
    try:
        content = read_file(file)
    except UnreadableFileError as error:
        return None, [at(asked, key, error.found, hint=error.hint)]
    if not content.startswith(_WORKBOOKS):
        return read_table(file, asked, key, columns)
    try:
        grids = grids_of(content, file, ())
    except ImportRefusedError as error:
        return None, list(error.faults)
    if len(grids) > 1:
        names = joined(grid.sheet for grid in grids)
        found = Phrase(
            "{file} has {number} sheets with something in them ({names})",
            file=file,
            number=len(grids),
            names=names,
        )
        return None, [at(asked, key, found, Phrase("must be one"), _ONE_SHEET)]
    rows = [(number, [text_in(cell) for cell in cells]) for number, cells in grids[0].rows()]
    said = [(number, cells) for number, cells in rows if any(cells)]
    return read_records(said, file, key, columns)
