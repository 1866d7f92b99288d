import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from qipan.report.render.word import as_word
from qipan.report.render.word_template import TemplateError, read_template

from ..example import report


def office() -> bytes:
    """A letterhead with wide margins, a heading style of its own and no style for captions."""
    document = Document()
    document.sections[0].left_margin = document.sections[0].right_margin = Cm(5)
    document.sections[0].header.paragraphs[0].text = "福鼎市某某办公室"
    document.styles["Heading 1"].font.size = Pt(31)
    for name in ("Caption", "List Bullet"):
        document.styles[name].delete()
    document.add_paragraph("内部资料")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_the_template_keeps_its_head_its_contents_and_its_styles():
    document = Document(io.BytesIO(as_word(report("zh"), template=office())))
    assert document.sections[0].header.paragraphs[0].text == "福鼎市某某办公室"
    assert document.paragraphs[0].text == "内部资料"
    assert document.paragraphs[1].style.name == "Title"
    assert document.styles["Heading 1"].font.size == Pt(31)
    assert {"Caption", "List Bullet", "Note"} <= {style.name for style in document.styles}


def test_runs_name_no_fonts_against_the_template():
    body = Document(io.BytesIO(as_word(report("zh"), template=office()))).element.body
    assert not list(body.iter(qn("w:rFonts")))


def test_pictures_and_tables_fit_between_the_template_margins():
    document = Document(io.BytesIO(as_word(report("zh"), template=office())))
    room = Cm(21 - 10)
    assert all(shape.width <= room for shape in document.inline_shapes)
    widths = [int(t._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) for t in document.tables]
    assert min(widths) / 567 <= 11.01


@pytest.mark.parametrize("content", [b"", b"PK", b"\xd0\xcf\x11\xe0 an old .doc"])
def test_what_is_no_docx_is_refused(tmp_path, content):
    path = tmp_path / "office.doc"
    path.write_bytes(content)
    with pytest.raises(TemplateError, match=r"office\.doc"):
        read_template(path)


def test_a_template_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(TemplateError, match=r"none\.docx"):
        read_template(tmp_path / "none.docx")
