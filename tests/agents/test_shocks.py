"""Shocks (storms and epidemics): more happens, and helpers answer otherwise."""

import datetime

import numpy as np
import pytest

import qipan
from qipan.engine import codes

from .conftest import CITY, counted, rises, runs, values, with_policy
from .test_orders import ORDERED

FIRST_DAY = datetime.date(2019, 3, 2)
START, DAYS = 90, 14
SHOCK = {
    "title": {"en": "Storm", "zh": "台风"},
    "start": (FIRST_DAY + datetime.timedelta(days=START)).isoformat(),
    "days": DAYS,
}
# Nothing but the storm makes one day differ from another.
EVEN = CITY.revise(
    {"issues.city_factor.variance": 0, "issues.kind_factor.variance": 0}
    | {f"issues.kinds.{kind}.disorder_gain": 0 for kind in CITY.document.issues.kinds}
)


def shocked(base=EVEN, **fields):
    return base.revise({"shocks": [{**SHOCK, **fields}]})


def births(run, kind):
    """Births of a kind by day."""
    issues = run.record.issues
    row = run.record.layout.kinds.index(kind)
    days = (issues["birth"][issues["kind"] == row] / 24).astype(int)
    return np.bincount(days, minlength=180)


def test_births_are_multiplied_in_the_window_and_in_no_other():
    scenario = shocked(factors={"leak_repair": 5, "refuse": 0}, other_kinds=2)
    window = slice(START, START + DAYS)
    for kind, factor in (("leak_repair", 5), ("refuse", 0), ("parking", 2)):
        usual = sum(births(run, kind) for run in runs(EVEN))
        stormy = sum(births(run, kind) for run in runs(scenario))
        assert usual[window].sum() > 50
        expected = factor * usual[window].sum()
        error = (expected + factor**2 * usual[window].sum()) ** 0.5
        assert abs(stormy[window].sum() - expected) <= 3.5 * error
        for calm in (slice(0, START), slice(START + DAYS, None)):
            assert stormy[calm].sum() == pytest.approx(usual[calm].sum(), rel=0.1)
        assert (stormy[:START] == usual[:START]).all()


def test_a_storm_leaves_a_backlog():
    assert rises(shocked(other_kinds=4), "backlog_mean", EVEN)
    assert rises(shocked(other_kinds=4), counted("born"), EVEN)


def test_volunteers_accept_more_while_it_lasts():
    answering = with_shock_of_orders(acceptance_factor=3)
    plain = with_shock_of_orders()
    calls, accepts = (codes.COUNTERS.index(f"volunteer_{n}") for n in ("calls", "accepts"))

    def rate(days):
        def of(run):
            counters = run.record.counters[days].sum(axis=(0, 1))
            return float(counters[accepts] / counters[calls])

        return of

    window = slice(START, START + DAYS)
    assert rises(answering, rate(window), plain)
    assert values(answering, rate(window)).mean() > 2 * values(plain, rate(window)).mean()
    for one, other in zip(runs(answering), runs(plain), strict=True):
        assert np.array_equal(one.record.counters[:START], other.record.counters[:START])
    after = slice(START + DAYS + 30, None)
    assert values(answering, rate(after)).mean() < 1.5 * values(plain, rate(after)).mean()


def with_shock_of_orders(**fields):
    first = ORDERED.document.horizon.first_day
    start = (first + datetime.timedelta(days=START)).isoformat()
    return ORDERED.revise({"shocks": [{**SHOCK, "start": start, **fields}]})


PAIRED = with_policy(
    "pairing", EVEN, units_per_community=3, communities_per_unit=1, mandated_share=0
).revise({"units.count": 12, "units.surge_staff": 2, "units.initial_engagement": 0.5})


def heads(scenario):
    """Workers that the community's desks have together on each day."""
    model, found = qipan.CityModel(scenario, 1), []
    while model.running:
        model.simulate_day()
        desks = [community.desk for community in model.communities]
        found.append(int(model.layer.world.desks["servers"][desks].sum()))
    return np.array(found)


def test_units_lend_staff_while_it_lasts():
    lent = heads(shocked(PAIRED, units_lend_staff=True)) - heads(PAIRED)
    assert (lent[START : START + DAYS] >= 8).all()  # 12 units, 2 staff each, half engaged
    assert (lent[START : START + DAYS] <= 16).all()
    assert (lent[:START] == 0).all()
    assert (lent[START + DAYS :] == 0).all()
    assert (heads(shocked(PAIRED)) == heads(PAIRED)).all()
    assert (heads(shocked(EVEN, units_lend_staff=True)) == heads(EVEN)).all()


def test_units_paired_in_the_middle_of_it_lend_staff_from_that_day():
    date = (FIRST_DAY + datetime.timedelta(days=START + 3)).isoformat()
    late = shocked(PAIRED.revise({"policy.pairing.starts": date}), units_lend_staff=True)
    lent = heads(late) - heads(EVEN)
    assert (lent[: START + 3] == 0).all()
    assert (lent[START + 3 : START + DAYS] >= 8).all()
