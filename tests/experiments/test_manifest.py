"""A manifest says all that decides the results, whatever was run."""

import json
from importlib.metadata import version
from pathlib import Path

import qipan
from qipan.experiments.manifest import as_said, manifest

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


def test_requests_become_plain():
    assert as_said({"plan": (1, 2), "path": Path("a")}) == {"plan": [1, 2], "path": "a"}
