"""Attribution over an ensemble: in each draw it is that of the two scenarios under this draw."""

from dataclasses import replace

import numpy as np
import pytest

from qipan.report.parts.proof import with_proof
from qipan.scenario import ScenarioError
from qipan.studies.attribution.attribute import Request, attribute, carry_out, plan
from qipan.studies.attribution.in_draws import contributions_in_draws, plans_in_draws
from qipan.studies.uncertainty.ensemble import read_draws
from qipan.words import LANGUAGES

from ..uncertainty.test_ensemble import ensemble
from .test_attribute import AFTER, BEFORE, METRICS, TINY, Game

WORTH = {"burden": 3.0, "shifts": -1.0}
REQUEST = Request(METRICS, replications=3, interactions=False)
SAME_CLOSURE = AFTER.revise({"closure.false_share": BEFORE.document.closure.false_share})


@pytest.fixture(scope="module")
def draws(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attributed") / "ensemble"
    return read_draws(ensemble(folder, [0.05, 0.3, 0.6], [0.5, 0.3, 0.2]))


@pytest.fixture(scope="module")
def found(draws):
    made, runner = plan(BEFORE, SAME_CLOSURE, REQUEST), Game(WORTH)
    plans = plans_in_draws(made, REQUEST, draws)
    drawn = contributions_in_draws(plans, draws, runner)
    return replace(carry_out(made, REQUEST, runner), ensemble=drawn)


def test_in_a_draw_it_is_the_attribution_of_the_scenarios_under_it(found, draws) -> None:
    drawn = found.ensemble
    for place, draw in enumerate(draws):
        one, other = (draw.overlay.on(each) for each in (BEFORE, SAME_CLOSURE))
        alone = replace(REQUEST, replications=1, seed=draw.seed)
        own = attribute(one, other, alone, Game(WORTH))
        for m, each in enumerate(own.metrics):
            np.testing.assert_allclose(drawn.values[place, :, m], each.by_replication[0])
    assert drawn.players == found.players and len(drawn) == 3
    np.testing.assert_allclose(drawn.weights, [0.5, 0.3, 0.2])
    parts = [drawn.spread(player, METRICS[0]).mean for player in drawn.players]
    assert sum(parts) == pytest.approx(drawn.whole(METRICS[0]).mean)


def test_a_draw_in_which_something_failed_is_left_out(draws) -> None:
    made = plan(BEFORE, SAME_CLOSURE, REQUEST)
    plans = plans_in_draws(made, REQUEST, draws)

    class Breaks(Game):
        def values(self, scenarios, numbers, seed, metrics):
            self._fails = 0 if seed == draws[1].seed else None
            return super().values(scenarios, numbers, seed, metrics)

    drawn = contributions_in_draws(plans, draws, Breaks(WORTH))
    assert drawn.drawn == (0, 2) and drawn.wanted == 3
    np.testing.assert_allclose(drawn.weights, [5 / 7, 2 / 7])


def test_draws_that_set_what_lies_between_the_scenarios_are_refused(draws) -> None:
    lighter = BEFORE.revise({"closure.false_share": 0, "policy.burden.on": True})
    with pytest.raises(ScenarioError, match="one would undo the other"):
        plans_in_draws(plan(BEFORE, lighter, REQUEST), REQUEST, draws)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_has_both_intervals(found, language) -> None:
    report = found.report(language)
    (section,) = [s for s in report.sections if s.charts and s.charts[0].name == "chance_and_data"]
    said = " ".join([section.heading, *section.paragraphs, *section.items])
    assert "3" in said and "{" not in said and section.brief is not None
    assert {"ensemble", "draws"} <= set(found.tables)
    table = found.tables["ensemble"].frame
    assert len(table) == len(METRICS) * (1 + len(found.players))
    assert list(found.manifest()["draw_seeds"]) == list(found.ensemble.seeds)
    assert len(found.tables["draws"].frame) == 3 * len(METRICS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failed_proof_stands_beside_the_answer(found, language) -> None:
    word = {"en": "not validated", "zh": "未通过检验"}[language]
    assert word not in found.told(language).answer
    fitted = TINY.revise({"fit": "not_validated"})
    report = with_proof(found.report(language), [fitted])
    assert word in report.answer.lower() and found.report(language).answer in report.answer
