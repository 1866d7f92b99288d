"""What is asked of a plan: kept in most years, tested on others, and refused where it is not."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from qipan.planning.answer import frontier_frame
from qipan.planning.confirming import Confirmed, confirm
from qipan.planning.explaining import explain
from qipan.planning.frontier import frontier
from qipan.planning.keeping import years_tested
from qipan.planning.learning import Simulate, Years
from qipan.planning.program import NoPlan, Objective

from .cases import FRESH, FURTHER, SEEDS, TESTED, problem


def lately(gain: float, noise: float):
    """A city where half is late and a head has `gain` more solved in time, each year otherwise."""

    def simulate(
        heads: NDArray[np.int64], seeds: Sequence[int], units: NDArray[np.float64] | None = None
    ) -> Years:
        luck = np.array([np.random.default_rng(seed).normal(size=len(heads)) for seed in seeds])
        late = 0.5 - gain * heads + noise * luck
        return Years(10_000.0 - 500.0 * heads + 0.0 * luck, late)

    return simulate


def asking(
    late: float,
    objective: Objective = "least_cost",
    noise: float = 0.02,
    simulate: Simulate | None = None,
) -> Confirmed:
    given = problem([1400.0, 900.0], periods=1, budget=360_000.0)
    given = replace(given, asked=replace(given.asked, late=np.full(2, late)))
    return confirm(
        given,
        objective,
        simulate or lately(0.1, noise),
        np.full(3, 500.0),
        seeds=SEEDS,
        further_seeds=FURTHER,
        fresh_seeds=range(100, 300),
        tested_seeds=TESTED,
    )


def test_a_share_asked_for_is_bought_with_a_margin_that_holds_in_fresh_years() -> None:
    done = asking(0.4)
    # One head each would do in the mean, and in half of the years only.
    assert done.heads.tolist() == [2, 2]
    assert done.kept is not None
    assert done.kept >= 0.95
    assert done.placed["equal_utilisation"].tolist() == [3, 1]
    assert done.rules_kept["equal_utilisation"] < 0.6  # one head does in half of the years
    assert asking(0.4, noise=0.0).heads.tolist() == [1, 1]


def test_what_no_plan_keeps_in_most_years_is_refused_with_what_it_would_take() -> None:
    # Three heads each are the most there may be; in a sixth of years chance takes more.
    done = asking(0.4, noise=0.15)
    assert done.kept is not None
    assert done.heads.tolist() == [3, 3]
    assert done.kept < 0.9
    proof = done.proof
    assert proof is not None
    assert not proof.holds
    assert proof.more is not None
    assert proof.more >= 1.0
    heads = done.heads + proof.more  # at each, so more than at those that fall short
    years = lately(0.1, 0.15)(heads, range(2000, 2200))
    assert years.late is not None
    assert (years.late <= 0.4).all(axis=1).mean() > done.kept


def unlucky(bad: Sequence[int]):
    """A city where two heads keep any day asked, but in these years, which no plan keeps."""

    def simulate(
        heads: NDArray[np.int64], seeds: Sequence[int], units: NDArray[np.float64] | None = None
    ) -> Years:
        luck = np.array([[0.3 if seed in set(bad) else 0.0] for seed in seeds])
        return Years(10_000.0 - 500.0 * heads + 0.0 * luck, 0.5 - 0.1 * heads + luck)

    return simulate


@pytest.mark.parametrize(("bad", "tested", "holds"), [(3, 93, True), (4, 0, False)])
def test_the_best_plan_is_tested_unless_the_years_of_the_choice_show_that_it_fails(
    bad: int, tested: int, holds: bool
) -> None:
    # With a chance of .05 three of twenty years fail in 7.5 % of cases, four in 1.6 %.
    proof = asking(0.4, simulate=unlucky(range(50, 50 + bad))).proof
    assert proof is not None
    assert (proof.holds, proof.years, proof.failed) == (holds, tested, 0)
    assert (proof.chosen, proof.chosen_failed) == (20, bad)
    beaten = asking(0.4, simulate=unlucky([50, *range(1000, 1004)])).proof
    assert beaten is not None
    assert (beaten.holds, beaten.years, beaten.failed) == (False, 20, 4)


def test_a_plan_that_is_said_to_keep_what_is_asked_was_tested_on_years_of_its_own() -> None:
    done = asking(0.4)
    proof = done.proof
    assert proof is not None
    assert (proof.holds, proof.years, proof.more) == (True, len(TESTED), None)
    assert years_tested(0.95) == 93  # stats.binom.cdf(1, 93, 0.05) is the first below 0.05
    with pytest.raises(ValueError, match="93 years"):
        confirm(
            replace(done.given, options=()),
            "least_cost",
            lately(0.1, 0.02),
            np.full(3, 500.0),
            seeds=SEEDS,
            further_seeds=FURTHER,
            fresh_seeds=FRESH,
            tested_seeds=range(1000, 1050),
        )


def test_a_share_out_of_reach_is_told_before_any_plan_is_simulated() -> None:
    with pytest.raises(NoPlan) as none:
        asking(0.1, noise=0.0)
    assert none.value.given is not None
    told = explain(none.value.given)
    assert told.rules == ("requirements.solved",)
    assert told.solved == pytest.approx(0.8)
    assert "80%" in " ".join(told.sentences(none.value.given))


def test_plans_of_other_budgets_say_how_often_they_keep_what_is_asked() -> None:
    done = asking(0.4)
    points = frontier(
        done.given, [120_000.0, 360_000.0], lately(0.1, 0.02), np.full(3, 500.0), FRESH
    )
    table = frontier_frame(points).set_index("budget_yuan")["kept"]
    # One head each keeps it in the mean, as curves say; three each keep it in all years.
    assert 0.0 < table[120_000.0] < 0.8
    assert table[360_000.0] == 1.0
