"""What qipan sweep prints and writes."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import qipan
from qipan.agents.staffing import StaffingError
from qipan.cli.sweep import sweep_and_report as reported
from qipan.report.reporting import CHARTS_ALONE
from qipan.runs.opening import Workers
from qipan.studies.sweep.ask import Question
from qipan.studies.sweep.factors import SweepError
from qipan.studies.sweep.request import Request
from qipan.studies.sweep.worlds import Worlds

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml")
BEFORE = TINY.revise({"name": "before", "policy.patrol.on": False})
AFTER = BEFORE.revise({"name": "after", "policy.burden.on": True})
KEYS = {"closure.false_share": None, "triage.look_hours": None}
REQUEST = Request(
    ("close_p50", "satisfied_share"),
    "latin_hypercube",
    10,
    keys=dict(KEYS),
    detail=1,
    replications=2,
)
QUESTION = Question("robust", (BEFORE, AFTER), REQUEST)


def sweep_and_report(question: Question, folder: Path, workers: Workers) -> bool:
    return reported(question, folder, workers, CHARTS_ALONE)


@pytest.mark.draws
def test_tables_and_folder_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert sweep_and_report(QUESTION, out, Workers())
    printed = " ".join(capsys.readouterr().out.split())
    assert "In how many plausible worlds each conclusion holds" in printed
    assert "10 of 10 points" in printed
    table = pd.read_csv(out / "conclusions.csv").set_index("metric")
    values = pd.read_parquet(out / "values.parquet")
    assert len(values) == 10 * 2 * 2
    means = values.groupby(["scenario", "point"]).close_p50.mean()
    better = (means["after"] < means["before"]).sum()
    assert table.by_mean_worlds["close_p50"] == better
    points = pd.read_parquet(out / "points.parquet")
    assert points["closure.false_share"].between(0, 0.25).all() and points.sound.all()
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["usable"] == 10 and len(summary["conclusions"]) == 2
    assert len(pd.read_csv(out / "swings.csv")) == 2
    assert set(pd.read_csv(out / "factors.csv").factor) == set(KEYS)
    rho = pd.read_csv(out / "correlations.csv")
    assert (rho.rho.abs() <= 1).all() and len(rho) == 2 * 3


def test_jobs_and_a_store_change_no_byte(tmp_path: Path) -> None:
    several = {
        "one": Workers(),
        "two": Workers(2, store=tmp_path / "store"),
        "again": Workers(1, store=tmp_path / "store"),
    }
    question = replace(QUESTION, request=replace(REQUEST, points=4, detail=0))
    for name, workers in several.items():
        assert sweep_and_report(question, tmp_path / name, workers)
    first = tmp_path / "one"
    for path in first.rglob("*.*"):
        if path.name != "run_info.json":
            inside = path.relative_to(first)
            for name in ("two", "again"):
                assert path.read_bytes() == (tmp_path / name / inside).read_bytes(), inside


def test_the_other_designs_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for design, points, said in (
        ("morris", 2, "Elementary effects (Morris)"),
        ("sobol", 16, "Sobol' indices"),
        ("one_at_a_time", None, "by one number at a time"),
    ):
        request = replace(
            REQUEST, design=design, points=points, metrics=("satisfied_share",), detail=0
        )
        sweep_and_report(replace(QUESTION, request=request), tmp_path / design, Workers())
        assert said in capsys.readouterr().out
    assert (tmp_path / "morris" / "effects.csv").exists()
    assert (tmp_path / "sobol" / "indices.csv").exists()
    assert not (tmp_path / "one_at_a_time" / "points.parquet").exists()


def test_no_answer_is_written_if_no_world_could_be_simulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = Worlds.at

    def unsound(worlds: Worlds, point: dict[str, float]) -> object:
        return worlds.refuse(StaffingError("too few")) if point else at(worlds, point)

    monkeypatch.setattr(Worlds, "at", unsound)
    for scenarios in ((BEFORE, AFTER), (AFTER,)):
        for design, points, told in (
            ("latin_hypercube", 4, "4 points"),
            ("one_at_a_time", None, ""),
        ):
            request = replace(REQUEST, design=design, points=points, detail=0)
            with pytest.raises(SweepError, match=f"none of the {told}.*staff: too few"):
                sweep_and_report(Question("q", scenarios, request), tmp_path / "out", Workers())
    assert not list(tmp_path.iterdir())


def test_points_that_are_no_scenario_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at, tried = Worlds.at, []

    def unsound(worlds: Worlds, point: dict[str, float]) -> object:
        tried.append(point)
        return worlds.refuse(StaffingError("too few")) if len(tried) <= 3 else at(worlds, point)

    monkeypatch.setattr(Worlds, "at", unsound)
    request = replace(REQUEST, points=4, detail=0)
    assert sweep_and_report(Question("q", (AFTER,), request), tmp_path / "q", Workers())
    printed = " ".join(capsys.readouterr().out.split())
    assert "Points that are no sound scenario" in printed and "staff 3 too few" in printed
    assert "Each metric over the plausible worlds" in printed
    assert "cannot be told: one point at which it exists is too few, 8 at the least" in printed


def test_bad_input_is_found_before_anything_is_simulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("simulated")

    monkeypatch.setattr(sys.modules["qipan.studies.sweep.sweep"], "sweep", refuse)
    for wrong, said in (
        ({"design": "sobol", "points": 12}, "power"),
        ({"keys": {"closure.fals_share": None}}, "closure.false_share"),
        ({"design": "factorial", "points": 9}, "9 points are asked for, but a factorial design"),
        ({"design": "one_at_a_time", "points": 9}, "takes no number of points"),
        ({"index_points": 16}, "a latin_hypercube design makes none"),
    ):
        request = replace(REQUEST, **wrong)
        with pytest.raises(SweepError, match=said):
            sweep_and_report(replace(QUESTION, request=request), tmp_path / "out", Workers())
    assert not list(tmp_path.iterdir())
