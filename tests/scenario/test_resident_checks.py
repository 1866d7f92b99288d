"""What residents do: what is refused, with the key that is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

import qipan
from qipan.scenario import Fault, ScenarioError

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml")
TYPES = "residents.households.types"
HEADS = "policy.councils.building_heads"
ON = {"residents.households.on": True}
COUNCIL = {"policy.councils.on": True, f"{HEADS}.on": True}


@pytest.mark.parametrize(
    ("changes", "key", "said"),
    [
        (
            {"residents.choice.on": True, "residents.choice.app_share": 0.99},
            "residents.choice.app_share",
            "must be below 1 together",
        ),
        ({"residents.choice.learning_rate": 1.5}, "residents.choice.learning_rate", "0 to 1"),
        (
            {"residents.petitions.points_to_inspection": 0},
            "residents.petitions.points_to_inspection",
            "above 0",
        ),
        ({**ON, f"{TYPES}.families.share": 0.5}, TYPES, "shares sum to 0.88"),
        (
            {**ON, f"{TYPES}.families.share_in.old_urban": 0.5},
            TYPES,
            "in communities of type old_urban shares sum to 0.88",
        ),
        (
            {**ON, f"{TYPES}.families.share_in.old_town": 0.62},
            f"{TYPES}.families.share_in.old_town",
            "no community type named 'old_town'",
        ),
        (
            {**ON, f"{TYPES}.families.needs.parkin": 2},
            f"{TYPES}.families.needs.parkin",
            "no kind named 'parkin'",
        ),
        ({**ON, f"{TYPES}.tenants.home": "evening"}, f"{TYPES}.tenants.home", "no calendar named"),
        (
            {**ON, **{f"{TYPES}.tenants.{way}_factor": 0 for way in ("visit", "hotline")}}
            | {f"{TYPES}.tenants.grid_worker_factor": 0},
            f"{TYPES}.tenants.hotline_factor",
            "one of the three must be above 0",
        ),
        (
            {**ON, "residents.households.couriers.type": "riders"},
            "residents.households.couriers.type",
            "no type of household named 'riders'",
        ),
        (
            {"policy.service_circle.on": True, "policy.service_circle.stations_share": 1},
            "policy.service_circle.stations_share",
            "nobody rides",
        ),
        ({**COUNCIL, f"{HEADS}.settle_hours": 4}, f"{HEADS}.settle_hours", "at most 3"),
        ({f"{HEADS}.hours_per_week": 200}, f"{HEADS}.hours_per_week", "168"),
    ],
)
def test_what_residents_cannot_do_is_refused(changes, key, said):
    with pytest.raises(ScenarioError) as caught:
        TINY.revise(changes)
    faults = [fault for fault in caught.value.faults if fault.key == key]
    assert faults, caught.value
    assert said in str(faults[0])


def test_a_fault_stands_on_its_line(faults_of: Callable[[str], list[Fault]]) -> None:
    (fault,) = faults_of("residents:\n  choice:\n    on: true\n    sensitivity: -1")
    assert (fault.key, fault.line) == ("residents.choice.sensitivity", 5)


def test_what_is_off_is_not_asked_for_names():
    TINY.revise({f"{TYPES}.families.share": 0.5})
