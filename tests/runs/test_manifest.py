"""A manifest says all that decides the results, whatever was run."""

import datetime
import json
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.code_identity import identity
from qipan.runs.manifest import as_said, manifest
from qipan.scenario import Scenario
from qipan.studies.file.document import Aim
from qipan.studies.sweep.factors import KeyRange

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml")
ANOTHER = TINY.revise({"name": "another", "policy.burden.on": True})


def test_scenarios_stand_in_it_once_and_in_full():
    said = manifest("compare", [TINY, ANOTHER, TINY], asked={"seed": 3})
    assert [s["name"] for s in said["scenarios"]] == ["tiny", "another"]
    assert said["scenarios"][1]["sha256"] == ANOTHER.sha256
    again = qipan.parse(said["scenarios"][1]["document"])
    assert again.document == ANOTHER.document
    assert {"provenance", "regimes"} <= said["scenarios"][0].keys()
    assert said["asked"] == {"seed": 3}
    assert said["versions"]["numba"] == version("numba")


def test_it_does_not_say_where_files_lie():
    assert str(Path(__file__).parents[2]) not in json.dumps(manifest("run", [TINY]))


def test_it_names_the_code_and_python():
    said = manifest("run", [TINY])
    assert said["code"] == identity()
    assert said["versions"]["python"] == platform.python_version()


@dataclass(frozen=True)
class Asked:
    of: Scenario
    when: datetime.date
    keys: dict[str, KeyRange | None]
    named: frozenset[str]


def test_requests_become_data():
    keys = {"a.b": KeyRange(0.5, 1.0, ()), "c": None}
    asked = Asked(TINY, datetime.date(2026, 1, 2), keys, frozenset("ba"))
    assert as_said({"plan": (1, np.float64(2.5)), "path": Path("a"), "asked": asked}) == {
        "plan": [1, 2.5],
        "path": "a",
        "asked": {
            "of": {"name": "tiny", "sha256": TINY.sha256},
            "when": "2026-01-02",
            "keys": {"a.b": {"low": 0.5, "high": 1.0, "levels": []}, "c": None},
            "named": ["a", "b"],
        },
    }
    assert as_said(Aim(metric="load", below=1.0)) == {"metric": "load", "below": 1.0, "above": None}


def test_what_is_no_data_is_refused_rather_than_written_as_python_has_it():
    with pytest.raises(TypeError, match="no data that a manifest can hold"):
        as_said({"plan": object()})
