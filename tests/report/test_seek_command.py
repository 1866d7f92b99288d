"""``qipan seek`` from the command line to its result folder."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from qipan.cli import app

ROOT = Path(__file__).parents[2]
KEY = "policy.burden.community_duties_ratio"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "a.yaml").write_text(
        f"extends: {ROOT}/scenarios/tiny.yaml\nname: a\nhorizon: {{days: 20, warm_up_days: 5}}\n"
        "policy: {burden: {on: true}}\n"
    )
    (tmp_path / "ask.yaml").write_text(
        "name: ask\ntitle: {en: Ask, zh: 问}\n"
        "question: {en: How many duties?, zh: 保留多少事项？}\n"
        f"seek:\n  scenario: a.yaml\n  lever: {{key: {KEY}, low: 0.5, high: 1, tolerance: 0.25}}\n"
        "  target: {metric: load, below: 9}\n"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def invoke(*words):
    return CliRunner().invoke(app, ["seek", *map(str, words)])


@pytest.mark.draws
def test_an_experiment_file(folder):
    done = invoke("ask.yaml", "--replications", 3, "--most", 6)
    assert done.exit_code == 0, done.output
    assert "How many duties?" in done.output
    assert "already" in done.output and "0.5" in done.output
    assert list(pd.read_csv(folder / "results" / "ask" / "levels.csv").value) == [0.5, 0.75, 1]
    manifest = json.loads((folder / "results" / "ask" / "manifest.json").read_text())
    assert (manifest["outcome"], manifest["reached"]) == ("already", 0.5)


def test_a_scenario_and_options(folder):
    words = ("--lever", KEY, "--low", 0.5, "--high", 1, "--metric", "load", "--above", 9)
    done = invoke("a.yaml", *words, "--replications", 3, "--most", 6, "--tolerance", 0.5)
    assert done.exit_code == 0, done.output
    assert "Values that were tried" in done.output and (folder / "results" / "a_search").is_dir()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a.yaml"], "a.yaml  this is a scenario; say what is sought in it"),
        (["ask.yaml", "--low", 1], "--low given beside an experiment file"),
        (["nowhere.yaml"], "nowhere.yaml  cannot read nowhere.yaml: there is no such file"),
        (
            ["a.yaml", "--lever", "policy.burdn.on", "--low", 0, "--high", 1, "--metric", "load"],
            "seek.target: neither is given; exactly one of below and above",
        ),
        (
            ["a.yaml", "--lever", KEY, "--low", 0, "--high", 2, "--metric", "laod", "--below", 1],
            f"seek.lever: {KEY}: found 2; must be from 0 to 1",
        ),
        (
            ["a.yaml", "--lever", KEY, "--low", 0, "--metric", "load", "--below", 1],
            "seek.lever.high: missing; must be a number",
        ),
        (
            [
                *["a.yaml", "--lever", "cadres", "--low", 0, "--high", 2, "--metric", "load"],
                *["--below", 1, "--placed-by", "equl"],
            ],
            "seek.lever.placed_by",
        ),
    ],
)
def test_bad_input_changes_nothing(folder, words, said):
    done = invoke(*words)
    assert done.exit_code == 2, done.output
    assert said in done.output
    assert not (folder / "results").exists()
