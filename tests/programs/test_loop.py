"""The loop between program and simulation, on cities whose truth is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from qipan.programs.aim import TICKET_DAYS, Aim
from qipan.programs.cadres.final_plan import decide
from qipan.programs.cadres.loop import NoTargetError, search
from qipan.programs.cadres.table import Table, swaps, tabulate
from qipan.statistics.estimate import interval, measured, measured_difference

LOADS = np.array([9.0, 4.0, 1.0, 6.0, 2.0])
TOTAL, CAP = 8, 5
SEEDS, FRESH = range(6), range(100, 140)


def truth(plan: np.ndarray, shared: float = 0.0) -> np.ndarray:
    """Convex ticket-days; `shared` makes each community suffer from the others' haste."""
    alone = 100.0 * LOADS / (1.0 + plan)
    return alone + shared * (plan.sum() - plan)


@dataclass(frozen=True)
class Known:
    ticket_days: np.ndarray
    criteria: Mapping[str, np.ndarray] = field(default_factory=dict)


def noisy(
    plan: np.ndarray, seeds: Sequence[int], criteria: bool = False, shared: float = 0.0
) -> Known:
    noise = [np.random.default_rng(seed).normal(0.0, 3.0, len(plan)) for seed in seeds]
    days = truth(plan, shared) + np.array(noise)
    waits = {"last": days[:, -1:], "never": np.full((len(days), 1), np.nan)}
    return Known(days, waits if criteria else {})


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


def for_the_worst(numbers: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Exact for falling curves: the next cadre goes where most is open."""
    plan = np.full(len(values), numbers[0])
    for _ in range(TOTAL - plan.sum()):
        days = values[np.arange(len(plan)), plan - numbers[0]]
        plan[np.argmax(np.where(plan < numbers[-1], days, -np.inf))] += 1
    return plan


def found(shared: float = 0.0, solve=greedy, **options):
    def simulate(plan: np.ndarray, seeds: Sequence[int], criteria: bool = False) -> Known:
        return noisy(plan, seeds, criteria, shared)

    table = tabulate(simulate, len(LOADS), 0, CAP, SEEDS)
    return decide(search(simulate, solve, table=table, seeds=SEEDS, **options), RULES, FRESH)


WORST = Aim("worst", "ticket-days", lambda days: float(days.max()))


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
        decide(search(noisy, greedy, table=table, seeds=SEEDS), RULES, range(3, 9))


def test_a_table_is_moved_to_what_was_found() -> None:
    table = Table(np.array([0, 2]), np.array([[10.0, 6.0], [20.0, 8.0]]))
    assert table.values.tolist() == [[10, 8, 6], [20, 14, 8]]
    table.correct(np.array([1, 2]), {0: np.array([9.0, 8.0]), 1: np.array([5.0, 0.0])}, 1.0)
    assert table.values.tolist() == [[11, 9, 5], [20, 14, 8]]


def test_swaps_move_one_cadre_and_never_below_the_floor() -> None:
    table = Table(np.arange(4), np.array([[9.0, 5, 3, 2], [9.0, 8, 7, 6]]))
    for plan in swaps(table, np.array([0, 3]), 5, TICKET_DAYS.measure):
        assert plan.sum() == 3 and (plan >= 0).all() and (plan <= 3).all()
    assert swaps(table, np.array([0, 3]), 1, TICKET_DAYS.measure)[0].tolist() == [1, 2]


def test_the_swaps_tried_are_the_best_of_all_by_the_sum() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        table = Table(np.arange(5), -np.sort(-rng.uniform(0, 100, (7, 5)), axis=1))
        plan = rng.integers(0, 5, 7)
        every = []
        for to in range(7):
            for origin in range(7):
                moved = plan.copy()
                moved[to] += 1
                moved[origin] -= 1
                if to != origin and moved.min() >= 0 and moved.max() <= 4:
                    every.append(table.at(moved).sum())
        tried = [table.at(moved).sum() for moved in swaps(table, plan, 4, TICKET_DAYS.measure)]
        assert tried == pytest.approx(sorted(every)[: len(tried)])
        assert len(tried) == min(4, len(every))


def test_a_plan_for_the_worst_off_is_judged_by_the_worst_off() -> None:
    result = found(solve=for_the_worst, objective=WORST)
    plans = np.array(np.meshgrid(*[range(CAP + 1)] * len(LOADS))).reshape(len(LOADS), -1).T
    best = min(truth(plan).max() for plan in plans[plans.sum(axis=1) == TOTAL])
    assert truth(result.chosen.plan).max() == pytest.approx(best)
    by_sum = found()
    assert truth(by_sum.chosen.plan).max() > best, "the case tells the objectives apart"
    assert result.promised == pytest.approx(best, rel=0.1)
    assert result.promised_ticket_days == pytest.approx(truth(result.chosen.plan).sum(), rel=0.1)
    judged = [candidate.judged.mean for candidate in result.candidates]
    assert judged == sorted(judged)
    assert abs(result.gap.mean) < 0.05
    worst = truth(result.best_rule.plan).max()
    assert result.against_rule.low <= best - worst <= result.against_rule.high


def test_the_final_choice_goes_by_the_target() -> None:
    last = Aim("last", "ticket-days", TICKET_DAYS.measure, "last", additive=True)
    chosen = found(target=last).chosen
    others = [c for c in found(target=last).candidates if c.name.startswith("loop")]
    assert chosen.outcome.criteria["last"].mean() == min(
        c.outcome.criteria["last"].mean() for c in others
    )
    with pytest.raises(NoTargetError, match="never does not exist"):
        found(target=Aim("never", "days", TICKET_DAYS.measure, "never"))


def test_the_interval_of_a_sum_is_that_of_its_values() -> None:
    days = np.random.default_rng(2).normal(50.0, 9.0, (40, 5))
    exact, drawn = interval(days.sum(axis=1)), measured(TICKET_DAYS.measure, days)
    assert drawn.mean == pytest.approx(exact.mean)
    assert drawn.high - drawn.low == pytest.approx(exact.high - exact.low, rel=0.15)
    assert measured(WORST.measure, days[:1]).low == -np.inf
    outcome = Known(days)
    assert TICKET_DAYS.estimate(outcome) == exact


@pytest.mark.parametrize(
    ("one", "other"),
    [([50, 46, 30], [44, 45, 41]), ([50, 50, 50, 50], [52, 45, 45, 45]), ([50.0], [48.0])],
    ids=["one is worst", "all are worst", "a sum"],
)
def test_intervals_of_the_worst_cover_the_truth(one: list[float], other: list[float]) -> None:
    """Not quite as often as they say where all are equally bad, and far from never."""
    rng = np.random.default_rng(4)
    covered = []
    shape = (40, len(one))
    for _ in range(200):
        shared = rng.normal(0.0, 6.0, shape)
        days, rival = (np.array(at) + shared + rng.normal(0.0, 3.0, shape) for at in (one, other))
        single = measured(WORST.measure, days)
        paired = measured_difference(WORST.measure, days, rival)
        truth_of_pair = max(one) - max(other)
        covered.append(
            (single.low <= max(one) <= single.high, paired.low <= truth_of_pair <= paired.high)
        )
    assert (np.mean(covered, axis=0) > 0.88).all(), np.mean(covered, axis=0)
