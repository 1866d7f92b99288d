"""Meetings and councils (联席会议、议事会): cases wait for a sitting, and sittings cost hours."""

from functools import cache

import numpy as np
import pytest

import qipan
from qipan.engine import codes
from qipan.scenario import ScenarioError

from .conftest import CITY, REFORM_DATE, REFORM_DAY, counted, falls, rises, simulate, values

KINDS = tuple(CITY.document.issues.kinds)
MEETING = {
    "period_days": 30,
    "slots": 500,
    "success": 1,
    "sittings": 1,
    "hard_from": 1,
    "staff_hours": 0,
}
# Neighbours come, and are heard until they agree.
PATIENT = {"quorum": 1, "sittings_most": None}
NONE = {"on": True, "community": None, "subdistrict": None, "city": None, "talks": None}
GATES = ("community_meeting", "council", "estate_meeting", "subdistrict_meeting", "city_meeting")
# Whatever the work, neighbours must agree; there is nobody to wait for but the meeting.
ALL_AGREE = {f"issues.kinds.{kind}.needs.consensus": 1 for kind in KINDS}
SEVERAL = [name for name, kind in CITY.document.issues.kinds.items() if kind.departments_needed]
ALL_SHARED = {f"issues.kinds.{kind}.needs.several_departments": 1 for kind in SEVERAL}
ALL_LAST = {f"issues.kinds.{kind}.lapse_mean_days": None for kind in KINDS}
CERTAIN = {"closure.false_share": 0}
SORTED = {"triage.private_to_estate_share": 1}


def meeting_of(gate, base=CITY, **fields):
    """One kind of meeting, and no other."""
    of_neighbours = gate in ("community_meeting", "council", "estate_meeting")
    meeting = MEETING | (PATIENT if of_neighbours else {}) | fields
    if gate == "council":
        return base.revise({"policy.councils": {"on": True, "council": meeting}})
    if gate == "estate_meeting":
        together = {"on": True, "coverage": 1, "estate_success_gain": 0, "meeting": meeting}
        return base.revise(SORTED | {"policy.tri_party": together})
    level = gate.removesuffix("_meeting")
    return base.revise({"policy.joint_meetings": {**NONE, level: meeting}})


logged = cache(lambda scenario, seed=1: qipan.simulate(scenario, seed, events=True))


def rows_of(run, gate):
    return np.array(run.record.layout.gates[gate])


def events(run, event, gate):
    """Log of an event at the gates of a kind."""
    log = run.record.log
    return log[(log["event"] == event) & np.isin(log["place"], rows_of(run, gate))]


def list_lengths(scenario, gate, days):
    """Cases on the lists of a gate at the end of these days."""
    model, found = qipan.CityModel(scenario, 1), []
    rows = np.array(model.layer.layout.gates[gate])
    for day in range(1, max(days) + 1):
        model.simulate_day()
        if day in days:
            found.append(int(model.layer.world.desks["length"][rows].sum()))
    return found


# -- waiting ----------------------------------------------------------------------------------


@pytest.mark.parametrize("gate", GATES)
def test_under_light_load_a_case_waits_half_a_period(gate):
    calm = CITY.revise(
        {**ALL_LAST, "issues.kinds.property_service.needs.consensus": 1, "issues.rate_factor": 2}
        | {"handling.whistle.acceptance": 0}
    )
    waits = values(meeting_of(gate, calm), f"{gate}_wait_mean")
    # The city has one body, so that its few sittings, and a list that grows, show in the mean.
    assert waits.mean() == pytest.approx(15.0, rel=0.15 if gate == "city_meeting" else 0.1)


@pytest.mark.parametrize("gate", GATES)
def test_without_the_meeting_nobody_waits_for_it(gate):
    assert np.isnan(values(CITY, f"{gate}_wait_mean")).all()


def test_cases_that_come_back_wait_a_period_more():
    once, twice = (meeting_of("council", sittings=n, hard_from=0, period_days=10) for n in (1, 2))
    waits = [values(scenario, "council_wait_mean").mean() for scenario in (once, twice)]
    assert waits[1] - waits[0] == pytest.approx(10, rel=0.1)


def test_with_too_few_slots_the_list_grows_and_with_enough_it_does_not():
    agreeing = CITY.revise(ALL_AGREE)
    few = list_lengths(meeting_of("council", agreeing, slots=3), "council", (60, 120, 180))
    assert few[2] - few[1] > 0.5 * (few[1] - few[0]) > 10
    many = list_lengths(meeting_of("council", agreeing), "council", (60, 120, 180))
    assert many[2] < 0.5 * few[2]


