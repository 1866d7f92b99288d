"""Where tickets enter and end, and what is kept by kind in each community."""

import numpy as np
import pytest

import qipan
from qipan.engine import codes
from qipan.outcomes.flow import ENDS, flow_counts, flow_of
from qipan.outcomes.metrics import compute_metrics
from qipan.outcomes.table import CELL, MetricTable
from qipan.outcomes.window import Window

from .conftest import COMMUNITIES, KINDS

BEGIN = 240.0
CLOSED = {"state": codes.CLOSED, "closed": BEGIN + 1.0}


@pytest.fixture
def record(make_record):
    """Six tickets: of kind 0 in the first community, but for the last, of kind 1 in the third."""
    given = [
        {**CLOSED, "entered": 0, "level": 0},
        {**CLOSED, "entered": 0, "level": 2},
        {**CLOSED, "entered": 1, "level": 1},
        {"entered": 1, "level": 2, "state": codes.WITHDRAWN, "closed": BEGIN + 1.0},
        {"entered": 1, "level": 3},
        {**CLOSED, "entered": 1, "level": 1, "closed": BEGIN + 1000.0},
    ]
    issues = [{"birth": BEGIN, "ticket": n} for n in range(len(given))]
    issues[-1] |= {"community": 2, "kind": 1}
    tickets = [{"opened": BEGIN, "issue": n, **ticket} for n, ticket in enumerate(given)]
    return make_record(issues=issues, tickets=tickets, days=365)


def test_tickets_are_counted_by_where_they_enter_and_end(record):
    counts = flow_counts(Window(record))
    assert counts[0].tolist() == [1, 0, 1, 0, 0, 0]
    assert counts[1].tolist() == [0, 2, 0, 0, 1, 1]
    assert counts[2:].sum() == 0
    table = compute_metrics(record)
    assert flow_of(table) == pytest.approx(counts)
    assert table["closed_where_entered_share"] == pytest.approx(75.0)
    assert table.values("entered_at_level_per_year", "level") == pytest.approx([2, 4, 0, 0])
    nowhere = table.values("ended_open_share", "level")
    assert nowhere == pytest.approx([0, 25, np.nan, np.nan], nan_ok=True)


def test_a_cell_is_a_kind_in_a_community(record):
    table = compute_metrics(record)
    opened = table.values("opened_per_year", CELL).reshape(len(COMMUNITIES), len(KINDS))
    assert opened == pytest.approx(np.array([[5, 0], [0, 0], [0, 1]]))
    late = table.values("sla_breach_share", CELL).reshape(len(COMMUNITIES), len(KINDS))
    assert late[2, 1] == 100.0 and np.isnan(late[1]).all()
    frame = table.frame()
    cells = frame[(frame.metric == "opened_per_year") & (frame.kind != "all")]
    assert cells[["community", "kind"]].to_numpy().tolist() == [
        [community, kind] for community in sorted(COMMUNITIES) for kind in sorted(KINDS)
    ]
    in_c3 = cells[(cells.community == "c3") & (cells.kind == "parking")]
    assert in_c3["value"].tolist() == [5.0] and in_c3["level"].tolist() == ["all"]


def test_an_empty_record_has_no_shares(make_record):
    table = compute_metrics(make_record())
    assert np.isnan(table["closed_where_entered_share"])
    assert flow_of(table).sum() == 0.0


def test_what_a_run_records_adds_up():
    run = qipan.simulate("scenarios/tiny.yaml", seed=3)
    table: MetricTable = run.table
    tickets = run.record.tickets
    assert flow_of(table).sum() == pytest.approx(table["opened_per_year"])
    spot = tickets["by"] == codes.BY_PATROL
    assert (tickets["entered"][spot] == tickets["level"][spot]).all()
    right = tickets["entered"] <= codes.SUBDISTRICT
    assert right.all() and len(np.unique(tickets["entered"])) >= 2
    cells = table.values("opened_per_year", CELL).reshape(len(table.members["community"]), -1)
    assert cells.sum(axis=1) == pytest.approx(table.values("opened_per_year", "community"))
    assert set(ENDS) == {*codes.LEVELS, "withdrawn", "open"}
