"""Cadres sent down (力量下沉): workers who learn, and what they cost."""

import numpy as np
import pytest

import qipan
from qipan.agents.cadres import mean_speed
from qipan.engine import codes

from .conftest import (
    CADRES,
    CITY,
    after_days,
    capacity,
    falls,
    level_backlog,
    monthly,
    rises,
    simulate,
    with_policy,
)

SENT = with_policy("sent_down", **CADRES)


def test_dispatched_cadres_add_workers_and_lower_the_backlog():
    before, after = (after_days(scenario, 1) for scenario in (CITY, SENT))
    servers = [[c.staffing().servers for c in model.communities] for model in (before, after)]
    assert np.subtract(servers[1], servers[0]).tolist() == [3, 3, 3, 3]
    assert falls(SENT, level_backlog("community"))
    assert rises(SENT, "solved_share")


def test_cadres_and_the_work_their_senders_lose_are_reported():
    record = simulate(SENT, 1).record
    office = record.city.calendars.opened[record.city.calendars.index["office"]]
    hours = float(office[int(record.end)] - office[int(record.begin)])
    assert record.costs["dispatched_hours"] == pytest.approx(4 * 3 * hours)
    assert record.costs["lost_at_sender_hours"] == pytest.approx(0.8 * 4 * 3 * hours)
    assert simulate(CITY, 1).record.costs["dispatched_hours"] == 0


def test_cadres_learn_the_place():
    steady = {"desks.community.paperwork.creep_per_year": 0}
    alone = monthly(CITY.revise(steady), lambda m: capacity(m)[0], months=6)
    helped = monthly(SENT.revise(steady), lambda m: capacity(m)[0], months=6)
    gain = helped - alone
    assert (np.diff(gain) > 0).all()
    assert gain[-1] / gain[0] == pytest.approx(2 - np.exp(-182 / 60), rel=0.02)


def test_rotation_all_at_once_costs_more_at_its_worst_than_one_after_the_other():
    def worst(**rotation):
        scenario = with_policy("sent_down", **CADRES, rotation={"every_days": 180, **rotation})
        policy = scenario.regimes[0].document.policy.sent_down
        return min(mean_speed(policy, day) for day in range(180, 720))

    assert worst(cohorts=1) == pytest.approx(0.5)
    assert worst(cohorts=4) > 0.7
    assert worst(cohorts=1, overlap_days=30) == pytest.approx(1 - 0.5 * np.exp(-30 / 60))


def test_rotation_reaches_the_desks():
    rotation = {"every_days": 30, "cohorts": 1}
    settled, rotated = (
        monthly(with_policy("sent_down", **CADRES, **more), lambda model: capacity(model)[0], 6)
        for more in ({}, {"rotation": rotation})
    )
    assert (rotated[1:] < settled[1:]).all()


def test_a_citys_leader_shortens_hand_offs():
    idle = {  # no queues and no closed hours, so that nothing but the hand-off takes time
        "desks.load_effect.on": False,
        "triage.private_to_estate_share": 0,  # estates hand on to communities, which are busy
        "calendars.office": {"always": True, "days": [], "hours": []},
        "desks.subdistrict.staff_per_10000_residents": None,
        "desks.subdistrict.staff_per_desk": 500,
    }
    gaps = []
    for factor in (1, 0.2):
        numbers = {"full_time_per_community": 1, "leader_hand_off_factor": factor}
        led = with_policy("sent_down", CITY.revise(idle), **numbers)
        record = qipan.simulate(led, 1, events=True).record
        gaps.append(hand_offs(record))
    common = gaps[0].keys() & gaps[1].keys()
    assert len(common) > 100
    before, led = (np.array([found[key] for key in common]) for found in gaps)
    assert led == pytest.approx(0.2 * before, abs=1e-6)


def hand_offs(record):
    """Hours from the first hand-off of each issue's ticket until it is taken up, by issue key."""
    names = codes.LOG_EVENTS
    left, found = {}, {}
    for row in record.log:
        issue, event = int(row["issue"]), names[row["event"]]
        if event == "handed_off":
            left.setdefault(issue, float(row["time"]))
        elif event == "started" and issue in left:
            key = int(record.issues["key"][issue])
            found.setdefault(key, float(row["time"]) - left[issue])
    return found


def test_an_allocation_says_who_goes_where():
    plan = {"c0001": 4, "c0003": 1.5}
    model = after_days(with_policy("sent_down", **CADRES, allocation=plan), 1)
    assert [c.cadres.heads for c in model.communities] == [4, 0, 1.5, 0]
    before = after_days(CITY, 1)
    gained = capacity(model) - capacity(before)
    assert gained[[1, 3]].tolist() == [0, 0]
    assert gained[0] == pytest.approx(gained[2] * 4 / 1.5)
