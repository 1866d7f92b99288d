"""Small cities, and what the tests of the engine compare them by."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import qipan
from qipan.engine import codes
from qipan.engine.record import Record
from qipan.experiments.run import Run

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
    "patrol": {"patrollers_per_grid": 2, "fix_on_the_spot": True, "own_staff_share": 0.3},
    "authority": {"acceptance": 0.95, "subdistrict_success_gain": 0.3},
    "shifts": {"calendar": "two_shifts"},
}
CENTRE = {**MECHANISMS["authority"], "enforcement_centre": True, "one_call_dispatch": True}
REFORMS = {**MECHANISMS, "authority with its centre": CENTRE}


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
