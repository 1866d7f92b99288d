import io

import pytest
from openpyxl import load_workbook

from qipan.report.comparison import build, comparison_report
from qipan.report.comparison.tables import every_difference, of_many, of_two
from qipan.report.document import Chart
from qipan.report.render import report_files


@pytest.mark.parametrize(("language", "name"), [("en", "two"), ("zh", "three")])
def test_a_report_says_draws_and_tabulates_all(request, language, name):
    found = request.getfixturevalue(name)
    report = comparison_report([found], language, command="qipan compare a.yaml b.yaml")
    assert report.answer and report.question
    assert len(report.sections) >= 6 and len(report.charts) == (8 if name == "two" else 5)
    files = report_files(report)
    book = load_workbook(io.BytesIO(files["tables.xlsx"]))
    assert len(book.sheetnames) == len(report.tables) + 1
    assert b"<0>" not in files["report.html"]
    assert sum(map(len, files.values())) < 6_000_000  # a map that names all its places, too
    assert sum(map(len, (table.frame for table in report.tables))) > 400


def test_the_table_of_two_holds_the_differences(two):
    frame = of_two(two).said("en").frame
    row = two.difference("p1", "load")
    told = frame[frame["metric"] == "Offered work over capacity"].iloc[0]
    assert told["difference"] == row.interval.mean
    assert (told["interval, low"], told["interval, high"]) == row.interval[1:3]
    assert told["Policy <0> & co"] == row.reference_value.mean


def test_the_table_of_many_holds_joint_intervals_and_ranks(three):
    frame = of_many(three, "fixed_cohort_solved_share").said("en").frame
    assert len(frame) == 3
    row = three.difference("p2", "fixed_cohort_solved_share")
    told = frame[frame["policy"] == "Policy <2> & co"].iloc[0]
    assert told["joint interval, low"] == row.simultaneous.low
    assert told["rank"]
    assert len(every_difference(three).said("en").frame) == 2 * len(three.metrics)


def test_several_comparisons_have_charts_of_their_own(two, monkeypatch):
    drawn = [Chart("backlog", "Backlog", lambda: None)]
    monkeypatch.setattr(build, "charts_of", lambda *_: drawn)
    monkeypatch.setattr(build, "fairness_charts", lambda *_: [])
    report = comparison_report([two, two], "en", command="qipan compare x.yaml")
    names = [chart.name for chart in report.charts]
    assert len(set(names)) == len(names)
    assert names == ["1_backlog", "2_backlog"]
    assert len(report.sections) == 2 * 4 + 2 + 2
