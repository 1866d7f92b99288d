"""Tables of places, as offices keep them: a CSV or a workbook; and where a row says a site is."""

from collections.abc import Sequence

from ..city.circle import ends_of
from ..city.places import Places
from ..imports.refused import ImportRefusedError
from ..imports.tabular.files import grids_of
from ..imports.tabular.grid import text_in
from ..scenario.faults import Fault, at, did_you_mean
from ..scenario.nodes import Mark
from ..scenario.source_files import UnreadableFileError, read_file
from ..scenario.tables import Column, Row, number_of_cell, read_records, read_table
from ..words import Phrase, joined

POSITION = (
    Column("community", ("社区", "所在社区"), needed=False),
    Column("x_km", ("东向", "东向公里"), needed=False),
    Column("y_km", ("北向", "北向公里"), needed=False),
)
_NUMBER = Phrase("must be a number")
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


def position_of(row: Row, places: Places) -> tuple[float, float] | Fault:
    """Where a row says that a site is, km east and north: in a community's middle, or at a point.

    A community that does not exist, no place, two places, or one outside the city is a fault.
    """
    community = row.cells.get("community", "")
    points = [row.cells.get(name, "") for name in ("x_km", "y_km")]
    if community and not any(points):
        if community not in places.ids:
            ends = Phrase(
                "the city has {known} to {known2}", known=places.ids[0], known2=places.ids[-1]
            )
            found = Phrase("found '{place}'", place=community)
            return at(row.mark, "community", found, ends, did_you_mean(community, places.ids))
        n = places.ids.index(community)
        return float(places.x_km[n]), float(places.y_km[n])
    if community or not all(points):
        found = Phrase("{name} is at no place", name=row.cells["site"])
        allowed = Phrase("must have a community, or x_km and y_km, and not both")
        return at(row.mark, "community", found, allowed)
    numbers = []
    for name in ("x_km", "y_km"):
        number = number_of_cell(row, name, name, _NUMBER)
        if isinstance(number, Fault):
            return number
        numbers.append(number)
    return _inside(row, numbers[0], numbers[1], places)


def _inside(row: Row, x: float, y: float, places: Places) -> tuple[float, float] | Fault:
    """Return a point of the city, or the fault that it lies outside."""
    for name, value, low, high in zip(("x_km", "y_km"), (x, y), *ends_of(places), strict=True):
        if not low <= value <= high:
            found = Phrase("found {value:g}: outside the city", value=value)
            allowed = Phrase("must be from {low:.2f} to {high:.2f} km", low=low, high=high)
            return at(row.mark, name, found, allowed)
    return x, y
