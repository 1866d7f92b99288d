"""Scenarios that come with Qipan, called by name from anywhere."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import qipan
from qipan.cli import app
from qipan.runs.manifest import manifest
from qipan.scenario import ScenarioError
from qipan.scenario.shipped import folder, names
from qipan.studies.file.load import parse_experiment

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
invoke = CliRunner().invoke


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files_below(directory):
    return sorted(str(file.relative_to(directory)) for file in directory.rglob("*"))


def test_all_scenarios_are_there_by_name(elsewhere):
    assert names() == tuple(sorted(file.stem for file in SCENARIOS.glob("*.yaml")))
    assert qipan.load("fuding") == qipan.load(SCENARIOS / "fuding.yaml")
    assert qipan.parse({"extends": "tiny", "name": "b"}).document.city.residents > 0


def test_a_file_may_extend_one_from_anywhere(elsewhere):
    Path("mine.yaml").write_text("extends: fuding\nname: mine\nhorizon: {days: 30}\n")
    mine = qipan.load("mine.yaml")
    assert mine.document.horizon.days == 30
    assert mine.document.policy == qipan.load("fuding").document.policy


def test_a_file_of_that_very_name_goes_first(elsewhere):
    Path("fuding").write_text("extends: tiny\nname: of_the_file\n")
    assert qipan.load("fuding").name == "of_the_file"
    Path("mine.yaml").write_text("extends: fuding\nname: mine\n")
    assert qipan.load("mine.yaml").document.city == qipan.load("tiny").document.city


def test_experiments_name_them_too(elsewhere):
    title = {"en": "t", "zh": "t"}
    listed = ["fuding_before", {"file": "fuding", "name": "after"}]
    made = parse_experiment(
        {"name": "e", "title": title, "compare": {"scenarios": listed}}, "experiment.yaml"
    )
    assert [s.name for s in made.listed("compare.scenarios")] == ["fuding_before", "after"]
    with pytest.raises(ScenarioError, match=r"compare.scenarios\[1\].*did you mean 'fuding'\?"):
        parse_experiment(
            {"name": "e", "title": title, "compare": {"scenarios": ["tiny", "fudding"]}}, "e.yaml"
        )


def test_an_unknown_name_is_answered_with_the_nearest(elsewhere):
    with pytest.raises(ScenarioError, match=r"no file fudin, .*did you mean 'fuding'\?") as refused:
        qipan.load("fudin")
    assert "zhangjiagang" in str(refused.value)
    with pytest.raises(ScenarioError, match=r"mine\.yaml:1  extends: .*did you mean 'tiny'\?"):
        Path("mine.yaml").write_text("extends: tinny\nname: mine\n")
        qipan.load("mine.yaml")


@pytest.mark.parametrize("path", ["fuding.yaml", "scenarios/fuding.yaml"])
def test_a_missing_file_named_like_one_is_answered_with_its_name(elsewhere, path):
    with pytest.raises(ScenarioError, match=r"there is no such file.* write fuding, without"):
        qipan.load(path)


@pytest.mark.parametrize("path", ["mine.yaml", "./fuding", os.path.join("a", "fuding"), ".", ""])
def test_a_path_stays_a_path(elsewhere, path):
    with pytest.raises(ScenarioError) as refused:
        qipan.load(path)
    assert "comes with Qipan" not in str(refused.value)


def test_no_machine_path_stands_in_provenance_or_manifest(elsewhere):
    scenario = qipan.load("tiny")
    assert {row.file for row in scenario.provenance} == {"qipan/base.yaml", "qipan/tiny.yaml"}
    of_file = qipan.load(SCENARIOS / "tiny.yaml")
    assert manifest("run", [scenario]) == manifest("run", [of_file])
    shown = invoke(app, ["check", "tiny"]).output
    assert "qipan/tiny.yaml" in shown
    assert str(folder()) not in shown


def test_new_writes_a_file_that_says_only_its_name(elsewhere):
    done = invoke(app, ["new", "my_city.yaml", "--from", "fuding"])
    assert done.exit_code == 0, done.output
    mine, fuding = qipan.load("my_city.yaml"), qipan.load("fuding")
    assert mine.name == "my_city"
    named = {"name": "n", "title": {"en": "t", "zh": "t"}}
    assert mine.revise(named).document == fuding.revise(named).document
    assert files_below(elsewhere) == ["my_city.yaml"]


@pytest.mark.parametrize("base", names())
def test_what_new_shows_as_comments_is_as_it_stands(elsewhere, base):
    assert invoke(app, ["new", "mine.yaml", "--from", base]).exit_code == 0
    text = Path("mine.yaml").read_text("utf-8")
    head, shown = text.split("\n\n", 1)
    used = [
        line[2:] for line in shown.splitlines() if not line.startswith("# {") and "各项" not in line
    ]
    Path("used.yaml").write_text(head + "\n" + "\n".join(used) + "\n", "utf-8")
    assert qipan.load("used.yaml").document == qipan.load("mine.yaml").document
    assert len(used) > 20


def test_new_sets_out_from_a_file_too(elsewhere):
    Path("a").mkdir()
    Path("b").mkdir()
    Path("a/first.yaml").write_text("extends: tiny\nname: first\nhorizon: {days: 9}\n")
    done = invoke(app, ["new", "b/我的城市.yaml", "--from", "a/first.yaml"])
    assert done.exit_code == 0, done.output
    mine = qipan.load("b/我的城市.yaml")
    assert (mine.name, mine.document.title.zh) == ("my_first", "我的城市")
    assert mine.document.horizon.days == 9


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["there.yaml", "--from", "tiny"], "nothing is overwritten"),
        (["new.yaml", "--from", "tinny"], "did you mean 'tiny'?"),
        (["new.yaml"], "qipan new my_city.yaml --from fuding"),
        (["--from", "tiny"], "say which file"),
        (["new", "--from", "tiny"], "write new.yaml"),
        (["no/folder/new.yaml", "--from", "tiny"], "cannot write"),
    ],
)
def test_what_new_cannot_do_is_said_and_nothing_written(elsewhere, arguments, said):
    Path("there.yaml").write_text("mine")
    done = invoke(app, ["new", *arguments])
    assert done.exit_code == 2
    assert said in done.output
    assert files_below(elsewhere) == ["there.yaml"]
    assert Path("there.yaml").read_text() == "mine"


def test_new_lists_names_and_titles():
    said = invoke(app, ["new", "--list"]).output
    for name in names():
        assert f"{name} " in said
    assert "福鼎" in said


def test_a_wheel_carries_scenarios_templates_and_every_module(tmp_path):
    pytest.importorskip("setuptools", minversion="77", reason="older ones cannot read the licence")
    for part in ("model", "scenarios"):
        skipped = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / part, tmp_path / part, ignore=skipped)
    for file in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, tmp_path)
    build = "from setuptools import build_meta; print(build_meta.build_wheel('.'))"
    made = subprocess.run(
        [sys.executable, "-c", build], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    with zipfile.ZipFile(tmp_path / made.stdout.split()[-1]) as wheel:
        there = {name for name in wheel.namelist() if not name.startswith("qipan-")}
    package = ROOT / "model" / "qipan"
    expected = {f"qipan/shipped/{file.name}" for file in SCENARIOS.glob("*.yaml")}
    carried = (
        "*.py",
        "py.typed",
        "*.po",
        "report/templates/*",
        "workbench/*.yaml",
        "scenario/*.yaml",
    )
    for pattern in (*carried, "workbench/templates/*", "workbench/static/**/*"):
        files = (file for file in package.rglob(pattern) if file.is_file())
        expected |= {f"qipan/{file.relative_to(package).as_posix()}" for file in files}
    assert there == expected


def test_a_source_distribution_carries_what_a_wheel_is_built_from(tmp_path):
    pytest.importorskip("setuptools", minversion="77", reason="older ones cannot read the licence")
    folders, skipped = ("model", "scenarios", "docs"), ("__pycache__", "*.egg-info", "*.png")
    for part in folders:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns(*skipped))
    files = ("pyproject.toml", "setup.py", "README.md", "README.zh.md", "LICENSE", "CITATION.cff")
    for file in (*files, "MANIFEST.in"):
        shutil.copy(ROOT / file, tmp_path)
    build = "from setuptools import build_meta; print(build_meta.build_sdist('.'))"
    made = subprocess.run(
        [sys.executable, "-c", build], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    with tarfile.open(tmp_path / made.stdout.split()[-1]) as archive:
        there = {name.partition("/")[2] for name in archive.getnames()}
    given = {
        file.relative_to(tmp_path).as_posix()
        for part in folders
        for file in (tmp_path / part).rglob("*")
        if file.is_file() and ".egg-info" not in str(file)
    }
    assert given | set(files) <= there
