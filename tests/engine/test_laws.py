"""Laws that hold in every run, whatever the scenario, and the capacity of desks."""

from collections import defaultdict
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import qipan
from qipan.engine import codes
from qipan.engine.conservation import ConservationError

from .conftest import (
    BEFORE,
    HELP,
    MECHANISMS,
    SCENARIOS,
    events_of_issues,
    every_hour,
    policy,
    total,
)

DAYS = 24
START = "2019-04-28"  # a Sunday worked in return for the holidays of May
SMALL = BEFORE.revise(
    {
        "city.community_count": 3,
        "city.residents": 6_000,
        "horizon": {"start": START, "days": DAYS - 4, "warm_up_days": 4},
    }
)
ONE_QUEUE = qipan.load(SCENARIOS / "one_queue.yaml")
NO_DELAYS = {
    "handling.hand_off_hours": 0,
    "handling.joint_meeting_days": 0,
    "handling.consensus_days": 0,
    "handling.money_days": 0,
    "handling.other_budgets": None,
    "handling.whistle.return_delay_hours": 0,
}
shares = st.floats(0.0, 1.0).map(lambda x: round(x, 3))
start_days = st.sampled_from([None, "2019-05-02", "2019-05-07"])


def days(low, high):
    some = st.floats(low, high).map(lambda x: round(x, 2))
    return st.one_of(
        some.map(lambda mean: {"distribution": "exponential", "mean": mean}),
        some.map(lambda mean: {"distribution": "gamma", "mean": mean, "cv": 1.5}),
        some,
    )


