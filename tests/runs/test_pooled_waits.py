"""Quantiles of waits over several years, against spells counted one by one."""

import numpy as np
import pytest

from qipan.outcomes.survival import cumulative_incidence, incidence_by_group, order_of_spells
from qipan.runs.pooled_waits import AGES, WAITS, quantile, unsolved, worst_quantile


def test_shares_by_age_are_those_of_each_group_alone() -> None:
    rng = np.random.default_rng(5)
    hours, cause = rng.exponential(30.0, 400), rng.integers(0, 3, 400).astype(np.int8)
    order = order_of_spells(hours, cause)
    hours, cause = hours[order], cause[order]
    group = rng.integers(0, 4, 400).astype(np.int32)
    group[group == 2] = 1  # one group is empty
    ages = np.array([0.0, 3.0, 20.0, 55.0, 500.0])
    found = incidence_by_group(cause, group, 4).at(hours, ages)
    for one in (0, 1, 3):
        alone = cumulative_incidence(hours[group == one], cause[group == one]).at(ages)
        assert found[one] == pytest.approx(alone)
    assert np.isnan(found[2]).all()


def test_quantiles_lie_between_ages_and_the_worst_is_the_slowest() -> None:
    rate = np.array([[0.10], [0.20], [0.05]])
    solved = 1.0 - np.exp(-rate * AGES)
    assert quantile(0.9, solved) == pytest.approx(np.log(10.0) / 0.10, rel=0.01)
    assert worst_quantile(0.5, solved) == pytest.approx(np.log(2.0) / 0.05, rel=0.01)
    assert unsolved(solved) == pytest.approx(0.0, abs=1e-6)


def test_a_quantile_that_one_community_never_reaches_does_not_exist() -> None:
    solved = np.array([[0.95], [0.99], [0.85]]) * (1.0 - np.exp(-0.1 * AGES))
    assert quantile(0.9, solved) > 0.0
    assert np.isnan(worst_quantile(0.9, solved))
    assert worst_quantile(0.5, solved) > 0.0
    assert set(WAITS) == {"p50", "p90", "worst_p50", "worst_p90", "unsolved_share"}
