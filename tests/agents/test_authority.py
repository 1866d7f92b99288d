"""Powers (赋权): whistles, and enforcement posts that are pooled."""

import numpy as np
import pytest

import qipan
from qipan.engine import codes

from .conftest import (
    CITY,
    REFORM_DATE,
    REFORM_DAY,
    after_days,
    counted,
    falls,
    level_backlog,
    rises,
    values,
    with_policy,
)


def test_powers_over_departments_end_refusals_and_returns():
    powers = with_policy("authority", acceptance=0.95)
    assert falls(powers, counted("whistles_refused"))
    assert falls(powers, "refusals_per_ticket")
    own = with_policy("authority", acceptance=0.6, subdistrict_success_gain=0.5)
    assert falls(own, counted("whistles"))


def centre_desks(model):
    return model.subdistricts[0].desks, model.layer.world.desks


def test_an_enforcement_centre_pools_the_posts_and_their_queues():
    centre = with_policy(
        "authority", acceptance=0.6, enforcement_centre=True, starts=REFORM_DATE
    ).revise({"issues.rate_factor": 3})
    model = after_days(centre, REFORM_DAY)
    rows, desks = centre_desks(model)
    before = desks[rows].copy()
    staffed = [d for d in rows if d in model.subdistricts[0].enforcement]
    assert model.today.isoformat() == REFORM_DATE
    assert desks["length"][staffed].sum() > 5
    assert desks["servers"][rows[-1]] == 0
    model.simulate_day()
    after = model.layer.world.desks[rows]
    assert (model.layer.world.desks["length"][staffed] == 0).all()
    assert (model.layer.world.desks["servers"][staffed] == 0).all()
    assert after["length"][-1] > 5
    strength = [(d["servers"] * d["speed"]).sum() for d in (before, after)]
    assert strength[1] == pytest.approx(strength[0], rel=0.02)  # duties have crept for a month
    while model.running:
        model.simulate_day()
    assert (model.layer.world.desks["busy"][staffed] == 0).all()
    arrived = model.layer.world.desks["arrivals"][staffed].sum()
    assert arrived == before["arrivals"][[rows.index(d) for d in staffed]].sum()


def test_pooled_posts_wait_less():
    kinds = CITY.document.issues.kinds.items()
    enforced = [name for name, kind in kinds if kind.needs.enforcement > 0]
    # Posts that seldom queue, or only look at a case and pass it on, have nothing to pool.
    own = {f"issues.kinds.{name}.power": "subdistrict" for name in enforced}
    busy = CITY.revise({"issues.rate_factor": 1, **own})
    pooled = with_policy("authority", busy, acceptance=0.6, enforcement_centre=True)
    assert falls(pooled, level_backlog("subdistrict"), busy)


def test_no_ticket_is_stuck_where_posts_were_pooled_and_parted_again():
    centre = {"acceptance": 0.3, "enforcement_centre": True}
    scenario = CITY.revise(
        {
            "issues.rate_factor": 2,
            "handling.whistle.acceptance": 0.3,
            "policy.changes": [
                {"on": on, "set": {"policy": {"authority": {**centre, "on": state}}}}
                for on, state in (("2019-05-01", True), ("2019-06-20", False))
            ],
        }
    )
    model = qipan.CityModel(scenario, 1)
    while model.running:
        model.simulate_day()
        rows, desks = centre_desks(model)
        stranded = (desks["length"][rows] > 0) & (desks["servers"][rows] == 0)
        assert not stranded.any(), f"on day {model.day}"


def test_tickets_go_back_to_their_own_posts_where_a_centre_is_given_up():
    change = {"policy": {"authority": {"on": False}}}
    scenario = with_policy("authority", acceptance=0.6, enforcement_centre=True).revise(
        {"issues.rate_factor": 4, "policy.changes": [{"on": REFORM_DATE, "set": change}]}
    )
    model = after_days(scenario, REFORM_DAY + 1)
    tickets, issues = model.layer.tickets, model.layer.issues
    rows, _ = centre_desks(model)
    waiting = tickets[(tickets["state"] == codes.QUEUED) & np.isin(tickets["desk"], rows)]
    waiting = waiting[waiting["look"] == 0]
    own = model.layer.world.kinds["post"][issues["kind"][waiting["issue"]]]
    assert len(waiting) > 10
    assert np.array_equal(waiting["desk"], np.array(rows)[own])


def test_departments_that_obey_one_call_refuse_nothing():
    call = with_policy("authority", acceptance=0.6, one_call_dispatch=True)
    obeying = [d.obeys_dispatch for d in CITY.document.desks.departments.values()]
    assert falls(call, counted("whistles_refused"))
    names = CITY.document.desks.departments
    everybody = call.revise({f"desks.departments.{name}.obeys_dispatch": True for name in names})
    assert any(obeying)
    assert not all(obeying)
    assert (values(everybody, counted("whistles_refused")) == 0).all()
    assert (values(CITY, counted("whistles_refused")) > 0).all()


def test_departments_tire_of_a_desk_that_whistles_too_often():
    tireless = CITY.revise({"handling.whistle.fatigue": 0})
    weary = CITY.revise({"handling.whistle.fatigue": 1, "handling.whistle.free_per_month": 2})

    def refused(run):
        return counted("whistles_refused")(run) / counted("whistles")(run)

    assert rises(weary, refused, tireless)
    rare = weary.revise({"handling.whistle.free_per_month": 1e6})
    assert values(rare, refused) == pytest.approx(values(tireless, refused))
    assert values(tireless, refused).mean() == pytest.approx(0.4, abs=0.06)
