"""All files of a report."""

from ..document import Report
from ..reporting import Layout
from .data import as_data
from .html import as_html
from .word import as_word
from .word_dress import gongwen
from .workbook import as_workbook

HTML, WORD, WORKBOOK, DATA = "report.html", "report.docx", "tables.xlsx", "report.json"
SLIDES = "report.pptx"
PLAIN = Layout()
CHARTS = "charts"


def report_files(report: Report, layout: Layout = PLAIN) -> dict[str, bytes]:
    """Return the report as HTML, Word, workbook and JSON, and its charts, by path in a folder.

    The same report gives the same bytes.

    Parameters
    ----------
    report : Report
    layout : Layout
        Of the Word document, and whether there are slides too.
    """
    dress = gongwen(layout.fonts) if layout.style == "gongwen" else None
    files = {
        HTML: as_html(report),
        WORD: as_word(report, dress, layout.template),
        WORKBOOK: as_workbook(report),
        DATA: as_data(report),
    }
    if layout.slides:
        from .slides import as_slides

        files[SLIDES] = as_slides(report)
    return files | chart_files(report)


def chart_files(report: Report) -> dict[str, bytes]:
    """Return the charts of a report, by path in a result folder."""
    return {
        f"{CHARTS}/{chart.name}.{form}": content
        for chart in report.charts
        for form, content in chart.files.items()
    }
