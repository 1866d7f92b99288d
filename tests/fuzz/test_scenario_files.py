"""960 odd files: each is refused in words that name a place, or runs for five days.

QIPAN_TEST_FUZZ=10 tries ten times as many.
"""

import os
import unicodedata
from pathlib import Path

import pytest

import qipan
from qipan.agents.staffing import StaffingError
from qipan.engine.estimate import estimate
from qipan.scenario.faults import ScenarioError

from ..engine.conftest import HELP, MECHANISMS
from .mutations import mangled, overlaid

ROOT = Path(__file__).parents[2]
CHUNKS = 4
TIMES = int(os.environ.get("QIPAN_TEST_FUZZ", "1"))
OVERLAYS, TEXTS = 480 * TIMES, 480 * TIMES
# What is larger is loaded and not run: it is sound, and long.
MOST_ISSUES, MOST_DAYS, MOST_UNITS = 50_000, 60, 20_000
HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # letters that a terminal would obey and not show
POLICY = {**MECHANISMS, **HELP}


def town() -> qipan.Scenario:
    """The small town with every mechanism on, for five days."""
    fields = {
        f"policy.{name}.{key}": value
        for name, given in POLICY.items()
        for key, value in {"on": True, **given}.items()
    }
    scenario = qipan.load(ROOT / "scenarios" / "tiny.yaml")
    return scenario.revise({**fields, "horizon.days": 5, "horizon.warm_up_days": 0})


def judged(file: Path) -> str:
    """What becomes of a file; anything but a refusal in words or a run is an error here."""
    try:
        scenario = qipan.load(file)
        if _is_large(scenario):
            return "large"
        qipan.simulate(scenario, seed=1).metrics  # noqa: B018 - computed on being asked for
    except ScenarioError as error:
        assert error.faults
        for fault in error.faults:
            assert fault.file and fault.found, fault
            assert not any(unicodedata.category(letter) in HIDDEN for letter in str(fault)), fault
        return "refused"
    except StaffingError as error:  # only a city shows how many are left at a desk
        assert "community c" in str(error) and "policy." in str(error)
        return "refused"
    return "run"


def _is_large(scenario: qipan.Scenario) -> bool:
    document = scenario.document
    units = document.units.count if document.units else 0
    issues = estimate(scenario.regimes[0].document).issues
    days = document.horizon.total_days
    return issues > MOST_ISSUES or days > MOST_DAYS or units > MOST_UNITS


def written_town(folder: Path) -> tuple[Path, dict]:
    """The town as a file of its own, and what it says as plain data."""
    from ruamel.yaml import YAML

    scenario = town()
    document = scenario.document.model_dump(mode="json", exclude_none=True)
    file = folder / "town.yaml"
    with file.open("w", encoding="utf-8") as stream:
        YAML(typ="safe", pure=True).dump(document, stream)
    return file, document


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_odd_values_in_a_town_with_every_mechanism(chunk: int, tmp_path: Path) -> None:
    base, document = written_town(tmp_path)
    ends = {"refused": 0, "run": 0, "large": 0}
    for number in range(chunk, OVERLAYS, CHUNKS):
        file = tmp_path / f"odd_{number}.yaml"
        file.write_text(overlaid(number, base.name, document), encoding="utf-8")
        ends[judged(file)] += 1
    assert min(ends["refused"], ends["run"]) > 10, ends


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_files_whose_text_is_mangled(chunk: int, tmp_path: Path) -> None:
    text = (ROOT / "scenarios" / "one_queue.yaml").read_text(encoding="utf-8")
    text = text.replace("days: 200, warm_up_days: 20", "days: 5, warm_up_days: 0")
    ends = {"refused": 0, "run": 0, "large": 0}
    for number in range(chunk, TEXTS, CHUNKS):
        file = tmp_path / f"mangled_{number}.yaml"
        file.write_bytes(mangled(number, text).encode("utf-8", "surrogatepass"))
        ends[judged(file)] += 1
    assert ends["refused"] > 10, ends
