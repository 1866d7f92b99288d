"""All files of a report."""

from ..report import Report
from .data import as_data
from .html import as_html
from .word import as_word
from .workbook import as_workbook

HTML, WORD, WORKBOOK, DATA = "report.html", "report.docx", "tables.xlsx", "report.json"
CHARTS = "charts"


def report_files(report: Report) -> dict[str, bytes]:
    """Return the report as HTML, Word, workbook and JSON, and its charts, by path in a folder.

    The same report gives the same bytes.
    """
    files = {
        HTML: as_html(report),
        WORD: as_word(report),
        WORKBOOK: as_workbook(report),
        DATA: as_data(report),
    }
    return files | chart_files(report)


def chart_files(report: Report) -> dict[str, bytes]:
    """Return the charts of a report, by path in a result folder."""
    return {
        f"{CHARTS}/{chart.name}.{form}": content
        for chart in report.charts
        for form, content in chart.files.items()
    }
