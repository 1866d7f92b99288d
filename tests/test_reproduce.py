"""A result folder made again from its manifest alone, and compared byte for byte."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import Result

from qipan.runs import reproduction
from qipan.runs.reproduction import NotReproducibleError, reproduce
from qipan.runs.store.key import content_hash
from qipan.scenario import load, parse

from .command import qipan
from .report.test_measure_next_command import folder as folder_of_worlds

ROOT = Path(__file__).parents[1]
SCENARIOS = ROOT / "scenarios"
SMALL = "horizon: {days: 6, warm_up_days: 0}\n"

COMMANDS = {
    "run": "run towns/small.yaml --replications 2",
    "compare": "compare towns/small.yaml towns/longer.yaml --replications 2",
    "sweep": "sweep towns/small.yaml --keys closure.false_share=0.05:0.2 --points 4 --detail 0 "
    "--design latin_hypercube --replications 2 --metric load",
    "attribute": "attribute towns/small.yaml towns/longer.yaml --replications 2 --metric load",
}


def command(place: Path, words: str) -> Result:
    return qipan(*words.split(), cwd=place)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with two small scenarios, one above the other's folder."""
    (tmp_path / "towns").mkdir()
    base = (SCENARIOS / "base.yaml").read_text(encoding="utf-8")
    (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
    tiny = (SCENARIOS / "tiny.yaml").read_text(encoding="utf-8")
    (tmp_path / "tiny.yaml").write_text(tiny, encoding="utf-8")
    towns = {"small": "", "longer": "policy: {shifts: {on: true, calendar: two_shifts}}\n"}
    for name, text in towns.items():
        file = tmp_path / "towns" / f"{name}.yaml"
        file.write_text(f"extends: ../tiny.yaml\nname: {name}\n{SMALL}{text}", encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result folder of a run; it is left as it is."""
    out = tmp_path_factory.mktemp("run") / "out"
    file = out.with_name("small.yaml")
    file.write_text(f"extends: {SCENARIOS / 'tiny.yaml'}\nname: small\n{SMALL}", encoding="utf-8")
    assert command(out.parent, f"run {file} --replications 2 --out out").exit_code == 0
    return out


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Carry out again without a program of its own, which takes seconds to start."""

    def carry_out(words: Sequence[str], where: Path) -> None:
        done = qipan(*words, cwd=where)
        assert done.exit_code == 0, done.output

    monkeypatch.setattr(reproduction, "_carry_out", carry_out)


@pytest.mark.draws
def test_a_folder_is_made_again_by_a_program_of_its_own(place: Path) -> None:
    made_again("compare", place)


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "compare"])
def test_a_folder_is_made_again_though_its_files_are_gone(name: str, place: Path) -> None:
    made_again(name, place)


def made_again(name: str, place: Path) -> None:
    done = command(place, f"{COMMANDS[name]} --out out")
    assert done.exit_code == 0, done.stderr
    shutil.rmtree(place / "towns")
    (place / "base.yaml").write_text("not what it was", encoding="utf-8")
    again = command(place, "reproduce out/manifest.json --jobs 2")
    assert again.exit_code == 0, again.stdout + again.stderr
    assert "files are the same to the byte" in again.stdout
    assert "manifest.json" in again.stdout and "same bytes" in again.stdout


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("where", ["", "elsewhere/"])
def test_what_to_measure_is_found_again_though_the_worlds_are_gone(where: str, tmp_path) -> None:
    """Those files are no text, and the command has no --jobs."""
    (tmp_path / "elsewhere").mkdir()
    worlds = folder_of_worlds(tmp_path / where / "town")
    named = worlds if where else worlds.name
    done = command(tmp_path, f"measure-next {named} --seed 3 --out out")
    assert done.exit_code == 0, done.stderr
    shutil.rmtree(worlds)
    found = reproduce(tmp_path / "out", tmp_path / "again", ("--jobs", "2"))
    same = {file.name for file in found.files if file.verdict == "same"}
    assert {"measure_next.csv", "charts/measure_next.png"} <= same
    assert found.same or where  # a name that leads elsewhere is another in the manifest


@pytest.mark.draws  # as the folder's were, which all tests share
@pytest.mark.usefixtures("in_this_process")
def test_what_differs_is_named_with_its_bytes(result: Path, tmp_path: Path) -> None:
    shutil.copytree(result, tmp_path / "out")
    summary = tmp_path / "out" / "summary.json"
    summary.write_text(summary.read_text() + " ")
    again = command(tmp_path, "reproduce out")
    assert again.exit_code == 1
    line = next(line for line in again.stdout.splitlines() if "summary.json" in line)
    size = summary.stat().st_size
    assert "DIFFERS" in line and f"{size:,} -> {size - 1:,} bytes" in line
    assert "12 of 13 files" in again.stdout


def test_another_version_is_told(
    result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(result, tmp_path / "out")
    file = tmp_path / "out" / "manifest.json"
    said = json.loads(file.read_text())
    said["versions"]["numpy"] = "1.0"
    file.write_text(json.dumps(said))
    # What is carried out again comes out as it was; others show that it does.
    monkeypatch.setattr(
        reproduction, "_carry_out", lambda words, where: shutil.copytree(result, words[-1])
    )
    (tmp_path / "again").mkdir()
    found = reproduce(tmp_path / "out", tmp_path / "again")
    assert any(change.startswith("numpy was 1.0, is ") for change in found.changed)
    assert [file.name for file in found.files if file.verdict != "same"] == ["manifest.json"]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "written by Python code, or by an older version"),
        (
            {"arguments": ["run"], "inputs": {}, "replications": {"wanted": 9, "finished": 2}},
            "stopped when 2 of 9",
        ),
        ({"arguments": ["run", "none.yaml"], "inputs": {}}, "ended with exit code 2"),
        ({"arguments": ["run"], "inputs": {"a.yaml": {"base64": "?"}}}, "a.yaml under inputs is"),
        ({"arguments": ["run"], "inputs": {"a.yaml": 7}}, "neither a text nor base64"),
    ],
)
def test_what_cannot_be_made_again_is_said(said: dict, reason: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps(said))
    (tmp_path / "again").mkdir()
    with pytest.raises(NotReproducibleError, match=reason):
        reproduce(folder, tmp_path / "again")


CITIES = [path for path in sorted(SCENARIOS.glob("*.yaml")) if path.stem != "one_queue"]


@pytest.mark.parametrize("path", CITIES, ids=lambda path: path.stem)
def test_a_scenario_rebuilt_from_what_a_manifest_says_of_it_comes_to_the_same(path: Path) -> None:
    scenario = load(path)
    said = json.loads(json.dumps(scenario.resolved()["document"], sort_keys=True))
    assert content_hash(parse(_without_nulls(said))) == content_hash(scenario)


def _without_nulls(node):
    if isinstance(node, dict):
        return {key: _without_nulls(below) for key, below in node.items() if below is not None}
    return [_without_nulls(below) for below in node] if isinstance(node, list) else node
