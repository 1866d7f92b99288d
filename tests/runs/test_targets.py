"""Windows are held against means of replications made by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import qipan
from qipan.outcomes.catalogue import METRICS
from qipan.outcomes.table import MetricTable
from qipan.runs.runs import Replication, Runs
from qipan.runs.targets import check_targets, refuse_bad_targets, tally, target_table, verdict_on
from qipan.scenario import Scenario, ScenarioError
from qipan.statistics.interval import Interval

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml")
BULLETIN = {"title": "Bulletin", "publisher": "a county", "date": "2016", "kind": "literature"}
WINDOWS = {
    "closures": {
        "metric": "closed_per_year",
        "low": 10,
        "high": 20,
        "unit": "per year",
        "published_in": "bulletin",
    },
    "found": {"metric": "patrol_share", "low": 80, "high": 90, "unit": "%"},
}


def scenario(**targets: object) -> Scenario:
    given = {**WINDOWS, **targets}
    return TINY.revise({"sources.bulletin": BULLETIN, "targets": given})


def runs(of: Scenario, closed: list[float], found: list[float]) -> Runs:
    replications = []
    for number, values in enumerate(zip(closed, found, strict=True)):
        table = MetricTable(("a",), ("k",))
        for name, value in zip(("closed_per_year", "patrol_share"), values, strict=True):
            table.add(name, value)
        replications.append(
            Replication(number, number, table, pd.DataFrame(), np.zeros(0), events=None)
        )
    return Runs(of, 1, len(replications), tuple(replications))


@pytest.mark.parametrize(
    ("mean", "low", "high", "verdict"),
    [
        (15.0, 10.0, 20.0, "in"),
        (15.0, 9.9, 16.0, "open"),
        (15.0, 12.0, 20.1, "open"),
        (15.0, 1.0, 30.0, "open"),
        (9.0, 8.0, 10.0, "open"),
        (9.0, 8.0, 9.9, "out"),
        (25.0, 20.1, 30.0, "out"),
        (15.0, np.nan, np.nan, "open"),
        (np.nan, np.nan, np.nan, "out"),
    ],
)
def test_the_interval_decides(mean: float, low: float, high: float, verdict: str) -> None:
    assert verdict_on(10.0, 20.0, Interval(mean, low, high, 4)) == verdict


def test_a_mean_within_does_not_decide_and_what_does_not_exist_is_out() -> None:
    checks = check_targets(runs(scenario(), [9.0, 13.0], [85.0, np.nan]))
    assert [check.verdict for check in checks] == ["open", "out"]
    assert tally(check.verdict for check in checks) == {"in": 0, "out": 1, "open": 1}
    assert checks[0].simulated.mean == 11.0
    assert checks[0].source == "bulletin" and checks[1].source == ""


def test_the_table_holds_both_runs_against_the_same_windows() -> None:
    reformed = runs(scenario(), [14.9, 15.1], [85.0, 85.1])
    table = target_table(reformed, runs(TINY, [30.0, 30.1], [81.0, 95.0]))
    assert table.target.tolist() == ["closures", "found"]
    assert table.title.tolist() == [METRICS[name].title_en for name in table.metric]
    assert table["mean"].tolist() == pytest.approx([15.0, 85.05])
    assert table.verdict.tolist() == ["in", "in"]
    assert table.before_mean.tolist() == pytest.approx([30.05, 88.0])
    assert table.before_verdict.tolist() == ["out", "open"]
    assert table[["source", "source_title", "publisher", "date"]].to_numpy().tolist() == [
        ["bulletin", "Bulletin", "a county", "2016"],
        [""] * 4,
    ]
    assert not any(name.startswith("before") for name in target_table(reformed))


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ({"metric": "closed_per_yaer"}, ("targets.odd.metric", "did you mean 'closed_per_year'")),
        ({"metric": "resolved_at_level_share"}, ("targets.odd.metric", "whole city")),
        ({"unit": "per day"}, ("targets.odd.unit", "'per day'", "'per year'")),
    ],
)
def test_what_cannot_be_held_against_a_run_is_refused(
    target: dict[str, object], words: tuple[str, ...]
) -> None:
    refuse_bad_targets(scenario())
    odd = {"metric": "closed_per_year", "low": 1, "high": 2, "unit": "per year", **target}
    with pytest.raises(ScenarioError) as raised:
        refuse_bad_targets(scenario(odd=odd))
    assert "tiny" in str(raised.value)
    for word in words:
        assert word in str(raised.value)
