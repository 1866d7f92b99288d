"""The fund (专项经费): what may be spent, what is paid for, and how long projects take."""

from functools import cache

import numpy as np
import pytest

import qipan
from qipan.agents.funds import yearly_yuan
from qipan.engine import codes

from .conftest import CITY, counted, falls, rises, simulate, values

COST = 10_000
YEAR = {"horizon": {"start": "2019-01-01", "days": 365, "warm_up_days": 0}}
TWO_YEARS = {"horizon": {"start": "2019-01-01", "days": 730, "warm_up_days": 0}}
TITLE = {"en": "Service fund", "zh": "服务专项经费"}
COSTLY = CITY.revise(
    {"issues.kinds.public_facility.needs.money": 1, "issues.kinds.public_facility.money_yuan": COST}
    | {f"issues.kinds.{kind}.needs.money": 0 for kind in ("leak_repair", "back_lane")}
    | {
        f"issues.kinds.{name}.births_per_1000_residents_year": 0
        for name, kind in CITY.document.issues.kinds.items()
        if kind.service is not None
    }
    | {"closure.false_share": 0, "handling.money_days": 500, "handling.other_budgets": None}
)
EARMARK = {
    "title": TITLE,
    "yuan_per_community_year": 200_000,
    "kinds": ["public_facility"],
    "places": None,
}
FUND = {
    "on": True,
    "earmarks": {"service": EARMARK, "office": None},
    "match_ratio": 0,
    "match_paid_share": 1,
    "absorption": 0.7,
    "rules_clear": False,
    "approval_days": 20,
    "fast_track_yuan": 0,
    "fast_approval_days": 4,
    "return_share": 0,
    "build_days": 10,
    "carry_over": False,
}


def funded(base=COSTLY, yuan=200_000, **fields):
    policy = {f"policy.fund.{key}": value for key, value in {**FUND, **fields}.items()}
    earmarks = policy.pop("policy.fund.earmarks")
    policy |= {f"policy.fund.earmarks.{name}": value for name, value in earmarks.items()}
    return base.revise({**policy, "policy.fund.earmarks.service.yuan_per_community_year": yuan})


def spent(run):
    return float(run.record.budgets["spent"].sum())


def project_days(scenario, seed=1):
    """Days from the beginning of each project to the closure of its ticket."""
    log = logged(scenario, seed).record.log
    times = {}
    for event in (codes.E_PROJECT, codes.E_CLOSED):
        rows = log[log["event"] == event]
        times[event] = dict(zip(rows["issue"].tolist(), rows["time"].tolist(), strict=True))
    begun, closed = times[codes.E_PROJECT], times[codes.E_CLOSED]
    return np.array([(closed[i] - begun[i]) / 24 for i in begun.keys() & closed.keys()])


logged = cache(lambda scenario, seed=1: qipan.simulate(scenario, seed, events=True))


def spent_by_year(scenario):
    """Money spent by each community until each New Year, and at the end."""
    model, found = qipan.CityModel(scenario, 1), []
    while model.running:
        model.simulate_day()
        if (model.today.month, model.today.day) == (1, 1) or not model.running:
            found.append(model.layer.world.budgets["spent"].copy())
    return np.diff(np.array(found), axis=0, prepend=0.0)


# -- money ------------------------------------------------------------------------------------


@pytest.mark.parametrize("absorption", [0.4, 0.7, 1.0])
def test_no_year_spends_more_than_offices_dare_to(absorption):
    years = spent_by_year(funded(COSTLY.revise(TWO_YEARS), absorption=absorption))
    assert years.shape == (2, 4)
    assert (years <= 200_000 * absorption).all()
    assert (years % COST == 0).all()
    assert years.max() > 200_000 * absorption - COST  # the money is short


def test_clear_rules_let_all_be_spent():
    shy = funded(COSTLY.revise(YEAR))
    clear = funded(COSTLY.revise(YEAR), rules_clear=True)
    assert rises(clear, spent, shy)
    assert simulate(clear, 1).record.budgets["spent"].max() == 200_000
    assert rises(clear, "fund_executed_share", shy)


