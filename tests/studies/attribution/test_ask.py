"""Questions by file and by options."""

from pathlib import Path

import pytest

from qipan.scenario import ScenarioError
from qipan.studies.attribution.ask import asked
from qipan.studies.attribution.attribute import DEFAULT_METRICS
from qipan.studies.attribution.players import AttributionError

SCENARIOS = Path(__file__).parents[3] / "scenarios"
PAIR = (str(SCENARIOS / "mile_before.yaml"), str(SCENARIOS / "mile.yaml"))
FILE = """
name: what
title: {{en: What, zh: 什么}}
seed: 3
replications: 5
metrics: [close_p50]
attribute:
  before: {}
  after: {}
  mechanisms: [burden]
  permutations: 4
  interactions: false
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "what.yaml"
    path.write_text(FILE.format(*PAIR), encoding="utf-8")
    return str(path)


def test_a_file_says_it_all(file: str) -> None:
    question = asked(file, None)
    assert (question.name, question.before.name, question.after.name) == (
        "what",
        "mile_before",
        "mile",
    )
    request = question.request
    assert (request.seed, request.replications, request.metrics) == (3, 5, ("close_p50",))
    assert (request.mechanisms, request.permutations) == (("burden",), 4)
    assert not request.interactions


def test_options_go_before_the_file(file: str) -> None:
    request = asked(
        file,
        None,
        metrics=["backlog_mean"],
        mechanisms=["orders"],
        permutations=0,
        interactions=True,
        replications=2,
        seed=7,
    ).request
    assert (request.seed, request.replications, request.metrics) == (7, 2, ("backlog_mean",))
    assert (request.mechanisms, request.permutations) == (("orders",), 0)
    assert request.interactions


def test_two_scenarios_will_do() -> None:
    question = asked(*PAIR)
    assert question.name == "mile_attribution" and question.request.metrics == DEFAULT_METRICS


def test_one_scenario_will_not() -> None:
    with pytest.raises(AttributionError, match="give a second scenario"):
        asked(PAIR[0], None)


def test_metrics_are_checked_all_at_once() -> None:
    with pytest.raises(ScenarioError, match=r"did you mean 'close_p50'\?") as refused:
        asked(*PAIR, metrics=["clos_p50", "resolved_at_level_share"])
    assert "'resolved_at_level_share' has no value for the whole city" in str(refused.value)
