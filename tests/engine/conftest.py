"""Small cities, and what the tests of the engine compare them by."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import qipan
from qipan.engine import codes
from qipan.engine.record import Record
from qipan.runs.replication import Run

SCENARIOS = Path(__file__).parents[2] / "scenarios"
DAYS = 100

BEFORE = qipan.load(SCENARIOS / "fuding_before.yaml").revise(
    {
        "city.community_count": 6,
        "city.subdistrict_count": 2,
        "city.residents": 24_000,
        "horizon": {"start": "2019-03-01", "days": DAYS, "warm_up_days": 0},
    }
)

# Each mechanism with every number set to something that acts.
MECHANISMS: dict[str, dict[str, Any]] = {
    "burden": {
        "community_duties_ratio": 0.4,
        "subdistrict_duties_ratio": 0.3,
        "admission_gate": True,
        "inspections_ratio": 0.5,
    },
    "sent_down": {
        "full_time_per_community": 2,
        "part_time_per_community": 3,
        "part_time_share": 0.1,
        "speed": 1.1,
        "starting_speed": 0.5,
        "learning_days": 60,
        "ticket_share": 0.7,
        "leader_hand_off_factor": 0.5,
        "lost_at_sender_share": 0.9,
    },
    "patrol": {"patrollers_per_grid": 1.5, "fix_on_the_spot": True, "own_staff_share": 0.3},
    "authority": {"acceptance": 0.95, "subdistrict_success_gain": 0.3},
    "shifts": {"calendar": "two_shifts", "hand_over_hours": 1},
}
MEETING = {"period_days": 7, "slots": 5, "success": 0.8, "sittings": 2, "hard_from": 0.6}
# Those whose tickets leave the desks for gates, volunteers and units.
HELP: dict[str, dict[str, Any]] = {
    "joint_meetings": {
        "community": {**MEETING, "staff_hours": 2},
        "subdistrict": MEETING,
        "city": MEETING,
        "urgent_bypass": True,
        "urgent_days": 1,
        "talks": {"period_days": 30, "surfacing_share": 0.3},
    },
    "pairing": {
        "units_per_community": 2,
        "communities_per_unit": 2,
        "mandated_share": 0.5,
        "assessment_leverage": 0.2,
        "returned_share": 0.5,
        "projects_per_year": 1,
        "claims_per_meeting": 3,
    },
    "orders": {
        "calls_at_once": 4,
        "rounds": 2,
        "answer_hours": 3,
        "radius_km": 3,
        "work_factor": 1.2,
        "points": True,
        "points_gain": 0.15,
        "recognition": 0.2,
        "least_hours_per_year": 50,
    },
    "fund": {
        "earmarks.service": {
            "title": {"en": "Service fund", "zh": "服务专项经费"},
            "yuan_per_community_year": 200_000,
            "kinds": ["leak_repair", "back_lane", "public_facility"],
        },
        "absorption": 0.7,
        "approval_days": 10,
        "fast_track_yuan": 10_000,
        "fast_approval_days": 3,
        "return_share": 0.2,
        "build_days": 5,
    },
    "tri_party": {
        "coverage": 0.7,
        "estate_success_gain": 0.5,
        "meeting": MEETING,
        "three_way_sorting": True,
    },
    "councils": {"council": MEETING},
    "service_circle": {
        "radius_metres": 500,
        "kinds": ["enquiry"],
        "absorbed_share": 0.8,
        "counter_hours": 0.3,
        "clerks_per_10000_residents": 3,
        "own_staff_share": 0.1,
        "transactions_per_1000_residents_day": 5,
        "transaction_minutes": 10,
        "report_factor": 1.3,
    },
}
CENTRE = {**MECHANISMS["authority"], "enforcement_centre": True, "one_call_dispatch": True}
REFORMS = {**MECHANISMS, **HELP, "authority with its centre": CENTRE}


def policy(name: str, **more: Any) -> dict[str, Any]:
    """Overrides that give a mechanism its numbers, and whatever is said beside."""
    key = f"policy.{name.split()[0]}"
    return {f"{key}.{field}": value for field, value in {**REFORMS[name], **more}.items()}


def identity(record: Record) -> list[tuple[str, str, int]]:
    """Community, kind and ordinal of every issue, in the order of the rows."""
    ids, kinds, issues = record.city.places.ids, record.layout.kinds, record.issues
    return [(ids[row["community"]], kinds[row["kind"]], int(row["ordinal"])) for row in issues]


def same_records(one: Run, other: Run) -> bool:
    """Whether two runs left the same issues, tickets and counters, to the bit."""
    return (
        np.array_equal(one.record.issues, other.record.issues)
        and np.array_equal(one.record.tickets, other.record.tickets)
        and np.array_equal(one.record.counters, other.record.counters)
    )


def total(record: Record, counter: str) -> int:
    """Sum of a counter over days and communities."""
    return int(record.counters[:, :, codes.COUNTERS.index(counter)].sum())


def every_hour(model: qipan.CityModel, look: Callable[[], None]) -> None:
    """Have `look` called at the end of every simulated hour."""
    layer = model.layer
    advance = layer.advance

    def hourly(until: int) -> None:
        while layer.now < until:
            advance(layer.now + 1)
            look()
        advance(until)

    layer.advance = hourly  # type: ignore[method-assign]


def events_of_issues(record: Record) -> Iterator[list[tuple[float, str, int]]]:
    """Time, event and place of what was logged of each issue, in order of events."""
    log = record.log[np.argsort(record.log["issue"], kind="stable")]
    borders = np.flatnonzero(np.diff(log["issue"])) + 1
    for part in np.split(log, borders):
        yield [
            (float(t), codes.LOG_EVENTS[event], int(place))
            for t, event, place in zip(part["time"], part["event"], part["place"], strict=True)
        ]
