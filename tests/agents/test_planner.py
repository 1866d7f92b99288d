"""The planner (统筹): hours and money divided inside the simulation by what has been seen."""

import datetime
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

import qipan
from qipan.agents.planned_funds import benefit
from qipan.agents.planner import Planner
from qipan.engine import codes
from qipan.runs.runner import Runner
from qipan.runs.variants import Variant, ticket_days
from qipan.scenario import ScenarioError
from qipan.scenario.fields import Distribution

from .conftest import CITY, counted, falls, rises, simulate
from .test_fund import COSTLY, YEAR, funded
from .test_orders import ORDERED, WILLING

HOURS = {"policy.planner": {"on": True, "funds": None}}
FUNDS = {"policy.planner": {"on": True, "hours": None}}
# Visits take long, refuse takes little, anybody can do either, and hours are short.
SHORT = WILLING.revise(
    {
        "volunteers.pools.volunteers.hours_per_year": 6,
        "volunteers.pools.volunteers.registered": 100,
        "policy.orders.radius_km": 5,
        "volunteers.skills.care.share": 1,
        "issues.kinds.neighbour_dispute.needs.labour": 0,
        "issues.kinds.stairwell_clutter.needs.labour": 0,
        "issues.kinds.elder_visit": {"needs": {"labour": 1}, "work_hours": 20},
        "issues.kinds.refuse": {"needs": {"labour": 1}, "work_hours": 1},
    }
)
PAIRED = CITY.revise(
    {
        "policy.pairing": {
            "on": True,
            "units_per_community": 2,
            "communities_per_unit": 4,
            "mandated_share": 0,
            "claims_per_meeting": 50,
            "returned_share": 2,
        },
        "units.count": 4,
        "units.initial_engagement": 0.95,
    }
)
FUNDED = funded(COSTLY.revise(YEAR), yuan=100_000, absorption=1)


def planned(base, of, **hours_or_funds):
    key = "hours" if of is HOURS else "funds"
    return base.revise(
        {**of, **{f"policy.planner.{key}.{name}": v for name, v in hours_or_funds.items()}}
    )


def same_run(first, second):
    a, b = (qipan.simulate(scenario, 3).record for scenario in (first, second))
    return all(
        np.array_equal(getattr(a, name), getattr(b, name))
        for name in ("issues", "tickets", "counters", "volunteers", "units")
    )


@cache
def model_after(scenario, days, seed=1):
    model = qipan.CityModel(scenario, seed)
    for _ in range(days):
        model.simulate_day()
    return model


# -- a switch ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("base", "of"), [(ORDERED, HOURS), (PAIRED, HOURS), (FUNDED, FUNDS)])
def test_off_is_absent_and_neutral_is_as_without(base, of):
    assert same_run(base, planned(base, of).revise({"policy.planner.on": False}))
    neutral = {"unplanned_share": 1} if of is HOURS else {"floor_share": 1}
    found = planned(base, of, **neutral)
    if of is HOURS:
        assert same_run(base, found)
    else:
        budgets = [simulate(each, 1).record.budgets["allotted"] for each in (base, found)]
        assert budgets[1] == pytest.approx(budgets[0])


@pytest.mark.parametrize(("base", "of"), [(SHORT, HOURS), (PAIRED, HOURS), (FUNDED, FUNDS)])
def test_a_date_changes_nothing_before_it(base, of):
    date = "2019-05-01"
    tight = {"unplanned_share": 0, "period_days": 7} if of is HOURS else {}
    dated = planned(base, of, **tight).revise({"policy.planner.starts": date})
    first = base.document.horizon.first_day
    days = (datetime.date.fromisoformat(date) - first).days
    counters = [simulate(each, 1).record.counters[:days] for each in (base, dated)]
    assert np.array_equal(*counters)
    if of is HOURS:
        assert not np.array_equal(*(simulate(s, 1).record.tickets for s in (base, dated)))


