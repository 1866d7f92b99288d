"""``qipan compare`` from the command line to its result folder."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from qipan.cli import app
from qipan.scenario import ScenarioError
from qipan.studies.file.given import Given, comparison_given

ROOT = Path(__file__).parents[2]
QUIET = ["--no-report"]
SHORT = f"extends: {ROOT}/scenarios/tiny.yaml\nhorizon: {{days: 20, warm_up_days: 5}}\n"
SHIFTS = "policy: {shifts: {on: true, calendar: two_shifts}}\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "a.yaml").write_text(SHORT + "name: a\n")
    (tmp_path / "b.yaml").write_text(SHORT + SHIFTS + "name: b\n")
    (tmp_path / "long.yaml").write_text("extends: a.yaml\nname: c\nhorizon: {days: 30}\n")
    (tmp_path / "trial.yaml").write_text(
        "name: trial\ntitle: {en: Trial, zh: 试验}\n"
        "question: {en: Do two shifts help?, zh: 两班制有用吗？}\n"
        "replications: 3\nmetrics: [load, closed_share]\n"
        "compare:\n  scenarios: [a.yaml, b.yaml, {file: a.yaml, name: same}]\n"
        "  pairs: [{before: a.yaml, after: b.yaml}]\n"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def invoke(*words):
    return CliRunner().invoke(app, ["compare", *map(str, words)])


@pytest.mark.draws
def test_an_experiment_file(folder):
    done = invoke("trial.yaml", "--jobs", 2)
    assert done.exit_code == 0, done.output
    assert "Do two shifts help?" in done.output and "Results: results/trial/" in done.output
    said = " ".join(done.output.split())
    assert "Policies by" in said and "replications tell no two of them apart" in said
    frame = pd.read_csv(folder / "results" / "trial" / "differences.csv")
    assert list(zip(frame.comparison, frame.scenario, strict=True)) == [
        *[(1, "b")] * 2,
        *[(2, "b"), (2, "same")] * 2,
    ]
    assert (frame[frame.scenario == "same"].difference == 0.0).all()
    made = folder / "results" / "trial"
    assert {"report.html", "report.docx", "tables.xlsx", "charts"} <= set(os.listdir(made))
    assert "qipan compare trial.yaml" in (made / "report.html").read_text(encoding="utf-8")
    manifest = json.loads((made / "manifest.json").read_text())
    assert manifest["comparisons"][1]["seeds"] == [1_000_000, 1_000_001, 1_000_002]


def test_scenario_files(folder):
    done = invoke(
        "a.yaml", "b.yaml", "--metric", "load", "--out", "here", "--replications", 2, *QUIET
    )
    assert done.exit_code == 0, done.output
    assert "Offered work" in done.output and "Mean trust" not in done.output  # it may wrap
    assert (folder / "here" / "replications.parquet").exists()
    assert not (folder / "here" / "report.html").exists()


def test_a_precision_on_the_command_line(folder):
    words = ["--replications", 3, "--metric", "load", "--half-width", 9, *QUIET]
    done = invoke("a.yaml", "b.yaml", *words)
    assert done.exit_code == 0, done.output
    assert "A half-width of 9" in done.output and "was asked for in" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a.yaml"], "a.yaml  this is a scenario, and one alone cannot be compared"),
        (["a.yaml", "trial.yaml"], "trial.yaml  this is an experiment file; give it alone"),
        (["a.yaml", "long.yaml"], "long.yaml  cannot be compared: a and c are not over the same"),
        (["a.yaml", "a.yaml"], "a.yaml  'a' is the name of another scenario here"),
        (["a.yaml", "nowhere.yaml"], "nowhere.yaml  cannot read nowhere.yaml"),
        (["a.yaml", "b.yaml", "--metric", "laod"], "no metric named 'laod'; did you mean 'load'?"),
        (["a.yaml", "b.yaml", "--reference", "x"], "no scenario named 'x' is compared"),
        (["a.yaml", "b.yaml", "--half-width", "1"], "--half-width  of which metric?"),
        (["a.yaml", "b.yaml", "--most", "3"], "--most  none are added without a precision"),
        (["trial.yaml", "--half-width", "-1"], "--half-width  found -1; must be above 0"),
        (["trial.yaml", "--out", "a.yaml"], "a.yaml: is a file, not a folder"),
    ],
)
def test_bad_input_changes_nothing(folder, words, said):
    before = sorted(folder.rglob("*"))
    done = invoke(*words)
    assert done.exit_code == 2, done.output
    assert said in done.output
    assert sorted(set(folder.rglob("*")) - {folder / "results"}) == before


def test_an_interrupt_keeps_what_is_finished(folder):
    command = [sys.executable, "-m", "qipan.cli", "compare", "a.yaml", "b.yaml"]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}/model"}
    running = subprocess.Popen(
        [*command, "--replications", "3000", *QUIET],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    while len(list(folder.glob("results/.store/**/*.parquet"))) < 4:
        assert running.poll() is None, "it ended before four replications were finished"
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate()
    assert running.returncode == 130
    assert "Stopped early" in said
    assert [left.name for left in (folder / "results").glob(".*")] == [".store"]
    done = invoke("a.yaml", "b.yaml", "--replications", "3", *QUIET)
    assert done.exit_code == 0, done.output


def test_most_goes_over_the_precision_of_a_file(folder):
    with (folder / "trial.yaml").open("a") as file:
        file.write("precision: {metric: load, half_width: 9}\n")
    given = comparison_given(["trial.yaml"], Given(most_replications=7))
    precision = given.document.precision
    assert (precision.half_width, precision.most_replications) == (9.0, 7)
    with pytest.raises(ScenarioError, match="must be at least replications, 3"):
        comparison_given(["trial.yaml"], Given(most_replications=2))
