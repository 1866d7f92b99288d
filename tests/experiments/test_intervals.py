"""Intervals of means over replications."""

import numpy as np
import pytest
from scipy.stats import t

from qipan.experiments.intervals import mean_interval


def test_interval_is_students() -> None:
    values = np.array([3.0, 5.0, 4.0, 8.0])
    interval = mean_interval(values)
    low, high = t.interval(0.95, 3, loc=5.0, scale=values.std(ddof=1) / 2.0)
    assert interval == pytest.approx((5.0, low, high, 4))


def test_coverage_of_a_skewed_metric() -> None:
    draws = np.random.default_rng(1).gamma(4.0, 1.0, size=(4000, 10))
    covered = [low <= 4.0 <= high for _, low, high, _ in map(mean_interval, draws)]
    assert 0.925 < np.mean(covered) < 0.96


def test_one_replication_has_no_interval() -> None:
    interval = mean_interval([2.0])
    assert interval.mean == 2.0 and np.isnan(interval.low) and np.isnan(interval.high)


def test_a_metric_that_does_not_exist_somewhere_has_no_mean() -> None:
    assert np.isnan(mean_interval([1.0, np.nan, 3.0]).mean)
