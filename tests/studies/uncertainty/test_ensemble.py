"""Ensembles laid over policies: paired draws, two intervals, and what is refused."""

from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.report.comparison.beyond_chance import beyond_chance_section, sentences
from qipan.scenario import Scenario, ScenarioError
from qipan.studies.comparison.compare import compare_experiment
from qipan.studies.comparison.compared import Compared
from qipan.studies.file.given import Given, comparison_given
from qipan.studies.uncertainty.ensemble import read_draws, spread, try_draws

from ..sweep.games import Game

SCENARIOS = Path(__file__).parents[3] / "scenarios"
TINY = qipan.load(SCENARIOS / "tiny.yaml")
OLD = TINY.revise({"name": "old", "policy.patrol.on": False})
NEW = TINY.revise({"name": "new", "policy.patrol.on": False, "policy.burden.on": True})
METRIC = "close_p50"  # lower is better
SHARE = "closure.false_share"
N = 20


def overlay(value: float, extends: str = str(SCENARIOS / "tiny.yaml")) -> str:
    said = f"{{value: {value:g}, range: [0, 0.9], assumed: a draw}}"
    return f"extends: {extends}\nname: one_draw\nclosure:\n  false_share: {said}\n"


def ensemble(folder: Path, values: list[float], weights: list[float] | None = None) -> Path:
    folder.mkdir()
    shares = weights or [1 / len(values)] * len(values)
    rows = []
    for j, (value, weight) in enumerate(zip(values, shares, strict=True), 1):
        (folder / f"draw_{j}.yaml").write_text(overlay(value), encoding="utf-8")
        rows.append(f"{j},draw_{j}.yaml,{weight!r},{j}")
    index = "\n".join(["draw,file,weight,seed", *rows, ""])
    (folder / "index.csv").write_text(index, encoding="utf-8")
    return folder


VALUES = [round(0.02 + 0.01 * j, 4) for j in range(N)]


@pytest.fixture(scope="module")
def draws(tmp_path_factory):
    return read_draws(ensemble(tmp_path_factory.mktemp("made") / "ensemble", VALUES))


def noisy(scenario: Scenario, draw: float) -> float:
    """Chance of the seed is shared, the policy saves a tenth of what the draw says."""
    share = scenario.document.closure.false_share
    return 100.0 * draw + share * (0.9 if scenario.name == "new" else 1.0)


def test_a_draw_is_laid_over_every_policy_and_keeps_its_name(draws) -> None:
    for policy in (OLD, NEW):
        laid = draws[3].overlay.on(policy)
        assert laid.document.closure.false_share == VALUES[3]
        assert (laid.name, laid.document.policy) == (policy.name, policy.document.policy)


def test_differences_are_paired_by_draw(draws) -> None:
    """Chance is a thousand times what the policy saves: only paired draws show it."""
    found = try_draws(draws, (OLD, NEW), "old", (METRIC,), Game(noisy))
    gains = found.layer.gain("new", METRIC)[:, 0]
    np.testing.assert_allclose(gains, -0.1 * np.array(VALUES), atol=1e-9)
    assert found.gain("new", METRIC).better == pytest.approx(1.0)
    assert found.spread("new", METRIC).high - found.spread("new", METRIC).low > 10.0


def test_each_draw_has_a_seed_of_its_own(draws) -> None:
    found = try_draws(draws, (OLD,), "old", (METRIC,), Game(noisy))
    chance = found.layer.of("old", METRIC)[:, 0] - np.array(VALUES)
    assert len(np.unique(np.round(chance, 6))) == N


def test_ends_hold_nine_in_ten_by_weight() -> None:
    values = np.arange(40.0)
    even = spread(values, np.full(40, 1 / 40), METRIC)
    inside = ((values >= even.low) & (values <= even.high)).mean()
    assert even.draws == 40 and 0.9 <= inside < 1.0
    heavy = np.where(values < 20, 0.05, 0.0)
    assert spread(values, heavy, METRIC).high <= 19.0
    assert np.isnan(spread(values[:19], np.full(19, 1 / 19), METRIC).low)


