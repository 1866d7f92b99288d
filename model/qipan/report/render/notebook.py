"""A result as a notebook shows it: what it is, its first table, and what must be known."""

from ...notebook import panel
from ...runs.result import Result
from ...words import Language
from .cells import grid

MOST_ROWS = 20


def as_panel(result: Result, language: Language = "en") -> str:
    """Return a small piece of HTML, every text escaped."""
    table = next(iter(result.tables.values()), None)
    heading = repr(result).strip("<>")
    if table is None:
        return panel(heading)
    shown = table.said(language)
    cells = grid(shown, language, most=MOST_ROWS)
    rows = [[cell.text for cell in row] for row in cells.rows]
    return panel(heading, cells.headings, rows, [shown.note] if shown.note else [])
