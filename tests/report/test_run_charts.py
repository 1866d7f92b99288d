"""Charts: what they draw is what was simulated, and the same every time."""

from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.experiments.replications import Runs
from qipan.report.run_charts import backlog_chart, chart_files, open_tickets

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
