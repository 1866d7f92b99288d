"""No mechanism acts before its date, or while it is off."""

from functools import cache

import numpy as np
import pytest

from .conftest import (
    BURDEN,
    CADRES,
    CITY,
    REFORM_DATE,
    REFORM_DAY,
    after_days,
    simulate,
    with_policy,
)

MEETING = {"period_days": 3, "slots": 5, "success": 0.8, "sittings": 2, "hard_from": 0.5}
HOSTED = {**MEETING, "staff_hours": 2}
EARMARK = {
    "title": {"en": "Service fund", "zh": "服务专项经费"},
    "yuan_per_community_year": 200_000,
    "kinds": ["public_facility", "leak_repair", "back_lane"],
}
# Every mechanism with each of its numbers set to something that acts.
MECHANISMS = {
    "burden": {**BURDEN, "admission_gate": True, "inspections_ratio": 0.5},
    "sent_down": {**CADRES, "leader_hand_off_factor": 0.5},
    "patrol": {"own_staff_share": 0.2, "fix_on_the_spot": True},
    "authority": {"enforcement_centre": True, "one_call_dispatch": True},
    "joint_meetings": {
        "community": HOSTED,
        "subdistrict": HOSTED,
        "city": HOSTED,
        "urgent_bypass": True,
        "talks": {"period_days": 3, "surfacing_share": 0.3},
    },
    "pairing": {"units_per_community": 3, "communities_per_unit": 2, "projects_per_year": 2},
    "orders": {"calls_at_once": 4, "rounds": 2, "radius_km": 3, "points": True},
    "fund": {"earmarks.service": EARMARK, "absorption": 0.7, "return_share": 0.2},
    "tri_party": {"coverage": 0.7, "estate_success_gain": 0.5, "meeting": HOSTED},
    "councils": {"council": HOSTED},
    "shifts": {"calendar": "two_shifts"},
    "service_circle": {"radius_metres": 500, "absorbed_share": 0.8, "report_factor": 1.3},
    "career": {"ladder_leave_factor": 0.3, "training_hours_per_year": 90, "reserve_people": 3},
    "dispatch": {
        "speed": 1,
        "lost_at_sender_share": 1,
        "rules": {
            "behind": {
                "when": {"tickets_per_worker_above": 0.1, "days": 1},
                "then": {"cadres": 2, "days": 30},
            }
        },
    },
}
TURNOVER = {
    "leave_per_year": 2,
    "vacancy_days": 40,
    "starting_speed": 0.5,
    "learning_days": 60,
}
CITY = CITY.revise({"desks.community.turnover": TURNOVER})
SORTED = CITY.revise({"triage.private_to_estate_share": 1})  # estate desks have enough to do
UNNAMED = ("burden", "sent_down", "patrol", "authority", "dispatch")  # in the city's scenario
TABLES = ("desks", "communities", "grids", "issues", "tickets", "volunteers", "units", "budgets")
TABLES += ("residents", "buildings", "counters", "gates", "kinds")


def test_every_mechanism_is_here():
    # The planner directs others and does nothing alone: test_planner.py.
    own = {"changes", "planner"}
    assert set(MECHANISMS) == set(type(CITY.document.policy).model_fields) - own


@cache
def half_way(scenario):
    return after_days(scenario, REFORM_DAY)


def differences(one, other):
    """Tables in which two models differ."""
    return [
        name
        for name in TABLES
        if not np.array_equal(*(getattr(model.layer.world, name) for model in (one, other)))
    ]


@pytest.mark.parametrize("name", MECHANISMS)
def test_no_mechanism_acts_before_its_date(name):
    dated = with_policy(name, SORTED, **MECHANISMS[name], starts=REFORM_DATE)
    plain, reformed = half_way(SORTED), after_days(dated, REFORM_DAY)
    if name == "fund":  # it has a row for each earmark from the first day
        assert not reformed.layer.world.budgets["free"].any()
        reformed.layer.world = reformed.layer.world._replace(budgets=plain.layer.world.budgets)
    assert differences(plain, reformed) == []
    one, other = (simulate(scenario, 1).record for scenario in (SORTED, dated))
    assert np.array_equal(one.counters[:REFORM_DAY], other.counters[:REFORM_DAY])
    assert np.array_equal(one.backlog[:REFORM_DAY], other.backlog[:REFORM_DAY])
    assert not np.array_equal(one.tickets, other.tickets), "it does nothing afterwards either"


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_that_is_off_is_as_if_absent(name):
    absent = CITY if name in UNNAMED else CITY.revise({f"policy.{name}": None})
    off = with_policy(name, CITY, **MECHANISMS[name]).revise({f"policy.{name}.on": False})
    one, other = (simulate(scenario, 1).record for scenario in (absent, off))
    for table in ("issues", "tickets", "counters", "backlog", "desks_after", "volunteers", "units"):
        assert np.array_equal(getattr(one, table), getattr(other, table)), table
    assert one.costs == other.costs
    assert one.trust.tolist() == other.trust.tolist()


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_that_ends_leaves_no_ticket_behind(name):
    change = {"on": "2019-05-31", "set": {"policy": {name: {"on": False}}}}
    ended = with_policy(name, SORTED, **MECHANISMS[name]).revise({"policy.changes": [change]})
    model = after_days(ended, 180)
    layer = model.layer
    # The list of projects that nobody has paid for is no mechanism's.
    meetings = slice(layer.layout.desks, layer.layout.gates["fund_queue"].start)
    assert not layer.world.desks["length"][meetings].any()
    layer.check_conservation()
