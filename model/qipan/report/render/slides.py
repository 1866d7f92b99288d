"""A report as slides: the answer first, then one finding a slide.

Titles are the sentences of answer and captions; bars are native charts, whose numbers can be
corrected by hand, all other charts pictures. How a result was made stands in the notes.
"""

import io
import math
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from ...words import Language
from ..document import Bars, Chart, Report, Section, Table
from . import text
from .archive import MADE, steady, steady_workbook
from .cells import Grid, grid
from .slide_intervals import add_intervals, span
from .text import clean
from .word_dress import INK, SOFT
from .word_fonts import Face, theme_with
from .word_table import TWIPS_PER_CM, column_widths

WIDE_CM, TALL_CM, MARGIN_CM = 33.87, 19.05, 1.6  # sixteen to nine
TITLE_CM = 3.2  # height of a slide's title, two lines
TITLE_POINTS, TEXT_POINTS, SMALL_POINTS = 26, 20, 12
MOST_TABLE_ROWS, MOST_TABLE_COLUMNS = 8, 7  # of a table that can be read from the back row
MOST_SENTENCES = 6
GAP, GRID = 60, "D9D9D9"  # between bars, in per cent of a bar; lines across
FACES: dict[Language, Face] = {
    "en": Face("Calibri", "Microsoft YaHei"),
    "zh": Face("Times New Roman", "SimHei"),
}
_SENTENCES: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r".+?(?:(?<=[.!?])\s+(?=[A-Z0-9])|$)", re.DOTALL),
    "zh": re.compile(r"[^。！？]+[。！？]?"),
}


def _widths(cells: Grid, columns: int) -> list[float]:
    """Widths in cm of the first columns of a table, by what stands in them."""
    total = WIDE_CM - 2 * MARGIN_CM
    needed = column_widths(cells, round(total * TWIPS_PER_CM), 2 * (SMALL_POINTS + 2))[:columns]
    return [total * width / sum(needed) for width in needed]


def as_slides(report: Report) -> bytes:
    """Return a report as .pptx; equal reports give equal bytes."""
    from pptx import Presentation
    from pptx.util import Cm

    deck = Presentation()
    deck.slide_width, deck.slide_height = Cm(WIDE_CM), Cm(TALL_CM)
    slides = _Slides(deck, report)
    slides.opening()
    slides.answer()
    for section in report.sections:
        if not section.annex:
            slides.section(section)
    slides.closing()
    _describe(deck, report)
    buffer = io.BytesIO()
    deck.save(buffer)
    names = zipfile.ZipFile(buffer).namelist()
    return steady(
        buffer.getvalue(), {name: steady_workbook for name in names if name.endswith(".xlsx")}
    )


def sentences(words: str, language: Language) -> list[str]:
    """Split a paragraph into its sentences."""
    return [said.strip() for said in _SENTENCES[language].findall(words) if said.strip()]


