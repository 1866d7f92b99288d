"""Replications over draws: draw r for replication r, in a run and in a search."""

from dataclasses import replace

import numpy as np
import pytest

from qipan.runs.runs import Runs, replication_seed
from qipan.scenario import ScenarioError
from qipan.studies.file import parse_experiment
from qipan.studies.file.seek_given import SeekGiven, search_given
from qipan.studies.seek.seek import seek
from qipan.studies.uncertainty.asked import draws_asked
from qipan.studies.uncertainty.draw_values import check_alike, values_in_draws
from qipan.studies.uncertainty.ensemble import read_draws
from qipan.studies.uncertainty.runs_in_draws import in_draws

from ..sweep.games import Game
from .test_ensemble import SCENARIOS, SHARE, TINY, ensemble

VALUES = [0.05, 0.1, 0.2, 0.15]
LEVER = "policy.burden.community_duties_ratio"


@pytest.fixture(scope="module")
def draws(tmp_path_factory):
    return read_draws(ensemble(tmp_path_factory.mktemp("few") / "ensemble", VALUES))


def share(scenario, draw):
    return scenario.document.closure.false_share


def test_each_number_is_a_draw_of_its_own(draws):
    found = values_in_draws(TINY, [2, 0, 3], ["load", "close_p50"], draws, Game(share))
    assert found == pytest.approx(np.array([[0.2] * 2, [0.05] * 2, [0.15] * 2]))


def test_each_draw_is_run_on_its_own_seed(draws):
    both = [Game(lambda _, draw: draw) for _ in range(2)]
    values = values_in_draws(TINY, range(4), ["load"], draws, both[0])[:, 0]
    assert len(set(values)) == len(draws)
    seeds = [replication_seed(draw.seed, 0) for draw in draws]
    alone = both[1].values([TINY], seeds, 0, ["load"])[0, :, 0]
    assert values == pytest.approx(alone)


def test_means_need_several_draws_that_weigh_alike(draws, tmp_path):
    check_alike(draws, "here")
    with pytest.raises(ScenarioError, match="a draw alone"):
        check_alike(draws[:1], "here")
    uneven = read_draws(ensemble(tmp_path / "uneven", VALUES, [0.4, 0.2, 0.2, 0.2]))
    with pytest.raises(ScenarioError, match=r"weights from 0\.2 to 0\.4"):
        check_alike(uneven, "here")


def search(key, low, high):
    on = {"policy.burden.on": True}
    return parse_experiment(
        {
            "name": "trial",
            "title": {"en": "Trial", "zh": "试验"},
            "replications": 20,
            "seek": {
                "scenario": {"file": str(SCENARIOS / "tiny.yaml"), "set": on},
                "lever": {"key": key, "low": low, "high": high, "tolerance": 0.25},
                "target": {"metric": "load", "below": 0.62},
            },
        },
        "trial",
    )


def test_a_search_decides_over_draws_and_takes_each_once(draws):
    def formula(scenario, draw):
        ratio = scenario.document.policy.burden.community_duties_ratio
        return ratio + 0.01 * scenario.document.closure.false_share

    found = seek(search(LEVER, 0.5, 1.0), Game(formula), draws=draws)
    assert found.draw_seeds == tuple(replication_seed(draw.seed, 0) for draw in draws)
    assert max(one.interval.n for one in found.found.decisions) == len(draws)
    assert found.bracket == (0.75, 0.5)
    assert "4 draws of the ensemble" in str(found.report("en").sections)


def test_a_lever_that_the_draws_set_is_refused(draws):
    with pytest.raises(ScenarioError, match=SHARE):
        seek(search(SHARE, 0.0, 0.25), Game(share), draws=draws)


def test_a_run_has_both_intervals_and_its_caution(draws):
    found = in_draws(Runs(TINY, 1, 0, ()), draws, Game(share))
    assert found.complete
    told = found.spread("load")
    assert (told.draws, told.missing) == (4, 0)
    assert told.mean == pytest.approx(np.mean(VALUES))
    assert np.isnan(told.low)  # of four draws no range of nine in ten can be told
    assert list(found.values()["load"]) == pytest.approx(VALUES)


def test_a_search_tells_both_intervals_next_to_the_place(tmp_path):
    """Of 20 draws: the range is that of the draws, the interval of the scenario alone."""
    values = [round(0.02 * j, 4) for j in range(20)]
    made = read_draws(ensemble(tmp_path / "twenty", values))

    def formula(scenario, draw):
        ratio = scenario.document.policy.burden.community_duties_ratio
        return ratio + 0.01 * scenario.document.closure.false_share + 1e-4 * draw

    found = seek(search(LEVER, 0.5, 1.0), Game(formula), draws=made)
    assert [found.levels[level] for level in found.told_levels] == [0.5, 0.75]
    for level in found.told_levels:
        both, at = found.both[level], found.levels[level]
        assert both.data.draws == 20
        assert both.data.high - both.data.low > 0.01 * 0.85 * (values[-1] - values[0])
        given = at + 0.01 * TINY.document.closure.false_share
        assert both.chance.low < given < both.chance.high
        assert both.chance.high - both.chance.low < 0.001  # a mean, and no draw moves it
    row = found.frame().set_index("value").loc[0.5]
    data = found.both[found.told_levels[0]].data
    assert (row["data_low"], row["data_high"]) == (data.low, data.high)
    for language, words in (("en", "over chance alone"), ("zh", "仅随机性")):
        report = found.report(language)
        assert words in report.answer
        assert "chance_and_data" in {chart.name for chart in report.charts}


def test_without_an_ensemble_a_search_has_one_interval():
    def formula(scenario, draw):
        return scenario.document.policy.burden.community_duties_ratio

    found = seek(search(LEVER, 0.5, 1.0), Game(formula))
    assert not found.both
    assert "data_low" not in found.frame()


def test_the_option_and_the_file_name_the_same_ensemble(tmp_path):
    folder = ensemble(tmp_path / "ensemble", VALUES)
    tiny = str(SCENARIOS / "tiny.yaml")
    aim = {"lever": {"key": "triage.error_with_sorting", "low": 0.0, "high": 0.2}}
    aim["target"] = {"metric": "load"}
    aim["target"]["below"] = 0.6
    said = search_given(tiny, SeekGiven(**aim, ensemble=str(folder)))
    of_file = parse_experiment(
        {
            "name": "trial",
            "title": {"en": "Trial", "zh": "试验"},
            "seek": {"scenario": tiny, "ensemble": str(folder), **aim},
        },
        "trial",
    )
    for experiment in (said, of_file):
        seeds = [draw.seed for draw in draws_asked(experiment, alike=True)]
        assert seeds == [1, 2, 3, 4]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_search_in_what_failed_its_proof_says_so(language, draws):
    asked = search(LEVER, 0.5, 1.0)
    marked = {key: one.revise({"fit": "not_validated"}) for key, one in asked.scenarios.items()}
    found = seek(replace(asked, scenarios=marked), Game(share_of_duties), draws=draws)
    said = " ".join(item for section in found.report(language).sections for item in section.items)
    assert ("not validated" if language == "en" else "未通过检验") in said.lower()
    assert not any("/" in str(value) for value in _ensembles(found.manifest()))


def share_of_duties(scenario, draw):
    return scenario.document.policy.burden.community_duties_ratio


def _ensembles(said):
    if isinstance(said, dict):
        for key, below in said.items():
            yield from [below] if key == "ensemble" else _ensembles(below)
