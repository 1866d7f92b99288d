"""The loaded scenario: frozen, hashed, revisable, picklable."""

import dataclasses
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from qipan.scenario import Scenario, ScenarioError, load


@pytest.fixture
def scenario(village: Path) -> Scenario:
    return load(village)


def test_it_is_frozen_and_not_iterable(scenario: Scenario) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        scenario.path = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        iter(scenario)  # type: ignore[call-overload]


def test_it_travels_between_processes(scenario: Scenario) -> None:
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy == scenario and hash(copy) == hash(scenario)
    assert copy.revise({"horizon.days": 300}).document.horizon.days == 300


def test_resolved_is_plain_json(scenario: Scenario) -> None:
    resolved = scenario.resolved()
    assert json.loads(json.dumps(resolved)) == resolved
    assert [regime["day"] for regime in resolved["regimes"]] == [0, 181, 211]
    assert resolved["document"]["city"]["extent_factor"] == 1.0
    assert len(resolved["provenance"]) == len(scenario.provenance)


def test_the_hash_knows_what_is_said_and_not_where(scenario: Scenario, village: Path) -> None:
    moved = village.with_name("moved.yaml")
    moved.write_text("# moved\n\n" + village.read_text("utf-8"), "utf-8")
    assert load(moved).sha256 == scenario.sha256
    assert len(scenario.sha256) == 64
    for overrides in ({"closure.pressure": 0.51}, {"policy.authority.starts": "2019-06-02"}):
        assert scenario.revise(overrides).sha256 != scenario.sha256


def test_revise_takes_nested_and_dotted_overrides(scenario: Scenario) -> None:
    revised = scenario.revise(
        {
            "horizon.days": 300,
            "city": {"residents": 6000, "household_size": 3},
            "policy.changes[0].set.closure.pressure": 0.9,
            "policy.authority": None,
        }
    )
    assert revised.document.horizon.days == 300
    assert revised.document.city.residents == 6000
    assert revised.document.city.community_count == 3
    assert revised.regimes[-1].document.closure.pressure == 0.9
    assert not revised.document.policy.authority.on
    assert scenario.document.horizon.days == 365


def test_revise_can_keep_what_is_said_of_a_number(scenario: Scenario) -> None:
    def row(revised: Scenario) -> object:
        return next(row for row in revised.provenance if row.key == "closure.false_share").status

    assert row(scenario.revise({"closure.false_share.value": 0.2})) == "assumed"
    assert row(scenario.revise({"closure.false_share": 0.2})) == "unmarked"
    with pytest.raises(ScenarioError, match=r"must lie in its range 0\.02 to 0\.3"):
        scenario.revise({"closure.false_share.value": 0.9})


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        ({"horizon.dyas": 3}, "revision of village  horizon.dyas: unknown key"),
        ({"horizon.days": -3}, "revision of village  horizon.days: found -3; must be 1 or more"),
        ({"policy.changes[7].on": "2019-02-01"}, r"policy.changes\[7\].on: no item \[7\]"),
        ({"horizon.days": 100}, r"policy.changes\[0\].on: found 2019-07-01, outside the horizon"),
        ({"horizon.days": object()}, "horizon.days: found a Python object"),
        ({"": 3}, "an override without a key"),
    ],
)
def test_revisions_are_checked_in_full(
    overrides: dict[str, object], said: str, scenario: Scenario
) -> None:
    with pytest.raises(ScenarioError, match=said):
        scenario.revise(overrides)


def test_loading_imports_nothing_heavy() -> None:
    code = (
        "import sys, qipan.scenario; "
        "print({'numba', 'pandas', 'mesa', 'matplotlib', 'scipy', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
