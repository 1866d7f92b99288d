"""Orders (点单): volunteers are called, accept, come or do not, tire and give up."""

import datetime

import numpy as np
import pytest

import qipan
from qipan.engine import codes

from .conftest import CITY, counted, falls, rises, runs, simulate, values, with_policy

POOL = "volunteers.pools.volunteers"
LABOUR = ("neighbour_dispute", "stairwell_clutter", "refuse", "elder_visit")
ORDERED = with_policy(
    "orders",
    calls_at_once=3,
    rounds=2,
    answer_hours=12,
    radius_km=0,
    work_factor=1,
    points=False,
    least_hours_per_year=0,
).revise(
    {
        f"{POOL}.registered": 300,
        f"{POOL}.active_share": 0.5,
        f"{POOL}.hours_per_year": 50,
        f"{POOL}.calendar": "daytime",
        "volunteers.pools.party_members.registered": 0,
        "horizon": {"start": "2019-01-01", "days": 240, "warm_up_days": 60},
    }
)
NO_CALLS = {f"issues.kinds.{kind}.needs.labour": 0 for kind in LABOUR}
# Who has been called often accepts little, gives up soon, and resents not being needed.
TIRING = ORDERED.revise(
    {
        "volunteers.fatigue": 2,
        "volunteers.fatigue_free_calls": 0,
        "volunteers.exit_fatigue": 3,
        "volunteers.exit_per_month": 0.1,
        "volunteers.unmatched_loss": 0.2,
        "volunteers.inactive_days": 5,
    }
)
WILLING = ORDERED.revise(
    {
        "volunteers.acceptance": 1,
        "volunteers.no_show": 0,
        "volunteers.fatigue": 0,
        "volunteers.exit_per_month": 0,
        "volunteers.inactive_days": 0.1,
    }
)


def orders(scenario, **fields):
    return scenario.revise({f"policy.orders.{key}": value for key, value in fields.items()})


CITY_THEN = orders(ORDERED, on=False)


def done_per_call(run):
    return counted("orders_done")(run) / counted("volunteer_calls")(run)


def by_volunteers(run):
    tickets = run.record.tickets
    return tickets[(tickets["by"] == codes.BY_VOLUNTEER) & (tickets["state"] == codes.CLOSED)]


# -- what orders do ---------------------------------------------------------------------------


def test_volunteers_take_work_off_the_desks():
    assert rises(ORDERED, "handled_by_volunteer_share", CITY_THEN)
    assert falls(ORDERED, "backlog_end", CITY_THEN)
    assert rises(ORDERED, "solved_share", CITY_THEN)


def test_every_order_is_done_or_fails_or_is_withdrawn_or_open():
    for run in runs(ORDERED):
        tickets = run.record.tickets
        waits = (tickets["by"] == codes.BY_VOLUNTEER) & (tickets["state"] == codes.WAITING)
        total = {n: counted(n)(run) for n in ("orders", "orders_done", "orders_failed")}
        left = total["orders"] - total["orders_done"] - total["orders_failed"]
        withdrawn = (tickets["state"] == codes.WITHDRAWN) & (tickets["by"] == codes.BY_VOLUNTEER)
        assert left == waits.sum() + withdrawn.sum()
        calls = [counted(f"volunteer_{what}")(run) for what in ("calls", "accepts")]
        assert calls[0] > calls[1] >= total["orders_done"] + counted("no_shows")(run) > 0


def test_orders_are_those_issues_that_hands_alone_can_solve():
    run = simulate(ORDERED, 1)
    closed = by_volunteers(run)
    needs = run.record.issues["needs"][closed["issue"]]
    assert len(closed) > 50
    assert (needs == codes.COULD_BE_LABOUR).all()
    kinds = {run.record.layout.kinds[k] for k in run.record.issues["kind"][closed["issue"]]}
    assert kinds == set(LABOUR)
    assert counted("orders")(simulate(ORDERED.revise(NO_CALLS), 1)) == 0


