"""Options in the scenario: what units change, what they cost by its prices, what they do there."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.city.more_volunteers import Newcomers
from qipan.outcomes.yuan import yuan_by_lever
from qipan.planning.document import PlanDocument
from qipan.planning.effects import measured_effects, points_of, with_effects
from qipan.planning.learning import Years
from qipan.planning.levers.funds import FundLever
from qipan.planning.levers.lever import OfferedSite
from qipan.planning.levers.meetings import MeetingLever
from qipan.planning.levers.of_plan import SINGLE
from qipan.planning.levers.officers import OfficerLever
from qipan.planning.levers.paperwork import PaperworkLever
from qipan.planning.levers.patrols import PatrolLever
from qipan.planning.levers.sites import SiteLever
from qipan.planning.levers.training import TrainingLever
from qipan.planning.levers.volunteers import VolunteerLever
from qipan.planning.options import OptionWork
from qipan.planning.problem import Lines, Option
from qipan.planning.program import solve
from qipan.runs.kept import yearly_issue_days
from qipan.runs.variants import Variant
from qipan.studies.allocation.placement import with_cadres
from qipan.studies.allocation.plans import FROM_OUTSIDE, PlanSimulator
from tests.outcomes.test_yuan import PRICES

from .cases import problem

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
DAYS = 73  # a fifth of a year


@pytest.fixture(scope="module")
def work() -> OptionWork:
    scenario = qipan.load(TINY).revise(
        {
            "costs": PRICES | {"officer_yuan_year": 110_000},
            "horizon": {"start": "2019-03-01", "days": DAYS, "warm_up_days": 0},
            "policy.fund.on": True,
            "policy.councils.on": True,
        }
    )
    document = PlanDocument(
        plan={"en": "a plan", "zh": "方案"},
        scenario="tiny.yaml",
        budgets_yuan=(1e6,),
        patrols=PatrolLever(cap=4),
        meetings=MeetingLever(cap=12),
        paperwork=PaperworkLever(cap=2),
        officers=OfficerLever(cap=2),
        training=TrainingLever(cap=4, course_hours=40, yuan_per_place=1200, price_from="test"),
        volunteers=VolunteerLever(cap=9, hours_per_year=200),
        sites=SiteLever(m2=100, clerks=1),
        funds={"service": FundLever(cap=1000)},
    )
    city = qipan.CityModel(scenario, 1).city
    x, y = city.places.x_km[0], city.places.y_km[0]
    new = OfferedSite("new", float(x), float(y), 100.0, 1.0)
    return OptionWork(document, scenario, city, (new,))


def bounds() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    caps = np.array([4.0, 4.0, 0.0])
    names = ("patrols", "meetings", "paperwork", "officers", "training", "volunteers", "sites")
    return dict.fromkeys((*names, "service"), (np.zeros(3), caps))


def units(**each: list[float]) -> np.ndarray:
    """Units of named options in both communities, none of the others."""
    return np.array([each.get(name, [0.0, 0.0]) for name in bounds()], dtype=float)


def test_no_unit_is_the_scenario_as_it_is(work: OptionWork) -> None:
    assert work.changes(units()) == {}


def test_units_come_beside_what_there_is_today(work: OptionWork) -> None:
    assert work.newcomers(units(patrols=[1, 0])) is None
    assert work.newcomers(units(volunteers=[0, 3])) == Newcomers((0, 3), 200.0)
    some = units(
        patrols=[1, 0], meetings=[0, 6], paperwork=[0, 2], officers=[1, 1], service=[500, 0]
    )
    changed = work.scenario.revise(work.changes(some))
    assert changed.document.desks.community.clerks == {"c0001": 0.0, "c0002": 2.0}
    assert changed.document.desks.officers == {"s001": 1.0}
    more = changed.revise({"desks.officers": {"s001": 2.0}, "desks.community.clerks.c0001": 1.0})
    again = OptionWork(work.document, more, work.city, work.sites).changes(some)
    assert again["desks.officers"] == {"s001": 3.0}
    assert again["desks.community.clerks"] == {"c0001": 1.0, "c0002": 4.0}
    policy, today = changed.document.policy, work.scenario.document.policy
    assert policy.patrol.extra == {"c0001": 1.0, "c0002": 0.0}
    assert policy.patrol.patrollers_per_grid == today.patrol.patrollers_per_grid
    assert policy.councils.council is not None
    assert policy.councils.council.extra == {"c0001": 0.0, "c0002": 6.0}
    usual = today.fund.earmarks["service"].yuan_per_community_year
    assert policy.fund.allocation["service"] == {"c0001": usual + 500.0, "c0002": usual}


@pytest.mark.parametrize("name", list(SINGLE))
def test_a_lever_says_every_key_that_it_sets(name: str, work: OptionWork) -> None:
    changed = work.changes(units(**{name: [1.0, 1.0]}))
    switches = {key for key in changed if key.startswith(("policy.patrol.", "policy.career."))}
    own = {key for key in changed if not key.startswith("costs.")} - switches
    assert own <= set(SINGLE[name].sets)
    assert not SINGLE[name].sets or set(SINGLE[name].sets) & set(changed)


def test_where_nobody_walks_today_only_those_of_the_plan_do(work: OptionWork) -> None:
    resting = {"policy.patrol.on": False, "policy.patrol.extra": {"c0002": 3.0}}
    still = work.scenario.revise(resting)
    sent = OptionWork(work.document, still, work.city, work.sites).changes(units(patrols=[1, 0]))
    patrol = still.revise(sent).document.policy.patrol
    assert patrol.on
    assert patrol.patrollers_per_grid == 0
    assert patrol.extra == {"c0001": 1.0, "c0002": 0.0}  # who is off today is not had for nothing


def test_courses_that_are_off_today_are_not_had_for_nothing(work: OptionWork) -> None:
    career = {"policy.career": {"on": False, "extra_training_hours": {"c0002": 60.0}}}
    idle = work.scenario.revise({**career, "costs.training_yuan_per_hour": 30.0})
    sent = OptionWork(work.document, idle, work.city, work.sites).changes(units(training=[1, 0]))
    hours = idle.revise(sent).document.policy.career.extra_training_hours
    assert hours["c0001"] > 0.0
    assert hours["c0002"] == 0.0


def test_the_programs_price_is_what_the_simulated_year_costs(work: OptionWork) -> None:
    options = {option.name: option for option in work.options(bounds())}
    tried = {"patrols": [2.0, 0.0], "meetings": [5.0, 0.0], "paperwork": [1.0, 0.0]}
    tried["training"] = [3.0, 0.0]
    tried["officers"] = [2.0, 2.0]  # at the only subdistrict: both communities have the same two
    plain = yuan_by_lever(_record(work.scenario), DAYS / 365)
    for name, each in tried.items():
        changed = work.scenario.revise(work.changes(units(**{name: each})))
        found = yuan_by_lever(_record(changed), DAYS / 365)
        key = "sittings" if name == "meetings" else name
        expected = each[0] * options[name].yuan_year
        if name == "training":  # on the first of each month; of a fifth of a year in two
            expected *= 2 / 12 / (DAYS / 365)
        assert found[key] - plain[key] == pytest.approx(expected)
    assert options["service"].yuan_year == 1.0
    assert options["officers"].shared


def test_a_clerk_takes_over_paperwork_until_what_must_stay(
    work: OptionWork,
) -> None:
    model = qipan.CityModel(work.scenario, 1)
    own, share = model.communities[0].people(), model.communities[0].paperwork
    office = work.scenario.document.desks.community
    least, relief = office.paperwork.lowest_share, office.clerk_relief
    assert relief < 1.0
    for clerks in (1.0, 2.0, 50.0):
        relieved = work.scenario.revise(work.changes(units(paperwork=[clerks, 0])))
        first, second = qipan.CityModel(relieved, 1).communities
        assert first.paperwork == pytest.approx(max(least, share - relief * clerks / own))
        assert second.paperwork == pytest.approx(share)
    gained = first.staffing().capacity / model.communities[0].staffing().capacity
    assert gained == pytest.approx((1.0 - least) / (1.0 - share))
    halved = relieved.revise(
        {"desks.community.clerk_relief": 0.5, "desks.community.clerks": {"c0001": 1.0}}
    )
    first = qipan.CityModel(halved, 1).communities[0]
    assert first.paperwork == pytest.approx(max(least, share - 0.5 / own))


def test_places_in_courses_are_taken_in_turn_and_bring_nothing_else_of_a_career(
    work: OptionWork,
) -> None:
    career = work.scenario.document.policy.career
    assert not career.on
    assert career.training_hours_per_year > 0
    taught = work.scenario.revise(work.changes(units(training=[2, 0])))
    model = qipan.CityModel(taught, 1)
    posts = int((model.careers.community == 0).sum())
    each = taught.document.policy.career.training_hours_in("c0001")
    assert each == pytest.approx(2 * 40 / posts)
    while model.running:
        model.simulate_day()
    learned = model.careers.training()
    assert learned[0] > 0.0
    assert learned[1] == 0.0
    told = _record(taught).costs
    assert told["career_yuan"] == 0.0
    assert told["leavers"] == _record(work.scenario).costs["leavers"]


def test_courses_are_had_where_they_teach_and_not_where_they_only_take_the_desks_hours(
    work: OptionWork,
) -> None:
    quick = {"policy.career.training_hours_to_learn": 5.0, **TEACHES}
    change, there = bought(work, "training", quick)
    assert change < -0.5
    assert there[:2].sum() > 0
    useless = dict.fromkeys(TEACHES, 0.0)
    change, there = bought(work, "training", OVERLOADED | useless)
    assert change == 0.0
    assert not there.any()


def test_officers_come_beside_the_staff_of_enforcement_posts_pooled_or_not(
    work: OptionWork,
) -> None:
    before = qipan.CityModel(work.scenario, 1).subdistricts[0]
    sent = work.scenario.revise(work.changes(units(officers=[3, 3])))
    after = qipan.CityModel(sent, 1).subdistricts[0]
    more = {desk: people - before.own_staff()[desk] for desk, people in after.own_staff().items()}
    assert sum(more[desk] for desk in after.enforcement) == pytest.approx(3.0)
    assert sum(more.values()) == pytest.approx(3.0)
    pooled = sent.revise({"policy.authority.on": True, "policy.authority.enforcement_centre": True})
    centre = qipan.CityModel(pooled, 1).subdistricts[0]
    staff = sum(before.own_staff()[desk] for desk in before.enforcement)
    assert centre.own_staff()[centre.desks[-1]] == pytest.approx(staff + 3.0)


def _record(scenario: qipan.Scenario):
    model = qipan.CityModel(scenario, 1)
    model.run()
    return model.record()


OVERLOADED = {
    "desks.community.staff_per_10000_residents": 6.0,
    "policy.patrol.own_staff_share": 0.0,
}
NO_MORE_THAN_MUST = {"share": 0.1, "lowest_share": 0.1, "creep_per_year": 0.0}
FEW_ABOVE = {"desks.subdistrict.staff_per_10000_residents": 1.5}
TEACHES = {
    "policy.career.training_success_gain": 1.0,
    "policy.career.training_errors_avoided": 1.0,
}
MANY_ABOVE = {"desks.subdistrict.staff_per_10000_residents": 100.0}


def bought(work: OptionWork, name: str, revised: dict[str, object]) -> tuple[float, np.ndarray]:
    """Change of open tickets by all of an option, and what a plan with money for it has."""
    scenario = work.scenario.revise(revised)
    tried = OptionWork(work.document, scenario, work.city, work.sites)
    simulator = PlanSimulator(with_cadres(scenario))
    options = tried.options(
        {n: (b[0], shared_caps() if n == "officers" else b[1]) for n, b in bounds().items()}
    )
    (option,) = (one for one in options if one.name == name)

    def simulate(heads: np.ndarray, seeds, amounts: np.ndarray | None = None, /) -> Years:
        told = np.zeros(2) if amounts is None else amounts[0]
        all_units = units(**{name: told.tolist()})
        world = simulator.placed(heads, FROM_OUTSIDE | tried.changes(all_units))
        variant = Variant(world, tried.newcomers(all_units))
        return Years(simulator.simulate(variant, seeds).ticket_days)

    curves = Lines(np.full((2, 1), 1000.0), np.zeros((2, 1)))
    given = problem([1000.0, 1000.0], staff=(), options=(option,), simulated=curves, budget=1e6)
    nobody = np.zeros(2, dtype=int)
    given = with_effects(given, measured_effects(given, simulate, nobody, np.zeros((1, 2)), (1, 2)))
    effect = given.options[0].effect
    assert effect is not None
    at_most = np.full(2, option.caps.max())
    return float(effect.at(at_most).sum()), solve(given, gap=0.0).units[0].mean(axis=1)


def shared_caps() -> np.ndarray:
    return np.array([0.0, 0.0, 2.0])


def test_clerks_are_had_where_paperwork_keeps_a_desk_behind_and_not_where_none_can_be_taken_over(
    work: OptionWork,
) -> None:
    change, there = bought(work, "paperwork", OVERLOADED)
    assert change < -1.0
    assert there[:2].sum() > 0
    paperwork = {f"desks.community.paperwork.{key}": n for key, n in NO_MORE_THAN_MUST.items()}
    change, there = bought(work, "paperwork", OVERLOADED | paperwork)
    assert change == 0.0
    assert not there.any()


def test_officers_are_had_where_their_posts_are_behind_and_change_little_where_not(
    work: OptionWork,
) -> None:
    change, there = bought(work, "officers", FEW_ABOVE)
    idle, _ = bought(work, "officers", MANY_ABOVE)
    assert change < -1.0
    assert there[2] > 0
    assert abs(idle) < 0.1 * abs(change)


def test_volunteers_are_had_where_orders_wait_for_them_and_not_where_nobody_is_called(
    work: OptionWork,
) -> None:
    few = {"policy.orders.on": True, "volunteers.pools.volunteers.registered": 1}
    change, there = bought(work, "volunteers", OVERLOADED | few)
    assert change < -0.2
    assert there[:2].sum() > 0
    change, there = bought(work, "volunteers", OVERLOADED | {"policy.orders.on": False})
    assert change == 0.0
    assert not there.any()


def test_issue_days_are_those_from_birth_to_the_end_of_each_issue(work: OptionWork) -> None:
    record = _record(work.scenario)
    hours = np.zeros(2)
    for issue in record.issues:
        over = record.end if issue["over"] < 0 else issue["over"]
        hours[issue["community"]] += max(0.0, min(over, record.end) - max(0.0, issue["birth"]))
    assert yearly_issue_days(record) == pytest.approx(hours / 24 * 365 / DAYS)


def test_an_effect_is_drawn_to_what_communities_have_in_common() -> None:
    caps, none = np.array([4.0] * 20 + [0.0]), np.zeros(21)
    given = problem([1000.0] * 20, staff=(), options=(Option("o", "yuan", 1.0, caps, none),))
    rng = np.random.default_rng(1)
    luck = {seed: rng.normal(size=20) for seed in range(4)}

    def simulate(heads: np.ndarray, seeds, units: np.ndarray | None = None, /) -> Years:
        amount = np.zeros(20) if units is None else units[0]
        saved = 3.65 * amount[None] * (1.0 + np.array([luck[s] for s in seeds]))
        return Years(1000.0 - saved)

    (effect,) = measured_effects(given, simulate, np.zeros(20, int), np.zeros((1, 20)), range(4))
    assert points_of(given.options[0]).tolist() == [0.0, 1.0, 2.0, 4.0]
    told = effect.open.at(np.full(20, 4.0)) - effect.open.at(np.zeros(20))
    alone = -0.04 * (1.0 + np.mean(list(luck.values()), axis=0))
    assert told.std() < alone.std()
    assert told.mean() == pytest.approx(alone.mean(), rel=0.2)


def test_what_a_subdistrict_shares_is_worth_more_to_each_where_fewer_share_it() -> None:
    # The first subdistrict has 4 communities, the second 16; a unit helps all tickets alike.
    area = np.array([0] * 4 + [1] * 16)
    caps, none = np.array([0.0] * 20 + [2.0, 2.0]), np.zeros(22)
    option = Option("o", "officers", 1.0, caps, none, whole=True, shared=True)
    given = problem([1000.0] * 20, staff=(), options=(option,), areas=2)
    given = replace(given, above=np.concatenate([20 + area, [-1, -1]]))
    truth = 8.0 / np.bincount(area)[area]  # tickets fewer by a unit
    rng = np.random.default_rng(1)
    luck = {seed: rng.normal(scale=0.5, size=20) for seed in range(4)}

    def simulate(heads: np.ndarray, seeds, units: np.ndarray | None = None, /) -> Years:
        amount = np.zeros(20) if units is None else units[0]
        saved = 365.0 * amount * (truth + np.array([luck[s] for s in seeds]))
        return Years(3650.0 - saved)

    (effect,) = measured_effects(given, simulate, np.zeros(20, int), np.zeros((1, 20)), range(4))
    told = effect.open.at(np.zeros(20)) - effect.open.at(np.ones(20))
    assert told[:4] == pytest.approx(2.0, rel=0.1)
    assert told[4:] == pytest.approx(0.5, rel=0.3)
    alone = np.mean(list(luck.values()), axis=0)
    assert np.abs(told - truth).mean() < 0.5 * np.abs(alone).mean()
