import io
import math
import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import qipan
from qipan.cli import app
from qipan.report.render import report_files
from qipan.report.run import run_report
from qipan.report.run.answer import answer


@pytest.fixture(scope="module")
def runs():
    tiny = qipan.load("scenarios/tiny.yaml").revise({"horizon.days": 20, "horizon.warm_up_days": 5})
    return qipan.replicate(tiny, n=3, seed=1)


def numbers(text):
    return {float(n) for n in re.findall(r"\d+(?:\.\d+)?", text)}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_answer_has_the_means(runs, language):
    said = answer(runs, language)
    solved = runs.interval("fixed_cohort_solved_share")
    assert math.isnan(runs.interval("p90_worst_community").mean)  # so that the share is told
    assert any(abs(n - solved.mean) < 0.06 for n in numbers(said))
    assert "nan" not in said
    stopped = answer(replace(runs, wanted=9), language)
    assert {3.0, 9.0} <= numbers(stopped)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_single_replication_has_no_interval(runs, language):
    one = replace(runs, wanted=1, replications=runs.replications[:1])
    assert "nan" not in answer(one, language)


def test_the_workbook_has_every_metric_of_the_city(runs):
    report = run_report(runs, "en", command="qipan run x.yaml --report")
    book = load_workbook(io.BytesIO(report_files(report)["tables.xlsx"]))
    told = {row[0]: row[1] for row in book["all metrics"].iter_rows(values_only=True)}
    assert told["Offered work over capacity"] == runs.interval("load").mean
    assert len(told) > 80 and len(report.charts) == 4


def test_the_command_writes_one_on_request(tmp_path):
    out = tmp_path / "out"
    words = ["run", "scenarios/tiny.yaml", "--days", "10", "--replications", "1", "--report"]
    done = CliRunner().invoke(app, [*words, "--out", str(out), "--lang", "zh"])
    assert done.exit_code == 0, done.output
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "qipan run scenarios/tiny.yaml --replications 1 --days 10 --lang zh --report" in page
    assert (out / "charts" / "levels.png").exists() and (out / "tables.xlsx").exists()
