"""Shares of worlds, with their intervals."""

import numpy as np
import pytest

from qipan.statistics.interval import mean_interval
from qipan.studies.sweep.factors import Factor
from qipan.studies.sweep.robustness import conclude, spread, wilson
from qipan.studies.sweep.splits import splits

NAMES = ("old", "new")


def test_wilson() -> None:
    """Newcombe 1998, table I: 81 of 263, and 0 of 20."""
    assert wilson(81, 263)[1:3] == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20)[1:3] == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(20, 20)[1:3] == pytest.approx((0.8389, 1.0), abs=1e-4)
    assert np.isnan(wilson(0, 0).mean)


def worlds(*differences: float) -> tuple[np.ndarray, np.ndarray]:
    """Four replications a world, their differences spread by 1 around those given."""
    first = np.random.default_rng(1).normal(size=(len(differences), 4))
    noise = np.array([-1.0, 1.0, -1.0, 1.0])  # Student's interval of the mean: +- 1.84
    return first, first + np.array(differences)[:, np.newaxis] + noise


def test_worlds_are_counted_by_the_interval_of_their_difference() -> None:
    first, second = worlds(-5.0, -3.0, -1.0, 1.0, 4.0)
    said = conclude("close_p50", NAMES, first, second, mean_interval([1.0, 2.0]))
    assert (said.better.count, said.worse.count, said.undecided.count) == (2, 1, 2)
    assert said.by_mean.count == 3 and said.better.of == 5
    assert said.spread[1] == pytest.approx(-1.0)


def test_which_side_is_better_depends_on_the_metric() -> None:
    first, second = worlds(-5.0, -3.0, 4.0)
    said = conclude("satisfied_share", NAMES, first, second, mean_interval([1.0, 2.0]))
    assert (said.better.count, said.worse.count, said.by_mean.count) == (1, 2, 1)


def test_worlds_without_the_metric_are_left_out_and_told() -> None:
    first, second = worlds(-5.0, -3.0, -1.0, 4.0)
    first[0, 2], second[0, 0], second[1, 1] = np.nan, np.nan, np.nan
    said = conclude("close_p50", NAMES, first, second, mean_interval([1.0, 2.0]))
    assert said.better.of == 2 and said.missing == 2 and said.missing_in == (1, 2)
    nothing = conclude("close_p50", NAMES, first * np.nan, second, mean_interval([1.0, 2.0]))
    assert nothing.better.of == 0 and nothing.missing == 4


def test_noise_alone_decides_five_worlds_in_a_hundred() -> None:
    """Two equal policies: the share of worlds that are called better or worse is that of errors."""
    rng = np.random.default_rng(7)
    first, second = rng.normal(size=(2, 4000, 4))
    said = conclude("close_p50", NAMES, first, second, mean_interval([0.0, 0.0]))
    assert (said.better.value + said.worse.value) == pytest.approx(0.05, abs=0.014)
    assert said.by_mean.value == pytest.approx(0.5, abs=0.03)


def test_spread_over_worlds() -> None:
    values = np.arange(101.0)[:, np.newaxis] + np.array([-1.0, 1.0])
    values[7, 0] = np.nan
    found = spread("close_p50", "new", values, mean_interval([1.0, 2.0]))
    assert found.quantiles[0] == 0.0 and found.quantiles[4] == 100.0 and found.missing == 1


def test_what_divides_the_worlds_is_found_at_its_value() -> None:
    factors = [Factor(f"x{n}", f"x{n}", (0,), 5.0, 0.0, 10.0) for n in range(20)]
    points = np.random.default_rng(2).random((128, 20))
    better = (points[:, 3] < 0.7) | (points[:, 5] < 0.1)
    found = splits(factors, points, better)
    assert found[0].factor == "x3" and found[0].value == pytest.approx(7.0, abs=0.5)
    assert found[0].below.value > 0.95 > found[0].above.value
    assert {each.factor for each in found} <= {"x3", "x5"}


def test_worlds_of_one_kind_are_not_divided() -> None:
    factors = [Factor("x", "x", (0,), 5.0, 0.0, 10.0)]
    points = np.random.default_rng(2).random((50, 1))
    assert splits(factors, points, np.ones(50, bool)) == ()


def test_factors_without_effect_divide_nothing() -> None:
    factors = [Factor(f"x{n}", f"x{n}", (0,), 5.0, 0.0, 10.0) for n in range(30)]
    wrong = 0
    for seed in range(100):
        rng = np.random.default_rng([4, seed])
        wrong += bool(splits(factors, rng.random((60, 30)), rng.random(60) < 0.5))
    assert wrong < 12  # 5 expected
