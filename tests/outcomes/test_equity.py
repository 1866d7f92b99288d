"""Equity measures against published and hand-worked values, and their laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qipan.outcomes.equity import gini, kolm_pollak, missing, outer_thirds, worst

values = st.lists(st.floats(0.1, 1000.0), min_size=1, max_size=30)


def test_known_values():
    assert gini([10, 4, 2, 4]) == pytest.approx(0.3)
    x = [2, 3, 4, 9, 20]
    assert kolm_pollak(x, -1.0) == pytest.approx(9.50489, abs=5e-6)
    assert kolm_pollak(x, -0.5) == pytest.approx(8.49443, abs=5e-6)
    assert kolm_pollak(x, 0.0) == pytest.approx(7.6)


@given(values)
def test_laws(x):
    assert -1e-12 <= gini(x) < 1.0
    assert gini(np.multiply(x, 3.0)) == pytest.approx(gini(x), abs=1e-12)
    assert np.mean(x) * (1 - 1e-9) <= kolm_pollak(x, -1.0) <= max(x) * (1 + 1e-9)
    assert kolm_pollak(x, 1.0) <= np.mean(x) * (1 + 1e-9)


def test_missing_values_are_left_out_but_not_forgotten():
    x = [2.0, np.nan, 4.0]
    assert gini(x) == gini([2, 4])
    assert kolm_pollak(x, -1.0) == kolm_pollak([2, 4], -1.0)
    assert missing(x) == 1
    assert np.isnan(worst(x))
    assert worst([2.0, 4.0]) == 4.0
    assert np.isnan([gini([]), kolm_pollak([np.nan], -1.0), worst([])]).all()


def test_all_alike():
    assert gini([5, 5]) == gini([0, 0]) == 0.0
    assert kolm_pollak([0, 0], -1.0) == 0.0


def test_outer_thirds():
    assert outer_thirds([3, 1, 2, 6, 5, 4]).tolist() == [1, 0, 0, 2, 2, 1]
    assert outer_thirds([1, 1, 1, 1]).tolist() == [1, 1, 1, 1]
    assert outer_thirds([1, 2]).tolist() == [1, 1]
