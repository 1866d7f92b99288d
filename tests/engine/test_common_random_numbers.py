"""Common random numbers: what two runs share is the same in both, to the bit."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import qipan

from .conftest import (
    BEFORE,
    DAYS,
    HELP,
    MECHANISMS,
    REFORMS,
    every_hour,
    identity,
    policy,
    same_records,
    total,
)

MARKS = ["key", "birth", "resident", "complexity", "circle", "channel", "needs"]
REFORM_DAY = 60
REFORM_DATE = "2019-04-30"

simulate = cache(qipan.simulate)


def everything_reformed():
    overrides: dict[str, object] = {"triage.merged_share": 0.8}
    for name in ("authority with its centre", *MECHANISMS, *HELP):
        overrides |= policy(name, on=True)
    return BEFORE.revise(overrides)


# -- two policies -----------------------------------------------------------------------------


def test_issues_that_two_policies_share_have_the_same_marks():
    marks = []
    for scenario in (BEFORE, everything_reformed()):
        record = simulate(scenario, 1).record
        rows = record.issues[MARKS].tolist()
        marks.append(dict(zip(identity(record), rows, strict=True)))
        assert len(marks[-1]) == len(rows)
    before, after = marks
    common = before.keys() & after.keys()
    assert len(common) > 0.9 * len(before)
    assert {issue: before[issue] for issue in common} == {issue: after[issue] for issue in common}


def test_the_fixed_cohort_is_the_same_under_two_policies():
    cohorts = []
    for scenario in (BEFORE, everything_reformed()):
        record = simulate(scenario, 1).record
        chosen = record.issues["cohort"] == 1
        cohorts.append({key for key, c in zip(identity(record), chosen, strict=True) if c})
    assert cohorts[0] == cohorts[1]
    assert len(cohorts[0]) < len(simulate(BEFORE, 1).record.issues)


@pytest.mark.parametrize("name", REFORMS)
def test_a_mechanism_that_is_off_is_as_if_absent(name):
    off = simulate(BEFORE.revise(policy(name, on=False)), 1)
    assert same_records(off, simulate(BEFORE, 1))


@pytest.mark.parametrize("name", REFORMS)
def test_a_reform_changes_nothing_before_its_date(name):
    reform = BEFORE.revise(policy(name, on=True, starts=REFORM_DATE))
    assert_same_until_reform(reform)


@pytest.mark.parametrize(
    "changed",
    [
        {"policy": {"burden": {"on": True, "community_duties_ratio": 0.2}}},
        {"triage": {"private_to_estate_share": 1}},
        {"closure": {"false_share": 0.5}},
        {"handling": {"whistle": {"acceptance": 0.1}}},
        {"handling": {"hand_off_hours": 1}},
        {"handling": {"whistle": {"return_delay_hours": 1}}},
        {"handling": {"joint_meeting_days": 1}},
        {"handling": {"consensus_days": 1}},
        {"handling": {"neighbours": {"giving_up_mean_days": 1}}},
        {"handling": {"neighbours": {"hardening_mean_days": 1}}},
        {"handling": {"several_departments": {"rounds": 1, "next_chance_factor": 0}}},
        {"handling": {"several_departments": {"work_factor": 3}}},
        {"handling": {"money_days": 1}},
    ],
    ids=str,
)
def test_a_dated_change_acts_from_its_date_on_and_not_before(changed):
    change = {"on": REFORM_DATE, "set": changed}
    assert_same_until_reform(BEFORE.revise({"policy.changes": [change]}))


def assert_same_until_reform(reform):
    before, after = (simulate(scenario, 1, events=True).record for scenario in (BEFORE, reform))
    logs = [record.log for record in (before, after)]
    early = [log[log["time"] < REFORM_DAY * 24.0] for log in logs]
    assert np.array_equal(*early)
    assert np.array_equal(before.counters[:REFORM_DAY], after.counters[:REFORM_DAY])
    assert np.array_equal(before.backlog[:REFORM_DAY], after.backlog[:REFORM_DAY])
    tables = [np.sort(log, order=("time", "issue", "event", "place")) for log in logs]
    assert not np.array_equal(*tables), "the reform changes nothing afterwards either"


# -- one issue more ---------------------------------------------------------------------------

NO_FEEDBACK = {
    "residents.trust.learning_rate": 0,
    "residents.trust.repeat_call_loss": 0,
    "residents.rating.expectation_learning": 0,
    "residents.reporting.trust_slope": 0,
    "desks.load_effect.on": False,
    "handling.whistle.fatigue": 0,
    **{f"issues.kinds.{kind}.disorder_gain": 0 for kind in BEFORE.document.issues.kinds},
}
ENOUGH_STAFF = {
    f"desks.{level}.{key}": value
    for level in ("estate", "community", "subdistrict", "department")
    for key, value in (("staff_per_10000_residents", None), ("staff_per_desk", 500))
}
NO_DEPARTMENTS = {
    **{f"issues.kinds.{k}.power": "subdistrict" for k in BEFORE.document.issues.kinds},
    "desks.subdistrict.success": {"simple": 1, "slope": 0},
    **{f"issues.kinds.{k}.needs.several_departments": 0 for k in BEFORE.document.issues.kinds},
}


def planted(community, number):
    """Issues of all kinds in turn; the first is one that takes nobody's money or place."""
    kinds = sorted(BEFORE.document.issues.kinds, key=lambda name: (name != "enquiry", name))
    return {
        "issues.planted": [
            {
                "on": "2019-03-20",
                "hour": 10.5,
                "community": community,
                "kind": kinds[n % len(kinds)],
            }
            for n in range(number)
        ]
    }


