"""Worlds and cities of a game with known answers, their tables, and their way to disk and back."""

from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.runs.result_folder import ResultFolderError
from qipan.runs.runner import Runner
from qipan.scenario import Scenario, ScenarioError
from qipan.studies.comparison.compare import compare_experiment
from qipan.studies.comparison.compared import Compared
from qipan.studies.file.given import Given, comparison_given
from qipan.studies.uncertainty.cities import city_interval, try_cities
from qipan.studies.uncertainty.layer import LOAD, LayerError
from qipan.studies.uncertainty.tables import read_worlds, tables_of
from qipan.studies.uncertainty.verdict import verdict
from qipan.studies.uncertainty.worlds import over_worlds, try_worlds

from ..sweep.games import Game

SCENARIOS = Path(__file__).parents[3] / "scenarios"
TINY = qipan.load(SCENARIOS / "tiny.yaml")
OLD = TINY.revise({"name": "old", "policy.patrol.on": False})
NEW = TINY.revise({"name": "new", "policy.patrol.on": False})
PAIR = (OLD, NEW)
METRIC = "close_p50"  # lower is better


def crossing(scenario: Scenario, draw: float) -> float:
    """Old: hours of work for parking; new: what these are as given, so that it helps above it.

    The load has the same value, so that the verdict turns at what is given.
    """
    mean = scenario.document.issues.kinds["parking"].work_hours.mean
    given = TINY.document.issues.kinds["parking"].work_hours.mean
    return given + 0.0101 * draw if scenario.name == "new" else mean + 0.01 * draw


def by_city(scenario: Scenario, draw: float) -> float:
    """What the new policy gains differs from city to city."""
    city = float(np.random.default_rng(scenario.document.city.seed).normal())
    return 0.1 * draw + (3.0 + 2.0 * city if scenario.name == "new" else 0.0)


@pytest.fixture(scope="module")
def worlds():
    return try_worlds(PAIR, "old", (METRIC,), 40, 3, 0.8, 1, Game(crossing))


def test_the_range_is_that_of_the_assumed_hours(worlds) -> None:
    found = over_worlds(worlds.layer, "new", METRIC)
    row = next(r for r in TINY.provenance if r.key == "issues.kinds.parking.work_hours.mean")
    given = TINY.document.issues.kinds["parking"].work_hours.mean
    assert found.worlds == 40 and found.missing == 0
    assert given - row.range[1] < found.low < found.high < given - row.range[0]
    assert found.high - found.low > 0.5 * (row.range[1] - row.range[0])
    assert found.chance_share < 0.01


def test_the_verdict_turns_at_the_load_at_which_it_does(worlds) -> None:
    found = verdict(worlds.layer, "new", METRIC)
    given = TINY.document.issues.kinds["parking"].work_hours.mean
    assert found.kind == "better_above" and found.low <= given <= found.high
    assert found.above.value == 1.0 and found.below.count == 0


def test_more_worlds_are_added_to_those_there_are(worlds) -> None:
    more = try_worlds(PAIR, "old", (METRIC,), 45, 3, 0.8, 1, Game(crossing))
    assert (more.places[:40] == worlds.places).all()
    assert (more.layer.values[:40] == worlds.layer.values).all()


def test_every_world_has_seeds_of_its_own_and_policies_share_them() -> None:
    game = Game(crossing)
    found = try_worlds(PAIR, "old", (METRIC,), 20, 2, 0.8, 1, game)
    asked = {name: [number for who, number in game.asked if who == name] for name in ("old", "new")}
    assert asked["old"] == asked["new"] and len(set(asked["old"])) == 40
    assert found.layer.metrics == (METRIC, LOAD)


def test_a_stopped_runner_leaves_what_is_finished() -> None:
    class Stopping(Game):
        def values(self, *given: object) -> np.ndarray:
            if len(self.asked) > 50:
                self.stop.set()
            return super().values(*given)

    found = try_worlds(PAIR, "old", (METRIC,), 40, 2, 0.8, 1, Stopping(crossing))
    assert 0 < len(found.layer) < 40 and found.layer.values.shape[0] == len(found.layer)
    assert len(found.places) == len(found.layer)
    assert np.isnan(over_worlds(found.layer, "new", METRIC).low)  # too few to tell a range
    assert tables_of((METRIC,), 0.95, found, None)


