"""Where the header of a table stands: below its title, in one row or in two."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from .grid import Cell, Grid
from .roles import Role, find_columns, folded

_LOOKED_AT = 30  # rows above which no header begins
FEWEST_KNOWN = 2  # names that make a row the header: one may be a word of a title


@dataclass(frozen=True)
class Header:
    """A header: its texts by column, and the number of the last row that belongs to it."""

    names: tuple[str, ...]
    last_row: int
    known: int


def find_header(grid: Grid, roles: Sequence[Role], named: Sequence[str] = ()) -> Header | None:
    """Find the header of a grid: the row, or the two rows, with most names that are known.

    Parameters
    ----------
    grid : Grid
    roles : sequence of Role
        Whose names are looked for.
    named : sequence of str
        Headers that a map names; these are known too.

    Returns
    -------
    Header or None
        None if no row has at least two names that are known.
    """
    rows = list(islice(grid.rows(), _LOOKED_AT))
    best: Header | None = None
    for at, (number, cells) in enumerate(rows):
        single = Header(_texts(cells), number, 0)
        found = [single]
        if at + 1 < len(rows) and not any(map(_is_value, rows[at + 1][1])):
            below = rows[at + 1]
            found.append(Header(_two_rows(single.names, _texts(below[1])), below[0], 0))
        for header in found:
            known = _known(header.names, roles, named)
            if known >= min(FEWEST_KNOWN, len(named) or FEWEST_KNOWN) and (
                best is None or known > best.known
            ):
                best = Header(header.names, header.last_row, known)
    return best


def _known(names: Sequence[str], roles: Sequence[Role], named: Sequence[str]) -> int:
    own = {folded(name) for name in names if name}
    by_map = sum(folded(name) in own for name in named)
    return max(by_map, len(find_columns(names, roles).columns))


def _texts(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the texts of a row; a number or a time is no header."""
    return tuple(
        " ".join(cell.split()) if isinstance(cell, str) and not _is_value(cell) else ""
        for cell in cells
    )


def _two_rows(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Join two rows of a header: what stands below says more, unless it says the same."""
    width = max(len(above), len(below))
    upper = [*above, *[""] * (width - len(above))]
    lower = [*below, *[""] * (width - len(below))]
    return tuple(down or up for up, down in zip(upper, lower, strict=True))


def _is_value(cell: Cell) -> bool:
    """Whether a cell is a value and no name: a number or a time."""
    if not isinstance(cell, str):
        return True
    bare = cell.strip().replace(",", "").replace(".", "").replace("-", "").replace(":", "")
    return bare.isdecimal()