def without_planted(frame):
    return frame[frame["ordinal"] >= 0].reset_index(drop=True)


def test_with_staff_enough_and_no_feedback_one_issue_more_adds_its_own_rows_alone():
    base = BEFORE.revise(NO_FEEDBACK | ENOUGH_STAFF | {"issues.rate_factor": 4})
    more = base.revise(planted("c0002", 1))
    without, with_it = (simulate(scenario, 3, events=True) for scenario in (base, more))
    assert len(with_it.issues) == len(without.issues) + 1
    assert (with_it.tickets["ordinal"] < 0).sum() == 1
    for name in ("issues", "tickets", "events"):
        assert_frame_equal(without_planted(getattr(with_it, name)), getattr(without, name))


def test_a_subdistrict_that_shares_no_desk_with_new_issues_is_untouched():
    base = BEFORE.revise(NO_DEPARTMENTS | {"issues.rate_factor": 2})
    runs = [simulate(s, 3, events=True) for s in (base, base.revise(planted("c0002", 60)))]
    there = ["c0001", "c0002", "c0003"]  # the other three are of the other subdistrict
    for name in ("issues", "tickets", "events"):
        frames = [without_planted(getattr(run, name)) for run in runs]
        here, elsewhere = zip(
            *((f[f.community.isin(there)], f[~f.community.isin(there)]) for f in frames),
            strict=True,
        )
        assert_frame_equal(*(frame.reset_index(drop=True) for frame in elsewhere))
        assert not here[0].reset_index(drop=True).equals(here[1].reset_index(drop=True))


# -- the order of things ----------------------------------------------------------------------

PLACES = [
    {"id": "willow", "subdistrict": "west", "residents": 3100, "type": "old_urban", "grids": 3},
    {"id": "cedar", "subdistrict": "east", "residents": 5200, "type": "resettlement", "grids": 4},
    {"id": "elm", "subdistrict": "west", "residents": 2300, "type": "village_turned", "grids": 1},
    {"id": "ash", "subdistrict": "east", "residents": 4400, "type": "old_urban", "grids": 2},
    {
        "id": "maple",
        "subdistrict": "west",
        "residents": 6000,
        "type": "commodity_housing",
        "grids": 5,
    },
]
LISTED = everything_reformed().revise(
    {"city.community_count": None, "city.subdistrict_count": None, "city.residents": None}
    | {"city.communities": PLACES, "policy.sent_down.starts": REFORM_DATE}
)


def test_listing_communities_in_another_order_permutes_their_results():
    shuffled = [PLACES[n] for n in (3, 0, 4, 2, 1)]
    one, other = (simulate(s, 5) for s in (LISTED, LISTED.revise({"city.communities": shuffled})))
    assert_frame_equal(one.issues, other.issues)
    assert_frame_equal(one.tickets, other.tickets)
    assert_frame_equal(one.daily, other.daily)
    names = ["metric", "level", "community", "kind"]
    metrics = [run.metrics.sort_values(names, ignore_index=True) for run in (one, other)]
    assert_frame_equal(*metrics, rtol=1e-12, atol=1e-12)


def test_stepping_by_the_day_or_by_the_hour_is_running_through():
    reform = everything_reformed().revise({"policy.burden.starts": REFORM_DATE})
    through = simulate(reform, 2, events=True).record
    by_day = qipan.CityModel(reform, 2, log=True)
    for _ in range(DAYS):
        by_day.step()
    by_hour = qipan.CityModel(reform, 2, log=True)
    every_hour(by_hour, lambda: None)
    for model in (by_day, by_hour.run()):
        record = model.record()
        for name in ("issues", "tickets", "log"):
            assert getattr(record, name).tobytes() == getattr(through, name).tobytes()
        assert np.array_equal(record.counters, through.counters)
        assert np.array_equal(record.backlog, through.backlog)


def test_the_same_seed_gives_the_same_bytes():
    scenario = everything_reformed()
    one, other = (qipan.simulate(scenario, 2, events=True).record for _ in range(2))
    for name in ("issues", "tickets", "log", "counters", "backlog", "trust"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()
    assert np.array_equal(one.desks_after, other.desks_after)
    assert one.costs == other.costs


def test_another_seed_gives_another_run():
    one, other = (simulate(BEFORE, seed).record for seed in (1, 2))
    births = [set(record.issues["birth"].tolist()) for record in (one, other)]
    assert not births[0] & births[1]
    assert abs(total(one, "born") - total(other, "born")) < 0.5 * total(one, "born")


def test_results_do_not_depend_on_how_many_replications_run_at_once():
    one, two = (qipan.replicate(BEFORE, n=4, seed=7, jobs=jobs, events=True) for jobs in (1, 2))
    assert [r.seed for r in one.replications] == [r.seed for r in two.replications]
    for name in ("metrics", "daily", "events"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name), check_exact=True)
