"""A report as a Word document: headings, captions, tables, pictures."""

import io
import re
from collections.abc import Sequence
from typing import Any

from ...words import Language, Words
from ..document import Chart, Report, Section, Table
from . import text
from .archive import MADE, steady
from .arrange import arranged, shared_headings
from .cells import Grid, grid
from .text import clean
from .word_dress import PAGE_CM, Dress, numeral, plain
from .word_styles import let_breathe, mark_box, set_grid, stand_flush, wear, write_footer
from .word_table import add_table, room_of
from .word_template import add_missing_styles, undressed

MOST_PARTS = 3  # of a table on an upright page
CHART_CM = 13.6  # of a chart of full width: two of them fit on a page
TALLEST_CM = 21.5  # of a picture: its caption, and a heading, fit on the page with it
GAP_CM = 0.4  # between two charts side by side


def as_word(report: Report, dress: Dress | None = None, template: bytes | None = None) -> bytes:
    """Return a report as .docx; every run names a font for Chinese.

    Parameters
    ----------
    report : Report
    dress : Dress, optional
        What it looks like; the project's own by default.
    template : bytes, optional
        A document whose page, styles, head and foot are taken instead, and after whose contents
        the report stands.
    """
    from docx import Document

    if template is None:
        document = Document()
        dress = dress or plain(report.language)
        wear(document, dress)
    else:
        document = Document(io.BytesIO(template))
        dress = undressed(document, report.language)
        add_missing_styles(document, dress)
    _describe(document, report)
    _write(report, _Writer(document, report.language, dress), dress)
    if template is None:
        write_footer(document, clean(report.title), dress)
    buffer = io.BytesIO()
    document.save(buffer)
    return steady(buffer.getvalue(), {})


def _write(report: Report, writer: "_Writer", dress: Dress) -> None:
    writer.paragraph(report.title, "Title")
    writer.lead(text.QUESTION, report.question)
    writer.box(text.ANSWER, report.answer)
    annexed = [section for section in report.sections if section.annex and dress.official]
    for section in report.sections:
        if section not in annexed:
            writer.section(section)
    writer.annexes(annexed)
    writer.command(report.command)


def _describe(document: Any, report: Report) -> None:
    about = document.core_properties
    about.title, about.author = clean(report.title)[:255], "Qipan"
    about.comments, about.last_modified_by, about.revision = "", "Qipan", 1
    about.created = about.modified = MADE
    about.language = "zh-CN" if report.language == "zh" else "en"


