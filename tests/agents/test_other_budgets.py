"""Other budgets: what nobody pays is not built, and nobody pays more than a year has."""

from functools import cache

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import qipan
from qipan.engine import codes

from .conftest import CITY, counted, falls, rises, simulate

COSTS = {"public_facility": 10_000, "leak_repair": 3_000, "back_lane": 25_000}
TWO_YEARS = {"start": "2019-03-01", "days": 600, "warm_up_days": 0}
PAID_BY = codes.LOG_EVENTS.index("others_pay")
OTHERS = {"yuan_per_1000_residents_year": 10_000, "never_share": 0.2, "build_days": 20}
SMALL = CITY.revise(
    {
        "city.community_count": 2,
        "city.residents": 8_000,
        "horizon": TWO_YEARS,
        "handling.money_days": 30,
    }
    | {f"issues.kinds.{kind}.money_yuan": yuan for kind, yuan in COSTS.items()}
    | {f"issues.kinds.{kind}.needs.money": 0.6 for kind in COSTS}
)
shares = st.floats(0.0, 1.0).map(lambda x: round(x, 2))


def others(base=SMALL, **fields):
    return base.revise(
        {f"handling.other_budgets.{key}": value for key, value in {**OTHERS, **fields}.items()}
    )


def money_tickets(record):
    """Tickets whose issues need a project."""
    issues = record.issues[record.tickets["issue"]]
    kinds = [record.layout.kinds.index(name) for name in COSTS]
    needs = issues["needs"] & codes.NEEDS_MONEY > 0
    return record.tickets[needs & np.isin(issues["kind"], kinds)]


@cache
def run_by_day(scenario, seed=1):
    """The run's record, and what others spent in each year on projects and on places."""
    model, found = qipan.CityModel(scenario, seed, log=True), []
    while model.running:
        model.simulate_day()
        if (model.today.month, model.today.day) == (1, 1) or not model.running:
            found.append(model.layer.world.communities[["others_spent", "others_on_places"]].copy())
    years = {
        name: np.diff(np.array([rows[name] for rows in found]), axis=0, prepend=0.0)
        for name in ("others_spent", "others_on_places")
    }
    return model.record(), years["others_spent"], years["others_on_places"]


@st.composite
def payers(draw):
    """Other budgets, with or without a fund, units and councils, that change on a date."""
    changes = {
        "handling.other_budgets.yuan_per_1000_residents_year": draw(st.floats(0, 60_000)),
        "handling.other_budgets.never_share": draw(shares),
        "handling.money_days": draw(st.integers(0, 90)),
        "closure.false_share": 0.9 * draw(shares),
    }
    for name in draw(st.lists(st.sampled_from(("fund", "pairing", "councils")), unique=True)):
        changes[f"policy.{name}.on"] = True
    if draw(st.booleans()):
        yuan = {"yuan_per_1000_residents_year": draw(st.floats(0, 60_000))}
        change = {"on": "2019-09-01", "set": {"handling": {"other_budgets": yuan}}}
        changes["policy.changes"] = [change]
    return others().revise(changes)


@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(payers(), st.integers(1, 1000))
def test_what_nobody_pays_for_is_not_built_and_nobody_pays_more_than_a_year_has(scenario, seed):
    record, projects, on_places = run_by_day(scenario, seed)
    years = projects + on_places
    tickets = money_tickets(record)
    closed = tickets[tickets["state"] == codes.CLOSED]
    by_fund, by_unit = closed["decided"] & codes.PAID > 0, closed["by"] == codes.BY_UNIT
    assert (by_fund | by_unit | (closed["others"] == codes.OTHERS_PAID)).all()

    most = [
        regime.document.handling.other_budgets.yuan_per_1000_residents_year
        for regime in scenario.regimes
    ]
    residents = record.city.places.residents
    assert (years <= max(most) * residents / 1000.0 * (1.0 + 1e-12)).all()
    begun = most[0] * residents / 1000.0 * 306 / 365  # from 1 March
    assert (years[0] <= np.maximum(begun, max(most) * residents / 1000.0)).all()

    paid = record.log["issue"][record.log["event"] == PAID_BY]
    kinds = np.array([COSTS.get(name, 0) for name in record.layout.kinds])
    costs = np.bincount(
        record.issues["community"][paid], kinds[record.issues["kind"][paid]], len(residents)
    )
    assert projects.sum(axis=0) == pytest.approx(costs)
    assert len(paid) == record.counters[:, :, codes.COUNTERS.index("paid_by_others")].sum()