def test_a_meeting_that_sits_often_settles_what_needs_consensus_sooner():
    def days(run):
        tickets = run.record.tickets
        closed = (tickets["state"] == codes.CLOSED) & (tickets["decided"] > 0)
        return float((tickets["closed"] - tickets["opened"])[closed].mean())

    assert falls(meeting_of("council", period_days=5), days)
    assert rises(meeting_of("council", period_days=5), "by_council_share")
    assert (values(CITY, "by_council_share") == 0).all()


# -- sittings ---------------------------------------------------------------------------------


@pytest.mark.parametrize("gate", GATES)
def test_no_sitting_hears_more_cases_than_it_has_slots(gate):
    busy = CITY.revise({**ALL_AGREE, "issues.rate_factor": 2, "handling.whistle.acceptance": 0})
    run = logged(meeting_of(gate, busy, slots=2, success=0.6, period_days=7))
    heard = events(run, codes.E_HEARD, gate)
    _, cases = np.unique(heard[["time", "place"]], return_counts=True)
    assert cases.max() == 2
    assert len(heard) == counted("cases_heard")(run) > counted("cases_decided")(run) > 0


@pytest.mark.parametrize("gate", GATES)
def test_meetings_sit_on_fixed_days_a_period_apart(gate):
    busy = CITY.revise({**ALL_AGREE, "handling.whistle.acceptance": 0})
    heard = events(logged(meeting_of(gate, busy, period_days=9)), codes.E_HEARD, gate)
    assert (heard["time"] % 24 == 0).all()
    for place in np.unique(heard["place"]):
        days = heard["time"][heard["place"] == place] / 24
        assert len(set(days % 9)) == 1
    if len(np.unique(heard["place"])) > 3:
        assert len(set(heard["time"] / 24 % 9)) > 1  # not all on the same day


def test_hard_cases_are_decided_at_their_last_sitting_and_easy_ones_at_the_first():
    scenario = meeting_of("council", CITY.revise(CERTAIN), sittings=3, hard_from=0.5, period_days=7)
    record = simulate(scenario, 1).record
    tickets = record.tickets
    agreed = tickets[(tickets["decided"] & codes.NEEDS_CONSENSUS > 0)]
    agreed = agreed[agreed["state"] == codes.CLOSED]
    hard = record.issues["complexity"][agreed["issue"]] >= 0.5
    assert hard.sum() > 10
    assert (agreed["sittings"][hard] == 3).all()
    assert (agreed["sittings"][~hard] == 1).all()


def test_a_case_is_decided_with_the_chance_that_is_said():
    run = logged(meeting_of("council", CITY.revise(ALL_AGREE), success=0.4, period_days=5))
    heard, decided = (counted(f"cases_{what}")(run) for what in ("heard", "decided"))
    assert heard > 500
    assert decided / heard == pytest.approx(0.4, abs=3 * (0.24 / heard) ** 0.5)


def test_a_hard_case_needs_its_sittings_at_every_meeting():
    both = CITY.revise({**ALL_AGREE, **ALL_SHARED, **CERTAIN}).revise(
        {
            "policy.joint_meetings": {
                **NONE,
                "subdistrict": {**MEETING, "sittings": 2, "hard_from": 0, "period_days": 7},
                "community": {
                    **MEETING,
                    **PATIENT,
                    "sittings": 2,
                    "hard_from": 0,
                    "period_days": 7,
                },
            }
        }
    )
    record = simulate(both, 1).record
    tickets = record.tickets
    closed = tickets[tickets["state"] == codes.CLOSED]
    assert len(closed) > 50
    shared = record.issues["needs"][closed["issue"]] & codes.NEEDS_DEPARTMENTS > 0
    assert (closed["sittings"] == np.where(shared, 4, 2)).all()


# -- urgent cases -----------------------------------------------------------------------------


