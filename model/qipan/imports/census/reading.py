"""A table of communities to rows: every cell asked, everything wrong said at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...scenario.faults import Fault, did_you_mean, listing
from ...words import Phrase
from ..refused import ImportRefusedError
from ..tabular.column_map import ColumnMap, columns_of
from ..tabular.grid import Cell, text_in
from ..tabular.roles import unit_of
from ..tabular.table import Table
from .cells import CellError, number_in, positive_in, whole_in
from .columns import NO_UNITS, ROLES, TYPE_WORDS, UNITS
from .coordinates import on_the_plane
from .place_row import PlaceRow, identifier, names_apart
from .polygons import Boundary

_COUNTS = {"residents": 1, "households": 1, "grids": 1, "cadres": 0}  # the least of each
_AMOUNTS = ("staff", "area_km2")
_BOUNDS = {"longitude": 180.0, "latitude": 90.0, "x_km": 20_000.0, "y_km": 20_000.0}
_PAIRS = (("longitude", "latitude"), ("x_km", "y_km"))
_REMARKS = (
    "注",
    "备注",
    "填表",
    "制表",
    "说明",
    "单位",
    "审核",
    "联系",
    "note",
    "source",
    "数据来源",
)


@dataclass(frozen=True)
class Census:
    """Communities that were read.

    Attributes
    ----------
    rows : tuple of PlaceRow
    places : tuple of str
        Where each row stands, as faults name it.
    headers : dict of str to str
        Header of each role that was found.
    notes : tuple of str
        What was done beside copying numbers, as sentences.
    """

    rows: tuple[PlaceRow, ...]
    places: tuple[str, ...]
    headers: Mapping[str, str]
    notes: tuple[str, ...]


def read_census(
    table: Table,
    known: ColumnMap,
    types: Mapping[str, bool],
    boundaries: Sequence[Boundary] | None = None,
) -> Census:
    """Read all communities of a table.

    Parameters
    ----------
    table : Table
    known : ColumnMap
    types : mapping of str to bool
        The scenario's types of communities, and whether each is a village.
    boundaries : sequence of Boundary, optional
        Their areas and places, by name.

    Raises
    ------
    ImportRefusedError
        Every cell that does not say what its column asks for, by row and column.
    """
    reader = _Reader(table, known, types)
    reader.read()
    reader.join(boundaries)
    reader.name()
    reader.place()
    if reader.faults:
        raise ImportRefusedError(reader.faults)
    rows = tuple(PlaceRow(**fields) for fields in reader.found)
    return Census(rows, tuple(reader.places), reader.headers, tuple(reader.notes))


class _Reader:
    def __init__(self, table: Table, known: ColumnMap, types: Mapping[str, bool]) -> None:
        self._table, self._types = table, types
        file = table.parts[0].place
        self._columns = {
            key: places[0] for key, places in columns_of(known, table.header, ROLES, file).items()
        }
        self.headers = {key: table.header[place] for key, place in self._columns.items()}
        self.faults: list[Fault] = []
        self._factors = {key: self._factor(key) for key in self._columns}
        self.found: list[dict[str, Any]] = []
        self.places: list[str] = []
        self.notes: list[str] = []
        self._degrees: list[tuple[float | None, float | None]] = []
        self._above = ("", -1)  # subdistrict of the row above, and its part

    def _factor(self, key: str) -> float:
        """Return by what numbers of a column are multiplied, after the unit in its header."""
        unit = unit_of(self.headers[key])
        units = UNITS.get(key)
        if units is None or unit in NO_UNITS:
            return 1.0
        if unit in units:
            return units[unit]
        self._say(
            self._table.parts[0].place,
            key,
            Phrase("the unit '{unit}'", unit=unit)
            if any(letter.isalpha() for letter in unit)
            else Phrase("a unit"),
            Phrase("known: {units}", units=listing(units)),
        )
        return 1.0

    # -- rows -------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the cells of every row."""
        keys = list(self._columns)
        passed: list[int] = []
        for part, number, cells in self._table.rows(list(self._columns.values())):
            row = dict(zip(keys, cells, strict=True))
            place = self._table.place(part, number)
            if _is_remark(row):
                passed.append(number)
                continue
            self._row(row, part, place)
        if passed:
            self.notes.append(
                Phrase(
                    "passed over as remarks: rows {passed}", passed=listing(map(str, passed), 10)
                )
            )
        if not self.found and not self.faults:
            self.faults.append(
                Fault(file=self._table.parts[0].place, found=Phrase("no row below the header"))
            )

    def _row(self, row: dict[str, Cell], part: int, place: str) -> None:
        name = identifier(text_in(row["name"]))
        fields: dict[str, Any] = {"name": name}
        if not name:
            self._say(
                place,
                Phrase("name"),
                Phrase("found '{text_in}'", text_in=text_in(row["name"])),
                Phrase("must be a name"),
            )
        fields["subdistrict"] = self._subdistrict(row, part, place)
        for key, least in _COUNTS.items():
            if key in row:
                fields[key] = self._cell(whole_in, row[key], key, place, least, self._factors[key])
        for key in _AMOUNTS:
            if key in row:
                fields[key] = self._cell(positive_in, row[key], key, place, self._factors[key])
        for key, most in _BOUNDS.items():
            if key in row:
                value = self._cell(number_in, row[key], key, place, self._factors[key])
                if value is not None and abs(value) > most:
                    self._say(
                        place,
                        key,
                        Phrase("found {value:g}", value=value),
                        Phrase("must be {part:g} to {most:g}", part=-most, most=most),
                    )
                fields[key] = value
        if fields["residents"] is None and text_in(row["residents"]) == "":
            self._say(
                place,
                Phrase("residents"),
                Phrase("found nothing"),
                Phrase("must be a whole number, 1 or more"),
            )
        self._ask_for_sense(fields, place)
        fields["type"] = self._type(row, name, place)
        self._degrees.append((fields.pop("longitude", None), fields.pop("latitude", None)))
        self.found.append(fields)
        self.places.append(place)

    def _ask_for_sense(self, fields: dict[str, Any], place: str) -> None:
        residents = fields["residents"]
        for key in ("households", "grids"):
            value = fields.get(key)
            if residents is not None and value is not None and value > residents:
                said = Phrase("must be at most its residents, {residents}", residents=residents)
                self._say(place, key, Phrase("found {value}", value=value), said)

    def _cell(self, read: Any, cell: Cell, key: str, place: str, *settings: float) -> Any:
        try:
            return read(cell, *settings)
        except CellError as error:
            self._say(place, key, error.found, error.allowed, error.hint)
            return None

    def _subdistrict(self, row: dict[str, Cell], part: int, place: str) -> str:
        """Return the subdistrict; an empty cell goes on with the one above, as merged cells do."""
        if "subdistrict" not in row:
            sheet = self._table.parts[part].grid.sheet
            if not sheet and not self.places:
                self._say(
                    place,
                    Phrase("subdistrict"),
                    Phrase("no column subdistrict (所属街道)"),
                    Phrase("each community lies in one"),
                    Phrase("add the column, or give each subdistrict a sheet of its own"),
                )
            return identifier(sheet)
        text = text_in(row["subdistrict"])
        above, of = self._above
        if not text and above and of == part:
            self._note(
                Phrase("an empty subdistrict was taken from the row above, as of merged cells")
            )
            return above
        name = identifier(text)
        if not name:
            self._say(
                place,
                Phrase("subdistrict"),
                Phrase("found '{text}'", text=text),
                Phrase("must be a name"),
            )
        self._above = (name, part)
        return name

    def _type(self, row: dict[str, Cell], name: str, place: str) -> str | None:
        text = text_in(row.get("type", ""))
        if text:
            known = {word: key for key, words in TYPE_WORDS.items() for word in words}
            kind = text if text in self._types else known.get(text, "")
            if kind in self._types:
                return kind
            words = [*self._types, *(word for word, key in known.items() if key in self._types)]
            hint = did_you_mean(text, words)
            self._say(
                place,
                Phrase("type"),
                Phrase("found '{text}'", text=text),
                Phrase("known: {words}", words=listing(words)),
                hint,
            )
            return None
        village = next((key for key, is_village in self._types.items() if is_village), None)
        if village and name.endswith(("村", "村委会")):
            self._note(
                Phrase(
                    "a community called …村 without a type was taken for a {village}",
                    village=village,
                )
            )
            return village
        return None

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def _say(self, place: str, key: str, found: str, allowed: str = "", hint: str = "") -> None:
        column = self.headers.get(key, key)
        self.faults.append(Fault(place, None, column, found, allowed, hint))

    # -- all rows together ------------------------------------------------------------------------

    def join(self, boundaries: Sequence[Boundary] | None) -> None:
        """Take areas and places from boundaries, by name, and by subdistrict where two share it."""
        if boundaries is None:
            return
        by_name: dict[str, list[Boundary]] = {}
        for boundary in boundaries:
            by_name.setdefault(boundary.name, []).append(boundary)
        for at, (fields, place) in enumerate(zip(self.found, self.places, strict=True)):
            fitting = by_name.get(fields["name"], [])
            if len(fitting) > 1:
                fitting = [one for one in fitting if one.subdistrict == fields["subdistrict"]]
            if len(fitting) != 1:
                found = (
                    Phrase("{number} polygons", number=len(fitting))
                    if fitting
                    else Phrase("no polygon")
                )
                hint = did_you_mean(fields["name"], by_name)
                self._say(
                    place,
                    Phrase("name"),
                    Phrase("{found} of this name and subdistrict", found=found),
                    hint=hint,
                )
                continue
            self._degrees[at] = (fitting[0].longitude, fitting[0].latitude)
            if fields.get("area_km2") is None:
                fields["area_km2"] = fitting[0].area_km2

    def name(self) -> None:
        """Give each community a name of its own."""
        pairs = [(fields["name"], fields["subdistrict"]) for fields in self.found]
        apart = names_apart(pairs)
        if [name for name, _ in pairs] != apart:
            self._note(
                Phrase("communities of one name in several subdistricts have theirs before it")
            )
        seen: dict[str, str] = {}
        for fields, name, place in zip(self.found, apart, self.places, strict=True):
            if name and name in seen:
                self._say(
                    place,
                    Phrase("name"),
                    Phrase("a second community '{name}'", name=name),
                    Phrase("first at {seen}", seen=seen[name]),
                )
            seen.setdefault(name, place)
            fields["name"] = name

    def place(self) -> None:
        """Put all communities on one plane, or none."""
        flat = [(fields.get("x_km"), fields.get("y_km")) for fields in self.found]
        for values, (first, second) in ((self._degrees, _PAIRS[0]), (flat, _PAIRS[1])):
            self._ask_for_all(values, first, second)
        if self.faults:
            return
        degrees = [(x, y) for x, y in self._degrees if x is not None and y is not None]
        if not degrees or any(x is not None for x, _ in flat):
            return
        for fields, (x, y) in zip(self.found, on_the_plane(degrees), strict=True):
            fields["x_km"], fields["y_km"] = x, y
        self._note(
            Phrase("degrees were turned into kilometres east and north of the south-western corner")
        )

    def _ask_for_all(
        self, values: Iterable[tuple[float | None, float | None]], first: str, second: str
    ) -> None:
        listed = list(values)
        given = [x is not None and y is not None for x, y in listed]
        halves = [(x is None) != (y is None) for x, y in listed]
        if all(given) or not (any(given) or any(halves)):
            return
        for whole, place, pair in zip(given, self.places, listed, strict=True):
            if not whole:
                key = second if pair[1] is None else first
                self._say(
                    place,
                    key,
                    Phrase("found nothing"),
                    Phrase("must be given for all communities or none"),
                )


def _is_remark(row: Mapping[str, Cell]) -> bool:
    """Whether a row is a remark below the table: words in its first cell, and nothing else."""
    said = [text_in(cell) for cell in row.values() if text_in(cell)]
    return not said or (len(said) == 1 and said[0].casefold().startswith(_REMARKS))
