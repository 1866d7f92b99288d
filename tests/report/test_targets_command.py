"""The table of targets, and what is found out before anything is run."""

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

import qipan
from qipan.cli.targets import hold_against_targets
from qipan.outcomes.table import MetricTable
from qipan.report.document import Section
from qipan.report.render.terminal import show
from qipan.report.targets import TargetsError, targets_report
from qipan.runs.opening import Workers
from qipan.runs.runs import Replication, Runs
from qipan.scenario import Scenario
from qipan.studies.scenario_questions import TargetsQuestion

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml")
SOURCE = {"title": "A [bold] bulletin", "publisher": "a county", "date": "2016", "kind": "case"}
WINDOWS = {
    "closures": {
        "metric": "closed_per_year",
        "low": 10,
        "high": 12000,
        "unit": "per year",
        "published_in": "bulletin",
    },
    "found": {"metric": "patrol_share", "low": 80, "high": 90, "unit": "%"},
}
CITY = TINY.revise({"targets": WINDOWS, "sources.bulletin": SOURCE})


@pytest.fixture(autouse=True)
def no_simulation(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("simulated")

    monkeypatch.setattr("qipan.runs.runner.Runner.replicate", refuse)
    # of replications that have two metrics alone
    monkeypatch.setattr("qipan.report.targets.method_section", lambda *_: Section(""))


def runs(of: Scenario, closed: float, found: float) -> Runs:
    def table(number: int) -> MetricTable:
        each = MetricTable(("a",), ("k",))
        each.add("closed_per_year", closed * (1.0 + 0.001 * number))
        each.add("patrol_share", found * (1.0 + 0.001 * number))
        return each

    two = tuple(Replication(n, n, table(n), pd.DataFrame(), np.zeros(0), None) for n in (0, 1))
    return Runs(of, 1, 2, two)


def printed(reformed: Runs, reference: Runs | None) -> str:
    text = io.StringIO()
    several = [reformed] if reference is None else [reformed, reference]
    show(targets_report(several, "en"), Console(file=text, width=200))
    return text.getvalue()


def test_a_window_that_nothing_misses_is_named() -> None:
    reformed, unreformed = runs(CITY, 11.0, 85.0), runs(CITY, 9000.0, 1.0)
    text = printed(reformed, unreformed)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    title = "Two communities for two months"
    for said in (
        f"closures Closures [10.000, 12,000.000] {title} 11.005 [10.936, 11.075] in per year "
        "bulletin",
        f"closures Closures [10, 12,000] {title} 9,004 [8,947, 9,062] in per year bulletin",
        "bulletin: A [bold] bulletin. a county, 2016",
    ):
        assert said in lines, text
    text = " ".join(text.split())
    assert "meets 2 of 2 published windows" in text and "meets 1 of 2 published" in text
    assert "Windows met by both say nothing about the reform: closures." in text


def test_without_a_reference_nothing_is_said_of_one() -> None:
    text = printed(runs(CITY, 5.0, 85.0), None)
    assert "meets 1 of 2 published windows; 1 it misses, 0 are open" in text
    assert "met by both" not in text


def test_one_replication_decides_nothing_and_says_so() -> None:
    several = runs(CITY, 11.0, 85.0)
    text = printed(Runs(CITY, 1, 1, several.replications[:1]), None)
    assert "meets 0 of 2 published windows; 0 it misses, 2 are open" in text


@pytest.mark.parametrize(
    ("scenario", "before", "file", "words"),
    [
        (TINY, None, None, "no targets"),
        (CITY, CITY.revise({"city.seed": 9}), None, "same city"),
        (CITY, CITY.revise({"horizon.days": 9}), None, "same days"),
        (CITY, None, Path("nowhere/at/all.csv"), "no folder"),
        (CITY, None, Path("notes.txt"), ".csv"),
    ],
)
def test_refused_before_anything_is_run(
    scenario: Scenario, before: Scenario | None, file: Path | None, words: str
) -> None:
    with pytest.raises(TargetsError, match=words):
        hold_against_targets(TargetsQuestion("x", scenario, before, 2, 1), Workers(), file=file)