def test_urgent_cases_are_heard_out_of_turn():
    dangerous = CITY.revise({"issues.kinds.fire_hazard.needs.consensus": 1, **CERTAIN})
    calm = meeting_of("community_meeting", dangerous)
    special = {"policy.joint_meetings.urgent_bypass": True, "policy.joint_meetings.urgent_days": 2}
    bypass = calm.revise(special)

    def hours(run):
        """From the wait to the closure of what is urgent, and of what is not."""
        log, issues = run.record.log, run.record.issues
        waits = log[log["event"] == codes.E_WAITS]
        closed = log[log["event"] == codes.E_CLOSED]
        begin = dict(zip(waits["issue"].tolist(), waits["time"].tolist(), strict=True))
        end = dict(zip(closed["issue"].tolist(), closed["time"].tolist(), strict=True))
        found = {True: [], False: []}
        urgent = run.record.layout.kinds.index("fire_hazard")
        for issue in begin.keys() & end.keys():
            if not issues["needs"][issue] & (codes.NEEDS_MONEY | codes.NEEDS_DEPARTMENTS):
                is_urgent = bool(issues["kind"][issue] == urgent)
                found[is_urgent].append(end[issue] - begin[issue])
        return found

    in_turn, at_once = hours(logged(calm)), hours(logged(bypass))
    assert len(at_once[True]) > 10
    assert np.mean(in_turn[True]) > 200
    assert at_once[True] == pytest.approx([48.0] * len(at_once[True]))
    assert np.mean(at_once[False]) > 200
    heard = events(logged(bypass), codes.E_HEARD, "community_meeting")
    priority = logged(bypass).record.issues["kind"][heard["issue"]]
    assert logged(bypass).record.layout.kinds.index("fire_hazard") not in priority
    hard = {"sittings": 3, "hard_from": 0}
    slow = bypass.revise({f"policy.joint_meetings.community.{k}": v for k, v in hard.items()})
    assert hours(logged(slow))[True] == pytest.approx([144.0] * len(hours(logged(slow))[True]))


# -- what comes to which meeting --------------------------------------------------------------


def test_the_council_sits_in_place_of_the_communitys_meeting():
    meeting = meeting_of("community_meeting")
    both = meeting_of("council", meeting)
    assert len(events(logged(meeting), codes.E_WAITS, "community_meeting")) > 50
    assert len(events(logged(both), codes.E_WAITS, "community_meeting")) == 0
    assert len(events(logged(both), codes.E_WAITS, "council")) > 50


def test_several_departments_meet_at_the_subdistrict_and_nobody_whistles_for_them():
    def of_several(run, column):
        tickets, issues = run.record.tickets, run.record.issues
        needed = issues["needs"][tickets["issue"]] & codes.NEEDS_DEPARTMENTS
        return tickets[column][(needed > 0) & (tickets["reopened"] == 0)]

    shared = {f"issues.kinds.{kind}.needs.several_departments": 0.3 for kind in SEVERAL}
    city = CITY.revise(shared)
    meeting = meeting_of("subdistrict_meeting", city)
    for seed in (1, 2):
        before, after = simulate(city, seed), simulate(meeting, seed)
        assert of_several(before, "refusals").sum() > 5
        assert of_several(after, "refusals").sum() == 0
    assert falls(meeting, counted("whistles"), city)
    assert falls(meeting, counted("whistles_refused"), city)
    waits = events(logged(meeting), codes.E_WAITS, "subdistrict_meeting")
    needs = logged(meeting).record.issues["needs"][waits["issue"]]
    first = np.unique(waits["issue"], return_index=True)[1]
    assert (needs[first] & codes.NEEDS_DEPARTMENTS > 0).sum() > 10


def test_the_city_hears_what_departments_have_refused_too_often():
    stubborn = CITY.revise(
        {"handling.whistle.acceptance": 0, "handling.whistle.returns_limit": 2}
        | {f"issues.kinds.{kind}.needs.several_departments": 0 for kind in KINDS}
        | CERTAIN
    )
    run = logged(meeting_of("city_meeting", stubborn))
    waits = events(run, codes.E_WAITS, "city_meeting")
    tickets, issues = run.record.tickets, run.record.issues
    refused = tickets[tickets["refusals"] > 0]
    assert len(waits) > 50
    assert refused["refusals"].max() == 3
    assert set(waits["issue"]) == set(refused["issue"][refused["refusals"] == 3])
    assert (tickets["refusals"][issues["ticket"][waits["issue"]]] == 3).all()
    decided = events(run, codes.E_DECIDED, "city_meeting")
    level = run.record.desks_after["level"]
    after = {}
    for row in run.record.log[run.record.log["event"] == codes.E_STARTED]:
        after[int(row["issue"])] = int(row["place"])
    sent = [level[after[i]] for i in decided["issue"].tolist()]
    assert sent.count(codes.DEPARTMENT) > 0.5 * len(sent)


# -- what a meeting costs ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gate", "offices"),
    [("community_meeting", 4), ("council", 4), ("subdistrict_meeting", 1), ("city_meeting", 6)],
)
def test_hours_spent_on_sittings_are_counted(gate, offices):
    run = simulate(meeting_of(gate, staff_hours=5), 1)
    most = offices * 5 * 120 / 30  # nobody sits over an empty list
    assert 0.7 * most <= run.record.costs["meeting_hours"] <= most
    assert simulate(meeting_of(gate), 1).record.costs["meeting_hours"] == 0


