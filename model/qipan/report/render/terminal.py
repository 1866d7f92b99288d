"""A report on the terminal: its answer, and of each section what the terminal shows."""

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from ...terminal import Terminal
from ...words import Language
from ..document import Report, Section, Shown
from . import text
from .cells import Grid, grid

PLAIN_WIDTH = 160  # where there is no terminal to ask for its width
CAUTION = "yellow"


def console() -> Console:
    """Console that writes no colours and keeps its width when the output is not a terminal."""
    plain = Terminal()
    return plain if plain.is_terminal else Terminal(width=PLAIN_WIDTH)


def show(report: Report, out: Console) -> None:
    """Print a report: title, question and answer, then the sections that are meant for it.

    Widths are right for Chinese, and no number is cut: a table too wide is written as blocks, a
    row each.
    """
    for words, style in ((report.title, "bold"), (report.question, "italic"), (report.answer, "")):
        if words:
            sentence(words, report.language, out, style)
    for section in report.sections:
        if section.brief is not None:
            _show_section(section.brief, report.language, out)


def _show_section(section: Section, language: Language, out: Console) -> None:
    tables = section.shown_tables
    if section.heading and (tables or section.paragraphs):
        out.print(Text(f"\n{section.heading}"), style="bold")
    for words in section.paragraphs:
        sentence(words, language, out)
    for table in tables:
        show_table(table, language, out)
    for words in section.items:
        sentence(f"! {words}", language, out, CAUTION)


def sentence(words: str, language: Language, out: Console, style: str = "") -> None:
    """Print a sentence; Chinese, which has no words to break at, is left to the terminal."""
    out.print(Text(words), style=style, soft_wrap=language == "zh")


def show_table(table: Shown, language: Language, out: Console) -> None:
    """Print a table, its numbers written as in all other formats."""
    cells = grid(table, language)
    out.print(_laid_out(table.title, cells))
    if cells.left_out:
        rows = len(cells.rows)
        out.print(Text(text.SOME_ROWS.say(language, shown=rows, all=rows + cells.left_out)))
    if table.note:
        sentence(table.note, language, out, "dim")


def _laid_out(title: str, cells: Grid) -> RichTable:
    table = RichTable(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
    for heading, numeric in zip(cells.headings, cells.numeric, strict=True):
        table.add_column(Text(heading), justify="right" if numeric else "left", overflow="fold")
    for row in cells.rows:
        table.add_row(*(Text(cell.text) for cell in row))
    return table
