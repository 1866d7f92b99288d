"""What kind of file was given, and that its own study is carried out."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import qipan
from qipan.cli import app
from qipan.errors import InputError
from qipan.studies.question import kind_of

from .uncertainty.test_ensemble import ensemble

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
        ("experiments/tiny_run.yaml", "run"),
        ("experiments/fuding_targets.yaml", "targets"),
        ("experiments/fuding_measure_next.yaml", "measure_next"),
        ("scenarios/fuding.yaml", "scenario"),
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
HEAD = (
    "name: asked\ntitle: {en: Asked, zh: 提问}\nquestion: {en: Who comes first?, zh: 谁先？}\n"
    "replications: 2\nseed: 3\n"
)
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
        assert "Asked" in done.output and "Who comes first?" in done.output
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


WINDOWS = (
    "  scenario:\n    {metric: load, low: 0, high: 9, unit: ratio}\n"
    "  before: {metric: close_p50, low: 0, high: 99, unit: days}\n"
)
SIMULATED = f"""{HEAD}run:
  scenario: {{file: short.yaml, set: {{policy.burden.on: true}}}}
  days: 6
"""
HELD = f"""{HEAD}targets:
  scenario: windows.yaml
  before: {{file: windows.yaml, name: other, set: {{policy.burden.on: true}}}}
