"""The loop between program and simulation, on cities whose truth is known."""

from collections.abc import Sequence

import numpy as np
import pytest

from qipan.allocation.loop import Table, improve, interval, swaps, tabulate

LOADS = np.array([9.0, 4.0, 1.0, 6.0, 2.0])
TOTAL, CAP = 8, 5
SEEDS, FRESH = range(6), range(100, 140)


def truth(plan: np.ndarray, shared: float = 0.0) -> np.ndarray:
    """Convex ticket-days; `shared` makes each community suffer from the others' haste."""
    alone = 100.0 * LOADS / (1.0 + plan)
    return alone + shared * (plan.sum() - plan)


def noisy(plan: np.ndarray, seeds: Sequence[int], shared: float = 0.0) -> np.ndarray:
    noise = [np.random.default_rng(seed).normal(0.0, 3.0, len(plan)) for seed in seeds]
    return truth(plan, shared) + np.array(noise)


def greedy(numbers: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Exact for convex curves: the best next cadre, one after the other."""
    plan = np.full(len(values), numbers[0])
    for _ in range(TOTAL - plan.sum()):
        column = plan - numbers[0]
        gain = [
            row[c] - row[min(c + 1, len(row) - 1)] for row, c in zip(values, column, strict=True)
        ]
        plan[np.argmax(gain)] += 1
    return plan


def best_by_brute_force() -> float:
    plans = np.array(np.meshgrid(*[range(CAP + 1)] * len(LOADS))).reshape(len(LOADS), -1).T
    return min(truth(plan).sum() for plan in plans[plans.sum(axis=1) == TOTAL])


RULES = {"equal": np.array([2, 2, 1, 2, 1]), "by load": np.array([4, 2, 0, 2, 0])}


def found(shared: float = 0.0):
    def simulate(plan: np.ndarray, seeds: Sequence[int]) -> np.ndarray:
        return noisy(plan, seeds, shared)

    table = tabulate(simulate, len(LOADS), 0, CAP, SEEDS)
    return improve(simulate, greedy, RULES, table=table, seeds=SEEDS, fresh_seeds=FRESH)


def test_the_loop_finds_what_brute_force_finds() -> None:
    result = found()
    assert truth(result.chosen.plan).sum() <= best_by_brute_force() * 1.01
    assert result.chosen.plan.sum() == TOTAL
    assert result.against_rule.proven_below_0


def test_the_promise_is_kept_within_its_interval_where_nothing_is_shared() -> None:
    gap = found().gap
    assert gap.low <= 0.02 and gap.high >= -0.02


def test_curves_are_corrected_where_communities_share_what_was_not_measured() -> None:
    result = found(shared=4.0)
    first = result.rounds[0]
    assert abs(first.promised - first.simulated) > 10.0, "interpolated and measured elsewhere"
    assert abs(result.promised - result.chosen.mean) < 3.0


def test_candidates_are_ordered_and_hold_every_rule() -> None:
    result = found()
    means = [candidate.mean for candidate in result.candidates]
    assert means == sorted(means)
    assert set(RULES) <= {candidate.name for candidate in result.candidates}


def test_plans_may_not_be_judged_on_the_seeds_they_were_chosen_on() -> None:
    table = tabulate(noisy, len(LOADS), 0, CAP, SEEDS)
    with pytest.raises(ValueError, match="judged on seeds"):
        improve(noisy, greedy, RULES, table=table, seeds=SEEDS, fresh_seeds=range(3, 9))


def test_a_table_is_moved_to_what_was_found() -> None:
    table = Table(np.array([0, 2]), np.array([[10.0, 6.0], [20.0, 8.0]]))
    assert table.values.tolist() == [[10, 8, 6], [20, 14, 8]]
    table.correct(np.array([1, 2]), {0: np.array([9.0, 8.0]), 1: np.array([5.0, 0.0])}, 1.0)
    assert table.values.tolist() == [[11, 9, 5], [20, 14, 8]]


def test_swaps_move_one_cadre_and_never_below_the_floor() -> None:
    table = Table(np.arange(4), np.array([[9.0, 5, 3, 2], [9.0, 8, 7, 6]]))
    for plan in swaps(table, np.array([0, 3]), 5):
        assert plan.sum() == 3 and (plan >= 0).all() and (plan <= 3).all()
    assert swaps(table, np.array([0, 3]), 1)[0].tolist() == [1, 2]


def test_an_interval_covers_the_mean_as_often_as_it_says() -> None:
    draws = np.random.default_rng(1).normal(5.0, 2.0, (2000, 10))
    covered = np.mean([e.low <= 5.0 <= e.high for e in map(interval, draws)])
    assert covered == pytest.approx(0.95, abs=0.015)
