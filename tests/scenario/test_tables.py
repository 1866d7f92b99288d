"""Tables in CSV: read whole and true, or refused with the line and what to write."""

from pathlib import Path

import pytest

from qipan.scenario.meant import number_in_table
from qipan.scenario.nodes import Mark
from qipan.scenario.plans import AMOUNT, COMMUNITY, TYPE
from qipan.scenario.tables import read_table

ASKED = Mark("mine.yaml", 7)
HEAD = "community,plan\n"


def read(folder: Path, content: str | bytes):
    file = folder / "plan.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    rows, faults = read_table(str(file), ASKED, "key", (COMMUNITY, AMOUNT, TYPE))
    found = None if rows is None else [(row.mark.line, *row.cells.values()) for row in rows]
    return found, [str(fault).replace(f"{folder}/", "") for fault in faults]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (HEAD + "a,1\nb,2\n", [(2, "a", "1"), (3, "b", "2")]),
        (HEAD + "a,1\r\nb,2\r\n", [(2, "a", "1"), (3, "b", "2")]),
        (HEAD + "\n\na,1\n\nb,2", [(4, "a", "1"), (6, "b", "2")]),
        (HEAD + ",\n , \na,1\n,,,\n", [(4, "a", "1")]),
        ("community,plan,,\na,1,,\nb,2\n", [(2, "a", "1"), (3, "b", "2")]),
        ('note,community,plan\n"two\nlines",a,1\n"x",b,2\n', [(2, "a", "1"), (4, "b", "2")]),
        ('plan,note,community\n"1,500",x,a\n', [(2, "a", "1,500")]),
        (" Community , PLAN \n a , 1 \n", [(2, "a", "1")]),
        ("社区,方案\na,1\n", [(2, "a", "1")]),
        ("社区,备注,方案,类型\na,说明,1,专职\n", [(2, "a", "1", "专职")]),
        ("\ufeff社区,方案\na,1\n", [(2, "a", "1")]),
        ("社区,方案\na,1\n".encode("gb18030"), [(2, "a", "1")]),
        ("社区,方案\na,1\n".encode("utf-16"), [(2, "a", "1")]),
    ],
)
def test_what_spreadsheets_write_is_read(content, rows, tmp_path: Path) -> None:
    assert read(tmp_path, content) == (rows, [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEAD + "a,150,000\n", "plan.csv:2  key: line 2 has 3 cells, the header 2; write 150000"),
        (HEAD + "a,1,note\n", "plan.csv:2  key: line 2 has 3 cells, the header 2"),
        (HEAD + "\na\n", "plan.csv:3  key: line 3 has 1 cell, the header 2"),
        ("community,plan,plan\na,1,2\n", "plan.csv:1  key: column plan given twice"),
        ("community,方案,plan\na,1,2\n", "方案 and plan are both the column plan"),
        ("community,cadres\na,1\n", "no column plan (方案); found: community, cadres"),
        ("community;plan\na;1\n", "kept apart by semicolons; must be commas; in Excel: Save As"),
        ("community\tplan\na\t1\n", "kept apart by tabs"),
        ("社区，方案\na，1\n", "kept apart by full-width commas"),
        ("", "mine.yaml:7  key: plan.csv is empty"),
        ("\n\n", "mine.yaml:7  key: plan.csv is empty"),
        (HEAD + '"a,1\n', "mine.yaml:7  key: plan.csv is not a CSV table"),
        (b"PK\x03\x04......xl/workbook.xml", "plan.csv is an Excel workbook, not a CSV table; in"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "plan.csv is an old Excel or Word file"),
        (b"community,plan\na\0,1\n", "plan.csv is not text, not a CSV table"),
        (b"community,plan\n\xff\xff\xff,1\n", "in no known encoding"),
    ],
)
def test_what_would_be_misread_is_refused_with_its_line(content, said, tmp_path: Path) -> None:
    _, faults = read(tmp_path, content)
    assert len(faults) == 1
    assert said in faults[0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3.0),
        ("-3.5", -3.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("150,000", 150000.0),
        ("1,150,000.25", 1150000.25),
        ("\uff13\uff15", 35.0),
        ("15,00", None),
        ("1,5", None),
        ("1_000", None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
        ("6\u4e07", None),
        ("35%", None),
        ("", None),
    ],
)
def test_numbers_in_cells(text: str, number: float | None) -> None:
    assert number_in_table(text) == number