@st.composite
def overrides(draw, mechanisms=(*MECHANISMS, *HELP), away=False):
    """Whatever a scenario may say, within bounds that keep the run short."""
    # A demand for a service needs its place, and no project besides.
    kinds = [name for name, k in SMALL.document.issues.kinds.items() if k.service is None]
    chosen = draw(st.lists(st.sampled_from(sorted(kinds)), min_size=1, max_size=4, unique=True))
    found = {
        "issues.rate_factor": draw(st.floats(0.5, 8)),
        "policy.tri_party.three_way_sorting": draw(st.booleans()),
        "triage.private_to_estate_share": draw(shares),
        "patrol.record_minutes": draw(st.floats(0, 600)),
        "patrol.fix_work_factor": draw(st.floats(0, 3)),
        "triage.error_with_sorting": draw(shares),
        "triage.error_without_sorting": draw(shares),
        "triage.merged_share": draw(shares),
        "triage.duplicate_hours": draw(st.floats(0, 2)),
        "residents.reporting.neighbour_weight": draw(shares),
        "residents.trust.learning_rate": draw(shares),
        "residents.trust.building_share": draw(shares),
        "residents.trust.repeat_call_loss": draw(shares),
        "residents.rating.expectation_learning": draw(shares),
        "closure.false_share": draw(shares.map(lambda x: 0.9 * x)),
        "closure.false_share_under_pressure": draw(shares.map(lambda x: 0.9 * x)),
        "closure.pressure": draw(shares),
        "handling.money_days": draw(days(0, 10)),
        "handling.other_budgets.yuan_per_1000_residents_year": draw(st.floats(0, 3e6)),
        "handling.other_budgets.never_share": draw(shares),
        "handling.other_budgets.build_days": draw(days(0, 5)),
        "closure.recheck_mean_days": draw(st.floats(0.1, 10)),
        "closure.month_end.on": draw(st.booleans()),
        "closure.month_end.last_days": draw(st.integers(1, 27)),
        **{f"desks.{level}.order": draw(st.sampled_from(codes.ORDERS)) for level in codes.LEVELS},
        "calls.most_per_ticket": draw(st.integers(0, 8)),
        "desks.load_effect.on": draw(st.booleans()),
        "handling.whistle.acceptance": draw(shares),
        "handling.whistle.returns_limit": draw(st.integers(0, 4)),
        "handling.whistle.free_per_month": draw(st.floats(0.5, 20)),
        "handling.hand_off_hours": draw(days(0, 48)),
        "handling.joint_meeting_days": draw(days(0, 10)),
        "handling.consensus_days": draw(days(0, 10)),
        "handling.neighbours.hardening_mean_days": draw(st.floats(1, 20)),
        "handling.neighbours.giving_up_mean_days": draw(st.floats(1, 20)),
        "handling.several_departments.rounds": draw(st.sampled_from([None, 1, 2])),
        "handling.several_departments.next_chance_factor": draw(shares),
        "handling.several_departments.inspection_share": draw(shares),
    }
    for kind in chosen:
        spec = f"issues.kinds.{kind}"
        found |= {
            f"{spec}.lapse_mean_days": draw(st.floats(0.2, 30)),
            f"{spec}.patience_days": draw(st.floats(0.2, 10)),
            f"{spec}.report_mean_days": draw(st.floats(0, 5)),
            f"{spec}.sla_class": draw(st.sampled_from(["urgent", "utility", "complex"])),
            f"{spec}.sorting_class": draw(st.sampled_from(["private", "small", "big"])),
            f"{spec}.work_hours": draw(days(0.1, 30)),
            f"{spec}.money_yuan": draw(days(100, 80_000)),
            f"{spec}.needs": {
                need: max(0.01, draw(shares))  # a fund asks that its kinds need money at all
                for need in ("money", "consensus", "enforcement", "several_departments", "labour")
            },
        }
    for kind in chosen if away else ():  # tickets that stand at no desk
        spec = f"issues.kinds.{kind}"
        found |= {
            f"{spec}.at_once_share": draw(st.floats(0, 0.3)),
            f"{spec}.never_share": draw(st.floats(0, 0.3)),
            f"{spec}.other_endings.transferred": {"share": 0.1, "after_days": draw(days(0, 10))},
            f"{spec}.outside_wait": {
                "wait_days": draw(days(0, 10)),
                "when": draw(st.sampled_from(["before", "after"])),
            },
        }
    for name in draw(st.lists(st.sampled_from(sorted(mechanisms)), unique=True)):
        found |= policy(name, on=True, starts=draw(start_days))
    found |= {
        "volunteers.acceptance": draw(shares),
        "volunteers.no_show": draw(shares),
        "volunteers.inactive_days": draw(days(0, 10)),
        "volunteers.exit_per_month": draw(st.floats(0, 3)),
        "volunteers.sign_up_trust": draw(shares),
        "volunteers.sign_up_share": draw(shares),
        "units.handling_days": draw(days(0, 10)),
        "city.dedicated_grids": draw(
            st.sampled_from([None, {"per_community": 1, "area_km2": 0.1, "staff": 2}])
        ),
    }
    if draw(st.booleans()):
        storm = {"title": {"en": "Storm", "zh": "暴雨"}, "start": "2019-05-03", "days": 4}
        found["shocks"] = [{**storm, "other_kinds": 3, "units_lend_staff": True}]
    found |= {"policy.patrol.own_staff_share": 0.1}  # small communities have few to spare
    if draw(st.booleans()):
        found |= policy("authority with its centre", on=True, starts=draw(start_days))
    return found


# The same few scenarios each time; a failing one is shown as it is, since a run takes long.
law = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


# -- conservation, time, bounds ---------------------------------------------------------------


