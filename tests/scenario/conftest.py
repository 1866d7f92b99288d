"""Fixtures of the scenario tests: a complete small scenario, as text and as a file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qipan.scenario import Fault, ScenarioError, load

VILLAGE = Path(__file__).with_name("village.yaml")


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """Put a copy of the village under tmp_path, for other files to extend."""
    copy = tmp_path / "village.yaml"
    copy.write_text(VILLAGE.read_text("utf-8"), "utf-8")
    return copy


@pytest.fixture
def faults_of(village: Path) -> Callable[[str], list[Fault]]:
    """Return a function that lays text over the village and returns all faults."""

    def faults(text: str, name: str = "child.yaml") -> list[Fault]:
        child = village.with_name(name)
        child.write_text(f"extends: village.yaml\n{text}\n", "utf-8")
        with pytest.raises(ScenarioError) as caught:
            load(child)
        return list(caught.value.faults)

    return faults
