"""Coverage of growth intervals, and truncation of a warm-up."""

import numpy as np
import pytest
from scipy.signal import lfilter

from qipan.outcomes.stationarity import DAYS_PER_MONTH, batch_length, growth, mser

SERIES = 2000


def noise(seed, days=365):
    return np.random.default_rng(seed).normal(size=(days, SERIES))


def covered(interval, truth):
    return np.mean((interval.low <= truth) & (truth <= interval.high))


def test_interval_covers_the_drift_of_a_random_walk():
    walk = np.cumsum(0.2 + noise(1), axis=0)
    share = covered(growth(walk), 0.2 * DAYS_PER_MONTH)
    assert share == pytest.approx(0.95, abs=3.3 * np.sqrt(0.95 * 0.05 / SERIES))  # 99.9 %


def test_interval_covers_the_drift_when_arrivals_are_autocorrelated():
    steps = lfilter([1.0], [1.0, -0.37], noise(2), axis=0)
    assert covered(growth(np.cumsum(steps, axis=0)), 0.0) > 0.92


@pytest.mark.parametrize("persistence", [0.0, 0.5, 0.9, 0.98])
def test_a_stable_backlog_is_seldom_called_growing(persistence):
    series = lfilter([1.0], [1.0, -persistence], noise(3, 1365), axis=0)[1000:]
    assert covered(growth(series), 0.0) > 0.94


def test_growth_is_found():
    walk = np.cumsum(0.3 + noise(4), axis=0)
    assert np.mean(growth(walk).low > 0.0) > 0.95
    trend = 0.2 * np.arange(365)[:, None] + 5.0 * noise(5)
    assert growth(trend).stationary.mean() < 0.2


def test_growth_is_that_between_the_ends():
    line = growth(2.0 * np.arange(366))
    assert line.mean == pytest.approx(2.0 * DAYS_PER_MONTH)
    assert line.low == line.high == pytest.approx(line.mean)
    assert line.stationary == 0.0


def test_a_short_window_has_no_interval():
    short = growth(np.arange(20.0))
    assert short.mean == pytest.approx(DAYS_PER_MONTH)
    assert np.isnan(short.low) and np.isnan(short.stationary)
    assert np.isnan(growth([1.0]).mean)


@pytest.mark.parametrize("days", [28, 30, 77, 90, 365, 730])
def test_batches_are_four_to_ten_whole_weeks(days):
    length = batch_length(days)
    assert length % 7 == 0
    assert 4 <= days // length <= 10


def test_mser_leaves_out_the_filling_of_queues():
    rng = np.random.default_rng(6)
    filling = np.minimum(np.arange(400) / 60.0, 1.0) * 100.0 + rng.normal(size=400)
    assert 50 <= mser(filling) <= 65
    assert mser(100.0 + rng.normal(size=400)) <= 100
    assert mser(np.arange(400.0)) == 200  # at the bound: never settles
    assert mser([1.0, 2.0]) == 0
