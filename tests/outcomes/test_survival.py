"""Product-limit and Aalen-Johansen estimates against hand counts and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from qipan.outcomes.survival import (
    cumulative_incidence,
    incidence_by_group,
    kaplan_meier,
    order_of_spells,
    quantile,
)

spells = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2)), min_size=1, max_size=40)


def columns(pairs):
    array = np.array(pairs)
    return array[:, 0].astype(float), array[:, 1]


def test_survival_counted_by_hand():
    curve = kaplan_meier([1, 2, 2, 3, 4, 5], [True, True, False, True, False, True])
    assert curve.time.tolist() == [1, 2, 3, 5]
    # At risk 6, 5, 3, 1; the censored at 2 is still at risk when the event at 2 happens.
    assert curve.value == pytest.approx([5 / 6, 4 / 6, 4 / 9, 0.0])
    assert curve.at([0.5, 2.0, 4.9]) == pytest.approx([1.0, 4 / 6, 4 / 9])


def test_incidence_counted_by_hand():
    # At risk 5, 4, 3, 2, 1. S before each: 1, 4/5, 3/5, 3/5, 3/10.
    curve = cumulative_incidence([1, 2, 3, 4, 5], [1, 2, 0, 1, 2])
    assert curve.at([1, 2, 3, 4, 5]) == pytest.approx([0.2, 0.2, 0.2, 0.5, 0.5])
    assert quantile(curve, 0.2) == 1.0
    assert quantile(curve, 0.5) == 4.0
    assert np.isnan(quantile(curve, 0.51))


def test_ninetieth_percentile_of_ten_is_the_ninth():
    curve = cumulative_incidence(np.arange(1.0, 11.0), np.ones(10))
    assert quantile(curve, 0.9) == 9.0


@pytest.mark.parametrize("length", [[-1.0], [np.nan]])
def test_impossible_lengths_are_refused(length):
    with pytest.raises(ValueError, match="negative or unknown"):
        cumulative_incidence(length, [1])
    with pytest.raises(ValueError, match="negative or unknown"):
        order_of_spells(np.array(length), np.array([1]))


@given(spells)
def test_survival_agrees_with_scipy(pairs):
    length, cause = columns(pairs)
    censored = cause == 0
    data = CensoredData(uncensored=length[~censored], right=length[censored])
    reference = ecdf(data).sf
    assert kaplan_meier(length, ~censored).at(reference.quantiles) == pytest.approx(
        reference.probabilities
    )


@given(spells)
def test_incidences_and_survival_of_all_causes_sum_to_one(pairs):
    length, cause = columns(pairs)
    at = np.arange(13.0)
    first = cumulative_incidence(length, cause).at(at)
    second = cumulative_incidence(length, np.choose(cause, [0, 2, 1])).at(at)
    assert first + second + kaplan_meier(length, cause > 0).at(at) == pytest.approx(np.ones(13))


@given(spells, st.floats(0.01, 1.0))
def test_all_groups_at_once_agree_with_one_after_another(pairs, q):
    length, cause = columns(pairs)
    group = (np.arange(len(length)) * 7 % 5).astype(np.int32)  # in any order; some may be empty
    order = order_of_spells(length, cause)
    grouped = incidence_by_group(cause[order], group[order], 6)
    found, final = grouped.quantile(length[order], q), grouped.final()
    for g in range(6):
        mine = group == g
        curve = cumulative_incidence(length[mine], cause[mine])
        assert found[g] == pytest.approx(quantile(curve, q), nan_ok=True)
        reached = curve.at(np.inf) if mine.any() else np.nan
        assert final[g] == pytest.approx(reached, nan_ok=True)


def test_censoring_is_undone_on_average():
    """Exponential times, mean 1, one third lapsing, cut off at 3: incidence 2/3 (1 - e^-t)."""
    rng = np.random.default_rng(11)
    n = 200_000
    length, cause = rng.exponential(size=n), rng.choice([1, 1, 2], size=n)
    cut = rng.uniform(0.0, 3.0, size=n)
    cause = np.where(length > cut, 0, cause)
    curve = cumulative_incidence(np.minimum(length, cut), cause)
    times = np.array([0.5, 1.0, 2.0])
    assert curve.at(times) == pytest.approx(2 / 3 * (1 - np.exp(-times)), abs=0.01)
