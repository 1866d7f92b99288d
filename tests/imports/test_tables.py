"""A table is read alike in whatever form it comes, or refused with what is wrong and where."""

from pathlib import Path

import pytest

from qipan.imports.census.columns import ROLES
from qipan.imports.refused import ImportRefusedError
from qipan.imports.tabular.roles import find_columns, folded
from qipan.imports.tabular.table import read_tables

from .made import FORMS, csv_text, xlsx, zipped

LINES = [
    ["社区名称", "所属街道", "常住人口"],
    ["青山社区", "城东街道", 7820],
    ["绿水社区", "城东街道", 6450],
    ["明月社区", "城西街道", 9999],
]


def cells(*files: Path, wanted: int = 3) -> list[tuple[str, ...]]:
    table, _ = read_tables(files, ROLES)
    return [
        tuple(str(cell).removesuffix(".0") for cell in row)
        for _, _, row in table.rows(range(wanted))
    ]


SAID = [tuple(map(str, line)) for line in LINES[1:]]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(tmp_path: Path, form: str) -> None:
    (tmp_path / form).write_bytes(FORMS[form](LINES))
    assert cells(tmp_path / form) == SAID


def test_big5_is_told_from_gb18030_by_its_headers(tmp_path: Path) -> None:
    lines = [["社區名稱", "所屬街道", "常住人口"], ["青山社區", "城東街道", 1], ["綠水", "城東", 2]]
    for encoding in ("big5", "gb18030"):
        (tmp_path / encoding).write_bytes(csv_text(lines).encode(encoding))
        assert cells(tmp_path / encoding)[0] == ("青山社區", "城東街道", "1")


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_two_encodings_in_one_file_are_refused_with_the_line(tmp_path: Path, bom: bytes) -> None:
    text = csv_text(LINES)
    content = bom + text.encode() + csv_text(LINES[1:]).encode("gb18030")
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(ImportRefusedError, match=r"two encodings.*line 1 is UTF-8, line 5 is not"):
        read_tables([tmp_path / "a.csv"], ROLES)
    turned = text.encode("gb18030") + csv_text(LINES[1:]).encode()
    (tmp_path / "a.csv").write_bytes(turned)
    with pytest.raises(ImportRefusedError, match=r"line 5 is UTF-8, line 1 is not"):
        read_tables([tmp_path / "a.csv"], ROLES)


def test_titles_and_headers_of_two_rows(tmp_path: Path) -> None:
    lines = [
        ["某区社区基本情况表", None, None, None],
        [None, None, None, None],
        ["社区名称", "所属街道", "人口情况", None],
        [None, None, "常住人口（人）", "户数"],
        ["青山社区", "城东街道", 7820, 3000],
    ]
    merged = ("A1:D1", "A3:A4", "B3:B4", "C3:D3")
    (tmp_path / "a.xlsx").write_bytes(xlsx(("甲", lines), merged=merged))
    (tmp_path / "a.csv").write_bytes(csv_text(lines).encode("gb18030"))
    for name in ("a.xlsx", "a.csv"):
        table, _ = read_tables([tmp_path / name], ROLES)
        assert find_columns(table.header, ROLES).columns == {
            "name": 0,
            "subdistrict": 1,
            "residents": 2,
            "households": 3,
        }
        assert cells(tmp_path / name, wanted=4) == [("青山社区", "城东街道", "7820", "3000")]


def test_merged_cells_count_for_every_row_they_span(tmp_path: Path) -> None:
    lines = [*LINES[:2], ["绿水社区", None, 6450], LINES[3]]
    (tmp_path / "a.xlsx").write_bytes(xlsx(("甲", lines), merged=("B2:B3",)))
    assert cells(tmp_path / "a.xlsx") == SAID


def test_totals_are_no_rows(tmp_path: Path) -> None:
    lines = [*LINES, ["合 计", "", 24269], ["", "小计：", 3]]
    (tmp_path / "a.csv").write_text(csv_text(lines), encoding="utf-8")
    assert cells(tmp_path / "a.csv") == SAID


def test_files_and_sheets_of_one_form_are_joined(tmp_path: Path) -> None:
    turned = [[line[2], line[0], line[1]] for line in LINES]
    sheets = (
        ("一", LINES[:2]),
        ("说明", [["填报说明"], ["请如实填写"]]),
        ("二", [LINES[0], LINES[2]]),
    )
    (tmp_path / "a.xlsx").write_bytes(xlsx(*sheets))
    (tmp_path / "b.csv").write_bytes(csv_text([turned[0], turned[3]]).encode())
    assert cells(tmp_path / "a.xlsx", tmp_path / "b.csv") == SAID
    table, _ = read_tables([tmp_path / "a.xlsx"], ROLES)
    assert table.passed_over == (f"{tmp_path / 'a.xlsx'}[说明]",)
    (tmp_path / "c.csv").write_text("社区名称,常住人口\n青山,1\n")
    with pytest.raises(ImportRefusedError, match="other columns than"):
        read_tables([tmp_path / "b.csv", tmp_path / "c.csv"], ROLES)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7", "this is a PDF file"),
        (b"PK\x03\x04 nothing of it", "cannot be unpacked"),
        (b"\x1f\x8b nothing of it", "cannot be unpacked"),
        (b"PAR1 nothing of it", "cannot be read as Parquet"),
        (b"\xd0\xcf\x11\xe0 nothing of it", "cannot be read as a workbook"),
        (zipped("a.csv", b"x")[:-30], "cannot be unpacked"),
        (b"a,b\n1,2\n", "no header was found"),
        ('社区名称,常住人口\n"青山,1\n'.encode(), "is not CSV"),
        ("社区名称,常住人口\n".encode() + b"\xff\xff\xff,1\n", "is"),
    ],
    ids=range(10),  # an archive holds the time, so that its bytes are no name
)
def test_what_is_no_table_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(ImportRefusedError, match=said):
        cells(tmp_path / "a.csv")


def test_all_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    with pytest.raises(ImportRefusedError) as refused:
        read_tables([tmp_path / "a.csv", tmp_path / "b.csv", tmp_path], ROLES)
    found = [fault.found for fault in refused.value.faults]
    assert found == ["is empty", "there is no such file", "is a folder or a device, not a file"]


@pytest.mark.parametrize(
    ("header", "same"),
    [
        ("2024年末常住人口（人）", "常住人口"),
        ("  Resident\nPopulation ", "resident_population"),
        ("社區名稱", "社区名称"),
        ("所属街道：", "所属街道"),
        ("（村）", "（村）"),
    ],
)
def test_headers_are_compared_by_what_they_say(header: str, same: str) -> None:
    assert folded(header) == folded(same)