def test_worlds_in_which_a_replication_fails_are_left_out() -> None:
    game = Game(crossing, fails=lambda s: s.document.issues.kinds["parking"].work_hours.mean > 8)
    found = try_worlds(PAIR, "old", (METRIC,), 20, 2, 0.8, 1, game)
    assert len(found.layer) == 20 and not np.isnan(found.layer.values).any()
    assert found.layer.unsound["a replication has failed"] > 0


def test_without_ranges_there_are_no_worlds() -> None:
    bare = TINY.revise({"name": "bare"})
    object.__setattr__(bare, "provenance", ())
    with pytest.raises(LayerError, match="there are no worlds to draw: no number of bare"):
        try_worlds((bare, bare), "bare", (METRIC,), 20, 2, 0.8, 1, Game(crossing))


def test_cities_are_a_level_of_their_own() -> None:
    layer = try_cities(PAIR, "old", (METRIC,), 8, 4, 1, Game(by_city))
    found = city_interval(layer, "new", METRIC)
    assert found.n == 8 and found.high - found.low > 1.0
    within = layer.gain("new", METRIC)
    assert within.std(axis=1).max() < 1e-9  # common random numbers hold within a city
    split = tables_of((METRIC,), 0.95, None, layer)["variance.csv"].iloc[0]
    assert split["city_share"] > 0.99 and np.isnan(split["assumed_share"])


def experiment(tmp_path: Path, given: Given):
    files = [str(SCENARIOS / "tiny.yaml"), str(tmp_path / "relief.yaml")]
    (tmp_path / "relief.yaml").write_text(
        f"extends: {files[0]}\nname: relief\ntitle: {{en: Relief, zh: 减负}}\n"
        "policy: {burden: {on: true}}\n",
        encoding="utf-8",
    )
    return comparison_given(files, given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Given(worlds=5), "--worlds  found 5; must be"),
        (Given(worlds=10**9), "--worlds  found 1000000000; must be"),
        (Given(cities=2), "--cities  found 2; must be"),
        (Given(cities=-1), "--cities  found -1; must be"),
    ],
)
def test_numbers_that_tell_nothing_are_refused(tmp_path: Path, given: Given, said: str) -> None:
    with pytest.raises(ScenarioError) as error:
        experiment(tmp_path, given)
    assert said in str(error.value)


def test_a_small_comparison_with_both_is_written_and_read_again(tmp_path: Path) -> None:
    given = Given(replications=3, metrics=("satisfied_share", METRIC), worlds=20, cities=3)
    asked = experiment(tmp_path, given)
    (found,) = compare_experiment(asked, Runner())
    assert len(found.worlds.layer) == 20 and len(found.cities) == 3
    Compared((found,), asked).write(tmp_path / "out", more={}, seconds=1.0, jobs=1)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"assumptions.csv", "verdicts.csv", "cities.csv", "variance.csv"} <= names
    again = read_worlds(tmp_path / "out")
    assert again.families == found.worlds.families
    assert (again.places == found.worlds.places).all()
    assert np.array_equal(again.layer.values, found.worlds.layer.values, equal_nan=True)
    for name, table in tables_of(given.metrics, 0.95, found.worlds, None).items():
        assert table.equals(tables_of(given.metrics, 0.95, again, None)[name]), name
    # the first city is that of the scenarios, on the seeds of the first replications
    asked_of_one = found.difference("relief", "satisfied_share").interval.mean
    first = found.cities.gain("relief", "satisfied_share")[0, :3]
    assert first.mean() == pytest.approx(asked_of_one)


def test_a_folder_without_worlds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultFolderError, match=r"worlds\.parquet: it is not there: make it with"):
        read_worlds(tmp_path)
