"""What more and less money, and more and fewer volunteers, change by simulation."""

import numpy as np
import pytest

import qipan
from qipan.city import build_city
from qipan.city.more_volunteers import with_volunteers
from qipan.runs.errors import ResourceError
from qipan.runs.variants import Variant, ticket_days
from qipan.studies.allocation.budgets import Budgets
from qipan.studies.allocation.resource_values import value_of_fund, value_of_volunteer_hours

from ...agents.conftest import CITY

KINDS = ("leak_repair", "public_facility", "back_lane")
PROJECTS = {f"issues.kinds.{kind}.needs.money": 0.9 for kind in KINDS}
FUNDED = CITY.revise(
    {
        "policy.fund": {"on": True, "absorption": 1, "rules_clear": True},
        "policy.fund.approval_days": 10,
        "policy.fund.build_days": 5,
        "closure.false_share": 0,
        "policy.fund.earmarks.service.yuan_per_community_year": 20_000,
        "policy.fund.earmarks.office": None,
        "desks.community.staff_per_10000_residents": 80,  # offices are no bottleneck
        "desks.subdistrict.staff_per_10000_residents": 80,
        "handling.money_days": 300,
        "horizon": {"start": "2019-01-01", "days": 240, "warm_up_days": 0},
        **PROJECTS,
    }
)
# Each volunteer may be called for every order, and comes.
CHANGE = np.array([0, 3, 0, -1])
EAGER = {"acceptance": 1, "no_show": 0, "fatigue": 0, "inactive_days": 0.1, "exit_per_month": 0}
ORDERED = CITY.revise(
    {
        "policy.orders": {"on": True, "radius_km": 0},
        "volunteers": EAGER,
        "volunteers.pools.volunteers.registered": 40,
        "volunteers.pools.party_members.registered": 0,
        "volunteers.pools.volunteers.active_share": 0.5,
    }
)


def test_money_is_worth_what_more_of_it_saves():
    found = value_of_fund(FUNDED, "service", (None, "c0001"), yuan=400_000, replications=5)
    assert [value.community for value in found] == [None, "c0001"]
    for value in found:
        assert value.resource == "fund.service"
        assert value.more.high < 0.0
    assert np.isnan(found[0].less.mean), "80,000 yuan are there: 200,000 cannot be taken away"


def test_less_money_costs_what_it_had_saved():
    (value,) = value_of_fund(FUNDED, "service", ("c0002",), yuan=20_000, replications=6)
    assert value.less.mean > 0.0
    budgets = Budgets(FUNDED)
    without = budgets.today.copy()
    without[1, 0] = 0.0
    two = [Variant(budgets.funded(yuan), budgets.city) for yuan in (budgets.today, without)]
    days = ticket_days(two, [1_000_000 + n for n in range(6)]).sum(axis=2)
    assert value.less.mean == pytest.approx((days[1] - days[0]).mean())


def test_hours_come_with_people():
    (value,) = value_of_volunteer_hours(ORDERED, hours=2_000, replications=4)
    assert value.more.high < 0.0
    (value,) = value_of_volunteer_hours(ORDERED, ("c0001",), hours=2_000, replications=2)
    assert np.isnan(value.less.mean)


def test_the_others_stay_who_they_are():
    city, spec = build_city(ORDERED.document), ORDERED.document.volunteers
    more = with_volunteers(city, spec, CHANGE, 10.0).roster
    there = np.bincount(city.roster.community, minlength=4)
    assert np.bincount(more.community, minlength=4).tolist() == (there + CHANGE).tolist()
    assert set(city.roster.key[city.roster.community < 3]) <= set(more.key)
    same = with_volunteers(city, spec, np.zeros(4, int), 10.0).roster
    for name in ("community", "key", "pool", "skills", "hours_per_year"):
        assert np.array_equal(getattr(same, name), getattr(city.roster, name))
    with pytest.raises(ValueError, match="cannot be taken away"):
        with_volunteers(city, spec, np.array([0, 0, 0, -99]), 10.0)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: value_of_fund(CITY, "service"), "policy.fund is off"),
        (lambda: value_of_fund(FUNDED, "servic"), "no earmark 'servic'; it has service"),
        (lambda: value_of_fund(FUNDED, "service", ("c0009",)), "no community 'c0009'"),
        (lambda: value_of_fund(FUNDED, "service", yuan=-1.0), "must be above 0"),
        (lambda: value_of_fund(FUNDED, "service", replications=1), "2 at least"),
        (lambda: value_of_volunteer_hours(CITY), "policy.orders is off"),
    ],
)
def test_what_cannot_be_valued_is_said(ask, words):
    with pytest.raises(ResourceError, match=words):
        ask()


def test_an_allocation_is_what_communities_get():
    budgets = Budgets(FUNDED)
    uneven = budgets.today * np.array([[2.0], [0.0], [1.0], [1.0]])
    planned = budgets.funded(uneven)
    record = qipan.simulate(planned, 1).record
    assert record.budgets["allotted"][:, 0] == pytest.approx(uneven[:, 0] * 240 / 365)
    assert record.budgets["spent"][1, 0] == 0.0
    same = qipan.simulate(budgets.funded(budgets.today), 1).record
    plain = qipan.simulate(FUNDED, 1).record
    assert np.array_equal(same.tickets, plain.tickets)
