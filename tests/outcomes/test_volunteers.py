"""Volunteers counted by hand."""

import numpy as np
import pytest

from qipan.engine import codes, columns
from qipan.outcomes.catalogue import METRICS
from qipan.outcomes.metrics import compute_metrics

from .conftest import rows

NAMES = (
    "volunteers_active",
    "volunteer_retention",
    "volunteer_retention_per_year",
    "volunteer_hours_per_year",
    "volunteer_hours_wasted_per_year",
    "calls_per_order",
    "acceptance_rate",
    "order_success_share",
    "solved_per_registered",
    "solved_per_member",
)


@pytest.fixture
def served(make_record):
    """Five there at first, one of them gone already; one more gives up and one signs up."""
    people = [
        {"pool": 0, "hours": 4.0, "done": 2, "gone": 1},
        {"pool": 0, "gone": 1},
        {"pool": 0},
        {"pool": 1, "hours": 6.0, "wasted": 1.5, "done": 3},
        {"pool": 1},
        {"pool": 0, "done": 1},
    ]
    return make_record(
        days=73,  # a fifth of a year
        volunteers=rows(columns.VOLUNTEER, {}, people),
        present_before=np.array([True, False, True, True, True]),
        registered={"volunteers": 20, "party_members": 10},
        counts=[
            (5, 0, "orders", 100),
            (20, 0, "orders", 6),
            (21, 1, "orders", 2),
            (22, 0, "volunteer_calls", 40),
            (22, 0, "volunteer_accepts", 10),
            (23, 0, "orders_done", 6),
        ],
    )


def test_who_stays(served):
    table = compute_metrics(served)
    assert table["volunteers_active"] == 4
    assert table["volunteer_retention"] == pytest.approx(75.0)  # three of the four there at first
    assert table["volunteer_retention_per_year"] == pytest.approx(100 * 0.75**5)


def test_what_they_do_and_what_it_takes_to_get_them(served):
    table = compute_metrics(served)
    assert table["volunteer_hours_per_year"] == pytest.approx(50.0)
    assert table["volunteer_hours_wasted_per_year"] == pytest.approx(7.5)
    assert table["calls_per_order"] == pytest.approx(5.0)
    assert table["acceptance_rate"] == pytest.approx(25.0)
    assert table["order_success_share"] == pytest.approx(75.0)
    assert table["orders_per_year"] == pytest.approx(40.0)


def test_yield_is_per_registered_and_year(served):
    table = compute_metrics(served)
    assert table["solved_per_registered"] == pytest.approx(6 / 30 * 5)
    assert table["solved_per_member"] == pytest.approx(3 / 10 * 5)


def test_without_party_members_there_is_no_yield_of_theirs(make_record):
    record = make_record(
        volunteers=rows(columns.VOLUNTEER, {}, [{"done": 3}]),
        registered={"volunteers": 10, "party_members": 0},
        counts=[(20, 0, "orders", 1)],
    )
    table = compute_metrics(record)
    assert np.isnan(table["solved_per_member"])
    assert table["solved_per_registered"] == 0.0
    assert np.isnan(table["acceptance_rate"])  # nobody was called


def test_without_orders_nothing_is_said_of_volunteers(make_record):
    for people in ([], [{}, {}]):
        record = make_record(
            volunteers=rows(columns.VOLUNTEER, {}, people),
            present_before=np.ones(len(people), bool),
            registered={"volunteers": 10},
        )
        assert np.isnan([compute_metrics(record)[name] for name in NAMES]).all()


def test_closed_tickets_by_who_handled_them(make_record):
    closed = {"opened": 250.0, "closed": 260.0, "state": codes.CLOSED}
    handlers = [codes.BY_DESK, codes.BY_VOLUNTEER, codes.BY_VOLUNTEER, codes.BY_UNIT]
    still_open = {"issue": 4, "opened": 250.0, "by": codes.BY_VOLUNTEER}
    record = make_record(
        issues=[{"kind": n == 0, "ticket": n} for n in range(5)],
        tickets=[*({**closed, "issue": n, "by": by} for n, by in enumerate(handlers)), still_open],
    )
    table = compute_metrics(record)
    shares = {name: table[f"handled_by_{name}_share"] for name in codes.HANDLERS}
    done = {"desk": 25.0, "volunteer": 50.0, "unit": 25.0}
    others = dict.fromkeys(("patrol", "counter", "answer", "steward"), 0.0)
    assert shares == done | others
    assert table.values("handled_by_desk_share", "kind").tolist() == [0.0, 100.0]
    assert {f"handled_by_{name}_share" for name in codes.HANDLERS} <= set(METRICS)
