"""Curves: convex, falling, nearest, and the largest of their lines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qipan.programs.curve import Curve, convex_curve, pool_adjacent_violators

heights = st.lists(st.floats(0.0, 1000.0), min_size=2, max_size=8)


@given(heights, st.integers(0, 10**6))
def test_laws(y: list[float], seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = np.cumsum(rng.uniform(0.5, 3.0, len(y)))
    curve = convex_curve(x, y, rng.uniform(0.5, 2.0, len(y)))
    slope = curve.slopes()
    assert (slope <= 1e-9).all() and (np.diff(slope) >= -1e-6).all()
    assert (curve.y >= -1e-9).all()
    at = np.linspace(x[0] - 1.0, x[-1] + 3.0, 50)
    lines = np.max([a + b * at for a, b in curve.lines()], axis=0)
    assert curve.value_at(at) == pytest.approx(lines, abs=1e-5)
    for level in np.linspace(curve.y[-1], curve.y[0], 5):
        hours = curve.hours_for(float(level))
        if np.isfinite(hours):
            assert float(curve.value_at(hours)) <= level + 1e-6


@given(heights)
def test_pooling_is_nearest_of_all_rising_sequences(y: list[float]) -> None:
    fitted = pool_adjacent_violators(y, np.ones(len(y)))
    assert (np.diff(fitted) >= -1e-9).all()
    # Kuhn-Tucker: sums of residuals from the left are never below 0, and 0 in all.
    residual = np.cumsum(np.asarray(y) - fitted)
    assert residual.min() >= -1e-6 * max(1.0, max(y))
    assert residual[-1] == pytest.approx(0.0, abs=1e-6 * max(1.0, max(y)))


def test_a_convex_curve_stays_as_it_is() -> None:
    x, y = [0.0, 1.0, 2.0, 4.0], [100.0, 60.0, 40.0, 30.0]
    curve = convex_curve(x, y)
    assert curve.y == pytest.approx(y)
    assert curve.slopes().tolist() == pytest.approx([-40.0, -20.0, -5.0])
    assert curve.value_at([0.5, 3.0, 9.0, -1.0]).tolist() == pytest.approx(
        [80.0, 35.0, 30.0, 140.0]
    )
    assert len(list(curve.lines())) == 4
    assert curve.hours_for(50.0) == pytest.approx(1.5)
    assert curve.hours_for(29.0) == np.inf
    assert curve.room(0.5) == (0.5, 0.5)
    assert curve.room(5.0) == (1.0, np.inf)


def test_worked_by_hand() -> None:
    # Slopes -10, -20 are pooled to -15; the mean of the points, 50/3, is kept.
    curve = convex_curve([0.0, 1.0, 2.0], [30.0, 20.0, 0.0])
    assert curve.y == pytest.approx([50.0 / 3.0 + 15.0, 50.0 / 3.0, 50.0 / 3.0 - 15.0])
    # A heavy end pulls the pooled slope to its own.
    curve = convex_curve([0.0, 1.0, 2.0], [30.0, 20.0, 0.0], [1e-9, 1.0, 1.0])
    assert curve.slopes() == pytest.approx([-20.0, -20.0])


def test_no_curves() -> None:
    with pytest.raises(ValueError, match="not convex at 1"):
        Curve(np.array([0.0, 1.0, 2.0]), np.array([3.0, 2.0, 0.0]))
    with pytest.raises(ValueError, match="must not rise"):
        Curve(np.array([0.0, 1.0]), np.array([1.0, 2.0]))
    with pytest.raises(ValueError, match="x must rise"):
        convex_curve([0.0, 0.0], [1.0, 1.0])
    with pytest.raises(ValueError, match="positive"):
        convex_curve([0.0, 1.0], [1.0, 1.0], [0.0, 1.0])
    with pytest.raises(ValueError, match="finite"):
        Curve(np.array([0.0, 1.0]), np.array([np.nan, 1.0]))


def test_one_point_is_flat() -> None:
    curve = Curve(np.array([0.0]), np.array([7.0]))
    assert curve.value_at([-1.0, 0.0, 5.0]).tolist() == [7.0, 7.0, 7.0]
    assert list(curve.lines()) == [(7.0, 0.0)]