def test_what_is_never_paid_waits_until_its_issue_passes():
    lasting = others(never_share=1).revise({"issues.kinds.public_facility.lapse_mean_days": None})
    record, projects, _ = run_by_day(lasting)
    tickets = money_tickets(record)
    assert projects.sum() == 0.0
    assert not (tickets["state"] == codes.CLOSED).any()
    kind = record.layout.kinds.index("public_facility")
    asked = tickets[tickets["others"] == codes.NOT_NOW]
    states = asked["state"][record.issues["kind"][asked["issue"]] == kind]
    assert len(states) > 5
    assert (states == codes.QUEUED).all()
    passed = tickets["state"] == codes.WITHDRAWN
    assert passed.sum() > 5
    assert (record.issues["state"][tickets["issue"][passed]] == codes.LAPSED).all()


def test_the_new_year_pays_for_what_was_asked_in_order_of_need():
    scenario = others(never_share=0, yuan_per_1000_residents_year=4_000).revise(
        {f"issues.kinds.{kind}.money_yuan": 4_000 for kind in COSTS}
        | {f"issues.kinds.{kind}.lapse_mean_days": None for kind in COSTS}
        | {f"desks.{level}.staff_per_10000_residents": 80 for level in ("community", "subdistrict")}
    )
    model = qipan.CityModel(scenario, 1)
    lists = model.layer.layout.gates["fund_queue"]
    free = model.layer.world.communities["others_free"]
    while model.today.isoformat() != "2020-01-01":
        model.simulate_day()
    waiting = [_list(model, gate) for gate in lists]
    assert all(len(rows) > 8 for rows in waiting)
    before = free.copy()
    model.simulate_day()
    assert (before < 4_000).all()
    for gate, rows in zip(lists, waiting, strict=True):
        tickets = model.layer.tickets[rows]
        left = ~np.isin(rows, _list(model, gate))
        asked = tickets["others"] != 0
        # All that is paid for stands before all that was asked for and is not.
        paid = np.flatnonzero(left & (tickets["others"] == codes.OTHERS_PAID))
        unpaid = np.flatnonzero(~left & asked)
        assert 3 <= len(paid) < len(rows)
        assert paid.max() < unpaid.min()


def _list(model, gate):
    """Tickets on a list, in order."""
    found = []
    for priority in range(4):
        row = int(model.layer.world.queues["head"][4 * gate + priority])
        while row >= 0:
            found.append(row)
            row = int(model.layer.tickets["next"][row])
    return np.array(found)


def test_more_money_of_others_builds_more():
    poor, rich = others(), others(yuan_per_1000_residents_year=50_000)
    assert rises(rich, counted("paid_by_others"), poor)
    assert rises(rich, "fixed_cohort_solved_share", poor)
    assert falls(rich, "projects_unpaid_end", poor)


def test_a_limit_that_is_never_reached_is_none():
    """Bit for bit: the wait until others decide is all there was, if they always pay."""
    free = SMALL.revise({"handling.other_budgets": None})
    rich = others(yuan_per_1000_residents_year=1e12, never_share=0, build_days=0, places=None)
    plain, limited = (simulate(scenario, 1).record for scenario in (free, rich))
    assert np.array_equal(plain.tickets["closed"], limited.tickets["closed"])
    assert np.array_equal(plain.issues["over"], limited.issues["over"])


def solved_projects(run):
    """Issues solved that needed a project."""
    tickets = money_tickets(run.record)
    return float((run.record.issues["state"][tickets["issue"]] == codes.SOLVED).sum())


FUND = {
    "policy.fund.on": True,
    "policy.fund.rules_clear": True,
    "policy.fund.earmarks.service.yuan_per_community_year": 200_000,
}


@pytest.mark.slow
def test_a_fund_helps_where_others_are_poor():
    """A community's projects cost more than others have: what the fund pays would not be built."""
    poor = others(yuan_per_1000_residents_year=5_000)
    assert rises(poor.revise(FUND), solved_projects, poor)
    assert falls(poor.revise(FUND), "projects_unpaid_end", poor)


@pytest.mark.slow
def test_a_fund_harms_where_its_approval_is_slower_than_others_are():
    """The fund is asked first, so that it takes on what others would have built months before."""
    quick = {"money_days": 5, "other_budgets.build_days": 5}
    rich = others(yuan_per_1000_residents_year=1e6, never_share=0).revise(
        {f"handling.{key}": days for key, days in quick.items()}
    )
    slow = rich.revise({**FUND, "policy.fund.approval_days": 250, "policy.fund.build_days": 60})
    assert falls(slow, solved_projects, rich)
