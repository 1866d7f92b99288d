"""Ledgers that tell only statuses: bounds on times to close."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import isotonic_regression

from qipan.fit.closing.status_only import status_shares
from qipan.fit.closing.turnbull import turnbull
from qipan.fit.requests import requests_of

from .made import FIRST, KINDS, MEDIANS, made_frame

TAKEN = FIRST + np.timedelta64(420, "D")
SIGMA = 0.8


def statuses_of(frame, deadline=None):
    """Forget when requests were closed; with a deadline, keep whether it was met."""
    told = frame.copy()
    closed = told["closed_at"].notna()
    told["status"] = np.where(closed, "closed", "open")
    if deadline is not None:
        told["due_at"] = told["opened_at"] + pd.Timedelta(days=deadline)
        met = told["closed_at"] <= told["due_at"]
        told["status"] = np.where(closed, np.where(met, "closed_in_time", "closed_late"), "open")
    told["closed_at"] = pd.NaT
    return told


def shares_of(frame):
    return status_shares(frame, requests_of(frame), TAKEN, np.random.default_rng(1))


def true_share(kind, days):
    from scipy.stats import norm

    return norm.cdf(np.log(days / MEDIANS[KINDS.index(kind)]) / SIGMA)


def test_turnbull_of_one_look_each_is_the_isotonic_regression():
    """Ayer et al. (1955): of what is looked at once, the shares that have ended by each look."""
    rng = np.random.default_rng(2)
    time = rng.exponential(5.0, 200)
    look = rng.integers(1, 12, 200).astype(float)
    low, high = np.where(time > look, look, 0.0), np.where(time > look, np.inf, look)
    masses = turnbull(low, high, np.ones(200))
    days = np.arange(1.0, 12.0)
    shares = [np.mean(time[look == day] <= day) for day in days]
    theirs = isotonic_regression(shares, weights=[np.sum(look == day) for day in days]).x
    np.testing.assert_allclose(masses.at_most(days)[0], theirs, atol=0.01)


def test_known_times_give_their_own_distribution():
    masses = turnbull(np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0]), np.array([1.0, 2, 1]))
    np.testing.assert_allclose(masses.mass, [0.25, 0.5, 0.25])
    least, most = masses.at_most(np.array([1.5]))
    assert (least[0], most[0]) == pytest.approx((0.25, 0.75))


@pytest.mark.parametrize("deadline", [7, 30])
def test_a_deadline_tells_the_share_that_met_it(deadline):
    found = shares_of(statuses_of(made_frame(), deadline))
    at = [each for each in found if each.days == deadline]
    assert len(at) == len(KINDS)
    for each in at:
        assert each.low - 0.02 <= true_share(each.kind, deadline) <= each.high + 0.02
        assert each.high - each.low < 0.2


def test_bounds_hold_the_truth_and_are_told_apart_from_nothing():
    """Without deadlines only the youngest rows tell of short times: few, and so wide."""
    found = shares_of(statuses_of(made_frame()))
    held = [s.low - 0.02 <= true_share(s.kind, s.days) <= s.high + 0.02 for s in found]
    assert np.mean(held) >= 0.85
    assert any(each.identified for each in found) and not all(each.identified for each in found)


def test_rows_with_a_time_are_left_to_the_law_of_times():
    assert shares_of(made_frame()) == ()
    told = made_frame()
    told["status"] = np.where(told["closed_at"].notna(), "closed", "open")
    assert shares_of(told) == ()
