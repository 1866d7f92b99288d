"""A table with a header: one or several files and sheets of one form, joined."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...scenario.faults import Fault, listing
from ...words import Phrase
from ..refused import ImportRefusedError, refused
from .files import content_of, grids_of
from .grid import Cell, Grid, place_of
from .header import Header, find_header
from .roles import Role, folded

TOTALS = {
    *("合计", "总计", "小计", "总数", "共计", "汇总", "全市", "全区", "全县", "本页合计"),
    *("total", "sum", "subtotal", "grand total", "totals"),
}


@dataclass(frozen=True)
class Part:
    """A grid whose header is known."""

    grid: Grid
    header: Header

    @property
    def place(self) -> str:
        """How it is named in what is said of it."""
        return place_of(self.grid)


@dataclass(frozen=True)
class Table:
    """Parts of one form.

    Attributes
    ----------
    parts : tuple of Part
    header : tuple of str
        Of the first part; those of the others are the same, perhaps in another order.
    passed_over : tuple of str
        Sheets that hold no such table.
    """

    parts: tuple[Part, ...]
    header: tuple[str, ...]
    passed_over: tuple[str, ...]

    def rows(self, wanted: Sequence[int]) -> Iterator[tuple[int, int, Sequence[Cell]]]:
        """Yield the place of its part, its number and the wanted cells of each row.

        Rows of totals are left out: they are sums of others.

        Parameters
        ----------
        wanted : sequence of int
            Columns of `header`.
        """
        names = [self.header[place] for place in wanted]
        for at, part in enumerate(self.parts):
            own = [_place(part.header.names, name) for name in names]
            for number, cells in part.grid.rows([0, 1, *own]):
                if number > part.header.last_row and not is_total(cells[:2]):
                    yield at, number, cells[2:]

    def place(self, part: int, row: int) -> str:
        """Return how a row is named in faults."""
        return f"{self.parts[part].place}:{row}"


def is_total(cells: Sequence[Cell]) -> bool:
    """Whether the first cell of a row that says something calls it a total."""
    first = next((cell for cell in cells if cell != ""), "")
    return isinstance(first, str) and "".join(first.split()).casefold().strip(":：") in TOTALS


def read_tables(
    files: Sequence[str | os.PathLike[str]], roles: Sequence[Role], named: Sequence[str] = ()
) -> tuple[Table, dict[str, bytes]]:
    """Read files that hold one table together.

    Parameters
    ----------
    files : sequence of path
    roles : sequence of Role
        By whose names headers are found.
    named : sequence of str
        Headers that a map names.

    Returns
    -------
    tuple
        The table, and the content of each file by its name.

    Raises
    ------
    ImportRefusedError
        All that is wrong with the files: unreadable, no header, not of one form.
    """
    words = {name for role in roles for name in role.names if not name.isascii()} | set(named)
    parts: list[Part] = []
    passed: list[str] = []
    contents: dict[str, bytes] = {}
    faults: list[Fault] = []
    for file in map(str, files):
        if file in contents:
            faults.append(Fault(file=file, found=Phrase("named twice")))
            continue
        try:
            contents[file] = content_of(file)
            own, without = _parts(contents[file], file, words, roles, named)
        except ImportRefusedError as error:
            faults += error.faults
            continue
        parts += own
        passed += without
    if faults:
        raise ImportRefusedError(faults)
    return Table(_of_one_form(parts), parts[0].header.names, tuple(passed)), contents


def _parts(
    content: bytes, file: str, words: set[str], roles: Sequence[Role], named: Sequence[str]
) -> tuple[list[Part], list[str]]:
    parts, without = [], []
    for grid in grids_of(content, file, words):
        header = find_header(grid, roles, named)
        if header is None:
            without.append(place_of(grid))
        else:
            parts.append(Part(grid, header))
    if not parts:
        known = listing([role.names[0] for role in roles][:12])
        hint = Phrase(
            "a header has at least two names that are known, such as {known}", known=known
        )
        raise refused(file, Phrase("no header was found in its first 30 rows"), hint)
    return parts, without


def _of_one_form(parts: list[Part]) -> tuple[Part, ...]:
    """Ask that all parts have the columns of the first; sheets of fewer known names are no part."""
    first = _names(parts[0])
    faults = [
        Fault(
            file=part.place,
            found=Phrase("other columns than {place}", place=parts[0].place),
            allowed=Phrase("files and sheets that are read together must have the same header"),
            hint=Phrase("import them one by one"),
        )
        for part in parts[1:]
        if _names(part) != first
    ]
    if faults:
        raise ImportRefusedError(faults)
    return tuple(parts)


def _names(part: Part) -> set[str]:
    return {folded(name) for name in part.header.names if name}


def _place(names: Sequence[str], name: str) -> int:
    if name in names:
        return names.index(name)
    return [folded(own) for own in names].index(folded(name))