@law
@given(overrides(away=True), st.integers(1, 10**6))
def test_nothing_gets_lost_and_time_does_not_run_backwards(found, seed):
    record = qipan.simulate(SMALL.revise(found), seed, events=True).record
    issues, tickets = record.issues, record.tickets

    states = np.bincount(issues["state"], minlength=5)
    alive = states[codes.LATENT] + states[codes.TICKETED] + states[codes.CLOSED_ALIVE]
    assert total(record, "born") == len(issues)
    assert total(record, "born") == total(record, "solved") + total(record, "lapsed") + alive
    assert np.array_equal(issues["over"] >= 0, issues["state"] >= codes.SOLVED)

    ended = tickets["state"] >= codes.CLOSED
    still_open = total(record, "opened") + total(record, "reopened")
    still_open -= total(record, "closed") + total(record, "withdrawn")
    assert total(record, "opened") == len(tickets)
    assert still_open == (~ended).sum()

    with_ticket = issues["ticket"] >= 0
    assert np.array_equal(np.sort(issues["ticket"][with_ticket]), np.arange(len(tickets)))
    assert np.array_equal(issues["ticket"][tickets["issue"]], np.arange(len(tickets)))
    closed = tickets["state"] == codes.CLOSED
    truth = issues["state"][tickets["issue"]]
    assert np.isin(truth[closed], [codes.SOLVED, codes.CLOSED_ALIVE, codes.LAPSED]).all()
    assert (truth[tickets["state"] == codes.WITHDRAWN] == codes.LAPSED).all()
    assert (truth[~ended & (tickets["state"] != codes.SERVED)] == codes.TICKETED).all()

    waiting = np.isin(tickets["state"], (codes.QUEUED, codes.SERVED))
    assert (
        waiting.sum()
        == record.desks_after["length"].sum()
        + (record.desks_after["busy"] - record.desks_after["on_chores"]).sum()
    )
    assert (record.budgets["free"] >= 0).all()
    assert ((record.units["hours_left"] >= 0) & (record.units["yuan_left"] >= 0)).all()
    assert ((record.units["engagement"] > 0) & (record.units["engagement"] < 1)).all()
    assert (record.volunteers["accepted"] <= record.volunteers["calls"]).all()
    measured = record.counters[int(record.begin) // 24 :, :, codes.COUNTERS.index("orders_done")]
    assert record.volunteers["done"].sum() == measured.sum()

    assert (np.diff(record.log["time"]) >= 0).all()
    assert (record.log["time"] < record.end).all()
    reported = issues["reported"][with_ticket]
    assert (reported >= issues["birth"][with_ticket]).all()
    assert (reported == tickets["opened"][issues["ticket"][with_ticket]]).all()
    answered = tickets["responded"] >= 0
    assert (tickets["responded"] >= tickets["opened"])[answered].all()
    assert (tickets["closed"] >= tickets["opened"])[ended].all()
    assert (tickets["closed"] >= tickets["responded"])[ended & answered].all()
    assert answered[closed].all()

    assert ((record.trust >= 0) & (record.trust <= 1)).all()
    rated = tickets["satisfied"] > 0
    assert ((tickets["rating"] >= 0) & (tickets["rating"] <= 1))[rated].all()
    assert (tickets["rating"][~rated] == -1).all()


@pytest.mark.parametrize("counter", ["born", "solved", "lapsed", "opened"])
def test_a_lost_issue_or_ticket_does_not_go_unnoticed(counter):
    model = qipan.CityModel(SMALL, 1).run()
    model.layer.check_conservation()
    model.layer.world.counters[3, 0, codes.COUNTERS.index(counter)] += 1
    with pytest.raises(ConservationError, match=counter):
        model.layer.check_conservation()


# -- desks ------------------------------------------------------------------------------------


def free_clerks(desks, calendars, hour):
    """Workers of each desk who are there in an hour and have nothing in hand."""
    second = desks["second_servers"] > 0
    first_hours = np.where(second, desks["first_calendar"], desks["calendar"])
    at_work = desks["busy"] - np.where(second, desks["second_busy"], 0)
    free = np.maximum(0, desks["servers"] - at_work) * calendars.open[first_hours, hour]
    later = np.maximum(0, desks["second_servers"] - desks["second_busy"])
    return free + later * (second & calendars.open[desks["second_calendar"], hour])


@law
@given(overrides(), st.integers(1, 10**6))
def test_nobody_idles_where_somebody_waits_and_nothing_starts_in_a_closed_hour(found, seed):
    model = qipan.CityModel(SMALL.revise(found), seed, log=True)
    calendars = model.city.calendars
    open_at = {}

    def look():
        desks, hour = model.layer.world.desks, model.layer.now - 1
        opened = calendars.open[desks["calendar"], hour]
        idle = (desks["length"] > 0) & (free_clerks(desks, calendars, hour) > 0)
        assert not idle.any(), f"desks {np.flatnonzero(idle)} at {model.layer.now} h"
        assert (
            (desks["chores"] == 0)
            | desks["on_chores"]
            | (desks["busy"] >= desks["servers"] + desks["second_servers"])
        ).all()
        open_at[hour] = opened

    every_hour(model, look)
    log = model.run().record().log
    started = log[log["event"] == codes.LOG_EVENTS.index("started")]
    closed = [e for e in started if not open_at[int(e["time"])][e["place"]]]
    assert len(started) > 0
    assert not closed


@law
@given(
    overrides(),
    st.sampled_from(["office", "weekend", "off_hours", "two_shifts"]),
    st.floats(0.01, 3),
    st.floats(0.5, 20),
    st.integers(1, 10**6),
)
def test_no_visitor_is_served_at_a_closed_counter_and_no_call_at_any(
    found, calendar, hours, clerks, seed
):
    found |= policy("service_circle", on=True, starts=None, own_staff_share=0)
    found |= {
        "policy.service_circle.calendar": calendar,
        "policy.service_circle.counter_hours": hours,
        "policy.service_circle.clerks_per_10000_residents": clerks,
    }
    record = qipan.simulate(SMALL.revise(found), seed).record
    tickets, calendars = record.tickets, record.city.calendars
    at_counter = tickets[tickets["by"] == codes.BY_COUNTER]
    assert (record.issues["channel"][at_counter["issue"]] == codes.VISIT).all()
    assert (at_counter["channel"] == codes.VISIT).all()
    opened = calendars.open[calendars.index[calendar]]
    assert opened[at_counter["opened"].astype(int)].all()
    closed = at_counter[at_counter["state"] == codes.CLOSED]
    # A counter closes at the full hour, and who is done then is served.
    assert opened[np.ceil(closed["closed"]).astype(int) - 1].all()
    assert (closed["closed"] > closed["opened"]).all()


LEAVES_LIST = {
    "decided",
    "hardened",
    "revived",
    "withdrawn",
    "project",
    "others_pay",
    "place",
    "claimed",
}
LEAVES = {
    "handed_off",
    "returned",
    "whistle_accepted",
    "whistle_refused",
    "waits",
    "closed",
    "withdrawn",
    "stalled",
}


def hours_at_desks(record):
    """Hours that tickets spent at each desk, from the log of a run without delays on the way."""
    hours = defaultdict(float)
    last_desk = {int(t["issue"]): int(t["desk"]) for t in record.tickets}
    for n, events in enumerate(events_of_issues(record)):
        since, desk, waiting, served = 0.0, -1, [], False
        for time, event, place in events:
            if event in ("opened", "reopened"):
                since, served, desk = time, False, -1
                waiting = [] if event == "opened" and place < 0 else [time]
            elif event == "started":
                desk, served = place, True
            elif event == "revived":
                since = time
            elif waiting and event in LEAVES and (served or event == "withdrawn"):
                hours[desk if served else last_desk[n]] += time - since
                since, served = time, False
                if event in ("closed", "withdrawn"):
                    waiting = []
            elif event in ("closed", "withdrawn"):
                waiting = []
        if waiting:
            hours[desk if served else last_desk[n]] += record.end - since
    return hours


@law
@given(overrides(sorted(MECHANISMS)), st.integers(1, 10**6))
def test_the_integral_of_tickets_at_a_desk_is_the_sum_of_their_stays(found, seed):
    """Little's law, desk by desk."""
    for name in ("policy.authority.starts", "policy.authority.enforcement_centre"):
        found.pop(name, None)  # nobody changes desks while waiting
    scenario = SMALL.revise(
        {**found, **NO_DELAYS, "horizon": {"start": START, "days": DAYS, "warm_up_days": 0}}
    )
    record = qipan.simulate(scenario, seed, events=True).record
    stays = hours_at_desks(record)
    expected = np.array([stays[desk] for desk in range(record.layout.desks)])
    integrals = record.desks_after["ticket_hours"][: record.layout.desks]
    np.testing.assert_allclose(integrals, expected, rtol=1e-9, atol=1e-6)
    assert expected.sum() > 0


@law
@given(overrides(), st.integers(1, 10**6))
def test_the_integral_of_tickets_on_a_gates_list_is_the_sum_of_their_waits(found, seed):
    """Little's law, gate by gate; the list of unpaid projects is left when somebody pays."""
    for name in ("joint_meetings", "councils", "tri_party"):
        found |= policy(name, on=True, starts=None)
    scenario = SMALL.revise({**found, "horizon": {"start": START, "days": DAYS, "warm_up_days": 0}})
    record = qipan.simulate(scenario, seed, events=True).record
    gates = record.layout.gates
    rows = [row for name in codes.GATES for row in gates[name]]
    expected = defaultdict(float)
    for events in events_of_issues(record):
        entered = {}
        for time, event, place in events:
            if event in ("waits", "stalled") and place in rows:
                entered[place] = time
            elif event in LEAVES_LIST:
                for gate, since in entered.items():
                    expected[gate] += time - since
                entered = {}
        for gate, since in entered.items():
            expected[gate] += record.end - since
    integrals = record.desks_after["ticket_hours"][rows]
    np.testing.assert_allclose(integrals, [expected[row] for row in rows], rtol=1e-9, atol=1e-6)
    assert not record.desks_after["services"][rows].any(), "nobody works at a gate"


OFFICE = {
    "calendars.office": {"days": ["mon", "tue", "wed"], "hours": [[8, 12], [14, 18]]},
    "desks.community.calendar": "office",
}


@cache
def one_queue(servers, calendar="always"):
    return qipan.simulate(
        ONE_QUEUE.revise(
            {
                "city.community_count": 20,
                "city.residents": 20_000,
                "horizon": {"start": "2019-01-01", "days": 60, "warm_up_days": 0},
                "issues.kinds.task.work_hours": {
                    "distribution": "lognormal",
                    "mean": 14,
                    "sigma": 1,
                },
                "desks.community.staff_per_desk": servers,
                **(OFFICE if calendar == "office" else {}),
            }
        ),
        11,
    ).record


@pytest.mark.parametrize("calendar", ["always", "office"])
def test_one_more_server_delays_nobody_at_a_desk_that_serves_first_come_first_served(calendar):
    finished = {}
    for servers in (3, 4, 6):
        record = one_queue(servers, calendar)
        key = record.issues["key"][record.tickets["issue"]]
        order = np.argsort(key)
        ended = np.where(record.tickets["closed"] < 0, np.inf, record.tickets["closed"])[order]
        finished[servers] = (key[order], ended)
    for few, many in ((3, 4), (4, 6)):
        assert np.array_equal(finished[few][0], finished[many][0])
        assert (finished[many][1] <= finished[few][1] + 1e-9).all()
        assert (finished[many][1] < finished[few][1] - 1e-9).any()


def test_the_first_to_come_is_the_first_to_be_served_within_a_priority():
    record = one_queue(3)
    desk = record.issues["community"][record.tickets["issue"]]
    for queue in range(20):
        tickets = record.tickets[desk == queue]
        served = tickets[tickets["responded"] >= 0]
        assert (np.diff(served["responded"]) >= 0).all()
        assert len(served) >= len(tickets) - (tickets["state"] == codes.QUEUED).sum()


def test_small_work_costs_a_busy_desk_its_capacity():
    busy = {
        "issues.rate_factor": 20,
        "desks.community.work_factor": 0.2,
        "triage.duplicate_hours": 0,  # no other small work
        "desks.community.paperwork.creep_per_year": 0,
        "desks.community.paperwork.inspection_hours": 8,
    }
    services = {}
    for inspections in (0, 100):
        per_year = {"desks.community.paperwork.inspections_per_year": inspections}
        record = qipan.simulate(BEFORE.revise({**busy, **per_year}), 1).record
        first = record.layout.first_community
        desks = record.desks_after[first : first + record.layout.communities]
        idle = 1 - desks["busy_hours"].sum() / desks["open_hours"].sum()
        assert idle < 0.03, "the desks are not saturated"
        services[inspections] = desks["services"].sum()
    days = 100 / 365 * BEFORE.document.horizon.total_days * record.layout.communities
    share = 8 * days / desks["open_hours"].sum()
    assert 1 - services[100] / services[0] == pytest.approx(share, rel=0.2)


def test_a_wrong_desk_looks_returns_and_hands_on():
    always_wrong = {"triage.error_without_sorting": 1, "triage.look_hours": 0.5}
    record = qipan.simulate(SMALL.revise(always_wrong), 1, events=True).record
    assert total(record, "misrouted") == total(record, "opened")
    first_steps = [
        [(event, place) for _, event, place in events if event in ("opened", "started", "returned")]
        for events in events_of_issues(record)
    ]
    treated = [steps[:3] for steps in first_steps if len(steps) >= 3]
    assert len(treated) > 10
    for (opened, at), (started, by), (returned, to) in treated:
        assert (opened, started, returned) == ("opened", "started", "returned")
        assert at == by == to
