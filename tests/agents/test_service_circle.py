"""The service circle (服务圈): what is settled at a counter near home."""

import math

import numpy as np
import pytest

import qipan
from qipan.agents.transactions import erlang_c, transactions
from qipan.engine import codes

from .conftest import CIRCLE, CITY, counted, falls, rises, simulate, values

HONEST = CITY.revise({"closure.false_share": 0})


def circle(**fields):
    return CIRCLE.revise({f"policy.service_circle.{key}": v for key, v in fields.items()})


def lives_within(model):
    """Whether each issue's resident lives within reach of a centre."""
    world = model.layer.world
    building = world.residents["building"][model.layer.issues["resident"]]
    return world.buildings["in_circle"][building] == 1


def test_the_counter_settles_its_kinds_for_visitors_who_live_near():
    model = qipan.CityModel(CIRCLE, 1).run()
    tickets, issues = model.layer.tickets, model.layer.issues
    within = lives_within(model)
    enquiry = issues["kind"] == model.layer.layout.kinds.index("enquiry")
    visits = issues["channel"] == codes.VISIT
    settled = issues["ticket"][within & enquiry & visits & (issues["ticket"] >= 0)]
    by = tickets["by"][settled] == codes.BY_COUNTER
    assert 0.2 < within.mean() < 0.9
    assert by.mean() == pytest.approx(0.6, abs=3 * (0.24 / len(by)) ** 0.5)
    all_settled = tickets["issue"][tickets["by"] == codes.BY_COUNTER]
    assert within[all_settled].all()
    assert enquiry[all_settled].all()
    assert visits[all_settled].all()
    assert (issues["state"][all_settled] == codes.SOLVED).all()
    at_once = tickets[tickets["by"] == codes.BY_COUNTER]
    assert (at_once["closed"] == at_once["opened"]).all()
    assert (at_once["responded"] == at_once["opened"]).all()
    assert len(at_once) == counted("settled_at_counter")(simulate(CIRCLE, 1))


def test_a_small_centre_settles_less():
    def share(run):
        return counted("settled_at_counter")(run) / counted("closed")(run)

    small, large = (circle(centre_m2_per_100_households=m2) for m2 in (15, 90))
    settled = counted("settled_at_counter")
    assert falls(small, settled, CIRCLE)
    ratio = values(small, settled).sum() / values(CIRCLE, settled).sum()
    assert ratio == pytest.approx(0.5, abs=0.08)
    assert (values(large, settled) == values(CIRCLE, settled)).all()
    assert (values(circle(absorbed_share=0), settled) == 0).all()


def test_the_wider_the_circle_the_more_it_reaches():
    assert rises(circle(radius_metres=600), "circle_coverage", CIRCLE)
    assert rises(circle(radius_metres=600), counted("settled_at_counter"), CIRCLE)
    assert rises(circle(facilities=20), "circle_coverage", CIRCLE)


def test_visitors_near_a_centre_are_answered_at_once():
    model = qipan.CityModel(CIRCLE, 1).run()
    tickets = model.layer.tickets
    visits = (tickets["channel"] == codes.VISIT) & (tickets["by"] != codes.BY_COUNTER)
    within = lives_within(model)[tickets["issue"]]
    wait = tickets["responded"] - tickets["opened"]
    assert (visits & within).sum() > 100
    assert (wait[visits & within] == 0).all()
    assert (wait[visits & ~within] != 0).mean() > 0.5

    def at_once(run):
        tickets = run.record.tickets
        answered = (tickets["responded"] >= 0) & (tickets["responded"] <= tickets["opened"] + 1)
        return float(answered.mean())

    assert rises(CIRCLE, at_once, HONEST)
    assert rises(circle(absorbed_share=0), at_once, HONEST)


def test_who_lives_near_reports_more():
    eager = circle(report_factor=2, absorbed_share=0)
    plain = circle(report_factor=1, absorbed_share=0)
    assert falls(eager, "unreported_share", plain)
    assert rises(eager, counted("reports"), plain)
    model = qipan.CityModel(eager, 1).run()
    record = simulate(plain, 1).record
    before = {int(row["key"]): row["own_rate"] for row in record.issues}
    within = lives_within(model)
    # Trust moves otherwise once something has been closed, so only the first days are compared.
    early = np.flatnonzero(model.layer.issues["birth"] < 24)
    ratios = np.array(
        [
            model.layer.issues["own_rate"][i] / before[int(model.layer.issues["key"][i])]
            for i in early
        ]
    )
    assert ratios[within[early]] == pytest.approx(2.0, rel=0.02)
    assert ratios[~within[early]] == pytest.approx(1.0, rel=0.02)


