"""Charts: what they draw is what was simulated, and the same every time."""

from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.outcomes.table import CELL
from qipan.report.run.charts import (
    backlog_chart,
    by_cell,
    chart_files,
    fate,
    flow_chart,
    late_chart,
    open_tickets,
    time_to_solve_chart,
)
from qipan.runs.runs import Runs

from ..charts.layout import faults, words

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"


@pytest.fixture(scope="module")
def runs() -> Runs:
    return qipan.replicate(TINY, n=3)


def test_backlog_line_is_the_median_of_open_tickets(runs: Runs) -> None:
    line = backlog_chart([runs]).axes[0].get_lines()[0]
    _, values = open_tickets(runs)
    assert np.allclose(np.asarray(line.get_ydata(), float), np.median(values, axis=0))
    assert values.shape == (3, 60)
    assert values[:, -1].mean() == pytest.approx(runs.interval("backlog_end").mean)


def test_charts_are_the_same_bytes_every_time(runs: Runs) -> None:
    assert chart_files([runs]) == chart_files([runs])


def test_a_mean_by_cell_leaves_out_replications_without_such_tickets(runs: Runs) -> None:
    values = np.stack([r.table.values("sla_breach_share", CELL) for r in runs.replications])
    table = by_cell(runs, "sla_breach_share")
    assert table.size == values.shape[1]
    none = np.isnan(values).all(axis=0)
    assert (np.isnan(table.ravel()) == none).all()
    assert np.allclose(table.ravel()[~none], np.nanmean(values[:, ~none], axis=0))


def test_what_became_of_all_issues_adds_up(runs: Runs) -> None:
    lapsed, still_open = fate(runs)
    solved = runs.interval("fixed_cohort_solved_share").mean / 100.0
    assert solved + lapsed + still_open == pytest.approx(1.0)
    assert 0.0 < lapsed < 1.0
    assert f"{100 * lapsed:.1f}%" in words(time_to_solve_chart([runs]))


@pytest.mark.parametrize("draw", [flow_chart, late_chart])
def test_charts_of_a_policy_can_be_read_in_chinese(draw, runs: Runs) -> None:  # type: ignore[no-untyped-def]  # a function of the parameter list
    figure = draw(runs, "zh")
    assert faults(figure) == []
    assert runs.scenario.document.title.zh in words(figure)
