"""The tables of a report as a workbook: a sheet a table, after one that says what is where."""

import io
import math
import re
from typing import Any

from ...words import Words
from ..document import Report, Table
from ..numbers import NONE
from . import text
from .archive import steady_workbook
from .arrange import BOLDER, longest_word, width_of
from .cells import as_values, decimals
from .text import clean

CONTENTS_SHEET = Words("Contents")
HEADINGS = (
    Words("no."),
    Words("sheet"),
    Words("what it holds"),
    Words("rows"),
    Words("to be known"),
)
NUMBERS = Words(
    "Numbers are kept in full and shown rounded; – stands where a number does not exist."
)
LONGEST_NAME = 31  # letters, of a sheet
WIDEST, NARROWEST = 60, 8  # columns, in letters
WIDEST_HEAD = 24  # letters of a heading in a line
HEAD_LINE = 15.0  # points
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def as_workbook(report: Report) -> bytes:
    """Return the tables of a report as .xlsx, all rows of them, numbers as numbers."""
    from openpyxl import Workbook

    book = Workbook()
    names = sheet_names(report)
    _write_contents(book.active, report, names)
    for table, name in zip(report.tables, names, strict=True):
        _write_table(book.create_sheet(name), table, report)
    buffer = io.BytesIO()
    book.save(buffer)
    return steady_workbook(buffer.getvalue())


def sheet_names(report: Report) -> list[str]:
    """Names of the tables' sheets: short enough, of letters that are allowed, no two alike."""
    taken = {CONTENTS_SHEET.say(report.language).casefold()}
    names = []
    for table in report.tables:
        plain = _FORBIDDEN.sub(" ", clean(table.name)).strip("' ") or "table"
        name, number = plain[:LONGEST_NAME], 2
        while name.casefold() in taken:
            ending = f" {number}"
            name, number = plain[: LONGEST_NAME - len(ending)] + ending, number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _write_contents(sheet: Any, report: Report, names: list[str]) -> None:
    from openpyxl.styles import Alignment, Font

    language = report.language
    sheet.title = CONTENTS_SHEET.say(language)
    top = (
        (text.QUESTION.say(language), report.question),
        (text.ANSWER.say(language), report.answer),
        (text.COMMAND.say(language), report.command),
        ("", NUMBERS.say(language)),
    )
    _put(sheet.cell(1, 1), report.title).font = Font(bold=True, size=14)
    for row, (name, said) in enumerate(top, 3):
        _put(sheet.cell(row, 1), name).font = Font(bold=True)
        cell = _put(sheet.cell(row, 2), said)
        sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=5)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        lines = sum(1 + width_of(line) // 115 for line in said.splitlines() or [""])
        sheet.row_dimensions[row].height = 15.0 * lines + 3.0
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    first = 4 + len(top)
    for column, words in enumerate(HEADINGS, 1):
        _head(_put(sheet.cell(first, column), words.say(language)))
    for number, (table, name) in enumerate(zip(report.tables, names, strict=True), 1):
        values = (number, name, table.title, len(table.frame), table.note)
        for column, value in enumerate(values, 1):
            cell = _put(sheet.cell(first + number, column), value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        link = sheet.cell(first + number, 2)
        link.hyperlink = f"#'{name.replace(chr(39), chr(39) * 2)}'!A1"
        link.font = Font(color="0072B2", underline="single")
    for letter, width in zip("ABCDE", (16, 24, 48, 8, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    _page(sheet)


def _write_table(sheet: Any, table: Table, report: Report) -> None:
    from openpyxl.utils import get_column_letter

    headings = [str(name) for name in table.frame.columns]
    values = as_values(table)
    places = decimals(table, values)
    for column, heading in enumerate(headings, 1):
        _head(_put(sheet.cell(1, column), heading))
    for row, (cells, decimal) in enumerate(zip(values, places, strict=True), 2):
        for column, value in enumerate(cells, 1):
            signed = headings[column - 1] in table.signed
            _fill(sheet.cell(row, column), value, decimal[column - 1], signed, report)
    lines = 1
    for column, heading in enumerate(headings):
        told = [_told(row[column], at[column]) for row, at in zip(values, places, strict=True)]
        width = _column_width(heading, told)
        sheet.column_dimensions[get_column_letter(column + 1)].width = width
        lines = max(lines, _lines(heading, width))
    sheet.row_dimensions[1].height = HEAD_LINE * lines + 3.0
    sheet.freeze_panes = "B2"
    if headings:
        sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    _page(sheet)


def _fill(cell: Any, value: Any, decimal: int, signed: bool, report: Report) -> None:
    from openpyxl.styles import Alignment

    if isinstance(value, bool):
        value = (text.YES if value else text.NO).say(report.language)
    if isinstance(value, (int, float)) and math.isfinite(value):
        cell.value = value
        cell.number_format = number_format(decimal, signed)
        return
    _put(cell, NONE if value is None else str(value))
    if value is None:
        cell.alignment = Alignment(horizontal="right")
    elif width_of(str(value)) > WIDEST:
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def number_format(decimal: int, signed: bool) -> str:
    """Excel's format of a number: thousands separated, so many decimals, with a sign or not."""
    plain = "#,##0" + ("." + "0" * decimal if decimal else "")
    return f"+{plain};-{plain};{plain}" if signed else plain


def _put(cell: Any, value: Any) -> Any:
    """Put a value into a cell; text that begins with = stays text and is no formula."""
    if isinstance(value, str):
        cell.value = clean(value)
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def _head(cell: Any) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", start_color="EAEEF2")
    cell.border = Border(bottom=Side("thin", color="59636E"))
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def _told(value: Any, decimal: int) -> str:
    """Return a value as a sheet shows it, with room for the sign of a number."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"+{abs(value):,.{decimal}f}"
    return NONE if value is None else str(value)


def _column_width(heading: str, told: list[str]) -> int:
    """Letters of the longest text of a column, and of the words of its heading."""
    longest = max(map(width_of, told), default=0)
    head = max(min(WIDEST_HEAD, width_of(heading)), longest_word([heading]))
    return max(NARROWEST, min(WIDEST, max(longest, head) + 3))


def _lines(heading: str, width: int) -> int:
    """Lines that a heading takes: a word that does not fit begins a new one."""
    room = (width - 2) / BOLDER
    lines, used = 1, 0.0
    for word in re.findall(r"[\x00-\u02ff]+?(?:\s|$)|[^\x00-\u02ff]|\S", heading):
        wide = width_of(word)
        if used and used + width_of(word.rstrip()) > room:
            lines, used = lines + 1, 0.0
        used += wide
    return lines


def _page(sheet: Any) -> None:
    """Print on landscape pages, as wide as the sheet."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&A  &P / &N"
