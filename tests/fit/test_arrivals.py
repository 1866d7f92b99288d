"""Arrivals of made ledgers: what was put in comes out, within its error."""

import numpy as np
import pandas as pd
import pytest

from qipan.fit.arrivals.arrivals import fit_arrivals
from qipan.fit.arrivals.calendar import days_of
from qipan.fit.arrivals.day_factor import day_factors
from qipan.fit.arrivals.forecast import forecast
from qipan.fit.arrivals.series import Drift, level_covariance
from qipan.fit.requests import OPEN, requests_of

from .made import FIRST, REST, VARIANCE, made_frame

MAY_DAYS = ["2022-05-02", "2022-05-03", "2022-05-04"]
HOLIDAYS = {"May": [np.datetime64(day) for day in MAY_DAYS]}


@pytest.fixture(scope="module")
def arrivals():
    return fit_arrivals(requests_of(made_frame(holiday=MAY_DAYS, burst=200)), HOLIDAYS)


def test_weekends_and_a_holiday_come_out(arrivals):
    centre = arrivals.city.centre
    week = np.exp(centre[1:8])
    assert week[5:].mean() / week[:5].mean() == pytest.approx(REST, rel=0.12)
    assert np.exp(centre[8] + centre[9]) == pytest.approx(0.2, abs=0.15)


def test_the_variance_of_days_survives_thinning(arrivals):
    frame = made_frame(holiday=MAY_DAYS, burst=200)
    half = fit_arrivals(requests_of(frame.iloc[::2]), HOLIDAYS)
    assert arrivals.factor.city == pytest.approx(VARIANCE, abs=0.06)
    assert half.factor.city == pytest.approx(VARIANCE, abs=0.09)


def test_a_burst_is_set_apart_and_handed_back(arrivals):
    (episode,) = [one for one in arrivals.shocks.seen if one.start == 200]
    assert episode.factor.mean() == pytest.approx(12.0, rel=0.5)
    drawn = arrivals.shocks.draw(400, 600, np.random.default_rng(1))
    assert (drawn > 1).any(axis=(1, 2)).mean() > 0.5
    assert (drawn >= 1).all()


def test_forecasts_hold_what_comes_of_the_same_law(arrivals):
    future = requests_of(made_frame(days=600, seed=9)).since(420)
    ahead = arrivals.ahead(future.first, future.days)
    drawn = forecast(arrivals, ahead, 300, np.random.default_rng(1))
    low, high = np.quantile(drawn.day, [0.05, 0.95], axis=0)
    seen = future.counts(future.kind, 3).sum(axis=1)
    assert 0.83 <= ((low <= seen) & (seen <= high)).mean() <= 0.97
    np.testing.assert_allclose(drawn.area.sum(axis=(1, 2)), drawn.day.sum(axis=1))


def test_a_yearly_change_of_a_walk_has_the_size_that_its_prior_says():
    months = 24
    covariance = level_covariance(months, np.array([0.2, 1e-9]))
    change = np.repeat([-1 / 12, 1 / 12], 12)
    assert change @ covariance @ change == pytest.approx(0.2**2, rel=0.01)
    sizes, weight = Drift(0.1, 0.05).grid()
    assert weight.sum() == pytest.approx(1) and (sizes > 0).all()


def test_day_factors_have_mean_one_and_their_variance():
    drawn = day_factors((300, 400), 0.2, 0.4, np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(1, abs=0.01)
    assert drawn.var() == pytest.approx(0.2, rel=0.06)
    left = drawn - 1
    lag = (left[:, 1:] * left[:, :-1]).mean() / drawn.var()
    assert lag == pytest.approx(0.4, abs=0.05)


def test_the_first_working_day_after_a_holiday_is_known_and_weekends_are_none():
    days = days_of(np.datetime64("2022-04-29"), 10, {"May": [np.datetime64("2022-05-01"), *MAY()]})
    assert days.holiday.tolist() == [-1, -1, -1, 0, 0, 0, -1, -1, -1, -1]
    assert np.flatnonzero(days.after).tolist() == [6]


def MAY():
    return [np.datetime64(day) for day in MAY_DAYS]


def test_a_blank_kind_is_other_and_never_a_name_of_its_own():
    frame = made_frame(days=60)
    frame["area"] = np.where(np.arange(len(frame)) % 2, "(none)", "无")
    assert requests_of(frame).areas == ("other",)


def test_what_is_known_at_a_day_says_nothing_of_later_endings():
    requests = requests_of(made_frame())
    known = requests.until(100)
    assert known.day.max() < 100 and known.days == 100
    assert (known.opened + known.days_open <= 100 + 1e-9).all()
    assert known.first == FIRST


def test_what_ended_at_a_time_not_told_is_never_taken_for_open():
    frame = made_frame(days=120)
    frame.loc[::3, "closed_at"] = pd.NaT
    frame.loc[::3, "ending"] = "cancelled"
    requests = requests_of(frame)
    told = requests.days_open[requests.ending == OPEN] == 0.0
    assert told.any()
    known = requests.until(90)
    assert (known.days_open[(known.ending == OPEN)] == 0.0).sum() >= 0.9 * told.sum() * 90 / 120