def test_an_end_sets_everybody_free():
    change = [{"on": "2019-04-01", "set": {"policy": {"planner": {"on": False}}}}]
    model = qipan.CityModel(planned(ORDERED, HOURS).revise({"policy.changes": change}), 1).run()
    assert model.planner.promises
    assert not model.layer.world.rules.hours_planned
    ended = planned(PAIRED, HOURS).revise({"policy.changes": change[:1]})
    ended = ended.revise({"policy.changes[0].on": "2019-07-01"})
    model = qipan.CityModel(ended, 1).run()
    assert all(unit.set_aside is None for unit in model.units)
    assert np.isinf(model.layer.world.units["set_aside"]).all()


# -- what it sees -----------------------------------------------------------------------------


def test_it_never_looks_ahead():
    flood = {"start": "2019-03-20", "days": 40, "title": {"en": "Flood", "zh": "洪水"}}
    later = ORDERED.revise({"shocks": [{**flood, "factors": {"refuse": 30}}]})
    now, then = (model_after(planned(s, HOURS), 131) for s in (ORDERED, later))
    assert now.planner.plan.given == then.planner.plan.given
    assert now.planner.promises == then.planner.promises


def test_what_it_expects_is_what_comes_on_average():
    model = model_after(planned(ORDERED, HOURS), 239)
    seen = model.planner.seen()
    expected = seen.orders_per_day().sum() * seen.days
    first = model.day - seen.days
    column = codes.COUNTERS.index("orders")
    assert expected == pytest.approx(model.layer.world.counters[first:239, :, column].sum())
    rates = seen.orders_per_day()
    assert (rates[:, rates.sum(axis=0) > 0] > 0).all(), "blended with the city's mean"


# -- what it does with hours ------------------------------------------------------------------


def test_scarce_hours_go_where_they_save_most():
    assert rises(planned(SHORT, HOURS), "orders_done_per_year", SHORT)
    assert rises(planned(SHORT, HOURS, unplanned_share=0), "orders_done_per_year", SHORT)
    worked = "volunteer_hours_per_year"
    assert falls(planned(SHORT, HOURS, unplanned_share=0), worked, SHORT), "hours go unused"


def test_a_plan_of_yesterday_hurts_today():
    # Until March there are visits only, then refuse only, for which hours are kept from May on.
    first = {"start": "2018-11-02", "days": 119, "title": {"en": "Visits", "zh": "探访"}}
    then = {"start": "2019-03-01", "days": 300, "title": {"en": "Refuse", "zh": "垃圾"}}
    base = SHORT.revise(
        {
            "shocks": [
                {**first, "factors": {"refuse": 0}},
                {**then, "factors": {"elder_visit": 0}},
            ],
            "issues.kinds.elder_visit.work_hours": 1,
            "volunteers.pools.volunteers.hours_per_year": 1.5,
        }
    )
    stale = planned(base, HOURS, unplanned_share=0, period_days=100)
    assert falls(stale, "orders_done_per_year", base)
    assert rises(planned(base, HOURS, period_days=10), "orders_done_per_year", stale)


def test_a_rule_of_thumb_hurts_where_work_is_elsewhere():
    uneven = SHORT.revise({"city.community_size_sigma": 1})
    assert falls(planned(uneven, HOURS, rule="equal"), "orders_done_per_year", uneven)


class ForTheFirst(Planner):
    """Every hour there is goes to what the first community asks for."""

    def divide_hours(self, case):
        plan = super().divide_hours(case)
        groups = len(case.groups.home)
        first = (plan.community == 0) & (plan.source < groups)
        share = np.bincount(plan.source[first], minlength=len(case.sources))
        hours = np.where(first, case.coming_hours[plan.source] / share.clip(1)[plan.source], 0.0)
        # Whoever cannot reach it does nothing: their hours are planned for nobody.
        others = replace(case.groups, hours=np.where(share[:groups] > 0, case.groups.hours, 0.0))
        return replace(plan, hours=hours, case=replace(case, groups=others))


