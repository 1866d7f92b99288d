"""Frames: names for codes, NaN for what has not happened, and a canonical order."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from qipan.engine import codes
from qipan.outcomes.frames import daily_frame, event_frame, issue_frame, ticket_frame
from qipan.outcomes.places import desk_names

from .conftest import LAYOUT

OPENED, CLOSED, BORN = codes.E_OPENED, codes.E_CLOSED, codes.E_BORN


def test_desks_are_named_by_place_not_by_row(make_record):
    record = make_record()
    assert desk_names(record.city, record.layout) == (
        "estate:c3/1",
        "estate:c3/2",
        "estate:c1/1",
        "estate:c2/1",
        "community:c3",
        "community:c1",
        "community:c2",
        "subdistrict:s1/general",
        "subdistrict:s1/enforcement_centre",
        "department:water",
        "estate_meeting:c3/1",
        "estate_meeting:c3/2",
        "estate_meeting:c1/1",
        "estate_meeting:c2/1",
        "council:c3",
        "council:c1",
        "council:c2",
        "community_meeting:c3",
        "community_meeting:c1",
        "community_meeting:c2",
        "subdistrict_meeting:s1",
        "city_meeting",
        "fund_queue:c3",
        "fund_queue:c1",
        "fund_queue:c2",
        "stalled:c3",
        "stalled:c1",
        "stalled:c2",
    )


def test_days_sorted_by_id_with_the_open_tickets_of_their_end(make_record):
    counts = [(0, 0, "opened", 4), (1, 0, "closed", 3), (2, 0, "reopened", 1), (2, 1, "opened", 7)]
    frame = daily_frame(make_record(counts=counts, warm_up_days=2, days=1))
    assert frame.community.tolist() == ["c1", "c2", "c3"] * 3
    assert frame.measured.tolist() == [False] * 6 + [True] * 3
    assert frame.date.iloc[0] == pd.Timestamp("2018-12-30")
    assert frame[frame.community == "c3"].open_tickets.tolist() == [4, 1, 2]
    assert frame[frame.community == "c1"].opened.tolist() == [0, 0, 7]


@pytest.fixture
def record(make_record):
    issues = [
        {"birth": 1.0, "community": 0, "kind": 0, "ordinal": 5, "resident": 3, "ticket": 1},
        {"birth": 300.0, "community": 1, "kind": 1, "ordinal": 0, "resident": 1004, "ticket": 0},
        {"birth": 2.0, "community": 1, "kind": 0, "ordinal": 0, "resident": 1001, "needs": 5},
    ]
    tickets = [
        {"issue": 1, "opened": 301.0, "closed": 310.0, "state": codes.CLOSED, "desk": 7, "level": 2,
         "satisfied": 1},
        {"issue": 0, "opened": 4.0, "closed": 9.0, "state": codes.WITHDRAWN, "desk": -1},
    ]  # fmt: skip
    log = [
        {"time": 300.0, "issue": 1, "event": CLOSED, "place": 7},
        {"time": 300.0, "issue": 1, "event": OPENED, "place": 5},
        {"time": 300.0, "issue": 0, "event": OPENED, "place": 4},
        {"time": 1.0, "issue": 0, "event": BORN, "place": -1},
    ]
    return make_record(issues=issues, tickets=tickets, log=log)


def test_issues_by_community_kind_and_ordinal(record):
    frame = issue_frame(record)
    names = [tuple(row) for row in frame[["community", "kind", "ordinal"]].astype(str).to_numpy()]
    assert names == [("c1", "dispute", "0"), ("c1", "parking", "0"), ("c3", "parking", "5")]
    assert frame.resident.tolist() == [4, 1, 3]
    assert frame.measured.tolist() == [True, False, False]
    assert frame.reported_hours.isna().all()
    assert (
        frame.needs_consensus.tolist() == frame.needs_enforcement.tolist() == [False, True, False]
    )


def test_tickets_tell_closed_from_withdrawn(record):
    frame = ticket_frame(record)
    assert frame.community.tolist() == ["c1", "c3"]
    assert frame.state.tolist() == ["closed", "withdrawn"]
    np.testing.assert_equal(frame.closed_hours.to_numpy(), [310.0, np.nan])
    np.testing.assert_equal(frame.withdrawn_hours.to_numpy(), [np.nan, 9.0])
    np.testing.assert_equal(frame.satisfied.to_numpy(), [0.0, np.nan])
    assert frame.desk.iloc[0] == "subdistrict:s1/general"
    assert pd.isna(frame.desk.iloc[1])


def test_issues_tell_their_grid_and_whether_volunteers_could_help(make_record):
    needs = [codes.COULD_BE_LABOUR, codes.NEEDS_DEPARTMENTS]
    issues = [{"birth": 1.0, "grid": n, "ordinal": n, "needs": needs[n]} for n in range(2)]
    frame = issue_frame(make_record(issues=issues))
    assert frame.grid.tolist() == ["c3/1", "c3/2"]
    assert frame.needs_labour.tolist() == [True, False]
    assert frame.needs_departments.tolist() == [False, True]


def test_tickets_tell_who_handles_them_and_which_gate_they_wait_at(make_record):
    council = LAYOUT.gates["council"].start
    tickets = [
        {"issue": 0, "desk": council, "sittings": 3},
        {"issue": 1, "desk": 4, "by": codes.BY_VOLUNTEER, "rounds": 2},
    ]
    issues = [{"ordinal": 0}, {"ordinal": 1, "needs": codes.COULD_BE_LABOUR}]
    frame = ticket_frame(make_record(issues=issues, tickets=tickets))
    assert frame.desk.tolist() == ["council:c3", "community:c3"]
    assert frame.handled_by.tolist() == ["desk", "volunteer"]
    assert frame.sittings.tolist() == [3, 0] and frame.rounds.tolist() == [0, 2]


def test_events_in_an_order_of_their_own(record):
    frame = event_frame(record)
    assert frame.event.tolist() == ["born", "opened", "closed", "opened"]
    assert frame.community.tolist() == ["c3", "c1", "c1", "c3"]
    assert frame.place.tolist()[1:] == ["community:c1", "subdistrict:s1/general", "community:c3"]
    assert pd.isna(frame.place.iloc[0])


def test_the_order_of_simultaneous_events_leaves_no_trace(record):
    turned = replace(record, log=record.log[::-1].copy())
    pd.testing.assert_frame_equal(event_frame(turned), event_frame(record))
