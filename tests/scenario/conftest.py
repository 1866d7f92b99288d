"""Fixtures of the scenario tests: complete small scenarios, as text and as files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qipan.scenario import Fault, ScenarioError, load
from tests.in_chinese import refused_in_chinese_too  # noqa: F401 - used by all tests here

VILLAGE = Path(__file__).with_name("village.yaml")
HELPERS = Path(__file__).with_name("helpers.yaml")


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """Put a copy of the village under tmp_path, for other files to extend."""
    return _copied(VILLAGE, tmp_path)


@pytest.fixture
def helpers(village: Path) -> Path:
    """Put beside it a copy of the village in which everybody helps and every mechanism acts."""
    return _copied(HELPERS, village.parent)


def _copied(file: Path, folder: Path) -> Path:
    copy = folder / file.name
    copy.write_text(file.read_text("utf-8"), "utf-8")
    return copy


@pytest.fixture
def faults_of(village: Path) -> Callable[[str], list[Fault]]:
    """Return a function that lays text over the village and returns all faults."""
    return lambda text: _faults(text, village)


@pytest.fixture
def faults_of_helpers(helpers: Path) -> Callable[[str], list[Fault]]:
    """Return a function that does the same over the village where everybody helps."""
    return lambda text: _faults(text, helpers)


def _faults(text: str, extended: Path) -> list[Fault]:
    child = extended.with_name("child.yaml")
    child.write_text(f"extends: {extended.name}\n{text}\n", "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(child)
    return list(caught.value.faults)
