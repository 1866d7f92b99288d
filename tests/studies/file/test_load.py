"""Experiment files: what they say, and what is refused with file, line and key."""

from pathlib import Path

import pytest

from qipan.planning.reference import reference
from qipan.scenario import ScenarioError, load
from qipan.studies.comparison.costs import claims_equal_cost
from qipan.studies.file import Experiment, load_experiment

ROOT = Path(__file__).parents[3]
TINY = ROOT / "scenarios" / "tiny.yaml"
HEAD = "name: trial\ntitle: {en: A trial, zh: 试验}\n"
KINDS = "run, targets, compare, attribute, sweep, seek, allocate, worth, measure_next"
COMPARE = f"""\
compare:
  scenarios:
    - {TINY}
    - name: relieved
      file: {TINY}
      set:
        policy.burden.on: true
        policy.burden.community_duties_ratio: {{value: 0.5, range: [0.4, 1], assumed: a trial}}
"""
SEEK = f"""\
seek:
  scenario: {TINY}
  lever: {{key: policy.burden.community_duties_ratio, low: 0.35, high: 1}}
  target: {{metric: load, below: 0.8}}
"""


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str, kind=None) -> Experiment:
        file = tmp_path / "trial.yaml"
        file.write_text(HEAD + text, encoding="utf-8")
        return load_experiment(file, kind)

    return write


@pytest.fixture
def faults(written, tmp_path):
    def found(text: str, kind=None) -> list[str]:
        with pytest.raises(ScenarioError) as error:
            written(text, kind)
        return [str(fault).removeprefix(f"{tmp_path}/") for fault in error.value.faults]

    return found


def test_scenarios_are_loaded_and_values_set(written) -> None:
    experiment = written(COMPARE, "compare")
    plain, relieved = experiment.listed("compare.scenarios")
    assert experiment.kind == "compare"
    assert (plain.name, relieved.name) == ("tiny", "relieved")
    assert relieved.document.policy.burden.community_duties_ratio == 0.5
    (row,) = [r for r in relieved.provenance if r.key == "policy.burden.community_duties_ratio"]
    assert (row.status, row.line, Path(row.file).name) == ("assumed", 10, "trial.yaml")


def test_paths_are_relative_to_the_file(written, tmp_path) -> None:
    (tmp_path / "own.yaml").write_text(f"extends: {TINY}\nname: own\n", encoding="utf-8")
    experiment = written("compare: {scenarios: [own.yaml, {file: own.yaml, name: again}]}\n")
    assert [s.name for s in experiment.listed("compare.scenarios")] == ["own", "again"]


def test_faults_of_the_file_and_of_its_scenarios_come_at_once(faults) -> None:
    *said, last = faults(
        "metrics: [close_p9, load, resolved_at_level_share]\n"
        "precision: {metric: loed, half_width: 1, most_replications: 3}\n"
        "compare:\n"
        "  reference: tinny\n"
        "  scenarios:\n"
        f"    - {TINY.with_name('tinny.yaml')}\n"
        f"    - {TINY}\n"
        f"    - {{file: {TINY}, name: b, set: {{policy.burdn.on: true}}}}\n"
    )
    assert said == [
        "trial.yaml:3  metrics[0]: no metric named 'close_p9'; did you mean 'close_p99'?",
        "trial.yaml:3  metrics[2]: 'resolved_at_level_share' has no value for the whole city, "
        "only one for each level",
        "trial.yaml:4  precision.metric: no metric named 'loed'; did you mean 'load'?",
        "trial.yaml:4  precision.most_replications: found 3; must be at least replications, 20",
        "trial.yaml:6  compare.reference: no scenario named 'tinny' is compared; "
        "allowed: tiny; did you mean 'tiny'?",
        f"trial.yaml:8  compare.scenarios[0].file: cannot read "
        f"{TINY.with_name('tinny.yaml')}: there is no such file; did you mean {TINY}?",
    ]
    assert last.startswith("trial.yaml:10  policy.burdn: unknown key; allowed: burden, sent_down")
    assert last.endswith("did you mean 'burden'?")


def test_unknown_keys_have_a_nearest_one(faults) -> None:
    (said,) = faults("replicatons: 3\n" + COMPARE)
    assert said.startswith("trial.yaml:3  replicatons: unknown key; allowed: name, title, ")
    assert said.endswith("did you mean 'replications'?")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", f"no question is put; exactly one of {KINDS}"),
        (
            COMPARE + SEEK,
            f"found compare, seek; exactly one of {KINDS}",
        ),
    ],
)
def test_one_question_is_put(faults, text, said) -> None:
    assert faults(text)[0] == f"trial.yaml:1  {said}"


