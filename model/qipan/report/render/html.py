"""A report as one self-contained page of HTML."""

import base64
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..document import Chart, Report, Section, Table
from . import text
from .arrange import arranged, shared_headings
from .cells import Grid, grid
from .text import clean

LARGEST_VECTOR = 400_000  # bytes of an SVG above which its PNG is the smaller picture
PRINTED_LETTERS, CELL_LETTERS = 118.0, 2.0  # in a printed line of a table, around a cell
_LONG = re.compile(r"[\w./-]{17,}", re.ASCII)
LANGUAGE_TAGS = {"en": "en", "zh": "zh-CN"}


@dataclass(frozen=True)
class Figure:
    """A chart with its number and its picture as a data address."""

    caption: str
    alternative: str
    address: str
    width: str


@dataclass(frozen=True)
class LaidOut:
    """A table with its number and its cells, in parts where it is wider than a printed page."""

    caption: str
    grids: list[Grid]
    note: str
    shown: str


@dataclass(frozen=True)
class Part:
    """A section, its charts and tables numbered."""

    anchor: str
    heading: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...]
    figures: tuple[Figure, ...]
    tables: tuple[LaidOut, ...]


def as_html(report: Report) -> bytes:
    """Return a report as a page without any outside resource; all text in it is escaped."""
    from ... import __version__

    language = report.language
    say: Any = {
        name: getattr(text, name.upper()).say(language)
        for name in ("question", "answer", "contents", "command", "command_says", "empty")
    }
    page: str = _template().render(
        tag=LANGUAGE_TAGS[language],
        say=say,
        title=clean(report.title),
        question=clean(report.question),
        answer=clean(report.answer),
        parts=_parts(report),
        command=clean(report.command),
        made_with=text.MADE_WITH.say(language, version=__version__),
    )
    return page.encode("utf-8")


@cache
def _template() -> Any:
    """Return the page's template; everything that is filled in is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("qipan.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["breakable"] = breakable
    return environment.get_template("report.html")


def breakable(words: str) -> Any:
    """Escape a text, and allow lines to break within long names, as dotted keys are."""
    from markupsafe import Markup, escape

    pieces = [escape(piece) for piece in _LONG.sub(_marked, words).split("\0")]
    return Markup("<wbr>").join(pieces)


def _marked(found: re.Match[str]) -> str:
    return re.sub(r"([._/])", "\\1\0", found.group())


def _parts(report: Report) -> list[Part]:
    figures = tables = 0
    parts = []
    for place, section in enumerate(report.sections, 1):
        parts.append(_part(section, place, figures, tables, report.language))
        figures += len(section.charts)
        tables += len(section.shown_tables)
    return parts


def _part(section: Section, place: int, figures: int, tables: int, language: Any) -> Part:
    return Part(
        anchor=f"part-{place}",
        heading=clean(section.heading),
        paragraphs=tuple(map(clean, section.paragraphs)),
        items=tuple(map(clean, section.items)),
        figures=tuple(
            _figure(chart, figures + n, language) for n, chart in enumerate(section.charts, 1)
        ),
        tables=tuple(
            _laid_out(table, tables + n, language)
            for n, table in enumerate(section.shown_tables, 1)
        ),
    )


def _figure(chart: Chart, number: int, language: str) -> Figure:
    words = clean(chart.caption)
    return Figure(
        caption=text.caption(text.FIGURE, number, words, language),
        alternative=words,
        address=_address(chart),
        width=chart.width,
    )


def _address(chart: Chart) -> str:
    """The picture itself as an address: as an image a drawing can neither run nor load anything."""
    svg = chart.files.get("svg")
    if svg is not None and (len(svg) <= LARGEST_VECTOR or "png" not in chart.files):
        kind, content = "svg+xml", svg
    else:
        kind, content = "png", chart.files["png"]
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _laid_out(table: Table, number: int, language: Any) -> LaidOut:
    cells = grid(table, language)
    rows = len(cells.rows)
    shown = ""
    if cells.left_out:
        shown = text.SHOWN.say(
            language, shown=rows, all=rows + cells.left_out, sheet=clean(table.name)
        )
    caption = text.caption(text.TABLE, number, clean(table.title), language)
    parts = arranged(cells, _room)
    note = clean(table.note)
    if len(parts) > 1:
        split = text.SPLIT.say(
            language, parts=len(parts), first=text.quoted(shared_headings(parts), language)
        )
        note = f"{note} {split}".strip()
    return LaidOut(caption, parts, note, shown)


def _room(columns: int) -> float:
    return PRINTED_LETTERS - CELL_LETTERS * columns
