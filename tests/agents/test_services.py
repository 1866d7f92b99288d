"""Services (老年食堂, 四点半课堂): no demand is met without a place that somebody has paid for."""

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import qipan
from qipan.engine import codes
from qipan.scenario import ScenarioError

from .conftest import CITY, counted, falls, rises

MEALS = "issues.kinds.meal_place"
PLACE = codes.LOG_EVENTS.index("place")
SMALL = CITY.revise(
    {
        "city.community_count": 2,
        "city.residents": 8_000,
        "horizon": {"start": "2019-03-01", "days": 500, "warm_up_days": 0},
        f"{MEALS}.births_per_1000_residents_year": 20,
        f"{MEALS}.report_mean_days": 1,
    }
)
EARMARK = {"yuan_per_community_year": 20_000, "places.canteen": 0.5}
FUND = {"on": True, "rules_clear": True} | {
    f"earmarks.service.{key}": value for key, value in EARMARK.items()
}
shares = st.floats(0.0, 0.24).map(lambda x: round(x, 2))


def funded(base=SMALL, **fields):
    return base.revise({f"policy.fund.{key}": v for key, v in {**FUND, **fields}.items()})


def demands(record, *, of="meal_place"):
    """Issues that are demands for a service."""
    return record.issues[record.issues["kind"] == record.layout.kinds.index(of)]


def places(model):
    return model.layer.world.places.reshape(len(model.communities), -1)


@st.composite
def payers(draw):
    """A fund, other budgets and units, each of which may pay for places."""
    services = sorted(SMALL.document.issues.services)
    changes = {
        "policy.fund.on": draw(st.booleans()),
        "policy.pairing.on": draw(st.booleans()),
        "policy.fund.carry_over": draw(st.booleans()),
        "closure.false_share": draw(st.floats(0.0, 0.8)),
    }
    for name in services:
        changes[f"policy.fund.earmarks.service.places.{name}"] = draw(shares)
        changes[f"handling.other_budgets.places.{name}"] = draw(shares)
        changes[f"issues.services.{name}.yuan_per_place_year"] = draw(st.floats(100, 5_000))
    for group in SMALL.document.units.groups:
        changes[f"units.groups.{group}.kinds"] = ["meal_place", "legal_question"]
    if draw(st.booleans()):
        change = {"on": "2019-09-01", "set": {"policy": {"fund": {"on": draw(st.booleans())}}}}
        changes["policy.changes"] = [change]
    return SMALL.revise(changes)


@settings(max_examples=10, phases=[Phase.explicit, Phase.generate])
@given(payers(), st.integers(1, 1000))
def test_no_demand_is_met_without_a_paid_place(scenario, seed):
    model = qipan.CityModel(scenario, seed, log=True)
    services, kinds = scenario.document.issues.services, scenario.document.issues.kinds
    while model.running:
        model.simulate_day()
        assert (places(model) >= 0).all()
    record = model.record()
    prices = np.array(
        [services[k.service].yuan_per_place_year if k.service else 0.0 for k in kinds.values()]
    )
    places_taken = record.log["issue"][record.log["event"] == PLACE]
    worth = np.bincount(
        record.issues["community"][places_taken],
        prices[record.issues["kind"][places_taken]],
        len(model.communities),
    )
    world = model.layer.world
    paid = world.budgets["on_places"].reshape(len(model.communities), -1).sum(axis=1)
    paid += world.communities["others_on_places"]
    assert (worth <= paid * (1.0 + 1e-12)).all()
    # Who was served has had a place, or a unit that has paid for one.
    tickets = record.tickets[record.tickets["state"] == codes.CLOSED]
    met = tickets["issue"][prices[record.issues["kind"][tickets["issue"]]] > 0.0]
    by_unit = tickets["issue"][tickets["by"] == codes.BY_UNIT]
    assert not set(met) - set(by_unit) - set(places_taken)
    assert len(places_taken) == record.counters[:, :, codes.COUNTERS.index("places_taken")].sum()


def test_without_money_demand_stays_until_it_passes():
    nothing = SMALL.revise({"handling.other_budgets.places": None})
    record = qipan.simulate(nothing, 1).record
    states = demands(record)["state"]
    assert len(states) > 150
    assert not np.isin(states, (codes.SOLVED, codes.CLOSED_ALIVE)).any()
    assert (states == codes.LAPSED).sum() > 30


@pytest.mark.parametrize(("share", "number"), [(0.5, 6), (0.25, 3), (0.04, 0)])
def test_the_fund_buys_whole_places_at_the_beginning_of_the_year(share, number):
    """Half of 20,000 yuan at 1,500 a place are six places, and 11,000 are left for projects."""
    scenario = funded(**{"earmarks.service.places": {"canteen": share}}).revise(
        {
            "horizon": {"start": "2019-01-01", "days": 30, "warm_up_days": 0},
            "handling.other_budgets.places": None,
        }
    )
    model = qipan.CityModel(scenario, 1)
    row = list(scenario.document.issues.services).index("canteen")
    assert places(model)[:, row].tolist() == [number] * 2
    budgets = model.layer.world.budgets
    cost = number * 1_500
    assert budgets["on_places"].max() == budgets["spent"].max() == cost
    funds = list(scenario.document.policy.fund.earmarks)
    of_service = budgets.reshape(2, -1)[:, funds.index("service")]
    assert of_service["free"] == pytest.approx(20_000 - cost)


def test_places_are_over_with_the_year():
    rare = funded(**{"earmarks.service.yuan_per_community_year": 200_000, "carry_over": True})
    model = qipan.CityModel(rare.revise({f"{MEALS}.births_per_1000_residents_year": 1}), 1)
    row = list(rare.document.issues.services).index("canteen")
    while model.today.isoformat() != "2020-01-01":
        model.simulate_day()
    assert (places(model)[:, row] > 20).all()
    model.simulate_day()
    assert (places(model)[:, row] <= 66 + 1).all()


def test_more_places_meet_more_demand():
    some, none = funded(), funded(**{"earmarks.service.places": None})
    assert rises(some, counted("places_taken"), none)

    def unmet(run):
        return float((demands(run.record)["state"] != codes.SOLVED).sum())

    assert falls(some, unmet, none)
    assert rises(some, "places_spent_per_year", none)


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({f"{MEALS}.service": "canten"}, f"{MEALS}.service", "no service named 'canten'"),
        ({f"{MEALS}.needs.money": 0.5}, f"{MEALS}.needs.money", "leave it out"),
        ({f"{MEALS}.money_yuan": 5}, f"{MEALS}.money_yuan", "given beside service: canteen"),
        (
            {"handling.other_budgets.places": {"canteen": 0.7, "training": 0.6}},
            "handling.other_budgets.places",
            "shares that add up to 1.3",
        ),
        (
            {"policy.fund.earmarks.service.places": {"cinema": 0.1}},
            "policy.fund.earmarks.service.places.cinema",
            "no service named 'cinema'",
        ),
        (
            {"issues.services.canteen.yuan_per_place_year": 0},
            "issues.services.canteen.yuan_per_place_year",
            "must be above 0",
        ),
    ],
)
def test_services_that_cannot_be_are_refused(changes, key, words):
    with pytest.raises(ScenarioError) as refused:
        SMALL.revise(changes)
    said = str(refused.value)
    assert key in said
    assert words in said
