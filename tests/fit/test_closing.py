"""Times to close of made ledgers."""

import numpy as np
import pytest

from qipan.fit.closing.closing import fit_closing, quarter_of
from qipan.fit.closing.drift import Wander, covariance, fit_level
from qipan.fit.closing.elasticity import elasticity_of
from qipan.fit.closing.simulate import draw_closing
from qipan.fit.requests import ADMINISTRATIVE, OPEN, requests_of

from .made import KINDS, MEDIANS, made_frame


@pytest.fixture(scope="module")
def requests():
    return requests_of(made_frame())


@pytest.fixture(scope="module")
def law(requests):
    return draw_closing(fit_closing(requests), 0, 2, 400, np.random.default_rng(1))


def test_intervals_of_medians_hold_the_truth(requests, law):
    for name, truth in zip(KINDS, MEDIANS, strict=True):
        k = requests.kinds.index(name)
        rng = np.random.default_rng(2)
        rows = np.full(300, k)
        drawn = law.times(rows, np.zeros(300, int), np.zeros(300, int), rng.random((400, 300)))
        low, high = np.quantile(np.median(drawn, axis=1), [0.05, 0.95])
        assert low < truth < high
        assert np.log(high / low) < 2.5


def test_nothing_is_filled_in_above_the_share_seen_closed():
    frame = made_frame()
    late = frame["kind"] == KINDS[2]
    never = late & (np.arange(len(frame)) % 3 == 0)
    frame.loc[never, "closed_at"] = np.datetime64("NaT")
    frame.loc[never, "ending"] = None
    requests = requests_of(frame)
    k = requests.kinds.index(KINDS[2])
    shape = draw_closing(fit_closing(requests), 0, 1, 50, np.random.default_rng(1)).shape[:, k]
    assert np.isinf(shape).mean() == pytest.approx(1 / 3, abs=0.08)


def test_quarters_without_news_widen_what_is_to_come():
    seen, error = np.full(8, 1.0), np.full(8, 0.05)
    level = fit_level(seen, error, Wander(0.25, 0.1))
    noise = np.random.default_rng(1).standard_normal((2000, 8))
    drawn = level.draw(noise, np.random.default_rng(2))
    assert drawn.mean() == pytest.approx(1.0, abs=0.05)
    assert drawn[:, -1].std() > 1.3 * drawn[:, 0].std() > 0.05


def test_a_years_change_of_a_quarterly_walk_has_the_size_of_its_prior():
    change = np.repeat([-0.25, 0.25], 4)
    whole = covariance(8, np.array([0.3, 1e-9]))
    assert change @ whole @ change == pytest.approx(0.3**2, rel=0.01)


def test_a_kind_that_was_never_closed_has_no_time():
    frame = made_frame()
    mine = frame["kind"] == KINDS[0]
    frame.loc[mine, "closed_at"] = np.datetime64("NaT")
    frame.loc[mine, "ending"] = None
    requests = requests_of(frame)
    law = draw_closing(fit_closing(requests), 0, 1, 20, np.random.default_rng(1))
    k = requests.kinds.index(KINDS[0])
    assert np.isinf(law.shape[:, k]).all()


def test_answers_on_the_line_are_an_atom():
    frame = made_frame()
    once = (frame["kind"] == KINDS[1]) & (np.arange(len(frame)) % 4 == 0)
    frame.loc[once, "closed_at"] = frame.loc[once, "opened_at"]
    frame.loc[once, "ending"] = "closed"
    requests = requests_of(frame)
    law = draw_closing(fit_closing(requests), 0, 1, 200, np.random.default_rng(1))
    assert law.at_once[:, requests.kinds.index(KINDS[1])].mean() == pytest.approx(0.25, abs=0.05)


def test_quarters_are_those_of_the_calendar(requests):
    quarter = quarter_of(requests, np.array([0, 89, 90, 364, 365]), requests.first)
    assert quarter.tolist() == [0, 0, 1, 3, 4]
    assert ADMINISTRATIVE not in requests.ending and OPEN in requests.ending


@pytest.mark.parametrize("truth", [0.0, 0.4])
def test_times_that_follow_the_number_of_requests_are_found_to_do_so(truth):
    frame = made_frame(days=730, variance=0)
    opened = frame["opened_at"]
    calendar = opened.dt.to_period("M")
    kept = np.random.default_rng(2).random(len(frame)) < np.where(
        calendar.dt.month % 3 == 0, 0.4, 1.0
    )
    frame = frame[kept].copy()
    number = frame.groupby([calendar[kept], "kind"])["id"].transform("size")
    took = frame["closed_at"] - frame["opened_at"]
    frame["closed_at"] = frame["opened_at"] + took * (number / number.mean()) ** truth
    found = elasticity_of(requests_of(frame))
    assert found.low - 0.05 < truth < found.high + 0.05
    assert found.high - found.low < 0.4
