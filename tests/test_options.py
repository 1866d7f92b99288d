"""Options are held against what a file is held against, all before anything is simulated."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from qipan.agents.city_model import CityModel
from qipan.cli import app
from qipan.runs.bounds import MOST_REPLICATIONS
from qipan.runs.runs import SEED_STRIDE
from qipan.scenario import ScenarioError
from qipan.statistics.stopping import replications_needed
from qipan.studies.file import load_experiment

ROOT = Path(__file__).parents[1]
HEAD = "title: {en: A trial, zh: 试验}\nreplications: 4\n"
SHARE = "closure.false_share"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("something was simulated")

    monkeypatch.setattr(CityModel, "simulate_day", refuse)
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(
            f"extends: {ROOT}/scenarios/tiny.yaml\nname: {name}\n"
            "policy: {sent_down: {on: true}}\n"
        )
    files = {
        "compare": "compare: {scenarios: [a.yaml, b.yaml]}",
        "precise": "compare: {scenarios: [a.yaml, b.yaml]}\n"
        "precision: {metric: load, half_width: 1}",
        "attribute": "attribute: {before: a.yaml, after: b.yaml}",
        "sweep": "sweep: {scenarios: [a.yaml]}",
        "seek": "seek: {scenario: a.yaml, lever: {key: desks.community.paperwork.share, low: 0.5, "
        "high: 0.7}, target: {metric: load, below: 1}}",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(f"name: {name}\n{HEAD}{text}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


SEEK = ["seek", "a.yaml", "--lever", SHARE, "--low", "0.1", "--high", "0.2", "--metric", "load"]
BAD = [
    *[
        [command, *more, option, value]
        for command, *more in (
            ["run", "a.yaml"],
            ["targets", "a.yaml"],
            ["worth", "a.yaml"],
            ["allocate", "a.yaml"],
            ["allocate", "a.yaml", "--resource", "funds"],
            ["compare", "a.yaml", "b.yaml"],
            ["compare", "compare.yaml"],
            ["attribute", "a.yaml", "b.yaml"],
            ["attribute", "attribute.yaml"],
            ["sweep", "a.yaml"],
            ["sweep", "sweep.yaml"],
            ["seek", "seek.yaml"],
            [*SEEK, "--below", "1"],
        )
        for option, value in (
            ("--replications", "1000000000000"),
            ("--replications", "-1"),
            ("--replications", "many"),
            ("--jobs", "100000"),
            ("--jobs", "0"),
        )
    ],
    ["run", "a.yaml", "--days", "1000000000"],
    ["run", "a.yaml", "--days", "0"],
    ["worth", "a.yaml", "--points", "1000"],
    ["worth", "a.yaml", "--points", "nan"],
    ["worth", "a.yaml", "--points", "0"],
    ["worth", "a.yaml", "--cadres", "1e300"],
    ["worth", "a.yaml", "--cadres", "0"],
    ["worth", "a.yaml", "--yuan", "inf"],
    ["worth", "a.yaml", "--hours", "1e300"],
    ["worth", "a.yaml", "--loaded", "1000000000"],
    ["worth", "a.yaml", "--community", "nowhere"],
    ["allocate", "a.yaml", "--cap", "99999999999"],
    ["allocate", "a.yaml", "--cadres", "99999999999"],
    ["allocate", "a.yaml", "--rounds", "99999999999"],
    ["allocate", "a.yaml", "--robust", "99999999999"],
    ["allocate", "a.yaml", "--time-limit", "nan"],
    ["allocate", "a.yaml", "--time-limit", "inf"],
    ["allocate", "a.yaml", "--floor", "8", "--cap", "7"],
    ["allocate", "a.yaml", "--objective", "best"],
    ["allocate", "a.yaml", "--target", "best"],
    ["allocate", "a.yaml", "--frontier", "best"],
    ["allocate", "a.yaml", "--resource", "money"],
    ["allocate", "a.yaml", "--resource", "funds", "--yuan", "1e308"],
    ["allocate", "a.yaml", "--resource", "funds", "--yuan", "nan"],
    ["compare", "a.yaml", "b.yaml", "--metric", "load", "--half-width", "inf"],
    ["compare", "a.yaml", "b.yaml", "--metric", "load", "--half-width", "nan"],
    ["compare", "a.yaml", "b.yaml", "--metric", "load", "--half-width", "0"],
    ["compare", "precise.yaml", "--half-width", "inf"],
    ["compare", "precise.yaml", "--most", "1000000000000"],
    ["compare", "precise.yaml", "--most", "2"],
    ["compare", "precise.yaml", "--replications", "1"],
    ["attribute", "a.yaml", "b.yaml", "--permutations", "1000000000000"],
    ["attribute", "attribute.yaml", "--mechanism", "no name"],
    ["sweep", "a.yaml", "--points", "1000000000000"],
    ["sweep", "a.yaml", "--points", "65536", "--replications", "100"],
    ["sweep", "a.yaml", "--points", "16", "--index-points", "8"],
    ["sweep", "a.yaml", "--points", "16", "--index-points", "17"],
    ["sweep", "sweep.yaml", "--points", "16", "--index-points", "8"],
    ["sweep", "a.yaml", "--detail", "1000000000000"],
    ["sweep", "a.yaml", "--design", "best"],
    ["sweep", "a.yaml", "--keys", "policy.shifts.on=yes,no"],
    ["sweep", "sweep.yaml", "--keys", "policy.shifts.on=yes,no"],
    ["sweep", "a.yaml", "--keys", "policy.shifts.on=True,False"],
    ["sweep", "a.yaml", "--keys", f"{SHARE}=0.1；0.2"],
    ["sweep", "a.yaml", "--keys", f"{SHARE}=0.1,0.9"],
    ["sweep", "a.yaml", "--keys", f"{SHARE}=nan:0.2"],
    ["sweep", "a.yaml", "--keys", f"{SHARE}=0.1:inf"],
    ["sweep", "a.yaml", "--keys", f"{SHARE}=0.2:0.1"],
    ["sweep", "a.yaml", "--keys", "closure.fals_share=0.1,0.2"],
    ["seek", "seek.yaml", "--confidence", "5"],
    ["seek", "seek.yaml", "--confidence", "nan"],
    ["seek", "seek.yaml", "--most", "1000000000000"],
    [*SEEK, "--below", "nan"],
    [*SEEK, "--above", "inf"],
    [*SEEK, "--below", "1", "--tolerance", "1e-300"],
    [*SEEK, "--below", "1", "--tolerance", "nan"],
    [*SEEK[:-3], "0.9", "--metric", "load", "--below", "1"],
    [*SEEK[:-3], "inf", "--metric", "load", "--below", "1"],
]


@pytest.mark.parametrize("words", BAD, ids=" ".join)
def test_bad_options_are_refused_before_anything_is_simulated(folder, words):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2, done.output
    assert done.stderr and "Traceback" not in done.output
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("key", "on_the_command_line", "in_a_file", "said"),
    [
        ("policy.shifts.on", "yes,no", "['yes', 'no']", "found 'yes'; must be true or false"),
        ("policy.shifts.on", "True,False", "['True']", "found 'True'; must be true or false"),
        (SHARE, "0.1；0.2", "[0.1；0.2]", "found '0.1；0.2'; must be a number from 0 to below 1"),
        (SHARE, "0.1,0.9", "[0.1, 0.9]", "found 0.9; must lie in its range 0 to 0.25"),
        (SHARE, "0.1,2", "[0.1, 2]", "found 2; must be from 0 to below 1"),
    ],
)
def test_the_sentence_is_that_of_a_file(folder, key, on_the_command_line, in_a_file, said):
    done = CliRunner().invoke(app, ["sweep", "a.yaml", "--keys", f"{key}={on_the_command_line}"])
    assert f"--keys {key}={on_the_command_line}  {key}: {said}" in done.stderr
    keys = f"keys: {{{key}: {{levels: {in_a_file}}}}}"
    Path("of_file.yaml").write_text(f"name: x\n{HEAD}sweep: {{scenarios: [a.yaml], {keys}}}\n")
    with pytest.raises(ScenarioError) as error:
        load_experiment("of_file.yaml")
    assert f"sweep.keys.{key}: {key}: {said}" in str(error.value)


def test_full_width_marks_are_named(folder):
    done = CliRunner().invoke(app, ["sweep", "a.yaml", "--keys", f"{SHARE}=0.1；0.2"])
    assert "found ；, write a comma" in done.stderr


def test_a_lever_stays_in_the_range_that_its_number_says(folder):
    words = [*SEEK[:-3], "0.9", "--metric", "load", "--below", "1"]
    said = "found 0.9; must lie in its range 0 to 0.25; widen it in a if more is defensible"
    assert said in CliRunner().invoke(app, words).stderr


def test_an_option_is_named_where_a_file_has_a_key(folder):
    done = CliRunner().invoke(app, ["seek", "seek.yaml", "--confidence", "5"])
    assert done.stderr.startswith("--confidence  found 5; must be from 0.5 to below 1")


def test_a_half_width_that_cannot_be_reached_is_counted(folder):
    differences = np.array([[0.0, 1.0, 2.0]])
    assert replications_needed(differences, 1e-300, 0.95) > MOST_REPLICATIONS


def test_seeds_of_one_base_do_not_reach_the_next():
    assert SEED_STRIDE == MOST_REPLICATIONS
