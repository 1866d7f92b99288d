"""Careers: community staff leave, posts stand empty, newcomers learn; what a policy does to it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qipan
from qipan.agents.city_model import CityModel
from qipan.scenario import ScenarioError
from tests.outcomes.test_yuan import PRICES

from .conftest import CITY, after_days, capacity, rises, simulate, with_policy

TURNOVER = {
    "leave_per_year": 0.4,
    "vacancy_days": 60,
    "starting_speed": 0.5,
    "learning_days": 60,
}
LEAVING = CITY.revise({"desks.community.turnover": TURNOVER})
CAREER = {"ladder_leave_factor": 1.0}


def held_for(scenario, days, seed=1):
    return after_days(scenario, days, seed).careers


def long(scenario, days=730):
    return scenario.revise({"horizon": {"start": "2019-01-01", "days": days, "warm_up_days": 0}})


def test_without_turnover_everybody_stays_at_full_speed():
    careers = held_for(CITY, 100)
    assert careers.held.all() and careers.present_share(0) == careers.speed(0) == 1.0
    assert simulate(CITY, 1).record.costs["vacant_post_days"] == 0.0


def test_so_many_leave_as_the_hazard_says():
    """Of all who ever held a post in two years: events over time at risk, within 4 errors."""
    scenario = long(LEAVING.revise({"city.residents": 320_000}))
    run = simulate(scenario, 1)
    posts = len(CityModel(scenario, 1).careers.held)
    years_held = posts * 2.0 - run.record.costs["vacant_post_days"] / 365.0
    left = run.record.costs["leavers"]
    assert left == pytest.approx(0.4 * years_held, abs=4 * np.sqrt(left))


@settings(max_examples=8, deadline=None)
@given(st.floats(0.1, 20.0), st.integers(1, 200), st.integers(0, 5))
def test_a_desk_always_has_somebody(hazard, vacancy, seed):
    changes = {"leave_per_year": hazard, "vacancy_days": vacancy}
    changed = {f"desks.community.turnover.{key}": value for key, value in changes.items()}
    model = CityModel(long(LEAVING, 100).revise({**changed, "issues.rate_factor": 0.01}), seed)
    while model.running:
        model.simulate_day()
        careers = model.careers
        assert np.bincount(careers.community, careers.held).min() >= 1
        empty = ~careers.held
        assert np.isnan(careers.since[empty]).all()
        assert (careers.since[careers.held] <= model.day).all()
        for community in model.communities:
            assert 0.0 < careers.present_share(community.index) <= 1.0
            assert 0.5 <= careers.speed(community.index) <= 1.0


def test_empty_posts_and_newcomers_are_missed_at_the_desk():
    steady = {"desks.community.paperwork.creep_per_year": 0}
    full, short = (long(scenario.revise(steady), 300) for scenario in (CITY, LEAVING))
    model = after_days(short, 250)
    shares = [model.careers.present_share(n) * model.careers.speed(n) for n in range(4)]
    assert capacity(model) == pytest.approx(capacity(after_days(full, 250)) * shares)
    assert min(shares) < 1.0


def test_a_ladder_keeps_some_of_those_who_would_leave_and_nobody_else():
    with_ladder = with_policy("career", LEAVING, ladder_leave_factor=0.5)
    free, kept = (after_days(long(scenario), 400) for scenario in (LEAVING, with_ladder))
    assert kept.careers.held.sum() + 1 >= free.careers.held.sum()
    one, other = (simulate(long(scenario), 1).record for scenario in (LEAVING, with_ladder))
    assert other.costs["leavers"] < one.costs["leavers"]


def test_a_ladder_is_paid_for():
    scenario = long(with_policy("career", LEAVING, ladder_yuan_per_head_year=1000.0), 365)
    record = simulate(scenario, 1).record
    posts = len(CityModel(scenario, 1).careers.held)
    years = posts - record.costs["vacant_post_days"] / 365.0
    assert record.costs["career_yuan"] == pytest.approx(1000.0 * years)


TRAINED = with_policy(
    "career",
    LEAVING,
    training_hours_per_year=120,
    training_hours_to_learn=20,
    training_success_gain=1.0,
    training_errors_avoided=1.0,
)


def test_training_is_learned_by_and_by_and_leaves_with_those_who_had_it():
    model = CityModel(long(TRAINED, 200), 1)
    learned = []
    while model.running:
        model.simulate_day()
        learned.append(model.careers.training().mean())
    assert learned[20] == 0.0 and 0.3 < learned[70] < learned[190] <= 1.0
    success = model.document.desks.community.success.simple
    rows = [community.desk for community in model.communities]
    gain = model.careers.training()
    assert model.layer.world.desks["simple"][rows] == pytest.approx(success + gain * (1 - success))
    assert model.layer.world.rules.triage_error < 0.5 * model.document.triage.error_without_sorting
    careers = model.careers
    assert (careers.trained[careers.held & (careers.since > 170)] < 20).all()


def test_training_takes_the_desks_time():
    idle = {**{f"policy.career.{key}": 0 for key in ("training_success_gain",)}}
    useless = TRAINED.revise({**idle, "policy.career.training_errors_avoided": 0})
    assert rises(useless, "utilisation", LEAVING) or rises(useless, "load", LEAVING)
    assert simulate(useless, 1).record.costs["training_hours"] > 0


def test_a_community_with_courses_of_its_own_learns_more_and_loses_the_hours_there():
    only = {"training_hours_per_year": 0, "extra_training_hours": {"c0002": 120.0}}
    scenario = TRAINED.revise({f"policy.career.{key}": value for key, value in only.items()})
    model = after_days(long(scenario, 200), 150)
    learned = model.careers.training()
    assert learned[1] > 0.3
    assert not learned[[0, 2, 3]].any()
    both = after_days(
        long(TRAINED.revise({"policy.career.extra_training_hours.c0002": 120.0})), 150
    )
    usual = after_days(long(TRAINED), 150).careers.training()
    assert both.careers.training()[1] > usual[1]
    assert both.careers.training()[0] == usual[0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"policy.career.extra_training_hours": {"c9999": 1.0}}, "c9999"),
        (
            {
                "policy.career.extra_training_hours": {"c0001": 1.0},
                "costs": PRICES,
            },
            "training_yuan_per_hour",
        ),
    ],
)
def test_courses_at_no_community_or_without_a_price_are_refused(changes, said):
    with pytest.raises(ScenarioError, match=said):
        TRAINED.revise(changes)


def test_a_reserve_fills_posts_until_it_is_used_up():
    changes = {"desks.community.turnover.leave_per_year": 3.0}
    reserve = {"reserve_people": 3, "reserve_days": 1, "reserve_renewed_years": 5}
    scenario = long(with_policy("career", LEAVING.revise(changes), **CAREER, **reserve), 200)
    model = CityModel(scenario, 1)
    assert model.careers.reserve == 3
    seen = []
    while model.running:
        model.simulate_day()
        seen.append(model.careers.reserve)
    assert seen[-1] == 0 and (np.diff(seen) <= 0).all()
    free = simulate(long(LEAVING.revise(changes), 200), 1).record.costs["vacant_post_days"]
    assert simulate(scenario, 1).record.costs["vacant_post_days"] < free


def test_a_reserve_is_chosen_anew():
    def vacant(years):
        reserve = {"reserve_people": 2, "reserve_days": 1, "reserve_renewed_years": years}
        changes = {"desks.community.turnover.leave_per_year": 3.0}
        scenario = with_policy("career", LEAVING.revise(changes), **CAREER, **reserve)
        return simulate(long(scenario, 300), 1).record.costs["vacant_post_days"]

    # Two further classes of two, each cadre saving what is left of a vacancy of 60 days.
    assert 0 < vacant(5) - vacant(0.25) <= 2 * 2 * 59


def test_a_career_that_begins_on_a_date_changes_nothing_before():
    dated = LEAVING.revise(
        {
            "policy.career": {
                "on": True,
                "starts": "2019-07-01",
                "ladder_leave_factor": 0.2,
                "training_hours_per_year": 100,
                "training_success_gain": 0.5,
            }
        }
    )
    before, after = (CityModel(long(scenario, 300), 1) for scenario in (LEAVING, dated))
    for _ in range(180):
        before.simulate_day()
        after.simulate_day()
    assert np.array_equal(before.layer.tickets, after.layer.tickets)
    for _ in range(100):
        before.simulate_day()
        after.simulate_day()
    assert not np.array_equal(before.layer.tickets, after.layer.tickets)


def test_a_career_where_nobody_leaves_is_refused():
    with pytest.raises(ScenarioError, match="turnover"):
        with_policy("career", CITY)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("desks.community.turnover.leave_per_year", -1),
        ("desks.community.turnover.starting_speed", 1.5),
        ("desks.community.turnover.overload_factor", 0.5),
        ("policy.career.training_success_gain", 2),
        ("policy.career.ladder_leave_factor", 1.2),
        ("policy.career.reserve_people", 1.5),
        ("policy.career.reserve_starting_speed", 0),
    ],
)
def test_bad_numbers_are_named(key, value):
    with pytest.raises(ScenarioError) as refusal:
        LEAVING.revise({key: value})
    assert any(fault.key == key for fault in refusal.value.faults)


def test_the_shipped_ladder_is_told_with_its_cost():
    runs = qipan.replicate(CITY.revise({"desks.community.turnover": TURNOVER}), 1)
    table = runs.replications[0].table
    assert table["career_yuan_per_year"] == 0.0 and table["leavers_per_year"] > 0.0
