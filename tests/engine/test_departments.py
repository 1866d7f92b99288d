"""Cases of several departments: each acts, and what nobody acts on is not lost."""

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import qipan
from qipan.engine import codes

from .conftest import events_of_issues, total
from .test_laws import SMALL, START, law, overrides

KINDS = {
    name: kind for name, kind in SMALL.document.issues.kinds.items() if kind.departments_needed
}
DEPARTMENTS = sorted(SMALL.document.desks.departments)
SEVERAL = {f"issues.kinds.{kind}.needs.several_departments": 0.5 for kind in KINDS} | {
    f"issues.kinds.{kind}.work_hours": 2 for kind in KINDS
}
QUICK = {
    "horizon": {"start": START, "days": 60, "warm_up_days": 0},
    "handling.hand_off_hours": 2,
    "handling.whistle.return_delay_hours": 4,
    "desks.department.staff_per_10000_residents": 60,
    "desks.subdistrict.staff_per_10000_residents": 60,
    "desks.community.staff_per_10000_residents": 60,
}


@st.composite
def partners(draw):
    """Two departments or more for every kind, the one in charge among them."""
    found = {}
    for name, kind in KINDS.items():
        others = draw(st.lists(st.sampled_from(DEPARTMENTS), min_size=1, unique=True))
        needed = list(dict.fromkeys([*others, kind.department]))
        if len(needed) == 1:
            needed.append(next(d for d in DEPARTMENTS if d not in needed))
        found[f"issues.kinds.{name}.departments_needed"] = needed
    return found


def acts(record):
    """By issue, the departments at which a service began since the ticket was last opened."""
    first = record.layout.first_department
    desks = range(first, record.layout.desks)
    found = defaultdict(list)
    for issue, events in enumerate(events_of_issues(record)):
        for _, event, place in events:
            if event in ("opened", "reopened"):
                found[issue] = []
            elif event == "started" and place in desks:
                found[issue].append(record.layout.departments[place - first])
    return found


@law
@given(overrides(), partners(), st.integers(1, 10**6))
def test_what_needs_several_departments_is_closed_after_each_has_acted(found, needed, seed):
    record = qipan.simulate(SMALL.revise(found | needed), seed, events=True).record
    done = acts(record)
    kinds = list(record.layout.kinds)
    for ticket in record.tickets[record.tickets["state"] == codes.CLOSED]:
        issue = int(ticket["issue"])
        if record.issues["needs"][issue] & codes.NEEDS_DEPARTMENTS:
            kind = kinds[record.issues["kind"][issue]]
            assert set(done[issue]) >= set(needed[f"issues.kinds.{kind}.departments_needed"])


def test_such_cases_are_closed_in_a_city_that_has_the_people():
    record = qipan.simulate(SMALL.revise(SEVERAL | QUICK), 1, events=True).record
    closed = record.tickets[record.tickets["state"] == codes.CLOSED]
    several = record.issues["needs"][closed["issue"]] & codes.NEEDS_DEPARTMENTS > 0
    assert several.sum() > 20
    assert (closed["level"][several] == codes.DEPARTMENT).all()


# -- stalled ------------------------------------------------------------------------------------

REFUSED = SEVERAL | QUICK | {"handling.whistle.acceptance": 0}
NOBODY_LOOKS = {
    "handling.several_departments.inspection_share": 0,
    "residents.reporting.neighbour_weight": 0,
    **{f"issues.kinds.{kind}.patience_days": None for kind in KINDS},
    **{f"issues.kinds.{kind}.lapse_mean_days": None for kind in KINDS},
}


def stalled(run):
    """Tickets that lie stalled at the end."""
    rows = np.array(run.record.layout.gates["stalled"])
    tickets = run.record.tickets
    return tickets[(tickets["state"] == codes.QUEUED) & np.isin(tickets["desk"], rows)]


def test_a_case_that_every_department_passes_on_is_stalled_open_and_stays_so():
    run = qipan.simulate(SMALL.revise(REFUSED | NOBODY_LOOKS), 1)
    lying = stalled(run)
    assert len(lying) > 20
    assert len(lying) == total(run.record, "stalled")
    assert total(run.record, "revived") == 0
    assert (lying["acted"] == 0).all()
    assert run.table["stalled_end"] == len(lying)
    assert run.table["backlog_end"] >= len(lying)
    rounds = SMALL.document.handling.several_departments.rounds
    number = [len(k.departments_needed) for k in SMALL.document.issues.kinds.values()]
    kinds = run.record.issues["kind"][lying["issue"]]
    assert (lying["refusals"] == rounds * np.array(number)[kinds]).all()


def test_without_rounds_nobody_ever_stops_asking():
    endless = {"handling.several_departments.rounds": None}
    assert total(qipan.simulate(SMALL.revise(REFUSED | endless), 1).record, "stalled") == 0


def test_a_call_a_talk_or_an_inspection_revives_what_is_stalled():
    ways = {
        "call": {f"issues.kinds.{kind}.patience_days": 2 for kind in KINDS},
        "inspection": {"handling.several_departments.inspection_share": 1},
        "talk": {
            "policy.joint_meetings": {
                "on": True,
                **dict.fromkeys(("community", "subdistrict", "city")),
                "talks": {"period_days": 5, "surfacing_share": 0.5},
            }
        },
    }
    for way, overriding in ways.items():
        record = qipan.simulate(SMALL.revise(REFUSED | NOBODY_LOOKS | overriding), 1).record
        assert total(record, "revived") > 5, way


def test_a_meeting_that_decides_binds_all_departments():
    meeting = {
        "period_days": 2,
        "slots": 500,
        "success": 1,
        "sittings": 1,
        "hard_from": 1,
        "staff_hours": 0,
    }
    sits = {
        "policy.joint_meetings": {
            "on": True,
            "community": None,
            "city": None,
            "talks": None,
            "subdistrict": meeting,
        }
    }
    record = qipan.simulate(SMALL.revise(REFUSED | NOBODY_LOOKS | sits), 1).record
    tickets = record.tickets
    several = record.issues["needs"][tickets["issue"]] & codes.NEEDS_DEPARTMENTS > 0
    assert total(record, "stalled") == 0
    assert (tickets["refusals"][several & (tickets["reopened"] == 0)] == 0).all()
    assert (several & (tickets["state"] == codes.CLOSED)).sum() > 20


def test_dispatch_that_all_obey_binds_all_departments():
    call = {"policy.authority": {"on": True, "acceptance": 0, "one_call_dispatch": True}}
    everybody = {f"desks.departments.{name}.obeys_dispatch": True for name in DEPARTMENTS}
    record = qipan.simulate(SMALL.revise(REFUSED | NOBODY_LOOKS | call | everybody), 1).record
    assert total(record, "stalled") == 0
    assert total(record, "whistles_refused") == 0
