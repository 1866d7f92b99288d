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
    qipan.run(file).save("from_python", report=False)
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


TOWN = f"""extends: {ROOT / "scenarios" / "tiny.yaml"}
name: town
horizon: {{start: 2019-03-01, days: 30, warm_up_days: 10}}
city: {{community_count: 3, residents: 6000}}
policy: {{sent_down: {{on: true}}, patrol: {{on: false}}}}
"""
HEAD = "name: asked\ntitle: {en: Asked, zh: 提问}\nreplications: 2\nseed: 3\n"
CADRES = (
    f"{HEAD}allocate:\n  scenario: {{file: town.yaml, set: {{policy.burden.on: true}}}}\n"
    "  resource: cadres\n  amount: 4\n  caps: {c0002: 0}\n  floors: {c0001: 1}\n  cap: 4\n"
)
QUESTIONS = {
    "cadres": f"{CADRES}  loop: false\n",
    "worth": f"{HEAD}worth:\n  scenario: town.yaml\n  loaded: 1\n  steps: {{cadres: 0.5}}\n",
}


@pytest.fixture
def town(tmp_path):
    (tmp_path / "town.yaml").write_text(TOWN, encoding="utf-8")
    for name, text in QUESTIONS.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "kind"), [("cadres", "allocate"), ("worth", "worth")])
def test_resources_are_asked_for_in_a_file(name, kind, town, monkeypatch):
    monkeypatch.chdir(town)
    assert kind_of(f"{name}.yaml") == kind
    command = ["worth"] if name == "worth" else ["allocate", name]
    for asked in (["run"], command):
        done = CliRunner().invoke(app, [*asked, f"{name}.yaml", "--out", asked[0]])
        assert done.exit_code == 0, done.output
    table = "worth.csv" if name == "worth" else "plan.csv"
    assert (town / "run" / table).read_bytes() == (town / command[0] / table).read_bytes()


def test_communities_have_floors_and_caps_of_their_own(town):
    plan = qipan.run(town / "cadres.yaml").plan.set_index("community")["plan"]
    assert 1 <= plan.sum() <= 4 and plan["c0002"] == 0 and plan["c0001"] >= 1


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("cadres", "  fresh: 5\n", "allocate.fresh: has no use where no plan is simulated"),
        ("cadres", "metrics: [load]\n", "metrics: `allocate` has no use for it"),
        ("cadres", "  caps: {c0009: 1}\n", "town has no community 'c0009'"),
        ("cadres", "  amount: 20\n", "20 cadres do not fit"),
        ("cadres", "  resource: funds\n", "allocate.caps: funds have no use for it"),
        ("worth", "  communities: [c0009]\n", "town has no community 'c0009'"),
        ("worth", "  steps: {cadres: 0}\n", "worth.steps.cadres: found 0"),
    ],
)
def test_what_cannot_be_is_refused_before_a_store_is_opened(name, more, said, town, monkeypatch):
    monkeypatch.chdir(town)
    key = more.split(":")[0]
    kept = [line for line in QUESTIONS[name].splitlines(True) if line.split(":")[0] != key]
    (town / "bad.yaml").write_text("".join(kept) + more, encoding="utf-8")
    if not more.startswith(" "):
        (town / "bad.yaml").write_text(more + "".join(kept), encoding="utf-8")
    done = CliRunner().invoke(app, ["run", "bad.yaml"])
    assert done.exit_code == 2
    words = " ".join(done.output.replace("│", " ").split())
    assert said in words
    assert not (town / "results").exists()


def test_an_option_goes_over_the_file_and_defaults_are_those_of_the_schema(town):
    from qipan.studies.resource_questions import allocation_asked, worth_asked

    file, alone = str(town / "cadres.yaml"), str(town / "town.yaml")
    asked = allocation_asked(file, {"allocate.amount": 2, "seed": 9})
    assert (asked.request.amount, asked.request.seed, asked.request.replications) == (2, 9, 2)
    plain = allocation_asked(alone, {})
    assert (plain.request.replications, plain.request.fresh, plain.name) == (
        12,
        40,
        "town_allocation",
    )
    assert worth_asked(alone, {}).asked.replications == 20
    with pytest.raises(qipan.ScenarioError, match="this file divides cadres, not funds"):
        allocation_asked(file, {}, "funds")