def test_a_fund_that_begins_within_a_year_gets_the_rest_of_its_share():
    late = funded(COSTLY.revise(YEAR), starts="2019-10-01", yuan=400_000, absorption=1)
    most = simulate(late, 1).record.budgets["spent"].max()
    assert 400_000 * 92 / 365 - COST < most <= 400_000 * 92 / 365


@pytest.mark.parametrize("kept", [False, True])
def test_money_left_over_lapses_unless_it_is_carried_over(kept):
    rare = COSTLY.revise({**TWO_YEARS, "issues.kinds.public_facility.needs.money": 0.02})
    scenario = funded(rare, carry_over=kept, absorption=0.5)
    model, free = qipan.CityModel(scenario, 1), []
    while model.running:
        if model.today.isoformat() == "2020-01-01":
            left = model.layer.world.budgets["free"].copy()
        model.simulate_day()
        free.append(model.layer.world.budgets["free"].copy())
    assert (left > 0).all()
    new_year = free[365]
    expected = 100_000 + left if kept else np.full(4, 100_000.0)
    assert (new_year <= expected).all()
    assert (new_year > expected - 4 * COST).all()


def test_the_countys_part_is_paid_or_not():
    fund = CITY.document.policy.fund
    earmark = funded().document.policy.fund.earmarks["service"]
    matched = fund.model_copy(update={"match_ratio": 1.0, "match_paid_share": 0.5})
    unpaid = fund.model_copy(update={"match_ratio": 1.0, "match_paid_share": 0.0})
    paid = fund.model_copy(update={"match_ratio": 1.0, "match_paid_share": 1.0})
    yuan = [yearly_yuan(rule, earmark, False, 5000) for rule in (paid, matched, unpaid)]
    assert yuan == [200_000, 150_000, 100_000]
    all_of_it = funded(COSTLY.revise(YEAR), match_ratio=1)
    some = funded(COSTLY.revise(YEAR), match_ratio=1, match_paid_share=0.3)
    assert falls(some, spent, all_of_it)
    allotted = [simulate(s, 1).record.budgets["allotted"] for s in (all_of_it, some)]
    assert allotted[0] == pytest.approx(200_000)
    assert allotted[1] == pytest.approx(130_000)


@pytest.mark.parametrize(
    ("village", "residents", "yuan"),
    [(True, 1499, 50_000), (True, 1500, 100_000), (True, 9000, 100_000), (False, 900, 200_000)],
)
def test_a_village_is_given_money_by_its_size(village, residents, yuan):
    fund = CITY.document.policy.fund.model_copy(update={"village_step_residents": 1500})
    earmark = fund.earmarks["service"].model_copy(
        update={
            "yuan_per_community_year": 200_000.0,
            "yuan_per_village_year": 100_000.0,
            "yuan_per_small_village_year": 50_000.0,
        }
    )
    assert yearly_yuan(fund, earmark, village, residents) == yuan


# -- projects ---------------------------------------------------------------------------------


def test_a_project_takes_its_approval_and_its_works():
    assert project_days(funded()) == pytest.approx(30.0)
    assert len(project_days(funded())) > 10
    assert project_days(funded(fast_track_yuan=COST)) == pytest.approx(14.0)
    assert project_days(funded(fast_track_yuan=COST - 1)) == pytest.approx(30.0)


def test_returned_proposals_are_approved_twice():
    some = funded(return_share=0.4)
    days = project_days(some)
    assert set(days.round(6)) == {30.0, 50.0}
    run = simulate(some, 1)
    share = counted("projects_returned")(run) / counted("projects")(run)
    assert share == pytest.approx(0.4, abs=0.2)
    assert project_days(funded(return_share=1)) == pytest.approx(50.0)
    assert rises(some, counted("projects_returned"), funded())


