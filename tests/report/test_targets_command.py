"""The table of targets, and what is found out before anything is run."""

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

import qipan
from qipan.experiments.replications import Replication, Runs
from qipan.outcomes.table import MetricTable
from qipan.report import targets_command
from qipan.report.console import print_targets
from qipan.report.targets_command import TargetsError, hold_against_targets
from qipan.scenario import Scenario

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

    monkeypatch.setattr(targets_command, "replicate", refuse)


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
    print_targets(reformed, reference, Console(file=text, width=140))
    return text.getvalue()


def test_a_window_that_nothing_misses_is_named() -> None:
    reformed, unreformed = runs(CITY, 11.0, 85.0), runs(CITY, 9000.0, 1.0)
    text = printed(reformed, unreformed)
    lines = [line.split() for line in text.splitlines()]
    closures = next(words for words in lines if words[:2] == ["closures", "Closures"])
    assert " ".join(closures[2:]) == "11.01 [10.94, 11.08] 10 to 12,000 per year in 9,004 in 1"
    found = next(words for words in lines if words[:1] == ["found"])
    assert found.count("in") + found.count("out") == 2 and found[-2:] == ["out", "–"]
    assert "1  bulletin: A [bold] bulletin. a county, 2016" in text
    assert "2 of 2 windows are met, 0 missed, 0 open; tiny meets 1 and misses 1." in text
    assert "say nothing about the reform: closures." in text


def test_without_a_reference_there_is_no_column_of_it() -> None:
    text = printed(runs(CITY, 5.0, 85.0), None)
    assert "1 of 2 windows are met, 1 missed, 0 open." in text and "tell nothing" not in text


def test_one_replication_decides_nothing_and_says_so() -> None:
    several = runs(CITY, 11.0, 85.0)
    text = printed(Runs(CITY, 1, 1, several.replications[:1]), None)
    assert "0 of 2 windows are met, 0 missed, 2 open. Open: the interval does not decide" in text


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
        hold_against_targets(scenario, before, 2, 1, 1, file=file)
