"""Questions by file and by options."""

from pathlib import Path

import pytest

from qipan.scenario import ScenarioError
from qipan.studies.sweep.ask import DEFAULT_METRICS, asked
from qipan.studies.sweep.factors import KeyRange, SweepError

SCENARIOS = Path(__file__).parents[3] / "scenarios"
PAIR = [str(SCENARIOS / "mile_before.yaml"), str(SCENARIOS / "mile.yaml")]
FILE = f"""
name: robust
title: {{en: Robust, zh: 稳健}}
seed: 3
replications: 5
metrics: [close_p50]
sweep:
  scenarios: {PAIR}
  design: latin_hypercube
  points: 20
  index_points: 32
  detail: 4
  keys:
    closure.false_share: {{low: 0.05, high: 0.2}}
    policy.patrol.on: {{levels: [true, false]}}
"""


def file(folder: Path, text: str = FILE) -> str:
    path = folder / "robust.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_file_says_it_all(tmp_path: Path) -> None:
    question = asked([file(tmp_path)], {})
    request = question.request
    assert question.name == "robust" and question.heading.title.en == "Robust"
    assert [s.name for s in question.scenarios] == ["mile_before", "mile"]
    assert (request.seed, request.replications, request.metrics) == (3, 5, ("close_p50",))
    assert (request.design, request.points, request.index_points) == ("latin_hypercube", 20, 32)
    assert request.detail == 4
    assert request.keys == {
        "closure.false_share": KeyRange(0.05, 0.2),
        "policy.patrol.on": KeyRange(levels=(True, False)),
    }


def test_all_assumed_ranges_are_the_default(tmp_path: Path) -> None:
    text = FILE[: FILE.index("  keys:")] + "  keys: assumed\n"
    assert asked([file(tmp_path, text)], {}).request.keys is None
    assert asked(PAIR, {}).request.keys is None


def test_options_go_before_the_file(tmp_path: Path) -> None:
    options = {
        "metrics": ("backlog_mean",),
        "design": "morris",
        "points": 7,
        "index_points": 16,
        "detail": 0,
        "replications": 2,
        "seed": 9,
    }
    request = asked([file(tmp_path)], options, ["triage.look_hours"]).request
    assert {name: getattr(request, name) for name in options} == options
    assert request.keys == {"triage.look_hours": None}


def test_what_a_file_says_for_its_own_design_is_not_asked_of_another(tmp_path: Path) -> None:
    for design, points in (("factorial", None), ("morris", 20), ("one_at_a_time", None)):
        request = asked([file(tmp_path)], {"design": design}).request
        assert (request.points, request.index_points) == (points, None)
    assert asked([file(tmp_path)], {"design": "sobol"}).request.index_points == 32


def test_scenarios_will_do() -> None:
    question = asked(PAIR, {"points": None})
    assert question.name == "mile_sweep" and question.request.metrics == DEFAULT_METRICS


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a.b", None),
        ("a.b=0.1:2", KeyRange(0.1, 2.0)),
        ("a.b=1,2,3", KeyRange(levels=(1, 2, 3))),
        ("a.b=true, false", KeyRange(levels=(True, False))),
        ("a.b=office,patrol", KeyRange(levels=("office", "patrol"))),
        ("a.b=0.5", KeyRange(levels=(0.5,))),
    ],
)
def test_keys_on_the_command_line(text: str, value: KeyRange | None) -> None:
    assert asked(PAIR, {}, [text]).request.keys == {"a.b": value}


@pytest.mark.parametrize("text", ["a.b=", "a.b=1:2:3", "a.b=low:high"])
def test_keys_that_cannot_be_read(text: str) -> None:
    with pytest.raises(SweepError, match="must be KEY, KEY=LOW:HIGH or KEY=A,B,C"):
        asked(PAIR, {}, [text])


def test_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"--design .*did you mean 'sobol'"):
        asked(PAIR, {"design": "sobool"})
    with pytest.raises(ScenarioError, match=r"--metric .*did you mean 'close_p50'"):
        asked(PAIR, {"metrics": ("clos_p50",)})
    with pytest.raises(ScenarioError, match=r"sweep.design"):
        asked([file(tmp_path, FILE.replace("latin_hypercube", "latin"))], {})
    with pytest.raises(ScenarioError, match="cannot read"):
        asked(["nowhere.yaml"], {})