def test_the_counter_takes_hours_from_the_community_or_costs_them():
    assert rises(circle(own_staff_share=0.5), "backlog_end", CIRCLE)

    def left_to_desks(run):
        desks = run.record.desks_after
        return float(desks["arrivals"][desks["level"] == codes.COMMUNITY].sum())

    assert falls(CIRCLE, left_to_desks, HONEST)
    one, two = (
        values(circle(clerks_per_10000_residents=n), "counter_hours_per_year") for n in (1, 2)
    )
    assert (one > 0).all()
    assert two == pytest.approx(2 * one)


BUSY = circle(counter_hours=2, longest_queue_minutes=30, return_days=1)
TURNED = {"turned_away_call_share": 0, "turned_away_return_share": 0}


def turned(**fields):
    shares = {f"policy.service_circle.{key}": v for key, v in {**TURNED, **fields}.items()}
    return BUSY.revise(shares)


def test_who_is_turned_away_calls_or_comes_again_or_gives_up():
    away, settled = counted("turned_away"), counted("settled_at_counter")
    calls = turned(turned_away_call_share=1)
    comes = turned(turned_away_return_share=1)
    gives_up = turned()
    assert (values(CIRCLE, away) == 0).all()
    for scenario in (calls, comes, gives_up):
        assert (values(scenario, away) > 0).all()
        assert falls(scenario, settled, CIRCLE)
    assert falls(gives_up, counted("reports"), calls)
    assert rises(comes, away, gives_up)
    assert rises(comes, settled, gives_up)

    def called(run):
        record = run.record
        came = record.issues["channel"][record.tickets["issue"]] == codes.VISIT
        return float((came & (record.tickets["channel"] == codes.HOTLINE)).sum())

    assert rises(calls, called, gives_up)


def test_a_clerk_serves_one_visitor_at_a_time():
    one_each = turned(turned_away_return_share=1, clerks_per_10000_residents=0.5)
    crowded = one_each.revise({"issues.rate_factor": 10})
    model = qipan.CityModel(crowded, 1).run()
    tickets, issues = model.layer.tickets, model.layer.issues
    served = np.sort(tickets[tickets["by"] == codes.BY_COUNTER], order="opened")
    for community in range(len(model.communities)):
        here = served[issues["community"][served["issue"]] == community]
        done = here["closed"][here["state"] == codes.CLOSED]
        assert len(done) > 1
        assert (np.diff(done) >= 2 - 1e-6).all()


def test_transactions_leave_less_of_the_counter_to_visitors():
    settled, away = counted("settled_at_counter"), counted("turned_away")
    many = {"transaction_minutes": 10, "counter_hours": 0.3, "longest_queue_minutes": 15}
    some, crowd = (
        circle(**many, transactions_per_1000_residents_day=number) for number in (3, 100)
    )
    assert rises(some, away, CIRCLE)
    assert falls(some, settled, CIRCLE)
    assert (values(crowd, settled) == 0).all()
    more = crowd.revise({"policy.service_circle.clerks_per_10000_residents": 50})
    assert rises(more, settled, crowd)


def test_the_wait_behind_transactions_is_that_of_a_queue_at_rest():
    assert erlang_c(1, 0.6) == pytest.approx(0.6)
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)
    policy = circle(
        transactions_per_1000_residents_day=1.5,
        transaction_minutes=20,
        longest_queue_minutes=30,
        clerks_per_10000_residents=1.25,
    ).document.policy.service_circle
    # 12 a day at one clerk of 8 hours a day: rho 1/2, served at 3 an hour.
    found = transactions(policy, residents=8_000, clerks=1.0, weekly_hours=56)
    assert found.load == pytest.approx(0.5)
    assert found.full == pytest.approx(0.5 * math.exp(-1.5 * 0.5))
    assert found.slowed == pytest.approx(2.0)


def test_a_settlement_at_the_counter_is_as_often_false_as_others():
    false = circle().revise({"closure.false_share": 0.5, "closure.recheck_mean_days": 1e4})
    record = simulate(false, 1).record
    by_counter = record.tickets[record.tickets["by"] == codes.BY_COUNTER]
    alive = record.issues["state"][by_counter["issue"]] != codes.SOLVED  # some have lapsed since
    assert alive.mean() == pytest.approx(0.5, abs=3 * (0.25 / len(by_counter)) ** 0.5)
