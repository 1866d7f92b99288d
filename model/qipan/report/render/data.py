"""A report as JSON: its words and tables as HTML and Word show them, for programs that read it."""

import json
from typing import Any

from ..document import Report, Table
from .cells import grid
from .text import clean


def as_data(report: Report) -> bytes:
    """Return a report as JSON; the same report gives the same bytes.

    It has `language`, `title`, `question`, `answer`, `command` and `sections`; a section has
    `heading`, `paragraphs`, `items`, `charts` (`name` of the file in charts/, `caption`, `width`)
    and `tables` (`title`, `headings`, `numeric`, `rows` of texts, `left_out`, `note`).
    """
    content = {
        "language": report.language,
        "title": clean(report.title),
        "question": clean(report.question),
        "answer": clean(report.answer),
        "command": clean(report.command),
        "sections": [
            {
                "heading": clean(section.heading),
                "paragraphs": [clean(words) for words in section.paragraphs],
                "items": [clean(words) for words in section.items],
                "charts": [
                    {"name": chart.name, "caption": clean(chart.caption), "width": chart.width}
                    for chart in section.charts
                ],
                "tables": [_table(table, report) for table in section.shown_tables],
            }
            for section in report.sections
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _table(table: Table, report: Report) -> dict[str, Any]:
    cells = grid(table, report.language)
    return {
        "title": clean(table.title),
        "headings": list(cells.headings),
        "numeric": list(cells.numeric),
        "rows": [[cell.text for cell in row] for row in cells.rows],
        "left_out": cells.left_out,
        "note": clean(table.note),
    }