def test_the_plan_directs_who_is_called_for_whom():
    base = WILLING.revise({"policy.orders": {"radius_km": 50, "rounds": 1}})
    scenario = planned(base, HOURS, unplanned_share=0)
    model = qipan.CityModel(scenario, 1, institutions=[ForTheFirst])
    while model.running:
        model.simulate_day()
    done = model.record().counters[:, :, codes.COUNTERS.index("orders_done")]
    planned_days = done[model.planner.promises[0].day + 7 :]
    assert planned_days[:, 0].sum() > 0
    assert planned_days[:, 1:].sum() == 0
    homes = model.layer.volunteers["community"][model.layer.volunteers["done"] > 0]
    assert len(np.unique(homes)) > 1, "volunteers of others are called for it, in the first round"


def test_hours_are_rationed_to_within_one_order_each():
    model = model_after(planned(SHORT, HOURS, unplanned_share=0), 89)
    planned_left = model.layer.world.planned
    # Each order that is accepted may take the last hours of a ration too far, and no more do.
    assert planned_left.min() > -20 * 6
    assert (planned_left[planned_left < 0.0] <= 0.0).all()


def test_units_keep_hours_for_communities_whose_meeting_is_later():
    hours = {f"units.groups.{g}.hours_per_year": 60 for g in groups(PAIRED)}
    # Units claim what waits at the communities' desks: all of it is there.
    few = PAIRED.revise({**hours, "triage.private_to_estate_share": 0})
    with_plan = planned(few, HOURS, unplanned_share=0)
    by_day = [
        simulate(each, 1).record.counters[:, :, codes.COUNTERS.index("unit_claims")]
        for each in (few, with_plan)
    ]
    first_in_all = [claims[:95].sum() / claims.sum() for claims in by_day]
    assert first_in_all[1] < first_in_all[0], "without a plan the first meetings take all"
    model = qipan.CityModel(with_plan, 1).run()
    assert model.layer.world.units["hours_left"].min() >= 0.0


def groups(scenario):
    return scenario.document.units.groups


def test_units_that_get_too_little_back_are_asked_for_less():
    poor = PAIRED.revise({"policy.pairing.returned_share": 0.2})
    asked = planned(poor, HOURS, unplanned_share=0, least_return_share=0.5)
    assert falls(asked, counted("unit_claims"), planned(poor, HOURS, unplanned_share=0))


def test_planning_is_warm_and_repeats_itself():
    scenario = planned(ORDERED, HOURS, period_days=7)
    first, second = (qipan.CityModel(scenario, 2).run() for _ in range(2))
    assert first.planner.promises == second.planner.promises
    assert len(first.planner.promises) == (first.horizon.total_days - 1) // 7


def test_plans_do_not_depend_on_jobs():
    variants = [Variant(s) for s in (planned(SHORT, HOURS), planned(PAIRED, HOURS))]
    assert np.array_equal(*(ticket_days(variants, [1, 2], Runner(jobs=jobs)) for jobs in (1, 2)))


# -- what it does with money ------------------------------------------------------------------


def test_the_same_money_is_divided_otherwise():
    uneven = UNEVEN.revise({"issues.kinds.public_facility.needs.money": 0.2})
    scenario = planned(uneven, FUNDS, floor_share=0.1)
    allotted = [simulate(s, 1).record.budgets["allotted"][:, 0] for s in (uneven, scenario)]
    assert allotted[0].sum() == pytest.approx(allotted[1].sum())
    assert allotted[1][0] > 1.2 * allotted[0][0], "the large community asks for more"
    assert allotted[1].min() >= 0.1 * allotted[0][0] - 1e-6
    assert rises(scenario, "projects_built_per_year", uneven)
    against_need = planned(uneven, FUNDS, floor_share=0.1, rule="equal")
    assert falls(against_need, "projects_built_per_year", scenario)