def test_nobody_sits_over_an_empty_list():
    nothing = {f"issues.kinds.{kind}.needs.consensus": 0 for kind in CITY.document.issues.kinds}
    run = simulate(meeting_of("council", staff_hours=5).revise(nothing), 1)
    assert run.record.costs["meeting_hours"] == 0


def test_hours_spent_on_sittings_are_missing_at_the_desk():
    free, costly = (meeting_of("council", staff_hours=hours) for hours in (0, 40))
    assert rises(costly, "backlog_end", free)
    assert falls(costly, "solved_share", free)


def test_sittings_beside_the_turn_are_so_many_a_year_where_they_are_given():
    first, *others = qipan.CityModel(CITY, 1).city.places.ids
    several = meeting_of("council", period_days=30, extra={first: 7, others[0]: 0})
    model = qipan.CityModel(several, 1)
    day = model.today.toordinal()
    held = [
        (n, d) for d in range(day, day + 365) for _, n, _ in model.sittings.meetings.extra_on(d)
    ]
    assert [n for n, _ in held] == [0] * 7
    apart = np.diff([d for _, d in held])
    assert set(apart) <= {52, 53}  # in even steps


@pytest.mark.parametrize("gate", ["council", "community_meeting"])
def test_sittings_with_a_facilitator_decide_sooner_and_take_no_time_of_the_desk(gate):
    busy = CITY.revise(ALL_AGREE)
    plain = meeting_of(gate, busy, period_days=90, staff_hours=5)
    none = dict.fromkeys(qipan.CityModel(CITY, 1).city.places.ids, 0)
    idle = meeting_of(gate, busy, period_days=90, staff_hours=5, extra=none)
    assert simulate(plain, 1).record.issues.tobytes() == simulate(idle, 1).record.issues.tobytes()
    more = meeting_of(gate, busy, period_days=90, staff_hours=5, extra=dict.fromkeys(none, 24))
    assert falls(more, "backlog_end", plain)
    hours = [simulate(one, 1).record.costs["meeting_hours"] for one in (plain, more)]
    assert hours[1] <= hours[0]  # a facilitator's sitting may leave the turn an empty list


def test_sittings_of_unknown_places_and_of_estates_are_refused():
    with pytest.raises(ScenarioError, match=r"council\.extra\.c9999"):
        meeting_of("council", extra={"c9999": 1})
    with pytest.raises(ScenarioError, match=r"tri_party\.meeting\.extra"):
        meeting_of("estate_meeting", extra={"c0001": 1})


# -- dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize("gate", GATES)
def test_a_meeting_that_is_done_away_with_keeps_nobody(gate):
    key = {"council": "councils", "estate_meeting": "tri_party"}.get(gate, "joint_meetings")
    change = {"on": REFORM_DATE, "set": {"policy": {key: {"on": False}}}}
    busy = CITY.revise({**ALL_AGREE, "handling.whistle.acceptance": 0})
    scenario = meeting_of(gate, busy, slots=1).revise({"policy.changes": [change]})
    before, after, end = list_lengths(scenario, gate, (REFORM_DAY, REFORM_DAY + 1, 180))
    assert before > 5
    assert (after, end) == (0, 0)
    run = logged(scenario)
    there = events(run, codes.E_WAITS, gate)
    listed = np.unique(there["issue"])
    left = run.record.tickets[run.record.issues["ticket"][listed]]
    assert (there["time"] < REFORM_DAY * 24).all()
    assert (left["closed"] >= 0).mean() > 0.8
    queued = left[left["state"] == codes.QUEUED]
    assert not np.isin(queued["desk"], rows_of(run, gate)).any()


def test_nobody_is_left_where_one_kind_of_meeting_gives_way_to_another():
    swap = {"joint_meetings": {"on": False}, "councils": {"on": True}}
    change = {"on": REFORM_DATE, "set": {"policy": swap}}
    scenario = meeting_of("community_meeting", CITY.revise(ALL_AGREE), slots=1).revise(
        {"policy.councils": {"on": False, "council": MEETING | PATIENT}, "policy.changes": [change]}
    )
    lists = list_lengths(scenario, "community_meeting", (REFORM_DAY, REFORM_DAY + 1))
    assert lists[0] > 5
    assert lists[1] == 0
    assert list_lengths(scenario, "council", (REFORM_DAY, REFORM_DAY + 20))[1] > 5
