import io
import time

import pandas as pd
import pytest
from openpyxl import load_workbook

from qipan.report.document import Table
from qipan.report.render.workbook import as_workbook, number_format, sheet_names

from ..example import report


def opened(language="en", *tables):
    return load_workbook(io.BytesIO(as_workbook(report(language, *tables))))


def test_the_first_sheet_says_what_is_where():
    book = opened()
    first = book.worksheets[0]
    assert first.title == "Contents"
    said = [str(cell.value) for row in first.iter_rows() for cell in row if cell.value is not None]
    for name in book.sheetnames[1:]:
        assert name in said
    assert "1671" in said
    assert opened("zh").sheetnames[0] == "目录"


def test_numbers_are_numbers_with_a_format():
    sheet = opened()["differences"]
    assert [cell.value for cell in sheet[1]] == ["metric", "value", "low", "high", "n", "on"]
    assert sheet["B2"].value == 46.84 and sheet["B2"].number_format == "#,##0.0"
    assert sheet["C2"].value == -45.91
    assert sheet["C2"].number_format == "+#,##0.0;-#,##0.0;#,##0.0"
    assert sheet["E5"].value == 1234567 and sheet["E5"].number_format == "#,##0"
    assert sheet["B3"].value == "–"


def test_text_that_looks_like_a_formula_stays_text():
    sheet = opened()["differences"]
    assert sheet["A4"].value == "=1+1" and sheet["A4"].data_type == "s"


def test_all_rows_are_there_under_a_frozen_head():
    sheet = opened()["by community"]
    assert sheet.max_row == 1672
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["A"].width >= 8


def test_an_empty_table_keeps_its_head():
    assert [cell.value for cell in opened()["nothing"][1]] == ["community", "p90"]


def test_names_of_sheets_are_short_allowed_and_differ():
    frame = pd.DataFrame({"a": [1]})
    names = ["a/b:c*?[x]", "x" * 40, "x" * 41, "Differences", "", "'q'"]
    tables = [Table(name, name, frame) for name in names]
    found = sheet_names(report("en", *tables))
    assert len({name.casefold() for name in found}) == len(found)
    assert all(0 < len(name) <= 31 for name in found)
    assert not any(set(name) & set("[]:*?/\\") for name in found)
    assert opened("en", *tables).sheetnames[1:] == found


def test_equal_reports_give_equal_bytes_at_any_time():
    one = as_workbook(report())
    time.sleep(1.1)
    assert as_workbook(report()) == one


@pytest.mark.parametrize(
    ("decimal", "signed", "expected"),
    [(0, False, "#,##0"), (2, True, "+#,##0.00;-#,##0.00;#,##0.00")],
)
def test_formats(decimal, signed, expected):
    assert number_format(decimal, signed) == expected


def test_columns_are_as_wide_as_what_they_show():
    frame = pd.DataFrame(
        {
            "name": ["a", *["b"] * 400, "a name that comes late in the table"],
            "value": [1.0, *[2.0] * 400, 123456789.0],
            "a heading of several words that takes some lines": [1.25] * 402,
        }
    )
    sheet = opened("en", Table("late", "Late", frame)).worksheets[2]
    name, value, heading = (sheet.column_dimensions[letter].width for letter in "ABC")
    assert name >= len("a name that comes late in the table")
    assert value >= len("123,456,789")
    assert heading < 40 and sheet.row_dimensions[1].height >= 30.0
