"""Sweeps of a game with known answers, and one of a small city."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.runs.execution.crew import Crew
from qipan.runs.execution.task import Made, Task
from qipan.runs.outcome import Outcome
from qipan.runs.replication import Stopped
from qipan.runs.runner import Runner
from qipan.runs.trouble import RunnerError
from qipan.scenario import Scenario
from qipan.studies.sweep.designs import CHANCE
from qipan.studies.sweep.factors import KeyRange, SweepError
from qipan.studies.sweep.sweep import Request, sweep

from .games import Game

SCENARIOS = Path(__file__).parents[3] / "scenarios"
TINY = qipan.load(SCENARIOS / "tiny.yaml")
OLD = TINY.revise({"name": "old", "policy.patrol.on": False})
NEW = TINY.revise({"name": "new", "policy.patrol.on": False})
PAIR = (OLD, NEW)
KEYS: dict[str, KeyRange | None] = {
    "closure.false_share": None,  # 0 to 0.25, given 0.1
    "triage.look_hours": None,  # 0.1 to 2, given 0.5
    "closure.recheck_mean_days": None,
    "issues.kinds.parking.circle": None,
}
REQUEST = Request(("close_p50",), "latin_hypercube", 40, keys=KEYS, detail=10, replications=4)


def crossing(scenario: Scenario, draw: float) -> float:
    """Close in as many days as false closures per cent; the new policy 15 days whatever they are.

    The new policy is better where the share is above 0.15: not as given. Looking takes 0 to 1 day.
    """
    share = 100.0 * scenario.document.closure.false_share
    looking = 0.5 * scenario.document.triage.look_hours
    chance = (0.0501 if scenario.name == "new" else 0.05) * draw
    return (15.0 if scenario.name == "new" else share) + looking + chance


def nearly(scenario: Scenario, draw: float) -> float:
    """Chance differs between the policies, and moves more than anything else."""
    return crossing(scenario, draw) + (5.0 * draw if scenario.name == "new" else 0.0)


@pytest.fixture(scope="module")
def found():
    return sweep(PAIR, REQUEST, Game(crossing))


def test_the_share_of_worlds_is_that_above_the_crossing(found) -> None:
    said = found.response("close_p50").conclusion
    assert said is not None and said.better.of == 40 and said.undecided.count == 0
    assert said.better.value == pytest.approx(0.4, abs=0.02)  # stratified: 0.1 of 0.25
    low, high = said.better.interval[1:3]
    assert low < 0.4 < high


def test_the_flip_is_found_at_its_value(found) -> None:
    (flip,) = found.response("close_p50").flips
    assert flip.factor == "closure.false_share" and flip.clear
    assert flip.given == 0.1 and flip.holds_until <= 0.15 <= flip.turned_from
    assert flip.turned_from - flip.holds_until == pytest.approx(0.15 / 32)


def test_the_split_is_found_at_its_value(found) -> None:
    (split,) = found.response("close_p50").splits
    assert split.factor == "closure.false_share" and split.value == pytest.approx(0.15, abs=0.01)
    assert split.below.count == 0 and split.above.value == 1.0


def test_what_both_share_does_not_move_the_difference(found) -> None:
    response = found.response("close_p50")
    swings = {swing.factor: swing for swing in response.swings}
    assert swings["closure.false_share"].change.mean == pytest.approx(-25.0)
    assert swings["triage.look_hours"].change.mean == pytest.approx(0.0, abs=1e-9)
    assert not swings["triage.look_hours"].distinguishable
    clear = [each.factor for each in response.correlations if each.distinguishable]
    assert clear == ["closure.false_share"]
    assert CHANCE in {each.factor for each in response.correlations}


def test_one_scenario_is_looked_at_by_itself() -> None:
    found = sweep([OLD], REQUEST, Game(crossing))
    response = found.response("close_p50")
    assert response.first is None and response.conclusion is None and not response.flips
    clear = {each.factor for each in response.correlations if each.distinguishable}
    assert "closure.false_share" in clear
    (spread,) = found.spreads
    assert spread.as_given.mean == pytest.approx(10.25, abs=0.1)
    assert 0.0 < spread.quantiles[0] < spread.quantiles[4] < 26.1


def test_three_scenarios_are_held_against_the_first() -> None:
    third = NEW.revise({"name": "third"})
    found = sweep([OLD, NEW, third], replace(REQUEST, points=20), Game(crossing))
    assert [(r.first, r.second) for r in found.responses] == [("old", "new"), ("old", "third")]
    assert found.response("close_p50", "third").conclusion.better.count == 0


def test_noise_leaves_worlds_open() -> None:
    found = sweep(PAIR, replace(REQUEST, replications=2), Game(nearly))
    said = found.response("close_p50").conclusion
    assert said is not None and said.undecided.value > 0.5
    assert said.better.count + said.worse.count + said.undecided.count == said.better.of


def test_every_point_has_seeds_of_its_own_and_ends_share_theirs() -> None:
    game = Game(crossing)
    sweep(PAIR, replace(REQUEST, points=10, detail=2), game)
    assert {number for _, number in game.asked} == set(range(40))
    ends = game.asked[80:]
    assert {number for _, number in ends} == set(range(4))


def test_sobol_with_few_factors_gives_indices_and_worlds() -> None:
    found = sweep(PAIR, replace(REQUEST, design="sobol", points=16), Game(crossing))
    response = found.response("close_p50")
    indices = {index.factor: index for index in response.indices}
    assert set(indices) == {
        "closure.false_share",
        "triage.look_hours",
        "closure.recheck_mean_days",
        "issues.kinds.parking.circle",
        CHANCE,
    }
    assert response.indices[0].factor == "closure.false_share"
    assert not indices["triage.look_hours"].distinguishable
    assert response.conclusion.better.of == 32  # two independent samples
    assert found.points == 16 * 7 and found.index_design is None


def test_sobol_with_many_factors_takes_the_strongest() -> None:
    trust = ("initial", "initial_sd", "baseline", "learning_rate", "building_share")
    keys = {**KEYS, **{f"residents.trust.{name}": None for name in trust}}
    request = replace(REQUEST, design="sobol", points=16, index_points=16, detail=3, keys=keys)
    found = sweep(PAIR, request, Game(crossing))
    response = found.response("close_p50")
    assert len(found.factors) == 10 and found.points == 16
    assert len(response.indices) == 9 and len(found.index_design) == 16 * 11
    assert response.indices[0].factor == "closure.false_share"
    assert found.detailed[0] == "closure.false_share" and len(response.swings) == 3


def test_morris() -> None:
    found = sweep(PAIR, replace(REQUEST, design="morris", points=5), Game(crossing))
    response = found.response("close_p50")
    effects = {effect.factor: effect for effect in response.effects}
    assert effects["closure.false_share"].size == pytest.approx(25.0)
    assert effects["closure.false_share"].above_noise
    assert not effects["issues.kinds.parking.circle"].above_noise
    assert response.conclusion is None and not found.spreads
    assert found.points == found.usable == 5 * 6 and response.swings


def test_one_at_a_time() -> None:
    found = sweep(
        PAIR, replace(REQUEST, design="one_at_a_time", points=None, detail=1), Game(crossing)
    )
    response = found.response("close_p50")
    assert len(response.swings) == len(found.factors) == 5 and response.conclusion is None
    assert response.swings[0].factor == "closure.false_share" and response.flips
    assert found.points == 0 and found.runs == (1 + 10) * 2 * 4 + 5 * 2 * 4


def test_factorial() -> None:
    keys = {
        "closure.false_share": KeyRange(levels=(0.05, 0.12, 0.18, 0.22)),
        "policy.patrol.on": KeyRange(levels=(False, True)),
    }
    found = sweep(
        PAIR, replace(REQUEST, design="factorial", keys=keys, points=None), Game(crossing)
    )
    said = found.response("close_p50").conclusion
    assert found.points == 8 and said.better.count == 4


def test_points_that_are_no_scenario_are_left_out_and_counted() -> None:
    pair = [scenario.revise({"policy.patrol.on": True}) for scenario in PAIR]
    keys: dict[str, KeyRange | None] = {"policy.patrol.own_staff_share": None, **KEYS}
    for design, points in (("latin_hypercube", 20), ("morris", 5)):
        request = replace(
            REQUEST, design=design, keys=keys, points=points, detail=0, replications=2
        )
        found = sweep(pair, request, Game(crossing))
        (unsound,) = found.unsound
        assert unsound.key == "staff" and 0 < unsound.points < found.tried
        if design == "latin_hypercube":
            assert found.usable + unsound.points == points and found.tried == points + 1  # as given
        assert 0 < found.usable <= found.points
        if design == "morris":
            assert found.usable == found.points  # spare trajectories stood in


def test_a_point_that_fails_does_not_stop_the_others() -> None:
    game = Game(crossing, fails=lambda s: s.document.closure.false_share > 0.2)
    found = sweep(PAIR, REQUEST, game)
    assert found.failures and found.usable == 32
    said = found.response("close_p50").conclusion
    assert said.better.of == 32 and said.missing == 0


class Lazy(Future[Made]):
    """What is made when it is waited for, and not before."""

    def __init__(self, crew: "LazyCrew") -> None:
        super().__init__()
        self._of = crew

    def result(self, timeout: float | None = None) -> Made:
        self._of.waiting -= 1
        outcome = Outcome("close_p50/all", np.array([1.0]), None)
        self.set_result(Made(outcome, kept=False))
        return super().result(timeout)


class LazyCrew(Crew):
    """Counts how many replications are under way at the same time."""

    def __init__(self, workers: int) -> None:
        self.workers, self.waiting, self.most = workers, 0, 0

    def submit(self, task: Task) -> Future[Made]:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        return Lazy(self)


def test_the_points_of_a_design_keep_all_workers_busy() -> None:
    crew = LazyCrew(8)
    request = Request(("close_p50",), "latin_hypercube", 16, keys=KEYS, replications=1)
    with Runner(crew=crew) as runner:
        found = sweep([TINY], request, runner)
    assert found.usable == 16 and not found.failures
    assert crew.most >= crew.workers


def test_a_runner_that_cannot_work_at_all_stops_it() -> None:
    class Broken(Game):
        def each_point(self, *_: object) -> Iterator[tuple[np.ndarray, int]]:
            raise RunnerError("the cluster is gone")

    with pytest.raises(RunnerError, match="cluster"):
        sweep(PAIR, REQUEST, Broken(crossing))


def test_a_stopped_sweep_concludes_nothing() -> None:
    class Stopping(Game):
        def _played(self, *given: object) -> np.ndarray:
            if len(self.asked) > 20:
                self.stop.set()
            return super()._played(*given)

    game = Stopping(crossing)
    with pytest.raises(Stopped):
        sweep(PAIR, REQUEST, game)
    assert len(game.asked) < 40


def test_seed_points_and_replications_are_used() -> None:
    one, other = (sweep([OLD], replace(REQUEST, seed=s, points=12), Game(crossing)) for s in (1, 2))
    assert (one.design.points != other.design.points).any()
    assert one.runs == (12 + 1 + 10) * 4 and one.trial.values.shape == (12, 1, 4, 1)
    again = sweep([OLD], replace(REQUEST, points=12), Game(crossing))
    assert (again.trial.values == one.trial.values).all()


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(SweepError, match="cannot be compared"):
        sweep([OLD, NEW.revise({"city.seed": 3})], REQUEST, Game(crossing))


def test_a_small_city_is_swept() -> None:
    request = Request(
        ("close_p50", "satisfied_share"), "latin_hypercube", 10, detail=2, replications=2
    )
    after = OLD.revise({"name": "relief", "policy.burden.on": True})
    found = sweep([OLD, after], request, Runner())
    assert not found.failures and found.usable + sum(u.points for u in found.unsound) == 10
    said = found.response("satisfied_share").conclusion
    assert said is not None and said.better.of + said.missing == found.usable
    given = Runner().values([OLD, after], range(2), 1, ["satisfied_share"])
    assert found.response("satisfied_share").as_given.mean == pytest.approx(
        (given[1] - given[0]).mean()
    )
