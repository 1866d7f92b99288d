"""Metrics of a real run with every kind of helper agree with each other."""

from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.engine.codes import HANDLERS, LEVELS
from qipan.outcomes.catalogue import METRICS

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml")
MEETING = {"period_days": 14, "slots": 8}
HELPED = {
    "orders": {"on": True, "calls_at_once": 3, "rounds": 2},
    "councils": {"on": True, "council": MEETING},
    "joint_meetings": {"on": True, "subdistrict": MEETING, "city": MEETING},
    "pairing": {"on": True},
    "service_circle": {"on": True, "kinds": ["enquiry"], "absorbed_share": 0.5},
}


@pytest.fixture(scope="module")
def helped():
    return qipan.simulate(TINY.revise({"policy": HELPED, "horizon.days": 180}))


def test_every_metric_of_the_catalogue_is_there(helped):
    assert {column.metric for column in helped.table} == set(METRICS)


def test_tickets_are_handled_by_somebody_and_closed_at_a_level_of_desks(helped):
    table = helped.table
    assert sum(table[f"handled_by_{name}_share"] for name in HANDLERS) == pytest.approx(100.0)
    assert table.values("resolved_at_level_share", "level").sum() == pytest.approx(100.0)
    assert set(helped.tickets.level.dropna()) <= set(LEVELS)
    assert table["handled_by_volunteer_share"] > 0.0


def test_frames_and_metrics_tell_the_same(helped):
    tickets = helped.tickets[helped.tickets.measured]
    closed = tickets[tickets.state == "closed"]
    for name in HANDLERS:
        share = 100.0 * (closed.handled_by == name).mean()
        assert helped.table[f"handled_by_{name}_share"] == pytest.approx(share)
    assert helped.table["sittings_per_ticket"] == pytest.approx(tickets.sittings.mean())


def test_the_record_and_the_counters_of_volunteers_agree(helped):
    table, people = helped.table, helped.record.volunteers
    years = 180 / 365
    for column, name in (("calls", "volunteer_calls"), ("accepted", "volunteer_accepts")):
        assert people[column].sum() == pytest.approx(table[f"{name}_per_year"] * years)
    assert people["done"].sum() == pytest.approx(table["orders_done_per_year"] * years)
    assert table["volunteer_hours_per_year"] > 0.0
    assert 0.0 < table["acceptance_rate"] < 100.0
    assert 0.0 < table["volunteer_retention_per_year"] <= table["volunteer_retention"] <= 100.0


def test_mechanisms_that_are_off_say_nothing():
    table = qipan.simulate(TINY).table
    for name in ("volunteers_active", "engagement_mean", "fund_executed_share", "circle_coverage"):
        assert np.isnan(table[name]), name
