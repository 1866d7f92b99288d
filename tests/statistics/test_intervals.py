"""Intervals of means over replications."""

import numpy as np
import pytest
from scipy.stats import beta, t

from qipan.statistics.interval import is_spread, mean_interval, paired_interval, unseen


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


@pytest.mark.parametrize("n", [2, 8, 40])
def test_equal_replications_tell_no_interval(n: int) -> None:
    interval = mean_interval(np.full(n, 4.2))
    assert interval.untold and interval.mean == 4.2 and np.isnan(interval.low)
    assert not mean_interval([4.2]).untold and not mean_interval([4.2, np.nan]).untold


def test_equal_replications_of_what_hangs_on_no_chance_are_its_value() -> None:
    assert mean_interval(np.full(8, 4.2), settled=True) == (4.2, 4.2, 4.2, 8)


def test_equal_replications_of_a_share_have_the_exact_interval() -> None:
    none_of_8 = beta.ppf(0.975, 1, 8)  # Clopper and Pearson
    assert unseen(8) == pytest.approx(none_of_8)
    interval = mean_interval(np.full(8, 100.0), support=(0.0, 100.0))
    assert interval == pytest.approx((100.0, 100.0 * (1.0 - none_of_8), 100.0, 8))
    middle = mean_interval(np.full(8, 40.0), support=(0.0, 100.0))
    assert middle[1:3] == pytest.approx((40.0 * (1 - none_of_8), 40.0 + 60.0 * none_of_8))
    assert mean_interval(np.full(8, 140.0), support=(0.0, 100.0)).untold


def test_runs_that_are_the_same_differ_by_exactly_nothing() -> None:
    varied = np.array([1.0, 2.5, 2.0, 7.0])
    assert paired_interval(varied, varied) == (0.0, 0.0, 0.0, 4)
    rare = np.array([0.0, 0.0, 0.0, 7.0])
    assert is_spread(varied) and not is_spread(rare)
    assert paired_interval(rare, rare).untold


def test_a_difference_that_is_always_the_same_is_not_known_to_be_so() -> None:
    varied = np.array([1.0, 2.5, 2.0, 7.0])
    assert paired_interval(varied + 2.0, varied).untold
    assert paired_interval(np.full(4, 9.0), np.full(4, 7.0), settled=True) == (2.0, 2.0, 2.0, 4)


def _rare(share: float, size: tuple[int, int]) -> np.ndarray:
    return (np.random.default_rng(5).random(size) < share) * 1.0


def _seldom(share: float, size: tuple[int, int]) -> np.ndarray:
    return _rare(share, size) * np.random.default_rng(6).exponential(size=size)


REPEATS = 4000
LAWS = {  # draws, the expected value, and the least coverage that docs/comparing.md promises
    "normal": (lambda size: np.random.default_rng(2).normal(size=size), 0.0, 0.94),
    "exponential": (lambda size: np.random.default_rng(2).exponential(size=size), 1.0, 0.89),
    "none or all, one in three": (lambda size: _rare(0.3, size), 0.3, 0.94),
    "none or all, one in twenty": (lambda size: _rare(0.05, size), 0.05, 0.94),
    "seldom, and then of any size": (lambda size: _seldom(0.3, size), 0.3, 0.90),
    "very seldom": (lambda size: _seldom(0.05, size), 0.05, 0.90),
}


@pytest.mark.slow
@pytest.mark.parametrize("n", [5, 8, 20])
@pytest.mark.parametrize("law", LAWS)
def test_intervals_cover_what_is_rare_and_what_is_lopsided(law: str, n: int) -> None:
    """Of the experiments that have an interval; the bound is five standard errors away."""
    draw, truth, least = LAWS[law]
    found = [mean_interval(row) for row in draw((REPEATS, n))]
    told = [interval for interval in found if not interval.untold]
    covered = np.mean([interval.low <= truth <= interval.high for interval in told])
    assert covered > least - 5.0 * np.sqrt(least * (1.0 - least) / len(told))


@pytest.mark.slow
def test_a_share_that_is_mostly_whole_is_covered_with_few_replications() -> None:
    """Where all replications are equal too: eight of them cover 60 % by Student's interval."""
    draws = 100.0 - 100.0 * _seldom(0.08, (REPEATS, 8)).clip(max=1.0)
    truth = 100.0 - 100.0 * 0.08 * (1.0 - np.exp(-1.0))  # mean of the smaller of 1 and e
    found = [mean_interval(row, support=(0.0, 100.0)) for row in draws]
    assert np.mean([low <= truth <= high for _, low, high, _ in found]) > 0.93


@pytest.mark.slow
def test_ordinary_replications_keep_students_interval_to_the_bit() -> None:
    draws = np.random.default_rng(2).normal(size=(1000, 20))
    students = [mean_of(row) for row in draws]
    same = np.mean([mean_interval(row)[1:3] == s for row, s in zip(draws, students, strict=True)])
    assert same > 0.8


def mean_of(row: np.ndarray) -> tuple[float, float]:
    """Student's interval."""
    half = t.ppf(0.975, len(row) - 1) * row.std(ddof=1) / np.sqrt(len(row))
    return row.mean() - half, row.mean() + half
