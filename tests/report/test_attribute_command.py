"""What qipan attribute prints and writes."""

import json
from pathlib import Path

import pandas as pd
import pytest

import qipan
from qipan.cli.attribute import attribute_and_report
from qipan.report.reporting import CHARTS_ALONE, Reporting
from qipan.runs.opening import Workers
from qipan.runs.result_folder import ResultFolderError
from qipan.studies.attribution.ask import Question
from qipan.studies.attribution.attribute import Request

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml")
BEFORE = TINY.revise({"policy.patrol.on": False})
AFTER = TINY.revise({"policy.burden.on": True})
REQUEST = Request(("close_p50", "fixed_cohort_p99"), replications=3)
QUESTION = Question("tiny_attribution", BEFORE, AFTER, REQUEST)


def test_tables_and_folder_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert attribute_and_report(QUESTION, out, Workers(), CHARTS_ALONE)
    printed = capsys.readouterr().out
    said = " ".join(printed.split())
    assert "What each change contributes to" in said and "burden" in said
    assert "does not exist in" in said
    table = pd.read_csv(out / "contributions.csv")
    assert set(table.player) == {"burden", "patrol"}
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    whole = summary["metrics"]["close_p50"]["difference"]["mean"]
    own = table[table.metric == "close_p50"]
    assert own.contribution.sum() == pytest.approx(whole)
    assert summary["metrics"]["fixed_cohort_p99"]["does_not_exist_in"] > 0
    rows = pd.read_csv(out / "by_replication.csv")
    mean = rows[rows.metric == "close_p50"].burden.mean()
    assert mean == pytest.approx(own[own.player == "burden"].contribution.item())
    assert len(pd.read_csv(out / "interactions.csv")) == 2


def test_one_change_is_told_in_the_singular(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    after = BEFORE.revise({"policy.burden.on": True})
    question = Question("one", BEFORE, after, Request(("close_p50",), replications=2))
    assert attribute_and_report(question, tmp_path / "out", Workers(), CHARTS_ALONE)
    printed = " ".join(capsys.readouterr().out.split())
    assert "exact over all 2 combinations of the 1 change:" in printed


def test_jobs_change_no_byte(tmp_path: Path) -> None:
    for jobs in (1, 2):
        attribute_and_report(QUESTION, tmp_path / str(jobs), Workers(jobs), CHARTS_ALONE)
    first = tmp_path / "1"
    for path in first.rglob("*.*"):
        if path.name != "run_info.json":
            name = path.relative_to(first)
            assert path.read_bytes() == (tmp_path / "2" / name).read_bytes(), name


@pytest.mark.draws
def test_a_report_is_written_on_request(tmp_path: Path) -> None:
    reporting = Reporting("zh", "qipan attribute a.yaml b.yaml")
    attribute_and_report(QUESTION, tmp_path / "out", Workers(), reporting)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "qipan attribute a.yaml b.yaml" in page and "减负" in page
    assert (tmp_path / "out" / "report.docx").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ResultFolderError, match="left alone"):
        attribute_and_report(QUESTION, tmp_path, Workers(), CHARTS_ALONE)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
