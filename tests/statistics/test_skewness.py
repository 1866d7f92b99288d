"""Lopsided values: the interval and the statistic that tests it."""

import numpy as np
import pytest
from scipy.special import stdtrit

from qipan.statistics.interval import ends
from qipan.statistics.skewness import LOPSIDED, ORDINARY, counting, equal, skewness, statistic

RARE = np.array([0.0] * 9 + [1.0])


def test_skewness_by_hand():
    share = 0.1  # of two values: (1 - 2p) / sqrt(p (1 - p))
    assert skewness(RARE) == pytest.approx((1 - 2 * share) / np.sqrt(share * (1 - share)))
    assert skewness(-RARE) == pytest.approx(-float(skewness(RARE)))
    assert skewness(np.full(5, 3.0)) == 0.0


def test_values_that_differ_by_rounding_alone_are_equal():
    assert equal(np.array([0.3, 0.1 + 0.2])) and equal(np.zeros(4))
    assert not equal(np.array([0.0, 1e-300]))


def test_skewness_begins_to_count_without_a_leap():
    assert counting(np.array(ORDINARY)) == 0.0 and counting(np.array(LOPSIDED)) == LOPSIDED
    assert counting(np.array(-2.0)) == -2.0
    steps = counting(np.linspace(0.0, 3.0, 3001))
    assert np.diff(steps).max() < 0.01


def test_the_interval_is_longer_on_the_side_of_the_tail_only():
    low, high = ends(RARE)
    half = stdtrit(9, 0.975) * RARE.std(ddof=1) / np.sqrt(10)
    assert high - RARE.mean() > 1.5 * half
    assert low == pytest.approx(RARE.mean() - half)
    assert ends(-RARE) == pytest.approx((-high, -low))


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_the_statistic_lies_beyond_the_quantile_where_the_interval_leaves_out_0(confidence):
    rng = np.random.default_rng(3)
    quantile = stdtrit(7, 0.5 + confidence / 2)
    for draws in (rng.exponential(size=(400, 8)), rng.normal(size=(400, 8))):
        for values in draws - rng.uniform(0.0, 2.0, size=(400, 1)):
            low, high = ends(values, confidence)
            assert (abs(statistic(values)) > quantile) == (low > 0.0 or high < 0.0)


def test_equal_values_have_no_statistic():
    assert np.isnan(statistic(np.full(8, 2.0))) and np.isnan(statistic(np.array([1.0])))