class _Slides:
    """Writes a report slide by slide."""

    def __init__(self, deck: Any, report: Report) -> None:
        self._deck, self._report, self._language = deck, report, report.language
        self._face = FACES[report.language]
        for part in deck.part.package.iter_parts():
            if "/theme/" in str(part.partname):
                part._blob = theme_with(part.blob.decode("utf-8"), self._face).encode("utf-8")

    def opening(self) -> None:
        """Add the title and the question."""
        slide = self._slide(self._report.title, lines=3, top_cm=5.0)
        self._text(slide, [self._report.question], MARGIN_CM, 9.5, WIDE_CM - 2 * MARGIN_CM, 5.0)

    def answer(self) -> None:
        """Add the answer: its first sentence as title, the others below."""
        first, *others = sentences(self._report.answer, self._language) or [self._report.answer]
        slide = self._slide(first)
        self._text(slide, others[:MOST_SENTENCES])

    def section(self, section: Section) -> None:
        """Add a slide for each chart and for each table that can be read from afar."""
        for chart in section.charts:
            self._chart(chart, section)
        for table in section.shown_tables:
            self._table(table, section)
        if section.items:
            slide = self._slide(section.heading)
            self._text(slide, section.items[:MOST_SENTENCES])

    def closing(self) -> None:
        """Add what reproduces the report."""
        slide = self._slide(text.COMMAND.say(self._language))
        self._text(slide, [self._report.command, text.COMMAND_SAYS.say(self._language)])

    def _chart(self, chart: Chart, section: Section) -> None:
        slide = self._slide(chart.caption)
        if chart.bars is not None:
            self._bars(slide, chart.bars)
        else:
            self._picture(slide, chart)
        self._note(slide, section)

    def _picture(self, slide: Any, chart: Chart) -> None:
        from pptx.util import Cm

        room_wide, room_tall = WIDE_CM - 2 * MARGIN_CM, TALL_CM - TITLE_CM - 2.2
        picture = slide.shapes.add_picture(io.BytesIO(chart.files["png"]), 0, 0)
        scale = min(Cm(room_wide) / picture.width, Cm(room_tall) / picture.height)
        picture.width, picture.height = (
            round(scale * picture.width),
            round(scale * picture.height),
        )
        picture.left, picture.top = (Cm(WIDE_CM) - picture.width) // 2, Cm(TITLE_CM + 0.8)
        picture._element.nvPicPr.cNvPr.set("descr", clean(chart.caption))

    def _bars(self, slide: Any, bars: Bars) -> None:
        from pptx.chart.data import CategoryChartData
        from pptx.dml.color import RGBColor
        from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
        from pptx.util import Cm, Pt

        data = CategoryChartData()
        data.categories = [clean(name) for name in bars.names]
        for name, values in bars.series.items():
            data.add_series(clean(name), [None if math.isnan(v) else v for v in values])
        frame = slide.shapes.add_chart(
            XL_CHART_TYPE.BAR_CLUSTERED,
            Cm(MARGIN_CM), Cm(TITLE_CM + 0.8),
            Cm(WIDE_CM - 2 * MARGIN_CM), Cm(TALL_CM - TITLE_CM - 2.2),
            data,
        )  # fmt: skip
        drawn = frame.chart
        for series, (name, values) in zip(drawn.plots[0].series, bars.series.items(), strict=True):
            if name in bars.ends:
                add_intervals(series, values, *bars.ends[name])
        drawn.has_title = False
        drawn.has_legend = len(bars.series) > 1
        drawn.font.size, drawn.font.name = Pt(SMALL_POINTS + 2), self._face.latin
        drawn.plots[0].gap_width = GAP
        names, numbers = drawn.category_axis, drawn.value_axis
        names.reverse_order = True  # the first at the top
        names.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # not on bars below 0
        numbers.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # below, as names are reversed
        numbers.minimum_scale, numbers.maximum_scale = span(bars)
        numbers.major_gridlines.format.line.color.rgb = RGBColor.from_string(GRID)
        numbers.has_title = True
        numbers.axis_title.text_frame.text = clean(bars.unit)

    def _table(self, table: Table, section: Section) -> None:
        from pptx.util import Cm

        cells = grid(table, self._language, MOST_TABLE_ROWS)
        columns = min(len(cells.headings), MOST_TABLE_COLUMNS)
        if not cells.rows or not columns:
            return
        slide = self._slide(table.title)
        shape = slide.shapes.add_table(
            len(cells.rows) + 1, columns, Cm(MARGIN_CM), Cm(TITLE_CM + 0.8),
            Cm(WIDE_CM - 2 * MARGIN_CM), Cm(1.1 * (len(cells.rows) + 1)),
        )  # fmt: skip
        for place, width in enumerate(_widths(cells, columns)):
            shape.table.columns[place].width = Cm(width)
        rows = [cells.headings, *([cell.text for cell in row] for row in cells.rows)]
        for n, row in enumerate(rows):
            for place, said in enumerate(row[:columns]):
                cell = shape.table.cell(n, place)
                right = cells.numeric[place]
                colour = INK if n else "FFFFFF"  # the head is dark
                self._fill(
                    cell.text_frame, [said], SMALL_POINTS + 2,
                    bold=n == 0, right=right, colour=colour,
                )  # fmt: skip
        left_out = cells.left_out or len(cells.headings) > columns
        more = text.MORE_IN_WORKBOOK.say(self._language, sheet=clean(table.name))
        self._note(slide, section, more if left_out else "")
        self._text(
            slide, [part for part in (table.note, more if left_out else "") if part],
            MARGIN_CM, TALL_CM - 2.6, WIDE_CM - 2 * MARGIN_CM, 2.0, SMALL_POINTS,
        )  # fmt: skip

    def _slide(self, title: str, *, lines: int = 2, top_cm: float = 0.7) -> Any:
        from pptx.util import Cm

        slide = self._deck.slides.add_slide(self._deck.slide_layouts[5])  # a title alone
        head = slide.shapes.title
        head.left, head.top = Cm(MARGIN_CM), Cm(top_cm)
        head.width, head.height = Cm(WIDE_CM - 2 * MARGIN_CM), Cm(TITLE_CM * lines / 2)
        self._fill(head.text_frame, [title], TITLE_POINTS, bold=True)
        return slide

    def _text(
        self,
        slide: Any,
        said: Sequence[str],
        left: float = MARGIN_CM,
        top: float = TITLE_CM + 1.2,
        width: float = WIDE_CM - 2 * MARGIN_CM,
        height: float = TALL_CM - TITLE_CM - 2.4,
        points: int = TEXT_POINTS,
    ) -> None:
        """Add a box of paragraphs; places and sizes in cm."""
        from pptx.util import Cm

        if not said:
            return
        box = slide.shapes.add_textbox(Cm(left), Cm(top), Cm(width), Cm(height))
        self._fill(box.text_frame, said, points, colour=SOFT if points == SMALL_POINTS else INK)

    def _fill(
        self,
        frame: Any,
        said: Sequence[str],
        points: int,
        *,
        bold: bool = False,
        right: bool = False,
        colour: str = INK,
    ) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
        from pptx.util import Pt

        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.TOP
        for n, words in enumerate(said):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
            paragraph.space_after = Pt(points / 3)
            run = paragraph.add_run()
            run.text = clean(words)
            run.font.size, run.font.bold = Pt(points), bold
            run.font.color.rgb = RGBColor.from_string(colour)
            self._name_font(run)

    def _name_font(self, run: Any) -> None:
        """Name both fonts; python-pptx knows that of Latin letters alone."""
        from pptx.oxml.ns import qn

        run.font.name = self._face.latin
        properties = run._r.get_or_add_rPr()
        chinese = properties.makeelement(qn("a:ea"), {"typeface": self._face.chinese})
        properties.find(qn("a:latin")).addnext(chinese)

    def _note(self, slide: Any, section: Section, more: str = "") -> None:
        parts = [section.heading, *section.paragraphs, more, self._report.command]
        slide.notes_slide.notes_text_frame.text = "\n".join(clean(part) for part in parts if part)


def _describe(deck: Any, report: Report) -> None:
    about = deck.core_properties
    about.title, about.author = clean(report.title)[:255], "Qipan"
    about.last_modified_by, about.revision = "Qipan", 1
    about.created = about.modified = MADE
