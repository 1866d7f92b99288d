import re
from html.parser import HTMLParser

import pytest

from qipan.report.render.html import as_html

from ..example import long_table, report

ADDRESSES = ("src", "href", "action", "data", "poster", "srcset", "background")


class Page(HTMLParser):
    """Tags that are open, addresses, and the text of headings and cells."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in ("meta", "img", "wbr", "br", "link"):
            self.open.append(tag)
        self.addresses += [value for name, value in attrs if name in ADDRESSES]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def parsed(language="en", *tables):
    content = as_html(report(language, *tables)).decode()
    page = Page()
    page.feed(content)
    page.close()
    assert page.open == []
    return content, page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_whole_and_refers_to_nothing_outside(language):
    content, page = parsed(language)
    assert all(a.startswith(("#", "data:image/")) for a in page.addresses)
    assert "script" not in page.tags and "link" not in page.tags
    assert "@import" not in content and not re.search(r"url\(", content)
    assert "http://" not in content and "https://" not in content
    assert content.startswith("<!DOCTYPE html>")


def test_text_is_escaped_and_without_control_characters():
    content, page = parsed()
    assert "<script>" not in content
    assert "\x0b" not in content
    assert any('Tom & <script>alert("1")</script> 《一盘棋》' in text for text in page.text)


def test_answer_question_and_command_are_there():
    _, page = parsed()
    said = " ".join(page.text)
    for text in ("Which does better?", "This one, by 43.7 days.", "--seed 1", "Mind this."):
        assert text in said


def test_figures_and_tables_are_numbered_through():
    _, page = parsed("zh")
    said = " ".join(page.text)
    assert "图 3" in said and "表 3" in said and "图 4" not in said


def test_a_long_table_says_where_the_rest_is():
    _, page = parsed()
    assert any("The first 20 of 1,671 rows; all are in tables.xlsx" in t for t in page.text)
    assert page.tags.count("tr") < 60


def test_equal_reports_give_equal_bytes():
    assert as_html(report()) == as_html(report())


def test_long_names_may_break_but_copy_unbroken():
    from qipan.report.render.html import breakable

    marked = str(breakable("policy.joint_meetings.city.period_days & <b>"))
    assert "<wbr>" in marked and "&lt;b&gt;" in marked
    assert marked.replace("<wbr>", "").startswith("policy.joint_meetings.city.period_days &amp;")


def test_a_large_drawing_is_shown_as_png():
    from qipan.report.render import html

    from ..example import chart

    big = chart()
    big.files["svg"] = b"S" * (html.LARGEST_VECTOR + 1)
    assert html._address(big).startswith("data:image/png")
    assert html._address(chart()).startswith("data:image/svg+xml")
    assert len(as_html(report("en", long_table(3)))) < 100_000