def test_projects_cost_what_is_said_and_pay_for_kinds_of_the_earmark_alone():
    run = simulate(funded(), 1)
    budgets, tickets = run.record.budgets, run.record.tickets
    assert budgets["spent"] == pytest.approx(COST * budgets["projects"])
    kinds = run.record.issues["kind"][tickets["issue"]]
    paid = kinds[tickets["decided"] & codes.PAID > 0]
    assert set(paid) == {run.record.layout.kinds.index("public_facility")}
    assert len(paid) > 20


def test_without_an_earmark_for_it_a_project_takes_the_old_way():
    other = {"service": {**EARMARK, "kinds": ["leak_repair"]}, "office": None}
    base = COSTLY.revise({"handling.money_days": 20, "issues.kinds.leak_repair.needs.money": 1e-9})
    plain, wrong = (simulate(s, 1).record.tickets for s in (base, funded(base, earmarks=other)))
    assert np.array_equal(plain["closed"], wrong["closed"])
    assert (wrong["decided"] & codes.PAID == 0).all()


def test_the_new_year_pays_from_the_list():
    short = funded(COSTLY.revise(TWO_YEARS), yuan=60_000, absorption=1)
    model = qipan.CityModel(short, 1)
    queues = np.array(model.layer.layout.gates["fund_queue"])
    begun = []
    while model.running:
        before = model.layer.world.desks["length"][queues].copy()
        model.simulate_day()
        if model.day == 366:
            assert (before > 6).all()
            assert (model.layer.world.desks["length"][queues] < before).all()
            assert (model.layer.world.budgets["free"] < COST).all()
    begun = model.record().counters[365, :, codes.COUNTERS.index("projects")]
    assert begun.tolist() == [6] * 4


def test_a_fund_that_is_ended_leaves_nobody_on_its_list():
    change = {"on": "2019-06-01", "set": {"policy": {"fund": {"on": False}}}}
    ended = funded(COSTLY.revise({"handling.money_days": 10}), yuan=10_000).revise(
        {"policy.changes": [change]}
    )
    model = qipan.CityModel(ended, 1)
    queues = np.array(model.layer.layout.gates["fund_queue"])
    lengths = []
    while model.running:
        model.simulate_day()
        lengths.append(int(model.layer.world.desks["length"][queues].sum()))
    assert lengths[90] > 3
    assert lengths[102:] == [0] * len(lengths[102:])  # others have decided within ten days


def test_units_pay_from_the_list():
    groups = tuple(CITY.document.units.groups)
    rich = {
        f"units.groups.{name}.{key}": value
        for name in groups
        for key, value in (
            ("kinds", ["public_facility"]),
            ("yuan_per_year", 45_000),
            ("hours_per_year", 0),
        )
    }
    poor = funded(COSTLY.revise({**YEAR, **rich, "units.count": 12}), yuan=10_000)
    pairs = {"on": True, "units_per_community": 3, "communities_per_unit": 1}
    pairs |= {"claims_per_meeting": 5, "projects_per_year": 0, "mandated_share": 0}
    helped = poor.revise({f"policy.pairing.{key}": value for key, value in pairs.items()})
    units = simulate(helped, 1).record.units
    assert units["yuan"].sum() > 50_000
    assert (units["yuan"] == COST * units["claims"]).all()
    assert (units["yuan"] <= 45_000).all()
    assert rises(helped, counted("unit_solved"), poor)

    def waiting(run):
        rows = list(run.record.layout.gates["fund_queue"])
        return float(run.record.desks_after["length"][rows].sum())

    assert falls(helped, waiting, poor)


def test_more_money_builds_more_and_solves_more():
    poor, rich = (funded(COSTLY.revise(YEAR), yuan=yuan) for yuan in (50_000, 500_000))
    assert rises(rich, counted("projects_built"), poor)
    assert rises(rich, "fixed_cohort_solved_share", poor)
    assert (values(poor, spent) <= values(rich, spent)).all()