def refused(draws, *policies: Scenario) -> str:
    with pytest.raises(ScenarioError) as error:
        for policy in policies:
            draws[0].overlay.on(policy)
    return str(error.value)


def test_a_policy_that_says_itself_what_a_draw_says_is_refused(draws) -> None:
    said = refused(draws, NEW.revise({f"{SHARE}.value": 0.2}))
    assert "draw_1.yaml:4" in said and SHARE in said and "undo" in said


def test_an_overlay_of_another_scenario_is_refused(tmp_path: Path) -> None:
    always = next(iter(TINY.document.calendars.values())).model_dump_json()
    night = f"calendars: {{night: {always}}}\n"
    base = tmp_path / "base.yaml"
    base.write_text(f"extends: {SCENARIOS / 'tiny.yaml'}\nname: based\n{night}", encoding="utf-8")
    folder = ensemble(tmp_path / "ensemble", [0.1] * 2)
    (folder / "draw_1.yaml").write_text(overlay(0.1, str(base)) + night, encoding="utf-8")
    assert "another scenario" in refused(read_draws(folder), OLD)


@pytest.mark.parametrize(
    ("index", "said"),
    [
        (None, "index of an ensemble"),
        ("draw,file,seed\n1,draw_1.yaml,1\n", "no column weight"),
        ("draw,file,weight,seed\n", "no row"),
        ("draw,file,weight,seed\n1,draw_1.yaml,0.4,1\n", "sum to 0.4"),
        ("draw,file,weight,seed\n1,draw_1.yaml,much,1\n", "0 or more"),
        ("draw,file,weight,seed\n1,draw_1.yaml,1,1.5\n", "whole number"),
        ("draw,file,weight,seed\n1,nowhere.yaml,1,1\n", "nowhere.yaml"),
    ],
)
def test_bad_folders_are_told(tmp_path: Path, index: str | None, said: str) -> None:
    folder = ensemble(tmp_path / "ensemble", [0.1])
    if index is None:
        (folder / "index.csv").unlink()
    else:
        (folder / "index.csv").write_text(index, encoding="utf-8")
    with pytest.raises(ScenarioError, match=said):
        read_draws(folder)


def test_a_comparison_shows_both_intervals(tmp_path: Path) -> None:
    folder = ensemble(tmp_path / "ensemble", VALUES)
    files = []
    for name, on in (("old", "false"), ("new", "true")):
        path = tmp_path / f"{name}.yaml"
        horizon = "horizon: {days: 20, warm_up_days: 5}"
        said = [f"extends: {SCENARIOS / 'tiny.yaml'}", f"name: {name}", horizon]
        path.write_text("\n".join([*said, f"policy: {{burden: {{on: {on}}}}}"]), encoding="utf-8")
        files.append(str(path))
    given = Given(replications=3, metrics=(METRIC,), ensemble=str(folder))
    experiment = comparison_given(files, given)
    parts = compare_experiment(experiment, Game(noisy))
    result = Compared(parts, experiment)
    assert parts[0].ensemble is not None and len(parts[0].ensemble.layer) == N
    assert any("20 draws of the ensemble" in said for said in sentences(parts[0], "en"))
    section = beyond_chance_section(parts[0], "zh")
    assert "随机与数据，下限" in section.tables[0].frame.columns and section.charts
    frame = result.tables["ensemble"].frame
    assert (frame["data_low"] < frame["data_high"]).all()
    assert str(folder) not in str(result.manifest())


def test_a_scenario_that_failed_its_proof_says_so_with_every_number() -> None:
    marked = TINY.revise({"name": "fitted", "fit": "not_validated", "horizon.days": 20})
    with pytest.warns(match="not validated"):
        runs = qipan.replicate(marked, 1)
    assert any("not validated" in said.lower() for said in runs.cautions())
    assert any("未通过检验" in said for said in runs.cautions("zh"))
    plain = TINY.revise({"name": "fitted"})
    assert "fit" not in plain.document.model_dump()