def test_nothing_is_taken_where_it_would_save_nothing_more():
    # Everybody has more projects than money: a yuan is worth the same everywhere.
    model = qipan.CityModel(planned(UNEVEN, FUNDS, floor_share=0), 1).run()
    assert model.planner.shares["service"] == pytest.approx(np.full(4, 0.25), abs=1e-3)


GENERATED = ("city.community_count", "city.subdistrict_count", "city.residents")


def listed():
    size = {"large": 20_000, "middle": 6_000, "small": 4_000, "tiny": 2_000}
    row = {"subdistrict": "s001", "x_km": 0.0, "y_km": 0.0, "type": "old_urban"}
    return [{"id": name, "residents": residents, **row} for name, residents in size.items()]


def test_who_has_no_money_gets_none():
    villages = {"count": 3, "residents": 9_000, "grids_per_village": 1}
    rural = FUNDED.revise(
        {
            "city.villages": villages,
            "policy.fund.earmarks.service.yuan_per_village_year": 0,
            "policy.fund.earmarks.service.yuan_per_small_village_year": 0,
        }
    )
    model = qipan.CityModel(planned(rural, FUNDS, floor_share=0), 1).run()
    shares = model.planner.shares["service"]
    assert (shares[model.city.places.village] == 0.0).all()
    assert shares.sum() == pytest.approx(1.0)


def test_money_given_this_year_is_not_taken_back():
    late = planned(FUNDED, FUNDS).revise({"policy.planner.starts": "2019-07-01"})
    assert not qipan.CityModel(late, 1).run().planner.shares
    two_years = late.revise({"horizon.days": 400})
    assert qipan.CityModel(two_years, 1).run().planner.shares


def test_a_benefit_is_what_projects_cost_at_most():
    rng = np.random.default_rng(3)
    cost = Distribution(distribution="lognormal", mean=25_000, sigma=1.0)
    curve = benefit(6.0, cost, 20.0)
    costs = np.array(
        [rng.lognormal(np.log(25_000) - 0.5, 1.0, n).sum() for n in rng.poisson(6.0, 40_000)]
    )
    for yuan in (50_000, 150_000, 300_000):
        saved = np.minimum(costs, yuan).mean() / 25_000 * 20.0
        assert curve.of(yuan) == pytest.approx(saved, rel=0.06)
    assert benefit(0.0, cost, 20.0) is None
    assert benefit(6.0, cost, 0.0) is None


UNEVEN = FUNDED.revise({"city.communities": listed(), **dict.fromkeys(GENERATED)}).revise(
    {"horizon": {"start": "2019-01-01", "days": 365, "warm_up_days": 120}}
)


# -- what cannot be -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "fields", "words"),
    [
        (CITY, {"on": True}, ("policy.planner.on", "nobody's hours and no money")),
        (FUNDED, {"on": True, "funds": None}, ("nobody's hours", "policy.orders")),
        (ORDERED, {"on": True, "hours": None, "funds": None}, ("no hours, funds or cadres",)),
        (
            ORDERED,
            {"on": True, "hours": {"rule": "best"}},
            ("policy.planner.hours.rule", "by_load"),
        ),
        (ORDERED, {"on": True, "hours": {"period_days": 0}}, ("period_days",)),
        (FUNDED, {"on": True, "funds": {"floor_share": 1.2}}, ("floor_share", "from 0 to 1")),
    ],
)
def test_nothing_to_plan_is_said(base, fields, words):
    with pytest.raises(ScenarioError) as raised:
        base.revise({"policy.planner": fields})
    for word in words:
        assert word in str(raised.value)


def test_two_who_divide_the_money_are_refused():
    amounts = {"service": {"c0001": 1.0}}
    with pytest.raises(ScenarioError, match="who divides the money"):
        planned(FUNDED, FUNDS).revise({"policy.fund.allocation": amounts})