def test_volunteers_come_when_they_are_free():
    weekend = ORDERED.revise({f"{POOL}.calendar": "weekend"})
    record = qipan.simulate(weekend, 1, events=True).record
    came = record.log[record.log["event"] == codes.E_VOLUNTEER]["time"]
    first = record.document.horizon.first_day
    days = [first + datetime.timedelta(days=int(day)) for day in came // 24]
    assert len(days) > 20
    assert {day.weekday() for day in days} == {5, 6}
    hour = came % 24
    assert ((hour >= 9) & (hour <= 17)).all()


def test_skills_are_needed_where_a_kind_takes_them():
    def of_kind(kind):
        def number(run):
            closed = by_volunteers(run)
            row = run.record.layout.kinds.index(kind)
            return float((run.record.issues["kind"][closed["issue"]] == row).sum())

        return number

    unskilled = ORDERED.revise({"volunteers.skills.care.share": 0})
    assert (values(unskilled, of_kind("elder_visit")) == 0).all()
    assert (values(ORDERED, of_kind("elder_visit")) > 0).all()
    assert (values(unskilled, of_kind("refuse")) > 0).all()
    skilled = ORDERED.revise({"volunteers.skills.care.share": 1})
    assert rises(skilled, of_kind("elder_visit"), ORDERED)


def test_from_the_second_round_on_neighbours_are_called_too():
    few = ORDERED.revise({f"{POOL}.registered": 100})  # too few at home, at times
    assert rises(orders(few, radius_km=3), counted("orders_done"), few)
    once = orders(ORDERED, rounds=1)
    near, far = (simulate(orders(once, radius_km=km), 1).record for km in (0, 3))
    assert np.array_equal(near.tickets, far.tickets)
    assert np.array_equal(near.volunteers, far.volunteers)


# -- orders that come to nothing --------------------------------------------------------------


def test_orders_that_nobody_accepts_reach_the_desk_after_their_rounds():
    refused = orders(ORDERED, rounds=3, answer_hours=10).revise({"volunteers.acceptance": 0})
    run = qipan.simulate(refused, 1, events=True)
    assert counted("orders_done")(run) == counted("volunteer_accepts")(run) == 0
    tickets = run.record.tickets
    failed = np.flatnonzero(tickets["rounds"] == 3)
    assert len(failed) == counted("orders_failed")(run) > 100
    assert (tickets["by"][failed] == codes.BY_DESK).all()
    assert tickets["services"][failed].sum() > 100
    log = run.record.log
    started = log[log["event"] == codes.E_STARTED]
    first = dict(zip(started["issue"][::-1].tolist(), started["time"][::-1], strict=True))
    waited = [
        first[issue] - opened
        for issue, opened in zip(
            tickets["issue"][failed].tolist(), tickets["opened"][failed], strict=True
        )
        if issue in first
    ]
    assert min(waited) >= 30
    assert len(waited) > 100


def test_no_shows_cost_a_round():
    nobody = ORDERED.revise({"volunteers.no_show": 1})
    for run in runs(nobody):
        assert counted("orders_done")(run) == 0
        assert counted("no_shows")(run) > 0
    unreliable = ORDERED.revise({"volunteers.no_show": 0.6})
    assert rises(unreliable, counted("no_shows"), ORDERED)
    assert rises(unreliable, "volunteer_hours_wasted_per_year", ORDERED)
    assert falls(unreliable, counted("orders_done"), ORDERED)
    assert rises(unreliable, counted("orders_failed"), ORDERED)

    def share(run):
        accepted = counted("orders_done")(run) + counted("no_shows")(run)
        return counted("no_shows")(run) / accepted

    assert values(ORDERED, share).mean() == pytest.approx(0.2, abs=0.05)


# -- what calls cost --------------------------------------------------------------------------


def test_nobody_works_more_hours_than_they_have_and_an_order():
    task = 4.0
    scenario = WILLING.revise(
        {f"issues.kinds.{kind}.work_hours": task for kind in LABOUR}
        | {f"{POOL}.registered": 60, "volunteers.sign_up_share": 0}
    )
    model = qipan.CityModel(scenario, 1)
    memory = CITY.document.volunteers.fatigue_memory_days * 24
    while model.running:
        model.simulate_day()
        people = model.layer.volunteers
        assert (people["hours"] <= people["earned"] * (model.day * 24 + memory) + task).all()
    work = people["hours"]
    assert (work % task == 0).all()
    budget = people["earned"] * model.day * 24
    assert (work > budget - task - people["earned"] * memory).mean() > 0.8  # the budget binds


def test_more_hours_asked_by_rule_are_more_orders_done():
    short = WILLING.revise({f"{POOL}.registered": 60, f"{POOL}.hours_per_year": 5})
    assert rises(orders(short, least_hours_per_year=60), counted("orders_done"), short)


def test_who_calls_more_at_once_and_over_more_rounds_keeps_fewer():
    once, often = (orders(TIRING, calls_at_once=n, rounds=r) for n, r in ((1, 1), (10, 4)))
    assert falls(often, "volunteer_retention", once)
    assert falls(often, "acceptance_rate", once)
    assert falls(often, done_per_call, once)
    rested = [orders(ORDERED, calls_at_once=n, rounds=r) for n, r in ((10, 4), (1, 1))]
    assert rises(rested[0], "calls_per_order", rested[1])
    assert falls(rested[0], "volunteer_retention", rested[1])
    assert falls(rested[0], done_per_call, rested[1])


def test_volunteers_called_too_often_do_less_in_all():
    few, many = (orders(TIRING, calls_at_once=n, rounds=4) for n in (2, 12))
    assert falls(many, counted("orders_done"), few)


def test_points_raise_acceptance_and_keep_people():
    pointed = orders(ORDERED, points=True, points_gain=0.3, recognition=0.5)
    assert rises(pointed, "acceptance_rate", ORDERED)
    assert rises(pointed, "volunteer_retention", ORDERED)
    assert rises(pointed, counted("orders_done"), ORDERED)
    silent = orders(ORDERED, points=False, points_gain=0.3, recognition=0.5)
    assert np.array_equal(simulate(silent, 1).record.tickets, simulate(ORDERED, 1).record.tickets)


def test_who_was_willing_and_not_needed_is_less_willing():
    wanted = orders(WILLING, calls_at_once=5).revise({"volunteers.inactive_days": 5})
    free = wanted.revise({"volunteers.unmatched_loss": 0})
    sore = wanted.revise({"volunteers.unmatched_loss": 0.2})
    assert (simulate(free, 1).record.volunteers["willing"] == 1.0).all()
    willing = simulate(sore, 1).record.volunteers["willing"]
    served = simulate(sore, 1).record.volunteers
    assert (willing < 1.0).sum() > 10
    assert (willing[(served["accepted"] == served["done"])] == 1.0).all()
    assert falls(sore, "acceptance_rate", free)


def test_each_call_is_followed_by_a_spell_without():
    spells = ORDERED.revise({"volunteers.inactive_days": 30})
    short = ORDERED.revise({"volunteers.inactive_days": 1})
    assert falls(spells, "calls_per_order", short)
    assert falls(spells, counted("orders_done"), short)


def test_within_a_spell_of_fixed_length_nobody_is_called_twice():
    scenario = orders(ORDERED, calls_at_once=10, rounds=4).revise({"volunteers.inactive_days": 40})
    calls = simulate(scenario, 1).record.volunteers["calls"]
    assert calls.max() == 240 / 40


# -- giving up, signing up --------------------------------------------------------------------


def test_without_calls_volunteers_give_up_at_a_constant_hazard():
    many = ORDERED.revise(
        NO_CALLS
        | {
            f"{POOL}.registered": 4000,
            "horizon": {"start": "2019-01-01", "days": 365, "warm_up_days": 0},
        }
    )
    gone = simulate(many, 1).record.volunteers["gone"]
    expected = 1 - np.exp(-12 * CITY.document.volunteers.exit_per_month)
    error = (expected * (1 - expected) / len(gone)) ** 0.5
    assert len(gone) > 1500
    assert abs(gone.mean() - expected) < 3 * error


def test_recognition_that_begins_later_does_not_bring_back_who_is_gone():
    late = {"on": "2019-07-03", "set": {"policy": {"orders": {"points": True, "recognition": 1}}}}
    many = ORDERED.revise(
        NO_CALLS
        | {
            f"{POOL}.registered": 4000,
            "horizon": {"start": "2019-01-01", "days": 365, "warm_up_days": 0},
            "policy.changes": [late],
        }
    )
    gone = simulate(many, 1).record.volunteers["gone"]
    expected = 1 - np.exp(-12 * CITY.document.volunteers.exit_per_month * 183 / 365)
    error = (expected * (1 - expected) / len(gone)) ** 0.5
    assert abs(gone.mean() - expected) < 3 * error


def test_on_the_first_day_volunteers_have_as_many_hours_as_on_any():
    first = qipan.CityModel(ORDERED, 1)
    later = qipan.CityModel(orders(ORDERED, starts="2019-01-01"), 1)
    for _ in range(61):
        later.simulate_day()
    memory = CITY.document.volunteers.fatigue_memory_days * 24
    for model in (later, first):
        people = model.layer.volunteers
        asked = people["calls"] > 0
        assert people["credit"][~asked] == pytest.approx((people["earned"] * memory)[~asked])


def test_satisfied_residents_of_high_trust_sign_up_once():
    eager = ORDERED.revise(
        {
            "volunteers.sign_up_share": 1,
            "volunteers.sign_up_trust": 0.6,
            "residents.trust.learning_rate": 0.4,
        }
    )
    model = qipan.CityModel(eager, 1).run()
    run = simulate(eager, 1)
    signed = counted("signed_up")(run)
    helpers = model.layer.world.residents["helps"]
    newcomers = model.layer.volunteers[len(model.city.roster.key) :]
    assert 20 < signed == helpers.sum() == len(newcomers) < counted("satisfied")(run)
    assert not newcomers["skills"].any()
    assert newcomers["calls"].sum() > 0
    assert newcomers["done"].sum() > 0
    home = np.bincount(model.residents["community"][helpers == 1], minlength=4)
    assert np.bincount(newcomers["community"], minlength=4).tolist() == home.tolist()
    wary = eager.revise({"volunteers.sign_up_trust": 0.75})
    assert falls(wary, counted("signed_up"), eager)
    for nobody in ({"volunteers.sign_up_share": 0}, {"volunteers.sign_up_trust": 1}):
        assert (values(eager.revise(nobody), counted("signed_up")) == 0).all()


def test_no_order_is_stuck_where_the_platform_is_given_up():
    change = {"on": "2019-04-01", "set": {"policy": {"orders": {"on": False}}}}
    model = qipan.CityModel(ORDERED.revise({"policy.changes": [change]}), 1)
    while model.running:
        model.simulate_day()
    record = model.record()
    column = codes.COUNTERS.index("orders")
    assert record.counters[140:150, :, column].sum() > 0
    assert record.counters[150:, :, column].sum() == 0
    tickets = record.tickets
    waiting = (tickets["by"] == codes.BY_VOLUNTEER) & (tickets["state"] == codes.WAITING)
    assert not waiting.any()
