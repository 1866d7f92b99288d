"""Centres beside those of the communities: a counter, clerks and space of their own."""

from typing import Any

import numpy as np
import pytest

import qipan
from qipan.agents.transactions import transactions
from qipan.city.positions import building_positions
from qipan.engine import codes
from qipan.outcomes.yuan import yuan_by_lever
from tests.outcomes.test_yuan import PRICES

from .conftest import CIRCLE, REFORM_DAY, counted, falls, rises, simulate, values

OFFICES = CIRCLE.revise(
    {
        "costs": PRICES,
        "policy.service_circle.counter_hours": 0.3,
        "policy.service_circle.own_staff_share": 0.5,
        "policy.service_circle.clerks_per_10000_residents": 1,
        "policy.service_circle.transactions_per_1000_residents_day": 0.4,
        "policy.service_circle.transaction_minutes": 10,
        "policy.service_circle.turned_away_call_share": 0,
        "policy.service_circle.turned_away_return_share": 1,
    }
)
PLACES = qipan.CityModel(OFFICES, 1).city.places
# Half-way from a community's middle to a corner of its square, out of reach of its own centre.
AWAY = np.sqrt(PLACES.area_km2[0]) / 3.0


def centre(m2: float = 5_000.0, clerks: float = 1.0) -> dict[str, Any]:
    return {
        "x_km": float(PLACES.x_km[0] + AWAY),
        "y_km": float(PLACES.y_km[0] + AWAY),
        "m2": m2,
        "clerks": clerks,
    }


def added(**fields: Any) -> qipan.Scenario:
    return OFFICES.revise({"policy.service_circle.added": {"new": centre(**fields)}})


def at_new_counter(model: qipan.CityModel) -> np.ndarray:
    """Whether each issue's resident goes to the added centre."""
    world = model.layer.world
    building = world.residents["building"][model.layer.issues["resident"]]
    return np.asarray(world.buildings["window"][building] == len(PLACES.ids))


def test_a_centre_reaches_more_residents_and_settles_what_they_bring() -> None:
    assert rises(added(), "circle_coverage", OFFICES)
    assert rises(added(), counted("settled_at_counter"), OFFICES)
    model = qipan.CityModel(added(), 1).run()
    tickets, here = model.layer.tickets, at_new_counter(model)
    by_counter = tickets["issue"][tickets["by"] == codes.BY_COUNTER]
    assert 0 < here[by_counter].sum() < len(by_counter)
    homes = building_positions(model.city.places, model.city.people)
    new = centre()
    near = (
        np.hypot(homes[:, 0] - new["x_km"], homes[:, 1] - new["y_km"]) * 1000.0
        <= OFFICES.document.policy.service_circle.radius_metres
    )
    world = model.layer.world
    assert near[world.buildings["window"] == len(PLACES.ids)].all()


def test_a_small_centre_settles_little_and_takes_from_those_who_come_to_it() -> None:
    few, many = added(m2=1.0), added(m2=5_000.0)
    assert falls(few, counted("settled_at_counter"), many)
    model = qipan.CityModel(few, 1).run()
    tickets = model.layer.tickets
    settled = at_new_counter(model)[tickets["issue"][tickets["by"] == codes.BY_COUNTER]]
    assert settled.mean() < 0.01


def test_its_clerks_have_their_own_queue_and_are_nobody_of_the_desk() -> None:
    slow = {"policy.service_circle.counter_hours": 2}
    one, five = (added(clerks=n).revise(slow) for n in (0.2, 5.0))
    assert falls(five, counted("turned_away"), one)
    layers = [qipan.CityModel(each, 1) for each in (OFFICES, added(clerks=5.0))]
    before, after = ([c.staffing().capacity for c in model.communities] for model in layers)
    assert before == after


def test_transactions_go_to_the_counter_that_their_residents_go_to() -> None:
    policy = added().document.policy.service_circle
    model = qipan.CityModel(added(), 1)
    model.simulate_day()
    world, people = model.layer.world, model.city.people
    gone = people.building_residents[world.buildings["window"] == len(PLACES.ids)].sum()
    hours = model.weekly_hours("office")
    window = world.windows[len(PLACES.ids)]
    assert window["slowed"] == pytest.approx(transactions(policy, gone, 1.0, hours).slowed)
    own = policy.clerks(float(PLACES.residents[0]))
    here = people.grid_community[people.building_grid] == 0
    of_first = people.building_residents[
        (world.buildings["window"] == len(PLACES.ids)) & here
    ].sum()
    assert 0 < of_first < gone  # some are of a neighbour
    left = transactions(policy, float(PLACES.residents[0] - of_first), own, hours)
    assert world.windows[0]["slowed"] == pytest.approx(left.slowed)
    assert left.slowed < transactions(policy, float(PLACES.residents[0]), own, hours).slowed


def test_it_costs_its_rent_fitting_out_and_clerks() -> None:
    priced = added(m2=200.0, clerks=2.0).revise({"costs.centre_fitting_yuan_per_m2_year": 150})
    plain, dear = (yuan_by_lever(simulate(each, 1).record, 120 / 365) for each in (OFFICES, priced))
    assert dear["centres"] - plain["centres"] == pytest.approx(200.0 * (300 + 150))
    hours = values(priced, "counter_hours_per_year") - values(OFFICES, "counter_hours_per_year")
    # Clerks of today are half of the own staff; those of the centre are all paid for.
    assert dear["counters"] - plain["counters"] == pytest.approx(hours[0] / 2000 * 80_000)
    metric = values(priced, "cost_yuan_year")[0] - values(OFFICES, "cost_yuan_year")[0]
    paid = dear["counters"] - plain["counters"] + 200.0 * 450
    others = sum(dear[k] - plain[k] for k in dear if k not in ("counters", "centres"))
    assert metric == pytest.approx(paid + others)


def test_a_centre_that_opens_on_a_date_changes_nothing_before() -> None:
    new = {"policy": {"service_circle": {"added": {"new": centre()}}}}
    dated = OFFICES.revise({"policy.changes": [{"on": "2019-06-30", "set": new}]})
    hour = 24.0 * (REFORM_DAY + 60)
    before, after = (
        qipan.CityModel(each, 1).run().layer.tickets["opened"] for each in (OFFICES, dated)
    )
    assert np.array_equal(before[before < hour], after[after < hour])
    assert len(before[before < hour]) > 100
    assert not np.array_equal(before, after)