class _Writer:
    """Writes a report down a document, and counts figures and tables."""

    def __init__(self, document: Any, language: Language, dress: Dress) -> None:
        self._document, self._language, self._dress = document, language, dress
        self._figures = self._tables = self._sections = 0
        self._on_its_side = False
        _, right, _, left = dress.margins_cm
        self._full_cm = PAGE_CM[0] - left - right
        self._across_cm = PAGE_CM[1] - left - right  # of a page that lies on its side

    def paragraph(self, words: str, style: str = "Normal", *, bold: bool = False) -> Any:
        """Add a paragraph of one run a line."""
        paragraph = self._document.add_paragraph(style=style)
        self._run(paragraph, words, style, bold=bold)
        return paragraph

    def lead(self, name: Words, said: str) -> None:
        """Add a paragraph that begins with a bold word."""
        paragraph = self.paragraph(name.say(self._language), bold=True)
        self._run(paragraph, ("  " if self._language == "en" else "\u3000") + said)

    def box(self, name: Words | None, said: str) -> None:
        """Add a paragraph that stands out, under a heading of its own if it has a name."""
        if self._dress.official:
            if name is not None:
                self.lead(name, said)
            else:
                stand_flush(self.paragraph(said))
            return
        if name is not None:
            mark_box(self.paragraph(name.say(self._language), bold=True), first=True)
        mark_box(self.paragraph(said), first=name is None)

    def section(self, section: Section) -> None:
        """Add a section: paragraphs, list, charts, tables."""
        self.upright()
        self.heading(section.heading)
        self._contents(section)

    def heading(self, words: str) -> None:
        """Add a heading, numbered where the dress is official."""
        self._sections += 1
        number = f"{numeral(self._sections)}、" if self._dress.official else ""
        self.paragraph(number + words, "Heading 1")

    def annexes(self, sections: Sequence[Section]) -> None:
        """Name the annexes at the end of the text, then add each on a page of its own."""
        for number, section in enumerate(sections, 1):
            named = text.ANNEX.say(self._language)
            before = f"{named}：" if number == 1 else "\u3000" * (len(named) + 1)
            self.paragraph(f"{before}{number}．{section.heading}")
        for number, section in enumerate(sections, 1):
            self.upright()
            self._document.add_page_break()
            label = self.paragraph(f"{text.ANNEX.say(self._language)}{number}", "Heading 1")
            stand_flush(label)
            self.paragraph(section.heading, "Title")
            self._contents(section)

    def command(self, command: str) -> None:
        """Add what reproduces the report."""
        self.upright()
        name = text.COMMAND.say(self._language)
        if self._dress.official:
            self.paragraph(name, "Heading 2")
        else:
            self.heading(name)
        self.box(None, command)
        self.paragraph(text.COMMAND_SAYS.say(self._language))

    def _contents(self, section: Section) -> None:
        for said in section.paragraphs:
            self.paragraph(said)
        for said in section.items:
            self.paragraph(said, "List Bullet")
        for row in in_rows(section.charts):
            self._charts(row)
        for table in section.shown_tables:
            self._table(table)

    def upright(self) -> None:
        """Go on upon an upright page."""
        self._turn_page(on_its_side=False)

    def _charts(self, charts: Sequence[Chart]) -> None:
        from docx.shared import Cm

        if len(charts) == 1:
            paragraph = self._document.add_paragraph()
            self._picture(paragraph, charts[0], min(CHART_CM, self._full_cm))
            self._caption(text.FIGURE, charts[0].caption)
            return
        half = (self._full_cm - GAP_CM) / 2.0
        beside = self._document.add_table(rows=1, cols=2)
        for cell, chart in zip(beside.rows[0].cells, charts, strict=True):
            cell.width = Cm(half + GAP_CM / 2.0)
            self._picture(cell.paragraphs[0], chart, half)
            self._caption(text.FIGURE, chart.caption, cell)

    def _picture(self, paragraph: Any, chart: Chart, width_cm: float) -> None:
        from docx.shared import Cm

        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = 0
        if self._dress.official:
            let_breathe(paragraph)
        run = paragraph.add_run()
        picture = run.add_picture(io.BytesIO(chart.files["png"]), width=Cm(width_cm))
        shrunk = min(1.0, Cm(TALLEST_CM) / picture.height)
        picture.width, picture.height = (
            round(shrunk * picture.width),
            round(shrunk * picture.height),
        )
        properties = picture._inline.docPr
        properties.set("name", clean(chart.name))
        properties.set("descr", clean(chart.caption))

    def _table(self, table: Table) -> None:
        cells = grid(table, self._language, table.most_in_word)
        parts, width_cm = self._parts(cells)
        self._turn_page(on_its_side=width_cm > self._full_cm)
        self._caption(text.TABLE, table.title)
        for n, part in enumerate(parts):
            if n:
                self.paragraph("", "Note")  # or Word joins the two tables
            add_table(self._document, part, width_cm, self._language, self._dress)
        said = [clean(table.note)] if table.note else []
        if len(parts) > 1:
            said.append(
                text.SPLIT.say(
                    self._language,
                    parts=len(parts),
                    first=text.quoted(shared_headings(parts), self._language),
                )
            )
        if cells.left_out:
            shown = len(cells.rows)
            said.append(
                text.SHOWN.say(
                    self._language,
                    shown=shown,
                    all=shown + cells.left_out,
                    sheet=clean(table.name),
                )
            )
        self.paragraph(" ".join(said), "Note")

    def _turn_page(self, *, on_its_side: bool) -> None:
        """Begin a page that lies on its side, or one upright again, if it is not so already."""
        from docx.enum.section import WD_ORIENT, WD_SECTION
        from docx.shared import Cm

        if on_its_side == self._on_its_side:
            return
        page = self._document.add_section(WD_SECTION.NEW_PAGE)
        wide, tall = reversed(PAGE_CM) if on_its_side else PAGE_CM
        page.orientation = WD_ORIENT.LANDSCAPE if on_its_side else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = Cm(wide), Cm(tall)
        if self._dress.official:
            set_grid(page)
        self._on_its_side = on_its_side

    def _caption(self, kind: Words, words: str, place: Any = None) -> None:
        """Add a caption whose number is a field, so that Word can list and renumber captions."""
        if kind is text.FIGURE:
            self._figures += 1
            number = self._figures
        else:
            self._tables += 1
            number = self._tables
        paragraph = (place or self._document).add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = kind is text.TABLE
        bold = not self._dress.official
        self._run(paragraph, f"{kind.say(self._language)} ", "Caption", bold=bold)
        face = self._dress.looks["Caption"].face.xml() + ("<w:b/>" if bold else "")
        _add_number(paragraph, kind.say(self._language), number, face)
        self._run(paragraph, text.gap(self._language) + words, "Caption")

    def _parts(self, cells: Grid) -> tuple[list[Grid], float]:
        """Parts of a table, and the width of the page on which they have room, in cm."""
        _, small, smallest = self._dress.table_sizes
        upright, across = (
            arranged(cells, room_of(width_cm, small), room_of(width_cm, smallest))
            for width_cm in (self._full_cm, self._across_cm)
        )
        if len(upright) == 1 or (len(across) > 1 and len(upright) <= MOST_PARTS):
            return upright, self._full_cm
        return across, self._across_cm

    def _run(
        self, paragraph: Any, words: str, style: str = "Normal", *, bold: bool = False
    ) -> None:
        """Add text, each line of it after a line break."""
        run = paragraph.add_run(clean(words))
        run.bold = bold or None
        self._dress.looks[style].face.put_on(run)


def in_rows(charts: Sequence[Chart]) -> list[list[Chart]]:
    """Charts one below the other; two of half width that follow each other side by side."""
    rows: list[list[Chart]] = []
    for chart in charts:
        beside = rows and len(rows[-1]) == 1 and rows[-1][0].width == chart.width == "half"
        if beside:
            rows[-1].append(chart)
        else:
            rows.append([chart])
    return rows


def _add_number(paragraph: Any, kind: str, number: int, face: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    name = re.sub(r"\W", "", kind)
    field = parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" SEQ {name} \\* ARABIC ">'
        f"<w:r><w:rPr>{face}</w:rPr><w:t>{number}</w:t></w:r></w:fldSimple>"
    )
    paragraph._p.append(field)