"""
MEASURED = "name: asked\ntitle: {en: Asked, zh: 提问}\nmeasure_next:\n  of: worlds\n"


@pytest.fixture
def of_one(tmp_path, monkeypatch):
    """Files that ask to run, to hold against targets and what to measure; the folder is left."""
    from ..report.test_measure_next_command import folder

    asked = tmp_path / "asked"
    asked.mkdir()
    (asked / "short.yaml").write_text(SHORT, encoding="utf-8")
    (asked / "windows.yaml").write_text(f"{SHORT}targets:\n{WINDOWS}", encoding="utf-8")
    for name, text in (("run", SIMULATED), ("targets", HELD), ("measure_next", MEASURED)):
        (asked / f"{name}.yaml").write_text(text, encoding="utf-8")
    folder(asked / "worlds")
    monkeypatch.chdir(tmp_path)
    return asked


def called(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_scenario_whose_targets_have_such_names_stays_one(of_one):
    assert kind_of(of_one / "windows.yaml") == "scenario"
    (of_one / "part.yaml").write_text(f"name: part\ntargets:\n{WINDOWS}", encoding="utf-8")
    assert kind_of(of_one / "part.yaml") == "scenario"
    assert kind_of(of_one / "targets.yaml") == "targets"


def test_a_file_that_asks_to_run_gives_what_the_command_with_its_options_gives(of_one):
    lighter = f"{SHORT}policy: {{burden: {{on: true}}}}\n"
    (of_one / "lighter.yaml").write_text(lighter, encoding="utf-8")
    options = ("--replications", "2", "--seed", "3", "--days", "6")
    called("run", of_one / "lighter.yaml", *options, "--out", "by_options")
    called("run", of_one / "run.yaml", "--out", "by_file", "--lang", "zh")
    qipan.run(of_one / "run.yaml").save("by_python", language="zh")
    folders = ("by_options", "by_file", "by_python")
    summaries = {Path(folder, "summary.csv").read_bytes() for folder in folders}
    assert len(summaries) == 1
    said = Path("by_file", "report.html").read_text("utf-8")
    assert "提问" in said and "谁先？" in said
    assert not Path("by_options", "report.html").exists()


def test_options_go_over_a_file_that_asks_to_run(of_one):
    called("run", of_one / "run.yaml", "--days", "4", "--no-report", "--out", "out")
    told = json.loads(Path("out", "manifest.json").read_text("utf-8"))
    assert told["scenarios"][0]["document"]["horizon"]["days"] == 4
    assert not Path("out", "report.html").exists()


def test_targets_are_held_by_a_file_as_by_the_command(of_one):
    other = f"{SHORT}targets:\n{WINDOWS}policy: {{burden: {{on: true}}}}\n"
    other = other.replace("name: short", "name: other")
    (of_one / "other.yaml").write_text(other, encoding="utf-8")
    words = ("targets", of_one / "windows.yaml", "--before", of_one / "other.yaml")
    called(*words, "--replications", "2", "--seed", "3", "--out", "by_options.csv")
    called("targets", of_one / "targets.yaml", "--out", "by_file.csv")
    called("run", of_one / "targets.yaml", "--out", "out", "--slides")
    found = qipan.run(of_one / "targets.yaml")
    found.save("by_python", report=False)
    tables = ("by_options.csv", "by_file.csv", "out/targets.csv", "by_python/targets.csv")
    assert len({Path(table).read_bytes() for table in tables}) == 1
    assert Path("out", "report.pptx").exists()
    assert found.complete and "2 published windows" in found.answer()


def test_what_to_measure_is_asked_in_a_file(of_one):
    called("run", of_one / "measure_next.yaml", "--out", "by_run")
    called("measure-next", of_one / "measure_next.yaml", "--out", "by_command")
    called("measure-next", of_one / "worlds", "--out", "by_folder")
    qipan.run(of_one / "measure_next.yaml").save("by_python", report=False)
    folders = ("by_run", "by_command", "by_folder", "by_python")
    assert len({Path(folder, "measure_next.csv").read_bytes() for folder in folders}) == 1
    assert all(Path(folder, "report.html").exists() for folder in folders[:3])


@pytest.mark.parametrize(
    ("name", "change", "words", "said"),
    [
        ("run", ("days: 6", "days: 0"), (), "run.yaml:8 run.days: found 0"),
        ("run", ("replications: 2", "metrics: [load]"), (), "metrics: `run` has no use for it"),
        ("run", ("days: 6", "ensemble: nowhere"), (), "asked/nowhere"),
        ("targets", ("scenario: windows", "scenario: short"), (), "short has no targets to hold"),
        ("targets", ("name: other", "name: short"), (), "is the name of another scenario here"),
        ("targets", ("burden.on: true", "horizon.days: 5"), (), ""),
        ("targets", ("", ""), ("--days", "5"), "no use for --days; see qipan targets --help"),
        ("measure_next", ("of: worlds", "of: nowhere"), (), "measure_next.of: there is no file"),
        ("measure_next", ("worlds", "worlds\n  metric: clos_p50"), (), "did you mean 'close_p50'"),
        (
            "measure_next",
            ("worlds", "worlds\n  metric: close_p90"),
            (),
            "measure_next.metric: close_p90 is not among those of the worlds",
        ),
        (
            "measure_next",
            ("", ""),
            ("--replications", "5"),
            "no use for --replications; see qipan measure-next --help",
        ),
        ("measure_next", ("measure_next:", "replications: 5\nmeasure_next:"), (), "no use for it"),
    ],
)
def test_what_cannot_be_asked_of_one_scenario_is_refused(of_one, name, change, words, said):
    file = of_one / f"{name}.yaml"
    changed = file.read_text("utf-8").replace(*change, 1)
    assert changed != file.read_text("utf-8") or words
    file.write_text(changed, "utf-8")
    done = CliRunner().invoke(app, ["run", str(file), *words])
    assert done.exit_code == 2, done.output
    assert said in " ".join(done.output.replace("│", " ").split())
    assert not Path("results").exists()


@pytest.mark.parametrize(
    ("command", "name", "said"),
    [
        ("check", "targets", "it asks to hold a scenario against its targets; run: qipan targets"),
        ("compare", "measure_next", "to say what to measure next, not to compare; run: qipan mea"),
        ("sweep", "run", "this file asks to run, not to sweep; run: qipan run"),
        ("measure-next", "run", "this file asks to run, not to compare; run: qipan run"),
        ("targets", "run", "not to hold a scenario against its targets; run: qipan run"),
    ],
)
def test_a_file_is_told_which_command_takes_it(of_one, command, name, said):
    done = CliRunner().invoke(app, [command, str(of_one / f"{name}.yaml")])
    assert done.exit_code == 2 and said in " ".join(done.output.split())


def test_a_file_says_itself_what_its_scenario_is_held_beside(of_one):
    words = ["targets", str(of_one / "targets.yaml"), "--before", str(of_one / "short.yaml")]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2 and "targets.before" in done.output


ATTRIBUTION = """
attribute:
  before: {file: short.yaml}
  after: {file: short.yaml, name: other, set: {policy.burden.on: true}}
  interactions: false
  ensemble: ensemble
"""
SEARCH = """
seek:
  scenario: {file: short.yaml, set: {policy.burden.on: true}}
  lever: {key: policy.burden.community_duties_ratio, low: 0.5, high: 1, tolerance: 0.5}
  target: {metric: load, below: 1000}
  ensemble: ensemble
"""


@pytest.mark.parametrize("question", [ATTRIBUTION, SEARCH], ids=["attribute", "seek"])
def test_an_ensemble_that_a_file_names_is_tried_from_python_too(file, question, tmp_path) -> None:
    ensemble(tmp_path / "ensemble", [0.05, 0.3, 0.6])
    file.write_text(EXPERIMENT.partition("compare:")[0] + question.lstrip(), encoding="utf-8")
    found = qipan.run(file)
    seeds = found.ensemble.seeds if question is ATTRIBUTION else found.draw_seeds
    assert len(seeds) == 3
    assert found.told("zh").title == "提问"
