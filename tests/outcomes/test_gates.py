"""Gates: what waits there is at no desk, and how long it waits."""

import numpy as np
import pytest

from qipan.engine import codes
from qipan.engine.codes import GATES
from qipan.outcomes.catalogue import METRICS
from qipan.outcomes.metrics import compute_metrics

from .conftest import LAYOUT, make_desks


def test_wait_is_the_hours_spent_over_the_tickets_that_came(make_record):
    before, after = make_desks(), make_desks()
    councils = LAYOUT.gates["council"]
    before["ticket_hours"][councils.start] = 500.0
    before["arrivals"][councils.start] = 7
    after["ticket_hours"][councils.start] = 500.0 + 240.0
    after["arrivals"][councils.start] = 7 + 2
    after["ticket_hours"][councils.stop - 1] = 480.0
    after["arrivals"][councils.stop - 1] = 1
    table = compute_metrics(make_record(desks_before=before, desks_after=after))
    assert table["council_wait_mean"] == pytest.approx((240.0 + 480.0) / 3 / 24)
    assert np.isnan(table["city_meeting_wait_mean"])


def test_every_gate_has_its_wait():
    assert {f"{gate}_wait_mean" for gate in GATES} <= set(METRICS)


def test_gates_count_to_no_level_of_desks(make_record):
    desks = make_desks()
    for column in ("busy_hours", "open_hours", "arrivals", "services"):
        desks[column] = 1
    table = compute_metrics(make_record(desks_before=make_desks(), desks_after=desks))
    assert table["staffed_hours_per_year"] == pytest.approx(10 * 365 / 100)
    assert table.values("staffed_hours_per_year", "level").tolist() == pytest.approx(
        [4 * 3.65, 3 * 3.65, 2 * 3.65, 3.65]
    )
    assert table.values("load", "level").tolist() == [1.0] * 4
    assert table.values("desk_backlog_end", "level").tolist() == [0.0] * 4


def test_sittings_per_ticket_and_agreement_at_a_sitting(make_record):
    solved = {"birth": 240.0, "over": 250.0, "state": codes.SOLVED}
    consensus = {**solved, "needs": codes.NEEDS_CONSENSUS}
    record = make_record(
        issues=[
            {**consensus, "ticket": 0},
            {**consensus, "ticket": 1},  # agreed without a sitting
            {**solved, "needs": codes.NEEDS_DEPARTMENTS, "ticket": 2},
            {**consensus, "ticket": -1},
            {**consensus, "birth": 0.0, "over": 1.0, "ticket": 3},  # in the warm-up
        ],
        tickets=[
            {"issue": 0, "opened": 241.0, "sittings": 3},
            {"issue": 1, "opened": 241.0},
            {"issue": 2, "opened": 241.0, "sittings": 1},
            {"issue": 4, "opened": 0.5, "sittings": 9},
        ],
    )
    table = compute_metrics(record)
    assert table["sittings_per_ticket"] == pytest.approx(4 / 3)
    assert table["deliberation_share"] == pytest.approx(75.0)
    assert table["by_council_share"] == pytest.approx(25.0)
    assert np.isnan(compute_metrics(make_record())["by_council_share"])
