"""Reports laid out as official documents, by GB/T 9704-2012."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn

from qipan.charts.font import font_file
from qipan.report.document import Section
from qipan.report.render.word import as_word
from qipan.report.render.word_dress import gongwen, numeral, plain
from qipan.report.render.word_fonts import OTHER_NAMES

from ..example import long_table, report

LINE = "基层治理事项自产生至真正解决所需天数在改革前后发生明显变化"


FONTS = re.compile(r'<w:rFonts\b[^>]*w:(?:ascii|eastAsia)="[^"]*"[^>]*/>')


def official(family="gb2312"):
    found = report("zh")
    annex = Section("数字来源", ("共若干个数字。",), tables=(long_table(),), annex=True)
    return as_word(replace(found, sections=(*found.sections, annex)), gongwen(family))


def parts_of(content: bytes) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    names = [n for n in archive.namelist() if n.startswith("word/") and n.endswith(".xml")]
    return {name: archive.read(name).decode("utf-8") for name in names}


@pytest.mark.parametrize(
    "write", [lambda: as_word(report("en")), lambda: as_word(report("zh")), official]
)
def test_no_font_is_named_but_the_dress_own(write):
    parts = parts_of(write())
    assert not any(
        re.search(r"asciiTheme|hAnsiTheme|eastAsiaTheme|cstheme", x) for x in parts.values()
    )
    listed = set(re.findall(r'w:font w:name="([^"]*)"', parts["word/fontTable.xml"]))
    asked = "".join(
        found for n in ("document", "styles") for found in FONTS.findall(parts[f"word/{n}.xml"])
    )
    named = set(re.findall(r'w:(?:ascii|hAnsi|eastAsia|cs)="([^"]*)"', asked))
    assert named <= listed
    theme = re.findall(
        r'<a:(?:latin|ea|font)[^>]*typeface="([^"]*)"', parts["word/theme/theme1.xml"]
    )
    assert set(theme) <= listed
    assert not any("ＭＳ" in part for part in parts.values())


@pytest.mark.parametrize("family", ["gb2312", "windows"])
def test_the_table_of_fonts_has_another_name_for_each_chinese_one(family):
    table = parts_of(official(family))["word/fontTable.xml"]
    for face in gongwen(family).faces:
        assert face.chinese in OTHER_NAMES
        entry = re.search(f'<w:font w:name="{face.chinese}">(.*?)</w:font>', table)
        assert entry is not None and "w:altName" in entry[1]


def test_headings_are_numbered_and_provenance_is_annexed():
    document = Document(io.BytesIO(official()))
    said = [p.text for p in document.paragraphs]
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["一、Found", "二、Method", "附件1"]
    assert "附件：1．数字来源" in said
    assert said.index("附件：1．数字来源") < said.index("附件1")
    assert said[said.index("附件1") + 1] == "数字来源"


def test_in_the_plain_dress_nothing_is_annexed():
    found = report("zh")
    annex = Section("数字来源", annex=True)
    both = replace(found, sections=(annex, *found.sections))
    document = Document(io.BytesIO(as_word(both, plain("zh"))))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[:2] == ["数字来源", "Found"]


def test_everything_is_black_and_tables_have_three_lines():
    parts = parts_of(official())
    colours = set(re.findall(r'w:(?:fill|color)="([0-9A-F]{6})"', parts["word/document.xml"]))
    assert colours <= {"000000"}
    tables = re.findall(r"<w:tblBorders>.*?</w:tblBorders>", parts["word/document.xml"])
    assert tables and not any("insideH" in borders for borders in tables)


def test_pictures_stand_in_lines_that_are_not_of_exact_height():
    body = Document(io.BytesIO(official())).element.body
    with_pictures = [p for p in body.iter(qn("w:p")) if p.find(f".//{qn('w:drawing')}") is not None]
    assert len(with_pictures) == 3
    for paragraph in with_pictures:
        spacing = paragraph.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        assert spacing.get(qn("w:lineRule")) == "auto"


def test_numerals():
    assert [numeral(n) for n in (1, 9, 10, 11, 20, 21, 99)] == [
        "一", "九", "十", "十一", "二十", "二十一", "九十九",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="LibreOffice or poppler is not installed",
)
def test_a_page_has_22_lines_of_28_letters(tmp_path):
    found = replace(report("zh"), sections=(Section("甲", (LINE * 60,)),))
    (tmp_path / "report.docx").write_bytes(as_word(found, gongwen()))
    # A bare machine has no Chinese letters; those of the charts stand in for 仿宋.
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
        "<include ignore_missing='yes'>/etc/fonts/fonts.conf</include>"
        f"<dir>{font_file().parent}</dir></fontconfig>",
        encoding="utf-8",
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "report.docx"]
    seen = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, env=seen)
    command = ["pdftotext", "-f", "2", "-l", "2", "-layout", "report.pdf", "-"]
    page = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True).stdout.decode()
    lines = [line.replace(" ", "") for line in page.replace("\f", "\n").split("\n")]
    letters = [len(line) for line in lines if line and not line.startswith("—")]
    assert letters == [28] * 22