def test_another_command_is_named(faults, tmp_path) -> None:
    said, *_ = faults(SEEK, "compare")
    assert said == (
        "trial.yaml:3  seek: this file asks to seek, not to compare; "
        f"run: qipan seek {tmp_path}/trial.yaml"
    )


def test_what_cannot_be_compared(faults) -> None:
    fuding = TINY.with_name("fuding.yaml")
    items = [
        str(TINY),
        str(fuding),
        str(TINY),
        f"{{file: {TINY}, name: c, set: {{horizon.days: 9}}}}",
    ]
    said = faults("compare:\n  scenarios:\n" + "".join(f"    - {item}\n" for item in items))
    assert said == [
        "trial.yaml:6  compare.scenarios[1]: cannot be compared: tiny and fuding are not the same "
        "city",
        "trial.yaml:7  compare.scenarios[2]: 'tiny' is the name of another scenario here; "
        "give one of them a name: of its own",
        "trial.yaml:8  compare.scenarios[3]: cannot be compared: tiny and c are not over the same "
        "days",
    ]
    (said,) = faults(f"compare: {{scenarios: [{TINY}]}}\n")
    assert said.endswith("one scenario alone cannot be compared; two or more")


def test_a_policy_is_transplanted(written, faults) -> None:
    mile, fuding = (TINY.with_name(f"{name}.yaml") for name in ("mile_before", "fuding"))
    text = (
        f"compare:\n  scenarios:\n    - {mile}\n"
        f"    - file: {mile}\n      name: as_fuding\n"
        f"      take: {{file: {fuding}, blocks: [policy, triage.merged_share]}}\n"
        "      set: {policy.patrol.patrollers_per_grid: 0.25}\n"
    )
    own, taken = written(text).listed("compare.scenarios")
    donor = load(fuding).document
    assert taken.document.city == own.document.city
    assert taken.document.triage.merged_share == donor.triage.merged_share
    assert taken.document.triage.look_hours == own.document.triage.look_hours
    patrol = donor.policy.patrol.model_copy(update={"patrollers_per_grid": 0.25})
    assert taken.document.policy == donor.policy.model_copy(update={"patrol": patrol})
    assert {row.source for row in taken.provenance} >= {"fuding-2020"}
    (said,) = faults(text.replace("triage.merged_share", "triage.merged_shar"))
    assert said == "trial.yaml:8  triage.merged_shar: fuding has no such block"
    (said,) = faults(text.replace("fuding.yaml", "fudin.yaml"))
    assert said.endswith(f"did you mean {fuding}?")


def test_cadres_are_placed_by_rules(written, faults) -> None:
    short = "horizon.days: 20, policy.sent_down.on: true"
    text = "compare:\n  scenarios:\n" + "".join(
        f"    - {{file: {TINY}, name: {by}, set: {{{short}}}, place: {{cadres: 3, by: {by}}}}}\n"
        for by in ("equal", "per_head")
    )
    for scenario in written(text).listed("compare.scenarios"):
        assert sum(scenario.document.policy.sent_down.allocation.values()) == 3
        assert scenario.name == scenario.document.title.en
    (said,) = faults(text.replace("cadres: 3, by: equal", "cadres: 3, by: today"))
    assert said.startswith("trial.yaml:5  compare.scenarios[0].place: today places 2 cadres")
    (said,) = faults(text.replace("policy.sent_down.on: true", "policy.burden.on: true", 1))
    assert "compare.scenarios[0].place: equal: policy.sent_down is off" in said


