"""Laws of what residents do, over random scenarios: channels, petitions, couriers, stewards."""

from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import qipan
from qipan.engine import codes

from .conftest import BEFORE, every_hour, policy, same_records, total

SMALL = BEFORE.revise(
    {
        "city.community_count": 2,
        "city.residents": 5_000,
        "horizon": {"start": "2019-04-28", "days": 30, "warm_up_days": 2},
        **{f"issues.kinds.{kind}.patience_days": 4 for kind in BEFORE.document.issues.kinds},
    }
)
CIRCLE = {**policy("service_circle", on=True), "policy.service_circle.stations_share": 1}
law = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
some = st.floats(0.1, 1.0)
shares = st.floats(0.0, 1.0).map(lambda x: round(x, 3))


@st.composite
def behaviours(draw) -> dict[str, Any]:
    """Everything that residents do, at any strength, in a busy city with some mechanisms."""
    found: dict[str, Any] = {
        "issues.rate_factor": draw(st.floats(4, 8)),
        "residents.choice.on": draw(st.booleans()),
        "residents.choice.sensitivity": draw(st.floats(0, 10)),
        "residents.choice.learning_rate": draw(shares),
        "residents.petitions.on": True,
        "residents.petitions.after_repeat_call_share": draw(some),
        "residents.petitions.after_false_closure_share": draw(some),
        "residents.petitions.answer_hours": draw(st.floats(0, 20)),
        "residents.households.on": draw(st.booleans()),
        "residents.households.couriers.telling_share": 0.01,
        "closure.false_share": draw(shares.map(lambda x: 0.5 * x)),
        "closure.recheck_mean_days": 2,
        **{f"desks.{level}.order": draw(st.sampled_from(codes.ORDERS)) for level in codes.LEVELS},
        **policy("councils", on=True),
    }
    for name in ("building_heads", "members"):
        role = f"policy.councils.{name}"
        found |= {f"{role}.on": draw(st.booleans()), f"{role}.find_mean_days": 8}
    for name in ("joint_meetings", "orders", "tri_party", "shifts", "fund"):
        if draw(st.booleans()):
            found |= policy(name, on=True)
    return found


@law
@given(behaviours(), st.integers(1, 10**6))
def test_no_petition_waits_behind_another_ticket(found, seed):
    model = qipan.CityModel(SMALL.revise(found), seed)
    seen = []

    def look() -> None:
        world = model.layer.world
        tickets, queues = world.tickets, world.queues
        petitions = tickets["petitioned"][: len(model.layer.tickets)] > 0
        queued = tickets["state"][: len(petitions)] == codes.QUEUED
        waiting = set(np.flatnonzero(petitions & queued).tolist())
        if not waiting:
            return
        assert (tickets["priority"][list(waiting)] == 0).all()
        for desk in {int(tickets["desk"][j]) for j in waiting}:
            j = int(queues["head"][4 * desk])
            while j in waiting:
                waiting.discard(j)
                j = int(tickets["next"][j])
        assert not waiting, "a petition stands behind a ticket that is none"
        seen.append(1)

    every_hour(model, look)
    model.run()
    assert seen


@law
@given(behaviours(), st.integers(1, 10**6))
def test_nothing_gets_lost_and_no_courier_tells_without_a_station(found, seed):
    run = qipan.simulate(SMALL.revise(found), seed)  # checks conservation at its end
    assert total(run.record, "courier_finds") == 0
    assert not (run.record.tickets["channel"] == codes.RIDER).any()
    finds = (run.record.tickets["channel"] == codes.STEWARD).sum()
    assert finds == total(run.record, "steward_finds")
    assert total(run.record, "petitions") == (run.record.tickets["petitioned"] > 0).sum()


def test_couriers_tell_where_there_is_a_station():
    couriers = {"residents.households.on": True, "residents.households.couriers.telling_share": 0.1}
    run = qipan.simulate(SMALL.revise({**couriers, **CIRCLE}), 1)
    assert total(run.record, "courier_finds") > 10


@law
@given(st.floats(0, 10), st.integers(1, 10**6))
def test_who_learns_nothing_keeps_to_fixed_shares(sensitivity, seed):
    """With no other channels and no errors of their own, a choice without learning is none."""
    zeros = ("learning_rate", "app_share", "talk_share", "petition_share")
    ways = ("visit", "hotline", "grid_worker", "app")
    choice = {"on": True, "sensitivity": sensitivity}
    choice |= dict.fromkeys(zeros, 0) | {f"{way}_error_factor": 1 for way in ways}
    plain = SMALL.revise({f"residents.choice.{key}": value for key, value in choice.items()})
    assert same_records(qipan.simulate(plain, seed), qipan.simulate(SMALL, seed))


def test_off_equals_absent():
    absent = {f"residents.{name}": None for name in ("choice", "petitions", "households")}
    absent |= {f"policy.councils.{name}": None for name in ("building_heads", "members")}
    assert same_records(qipan.simulate(SMALL.revise(absent), 1), qipan.simulate(SMALL, 1))


def test_households_that_are_all_alike_are_none():
    """One type without needs, hours or habits of its own changes nothing but last digits."""
    types = "residents.households.types"
    found = {f"{types}.{name}": None for name in SMALL.document.residents.households.types}
    found[f"{types}.all"] = {"title": {"en": "All", "zh": "全部"}, "share": 1}
    found |= {"residents.households.on": True, "residents.households.couriers": None}
    one, plain = (qipan.simulate(scenario, 1).record for scenario in (SMALL.revise(found), SMALL))
    for table in ("issues", "tickets"):
        rows, others = getattr(one, table), getattr(plain, table)
        assert len(rows) == len(others) > 20
        for column in rows.dtype.names:
            assert np.allclose(rows[column], others[column], rtol=1e-6), column
