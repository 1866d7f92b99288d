import io
import math
from dataclasses import replace

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from qipan.report.document import Bars, Section
from qipan.report.render.slides import MOST_TABLE_ROWS, as_slides, sentences

from ..example import chart, long_table, report

BARS = Bars(("社区", "街道"), {"days": (3.5, math.nan), "before": (7.0, 2.0)}, "days")


def deck(language="en", *sections):
    found = report(language)
    return Presentation(io.BytesIO(as_slides(replace(found, sections=found.sections + sections))))


def titles(presentation):
    return [slide.shapes.title.text_frame.text for slide in presentation.slides]


def test_the_answer_comes_before_the_findings_and_the_command_last():
    said = titles(deck())
    assert said[1] == "This one, by 43.7 days."
    assert said[2].startswith("Open tickets of")
    assert said[-1] == "How to reproduce this report"


def test_bars_are_native_and_their_numbers_can_be_corrected():
    presentation = deck("zh", Section("每级", charts=(replace(chart("bars"), bars=BARS),)))
    drawn = [s.chart for slide in presentation.slides for s in slide.shapes if s.has_chart]
    assert len(drawn) == 1
    assert list(drawn[0].plots[0].categories) == ["社区", "街道"]
    values = [list(series.values) for series in drawn[0].plots[0].series]
    assert values == [[3.5, None], [7.0, 2.0]]


def test_annexes_stay_out():
    assert "Sources" not in "".join(titles(deck("en", Section("Sources", annex=True))))


def test_a_long_table_is_cut_and_says_where_the_rest_is():
    presentation = deck("en", Section("Long", tables=(long_table(),)))
    slide = next(
        s for s in reversed(list(presentation.slides)) if any(x.has_table for x in s.shapes)
    )
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    assert len(table.rows) == MOST_TABLE_ROWS + 1
    said = " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
    assert "tables.xlsx" in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_run_names_a_font_for_chinese(language):
    for slide in deck(language).slides:
        for run in slide._element.iter(qn("a:r")):
            assert run.find(f"{qn('a:rPr')}/{qn('a:ea')}") is not None


def test_nothing_stands_beyond_the_edge():
    presentation = deck("zh", Section("每级", charts=(replace(chart("bars"), bars=BARS),)))
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= presentation.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= presentation.slide_height


def test_notes_tell_method_and_command():
    notes = [s.notes_slide.notes_text_frame.text for s in deck().slides if s.has_notes_slide]
    assert notes and all("qipan compare" in note for note in notes)


def test_equal_reports_give_equal_bytes():
    found = report("zh")
    both = replace(found, sections=(Section("每级", charts=(replace(chart("b"), bars=BARS),)),))
    assert as_slides(both) == as_slides(both)


def test_sentences_are_not_split_at_decimals():
    assert sentences("It takes 3.5 days. So be it.", "en") == ["It takes 3.5 days.", "So be it."]
    assert sentences("减少 3.5 天。可以肯定！", "zh") == ["减少 3.5 天。", "可以肯定！"]