def test_levers_and_targets(faults) -> None:
    lever = "{key: policy.burden.community_duties_ratio, low: 0.35, high: 1}"
    for given, said in {
        "{key: policy.burden.community_duties_ratio, low: 0.35, high: 2}": (
            "trial.yaml:5  seek.lever: policy.burden.community_duties_ratio: found 2; "
            "must be from 0 to 1"
        ),
        "{key: policy.burden.community_duties_ratio, low: 0.2, high: 1}": (
            "trial.yaml:5  seek.lever: policy.burden.community_duties_ratio: found 0.2; "
            "must lie in its range 0.35 to 1; widen it in tiny if more is defensible"
        ),
        "{key: policy.burden.community_duties_ratio, low: 0.35, high: 1, tolerance: 1.0e-9}": (
            "trial.yaml:5  seek.lever.tolerance: from 0.35 to 1 there are more than 100,000 values "
            "in steps of 1e-09; give a wider step or a narrower range"
        ),
        "{key: policy.burden.community_duties_ratio, low: 0.35, high: .inf}": (
            "trial.yaml:5  seek.lever.high: found .inf; must be a finite number"
        ),
        "{key: policy.burden.on, low: 0, high: 2}": (
            "trial.yaml:5  seek.lever: policy.burden.on: found 0; must be true or false"
        ),
        "{key: cadres, low: 0, high: 2.5}": (
            "trial.yaml:5  seek.lever.placed_by: missing; must be the rule or program that places "
            "the cadres"
        ),
        "{key: load, low: 3, high: 2}": "trial.yaml:5  seek.lever.low: low 3 is not below high 2",
    }.items():
        assert said in faults(SEEK.replace(lever, given))
    (said,) = faults(SEEK)
    assert "policy.burden is off in tiny: the lever would move nothing" in said
    (said,) = faults(SEEK.replace("below: 0.8", "bellow: 0.8"))
    assert "target.bellow: unknown key; allowed: metric, below, above; did you mean" in said
    *_, said = faults(SEEK.replace("below: 0.8", "below: 0.8, above: 1"))
    assert said.endswith("seek.target: both are given; exactly one of below and above")


def test_keys_of_a_sweep_are_named_on_their_lines(faults) -> None:
    said = faults(
        f"sweep:\n  scenarios: [{TINY}]\n  keys:\n"
        "    policy.burden.community_duties_ratio: {low: 0.5, high: 2}\n"
        "    policy.burden.on: {levels: [true, 2]}\n"
        "    closure.false_share: {low: 0.1}\n"
    )
    assert said == [
        "trial.yaml:6  sweep.keys.policy.burden.community_duties_ratio: "
        "policy.burden.community_duties_ratio: found 2; must be from 0 to 1",
        "trial.yaml:7  sweep.keys.policy.burden.on: policy.burden.on: found 2; "
        "must be true or false",
        "trial.yaml:8  sweep.keys.closure.false_share: no range; must have low and high, or levels",
    ]
    (said,) = faults(f"sweep: {{scenarios: [{TINY}], keys: asumed}}\n")
    assert "found 'asumed'; must be 'assumed'" in said


def test_a_value_belongs_to_a_key(faults) -> None:
    of_scenario = (
        f"compare: {{scenarios: [{TINY}, {{file: {TINY}, name: b, set: {{value: 3}}}}]}}\n"
    )
    (said,) = faults(of_scenario)
    assert said.startswith("trial.yaml:3  value: unknown key; allowed: name, title")
    (said,) = faults(f"value: 3\nsweep: {{scenarios: [{TINY}]}}\n")
    assert said.startswith("trial.yaml:3  value: unknown key; allowed: name, title")


def test_files_that_cannot_be_read(tmp_path) -> None:
    with pytest.raises(ScenarioError, match=r"nowhere\.yaml: there is no such file"):
        load_experiment(tmp_path / "nowhere.yaml")
    with pytest.raises(ScenarioError, match="not UTF-8"):
        (tmp_path / "x.yaml").write_bytes(b"name: \xff\n")
        load_experiment(tmp_path / "x.yaml")


def test_the_reference_page_is_fresh() -> None:
    page = ROOT / "docs" / "experiment-reference.md"
    assert page.read_text("utf-8") == reference(), (
        "stale: python -m qipan.planning.reference > docs/experiment-reference.md"
    )


@pytest.mark.parametrize(
    "file", sorted((ROOT / "experiments").glob("*.yaml")), ids=lambda f: f.stem
)
def test_every_experiment_of_the_project_is_sound(file) -> None:
    experiment = load_experiment(file)
    assert experiment.scenarios or experiment.kind == "measure_next"
    document = experiment.document
    assert document.question is not None
    if claims_equal_cost(document) and document.compare is not None:
        assert document.compare.equal_cost is not None, "it claims what nobody checks"
    names = [s.name for s in experiment.listed("compare.scenarios")]
    if experiment.name == "staffing_options":
        for scenario in experiment.listed("compare.scenarios"):
            assert sum(scenario.document.policy.sent_down.allocation.values()) == 16
        assert len(names) == 5
