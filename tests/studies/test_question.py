"""What kind of file was given, and that its own study is carried out."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import qipan
from qipan.cli import app
from qipan.errors import InputError
from qipan.studies.question import kind_of

ROOT = Path(__file__).parents[2]
EXPERIMENT = """name: asked
title: {en: Asked, zh: 提问}
replications: 2
metrics: [load]
compare:
  scenarios:
    - {file: short.yaml}
    - {file: short.yaml, name: other, set: {policy.burden.on: true}}
"""
SHORT = f"""extends: {ROOT / "scenarios" / "tiny.yaml"}
name: short
horizon: {{days: 10, warm_up_days: 0}}
"""


@pytest.fixture
def file(tmp_path):
    (tmp_path / "short.yaml").write_text(SHORT, encoding="utf-8")
    path = tmp_path / "asked.yaml"
    path.write_text(EXPERIMENT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("scenarios/tiny.yaml", "scenario"),
        ("experiments/fuding_reform.yaml", "compare"),
        ("experiments/robustness.yaml", "sweep"),
        ("experiments/cadres_needed.yaml", "seek"),
        ("experiments/plans/tiny.yaml", "plan"),
    ],
)
def test_every_kind_of_file_is_told_by_its_content(name, kind):
    assert kind_of(ROOT / name) == kind


def test_run_carries_out_what_the_file_asks_for(file, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["run", str(file), "--seed", "3", "--out", "out"])
    assert done.exit_code == 0, done.output
    assert (
        json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["command"] == "compare"
    )
    given = CliRunner().invoke(app, ["run", str(file), "--out", "again"])
    assert given.exit_code == 0, given.output
    qipan.run(file).save("from_python")
    command, python = (
        (tmp_path / folder / "differences.csv").read_bytes() for folder in ("again", "from_python")
    )
    assert command == python


@pytest.mark.parametrize("option", ["--days", "--ledger"])
def test_an_option_of_scenarios_alone_is_refused(file, option, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["run", str(file), option, "5"])
    assert done.exit_code == 2
    assert f"no use for {option}" in done.output
    assert not (tmp_path / "results").exists()


def test_a_plan_is_sent_to_its_command():
    with pytest.raises(InputError, match="run: qipan plan"):
        qipan.run(ROOT / "experiments" / "plans" / "tiny.yaml")
