from importlib.resources import files

from qipan.report.render import report_files

from ..example import report


def test_a_report_is_three_files_and_its_charts():
    found = report_files(report())
    assert list(found)[:3] == ["report.html", "report.docx", "tables.xlsx"]
    assert {"charts/backlog.png", "charts/backlog.svg"} <= set(found)


def test_the_package_carries_its_templates():
    templates = files("qipan.report") / "templates"
    assert {entry.name for entry in templates.iterdir()} >= {"report.html", "report.css"}
