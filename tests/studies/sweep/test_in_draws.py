"""A sweep over an ensemble: draws laid over every point, on their seeds; what they set is held."""

from dataclasses import replace

import numpy as np
import pytest

from qipan.runs.runs import replication_seed
from qipan.scenario import ScenarioError
from qipan.studies.sweep.ask import asked
from qipan.studies.sweep.factors import KeyRange, SweepError
from qipan.studies.sweep.in_draws import points_in_draws
from qipan.studies.sweep.request import Request, factors_of
from qipan.studies.sweep.sweep import sweep
from qipan.studies.uncertainty.ensemble import read_draws

from ..uncertainty.test_ensemble import NEW, OLD, SCENARIOS, SHARE, TINY, ensemble
from .games import Game

METRIC = "close_p50"
KEY = "triage.error_with_sorting"
VALUES = [round(0.02 + 0.01 * j, 4) for j in range(20)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return ensemble(tmp_path_factory.mktemp("swept") / "ensemble", VALUES)


@pytest.fixture(scope="module")
def draws(folder):
    return read_draws(folder)


def request_of(draws, *keys, **more):
    given = {"design": "factorial", "replications": 4, "detail": 0, **more}
    ranged = {key: KeyRange(levels=(0.0, 0.1)) for key in keys}
    return Request((METRIC,), keys=ranged or None, draws=draws, **given)


def formula(scenario, draw):
    share = scenario.document.closure.false_share
    return 100.0 * draw + share * (0.9 if scenario.name == "new" else 1.0)


def test_each_replication_of_a_point_is_a_draw_on_its_own_seed(draws) -> None:
    asks = points_in_draws([OLD, NEW], range(3), draws)
    assert [seeds for _, seeds in asks] == [[replication_seed(d.seed, 0)] for d in draws[:3]]
    for (member, _), value in zip(asks, VALUES, strict=False):
        assert [one.document.closure.false_share for one in member] == [value, value]
        assert [one.name for one in member] == ["old", "new"]


def test_draws_come_again_on_other_seeds(draws) -> None:
    ((again, seeds),) = points_in_draws([OLD], [len(draws) + 1], draws)
    assert again[0].document.closure.false_share == VALUES[1]
    assert seeds == [replication_seed(draws[1].seed, 1)]


def test_a_point_is_told_over_draws(draws) -> None:
    found = sweep([OLD, NEW], request_of(draws, KEY), Game(formula))
    difference = found.trial.values[:, 1, :, 0] - found.trial.values[:, 0, :, 0]
    np.testing.assert_allclose(difference, [-0.1 * np.array(VALUES[:4])] * 2, atol=1e-9)


def test_both_intervals_stand_beside_each_other(draws) -> None:
    found = sweep([OLD, NEW], request_of(draws, KEY), Game(formula))
    both = found.response(METRIC).both
    given = 0.1 * TINY.document.closure.false_share
    assert both.chance.mean == pytest.approx(-given)  # chance is shared, nothing else differs
    assert both.chance.low == pytest.approx(both.chance.high)
    assert (both.data.draws, both.data.better) == (len(draws), pytest.approx(1.0))
    assert both.data.low < both.data.median < both.data.high < 0.0
    row = found.tables["ensemble"].frame.iloc[0]
    assert (row["data_low"], row["better_in"]) == (both.data.low, pytest.approx(1.0))
    for language, words in (("en", "20 draws of the ensemble"), ("zh", "20")):
        report = found.report(language)
        assert words in str(report.sections)
        assert "chance_and_data" in {chart.name for chart in report.charts}


def test_one_scenario_alone_has_both_too(draws) -> None:
    found = sweep([OLD], request_of(draws, KEY), Game(formula))
    assert found.response(METRIC).both.data.draws == len(draws)
    assert found.report("zh").sections


def test_without_an_ensemble_there_is_nothing_of_it() -> None:
    found = sweep([OLD, NEW], request_of((), KEY), Game(formula))
    assert found.response(METRIC).both is None
    assert "ensemble" not in found.tables
    assert found.trial.values.shape == (2, 2, 4, 1)


def test_what_the_draws_set_does_not_move(draws) -> None:
    families = factors_of([TINY], Request((METRIC,), draws=draws))
    moving = {member.key for family in families for member in family.members}
    every = factors_of([TINY], Request((METRIC,)))
    assert {member.key for family in every for member in family.members} - moving == {SHARE}


def test_a_named_key_that_the_draws_set_is_refused(draws) -> None:
    with pytest.raises(SweepError, match=f"{SHARE}: the draws of the ensemble set it"):
        factors_of([TINY], request_of(draws, SHARE))


def test_a_policy_that_says_it_otherwise_is_refused_before_anything_is_run(draws) -> None:
    own = TINY.revise({"name": "own", SHARE: 0.3})
    with pytest.raises(ScenarioError, match=SHARE):
        factors_of([TINY, own], request_of(draws, KEY))


def test_a_point_that_is_not_sound_with_a_draw_counts_for_nothing(draws) -> None:
    refused = replace(request_of(draws, KEY), keys={KEY: KeyRange(levels=(0.0, 0.05, 0.1))})
    bad = [replace(draw) for draw in draws]

    class Unfit:
        """An overlay that does not fit one world."""

        file = "made up"

        def keys(self):
            return iter(())

        def on(self, scenario):
            if scenario.document.triage.error_with_sorting == 0.05:
                return scenario.revise({SHARE: 5.0})
            return scenario

    bad[0] = replace(draws[0], overlay=Unfit())
    found = sweep([OLD, NEW], replace(refused, draws=tuple(bad)), Game(formula))
    assert list(found.trial.sound) == [True, False, True]
    assert np.isnan(found.trial.values[1]).all() and not np.isnan(found.trial.values[2]).any()
    assert [each.key for each in found.unsound] == [SHARE]


def test_the_option_and_the_file_say_the_same(folder, tmp_path) -> None:
    said = asked([str(SCENARIOS / "tiny.yaml")], {"ensemble": str(folder)}, [KEY])
    file = tmp_path / "question.yaml"
    file.write_text(
        "name: trial\ntitle: {en: Trial, zh: 试验}\nsweep:\n"
        f"  scenarios: [{SCENARIOS / 'tiny.yaml'}]\n  ensemble: {folder}\n",
        encoding="utf-8",
    )
    of_file = asked([str(file)], {})
    for question in (said, of_file):
        assert [draw.seed for draw in question.request.draws] == list(range(1, 21))


def test_an_ensemble_that_is_not_there_is_refused(tmp_path) -> None:
    with pytest.raises(ScenarioError, match="the index of an ensemble cannot be read"):
        asked([str(SCENARIOS / "tiny.yaml")], {"ensemble": str(tmp_path / "none")})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_sweep_of_what_failed_its_proof_says_so(language, draws) -> None:
    marked = [one.revise({"fit": "not_validated"}) for one in (OLD, NEW)]
    found = sweep(marked, request_of(draws, KEY), Game(formula))
    said = " ".join(item for section in found.report(language).sections for item in section.items)
    assert ("not validated" if language == "en" else "未通过检验") in said.lower()
