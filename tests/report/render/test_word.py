import io
import shutil
import subprocess
import zipfile

import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn

from qipan.report.document import Table
from qipan.report.render.word import as_word, in_rows

from ..example import chart, report


def opened(language="en"):
    return Document(io.BytesIO(as_word(report(language))))


def styled(document, style):
    return [p.text for p in document.paragraphs if p.style.name == style]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_headings_are_headings(language):
    document = opened(language)
    assert styled(document, "Heading 1")[:2] == ["Found", "Method"]
    assert len(styled(document, "Title")) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_run_names_a_font_for_chinese(language):
    document = opened(language)
    runs = [
        run
        for part in (document.element.body, document.sections[0].footer._element)
        for run in part.iter(qn("w:r"))
        if run.find(qn("w:t")) is not None
    ]
    assert len(runs) > 50
    for run in runs:
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        assert fonts is not None and fonts.get(qn("w:eastAsia"))


def test_tables_hold_what_the_page_shows():
    document = opened()
    wide = next(t for t in document.tables if t.cell(0, 0).text == "metric")
    assert [c.text for c in wide.rows[1].cells] == [
        "days", "46.8", "[−45.9, −41.4]", "20", "yes",
    ]  # fmt: skip
    assert 'Tom & <script>alert("1")</script> 《一盘棋》' in wide.cell(2, 0).text


def test_heads_of_tables_are_repeated_and_rows_not_split():
    body = opened().element.body
    assert len(list(body.iter(qn("w:tblHeader")))) == 3
    assert len(list(body.iter(qn("w:cantSplit")))) > 20


def test_captions_are_numbered_by_fields():
    body = opened("zh").element.body
    fields = [f.get(qn("w:instr")) for f in body.iter(qn("w:fldSimple"))]
    assert sum("图" in field for field in fields) == 3
    assert sum("表" in field for field in fields) == 3


def test_pictures_are_nearly_as_wide_as_the_page_or_half():
    document = opened()
    widths = sorted(round(shape.width.cm, 1) for shape in document.inline_shapes)
    assert widths[-1] == pytest.approx(13.6, abs=0.1)
    assert widths[0] == widths[1] == pytest.approx(8.1, abs=0.1)


def test_half_charts_stand_in_pairs():
    half, full = chart("h", "half"), chart("f")
    rows = in_rows([half, half, half, full, half])
    assert [len(row) for row in rows] == [2, 1, 1, 1]


def test_equal_reports_give_equal_bytes_and_no_time():
    one, other = as_word(report()), as_word(report())
    assert one == other
    archive = zipfile.ZipFile(io.BytesIO(one))
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_a_pdf_of_it(tmp_path):
    (tmp_path / "report.docx").write_bytes(as_word(report("zh")))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "report.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def wide(rows: int, columns: int = 12) -> Table:
    frame = pd.DataFrame(
        {"metric": [f"metric {n}" for n in range(rows)]}
        | {f"网格员下沉且巡查加倍的改革方案之{n}": [1234.5] * rows for n in range(columns)}
    )
    return Table("wide", "Wide", frame, most_rows=None)


def opened_with(table):
    return Document(io.BytesIO(as_word(report("en", table))))


def test_a_wide_table_of_few_rows_is_turned():
    turned = opened_with(wide(3)).tables[2]
    assert [cell.text for cell in turned.rows[0].cells] == [
        "metric",
        *(f"metric {n}" for n in range(3)),
    ]
    assert len(turned.rows) == 13


def test_a_wider_table_lies_on_its_side_and_the_next_section_does_not():
    document = opened_with(wide(20, 11))
    wide_pages = [section.page_width > section.page_height for section in document.sections]
    assert wide_pages == [False, True, False]
    assert len(document.tables[2].rows[0].cells) == 12


def test_a_table_too_wide_for_any_page_is_split_and_says_so():
    document = opened_with(wide(20, 30))
    parts = [
        t for t in document.tables if t.rows[0].cells[0].text == "metric" and len(t.rows) == 21
    ]
    assert len(parts) > 1
    told = [cell.text for part in parts for cell in part.rows[0].cells if cell.text != "metric"]
    assert len(told) == len(set(told)) == 30
    assert any("each beginning with “metric”" in note for note in styled(document, "Note"))
