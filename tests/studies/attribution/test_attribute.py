"""Attribution of small cities and of games played by a runner that does not simulate."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.runs.replication import Stopped
from qipan.runs.runner import Runner
from qipan.runs.wanted import Failure
from qipan.scenario import Scenario
from qipan.scenario.exchange import exchange
from qipan.studies.attribution.attribute import Request, attribute, plan
from qipan.studies.attribution.players import OTHER_CHANGES, AttributionError, Coalitions
from qipan.studies.attribution.result import Attribution

SCENARIOS = Path(__file__).parents[3] / "scenarios"
TINY = qipan.load(SCENARIOS / "tiny.yaml")
BEFORE = TINY.revise({"policy.patrol.on": False})
AFTER = TINY.revise({"policy.burden.on": True, "policy.shifts.on": True, "closure.false_share": 0})
FUDING = tuple(qipan.load(SCENARIOS / f"fuding{end}.yaml") for end in ("_before", ""))
CHANGE = {"on": "2019-03-10", "set": {"policy": {"burden": {"on": True}}}}
METRICS = ("close_p50", "fixed_cohort_solved_share")


class Game(Runner):
    """Gives values of a game instead of simulating; counts what is asked for."""

    def __init__(self, worth: "dict[str, float]", fails: int | None = None) -> None:
        super().__init__()
        self._worth, self._fails = worth, fails
        self.asked: list[tuple[str, int]] = []

    def values(
        self,
        scenarios: Sequence[Scenario],
        numbers: Sequence[int],
        seed: int,
        metrics: Sequence[str],
    ) -> np.ndarray:
        out = np.empty((len(scenarios), len(numbers), len(metrics)))
        for row, scenario in enumerate(scenarios):
            for column, number in enumerate(numbers):
                self.asked.append((scenario.sha256, number))
                on = [n for n in self._worth if getattr(scenario.document.policy, n).on]
                chance = np.random.default_rng([seed, number]).normal(size=len(self._worth))
                gains = [self._worth[n] + chance[list(self._worth).index(n)] for n in on]
                out[row, column] = sum(gains) + (1.0 if {"burden", "patrol"} <= set(on) else 0.0)
                if number == self._fails and len(on) == 1:
                    out[row, column] = np.nan
                    self.failures.append(Failure(scenario.name, number, number, "broke"))
        return out


@pytest.fixture(scope="module")
def found() -> Attribution:
    return attribute(BEFORE, AFTER, Request(METRICS, replications=3))


def test_players_are_what_differs(found) -> None:
    assert found.players == ("burden", "patrol", "shifts", OTHER_CHANGES)
    assert found.exact and found.coalitions == 16 and found.runs == 48


def test_contributions_sum_to_the_whole_difference(found) -> None:
    for each in found.metrics:
        total = sum(one.shapley.mean for one in each.contributions)
        assert total == pytest.approx(each.difference.mean, abs=1e-9)
        assert each.by_replication.shape == (3, 4)
        assert each.missing is None


def test_the_ends_are_the_two_scenarios(found) -> None:
    values = Runner().values([BEFORE, AFTER], range(3), 1, METRICS)
    for place, name in enumerate(METRICS):
        each = found.metric(name)
        assert each.before.mean == values[0, :, place].mean()
        assert each.after.mean == values[1, :, place].mean()
    alone = BEFORE.revise({"policy.burden.on": True})
    gain = Runner().values([alone], range(3), 1, METRICS)[0] - values[0]
    assert found.metrics[0].contributions[0].alone.mean == pytest.approx(gain[:, 0].mean())


def test_orders_of_joining_agree_with_all_coalitions(found) -> None:
    request = Request(METRICS, replications=3, permutations=12, interactions=False)
    drawn = attribute(BEFORE, AFTER, request)
    assert drawn.orders == 12 and not drawn.metrics[0].interactions
    for each in drawn.metrics:
        total = sum(one.shapley.mean for one in each.contributions)
        assert total == pytest.approx(each.difference.mean, abs=1e-9)
        exact = found.metric(each.metric)
        assert each.difference == exact.difference
        for one, other in zip(each.contributions, exact.contributions, strict=True):
            error = max(one.chance_of_orders, 1e-12)
            assert abs(one.shapley.mean - other.shapley.mean) < 6.0 * error


def test_each_coalition_is_simulated_once_a_seed() -> None:
    game = Game({"burden": 2.0, "patrol": 1.0, "shifts": -1.0})
    request = Request(("close_p50",), replications=4, permutations=48)
    attribute(BEFORE, AFTER, request, game)
    assert len(game.asked) == len(set(game.asked)) == plan(BEFORE, AFTER, request).runs


def test_a_known_game_is_found_again() -> None:
    """Additive, but that burden and patrol add 1 together; the other changes do nothing."""
    game = Game({"burden": 2.0, "patrol": 1.0, "shifts": -1.0})
    found = attribute(BEFORE, AFTER, Request(("close_p50",), replications=60, seed=4), game)
    known = dict(zip(found.players, (2.5, 1.5, -1.0, 0.0), strict=True))
    for one in found.metrics[0].contributions:
        assert abs(one.shapley.mean - known[one.player]) < 4.0 / np.sqrt(60)
    idle = found.metrics[0].contributions[-1]
    assert idle.player == OTHER_CHANGES and idle.shapley.mean == 0.0 and not idle.distinguishable
    pairs = {(p.first, p.second): p.index.mean for p in found.metrics[0].interactions}
    assert pairs["burden", "patrol"] == pytest.approx(1.0)
    assert pairs["burden", "shifts"] == pytest.approx(0.0, abs=1e-12)


def test_unnamed_mechanisms_are_among_the_other_changes() -> None:
    found = Coalitions(BEFORE, AFTER, ["patrol"])
    assert found.players == ("patrol", OTHER_CHANGES)
    rest = found.scenario(0b10).document
    assert rest.policy.burden.on and rest.policy.shifts.on and not rest.policy.patrol.on
    assert rest.closure == AFTER.document.closure
    alone = found.scenario(0b01).document
    assert alone.policy.patrol.on and not alone.policy.burden.on
    assert alone.closure == BEFORE.document.closure


def test_a_mechanism_comes_with_the_numbers_and_sources_of_after() -> None:
    before, after = FUDING
    other = before.revise({"policy.burden.subdistrict_duties_ratio": 1.0})
    found = Coalitions(other, after).scenario(1)
    assert found.document.policy.burden == after.document.policy.burden
    row = next(r for r in found.provenance if r.key == "policy.burden.subdistrict_duties_ratio")
    assert row.source == "fuding-2020"


def test_a_block_that_the_donor_lacks_is_removed() -> None:
    with_it = BEFORE.revise({"policy.changes": [CHANGE]})
    assert with_it != BEFORE and exchange(with_it, BEFORE, ["policy.changes"]) == BEFORE


def test_thirteen_players_are_sampled() -> None:
    made = plan(*FUDING, Request(("close_p50",), replications=2))
    assert len(made.coalitions.players) == 13 and made.orders is not None
    assert len(made.orders[0]) == 26 and made.orders[0] != made.orders[1]
    exact = plan(*FUDING, Request(("close_p50",), replications=2, permutations=0))
    assert exact.orders is None and exact.runs == 2 * 2**13
    fewer = plan(*FUDING, Request(("close_p50",), mechanisms=("burden", "patrol")))
    assert fewer.orders is None and fewer.runs == 8 * 10


def test_a_coalition_that_is_no_scenario_counts_as_its_largest_sound_part() -> None:
    """Shifts need a calendar that only the other changes bring."""
    calendar = {"calendars.late": {"always": True}}
    after = BEFORE.revise(
        {**calendar, "policy.shifts": {"on": True, "calendar": "late"}, "policy.patrol.on": True}
    )
    found = attribute(BEFORE, after, Request(("close_p50",), replications=2))
    assert found.players == ("patrol", "shifts", OTHER_CHANGES)
    said = {each.players: each.counted_as for each in found.stand_ins}
    assert said == {("shifts",): (), ("patrol", "shifts"): ("patrol",)}
    assert all("late" in each.reason for each in found.stand_ins)
    shifts = found.metrics[0].contributions[1]
    assert shifts.alone.mean == 0.0 and shifts.last.mean != 0.0


def test_a_metric_that_does_not_exist_everywhere_is_not_averaged() -> None:
    found = attribute(BEFORE, AFTER, Request(("fixed_cohort_p99", "close_p50"), replications=2))
    missing = found.metrics[0].missing
    assert missing is not None and 0 < missing.coalitions <= missing.of == 16
    assert all(np.isnan(one.shapley.mean) for one in found.metrics[0].contributions)
    assert found.metrics[1].missing is None
    assert not any(np.isnan(one.shapley.mean) for one in found.metrics[1].contributions)


def test_a_failed_replication_is_left_out_everywhere() -> None:
    game = Game({"burden": 2.0, "patrol": 1.0, "shifts": -1.0}, fails=1)
    found = attribute(BEFORE, AFTER, Request(("close_p50",), replications=4), game)
    assert found.replications == (0, 2, 3) and found.failures
    assert found.metrics[0].missing is None and found.metrics[0].difference.n == 3


def test_what_failed_of_an_earlier_question_is_forgotten() -> None:
    game = Game({"burden": 2.0, "patrol": 1.0, "shifts": -1.0})
    game.failures.append(Failure("another", 1, 1, "broke"))
    found = attribute(BEFORE, AFTER, Request(METRICS[:1], replications=4), game)
    assert found.replications == (0, 1, 2, 3)
    assert not found.failures


def test_a_stopped_attribution_concludes_nothing() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        attribute(BEFORE, AFTER, Request(("close_p50",), replications=2), Runner(stop=stop))


@pytest.mark.parametrize(
    ("scenarios", "mechanisms", "said"),
    [
        ((BEFORE, BEFORE), None, "do not differ"),
        ((BEFORE, AFTER.revise({"city.seed": 2})), None, "differ in city"),
        ((BEFORE, AFTER.revise({"horizon.days": 61})), None, "differ in horizon"),
        ((BEFORE, AFTER), ["burdn"], "did you mean 'burden'"),
        ((BEFORE, AFTER), ["fund"], "fund does not differ"),
    ],
)
def test_what_cannot_be_attributed_is_refused(scenarios, mechanisms, said: str) -> None:
    with pytest.raises(AttributionError, match=said):
        Coalitions(*scenarios, mechanisms)
