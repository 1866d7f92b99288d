"""What one more is worth, against finite differences over all plans, from both sides."""

import math
from time import process_time

import numpy as np
import pytest

from qipan.programs.cadres.frontier import frontier
from qipan.programs.cadres.marginal import community_values, held_values, total_value
from qipan.programs.cadres.marginal_warm import warm_values
from qipan.programs.cadres.plan import CadreProblem, evaluate, solve_cadres
from qipan.programs.objectives import (
    ConditionalValueAtRisk,
    LexicographicMaxMin,
    Objective,
    Utilitarian,
)

from .cases import all_plans, problem

OBJECTIVES: list[Objective] = [
    Utilitarian(),
    ConditionalValueAtRisk(share=0.5),
    LexicographicMaxMin(),
]


def best(given: CadreProblem, objective: Objective) -> float:
    plans = all_plans(given)
    if not len(plans):
        return math.inf
    return min(objective.value(given, given.ticket_days(plan)) for plan in plans)


@pytest.mark.parametrize("objective", OBJECTIVES, ids=["sum", "tail", "worst"])
@pytest.mark.parametrize("seed", range(4))
def test_values_are_differences_of_best_plans(seed: int, objective: Objective) -> None:
    given = problem(seed)
    plan = solve_cadres(given, objective)
    for value in community_values(plan, objective, ["c1", "c2"]):
        row = given.communities.index(str(value.community))
        hours = value.step * given.hours_gained[row]
        for sign, found in ((1.0, value.more), (-1.0, value.less)):
            change = best(given.with_extra_hours(row, sign * hours), objective) - plan.value
            assert found == pytest.approx(change, abs=1e-4 * max(1.0, abs(plan.value)))
        assert value.more <= 0.0 <= value.less


@pytest.mark.parametrize("seed", range(8))
def test_total(seed: int) -> None:
    given = problem(seed)
    objective = Utilitarian()
    plan = solve_cadres(given, objective)
    value = total_value(plan, objective)
    assert value.resource == "full_time cadre" and given.total > 0
    for sign, found in ((1, value.more), (-1, value.less)):
        other = best(given.changed(total=given.total + sign), objective)
        if math.isinf(other):
            assert math.isinf(found)
        else:
            assert found == pytest.approx(other - plan.value, abs=1e-5 * plan.value)


@pytest.mark.parametrize("seed", range(5))
def test_conditional_prices_lie_between_both_sides_of_the_held_plan(seed: int) -> None:
    given = problem(seed, communities=4)
    plan = solve_cadres(given, Utilitarian())
    held = {v.community: v for v in held_values(plan, Utilitarian(), step=1e-4)}
    for value in community_values(plan, Utilitarian(), given.communities):
        other = held[value.community]
        assert value.price is not None
        low, high = -other.less / other.step, other.more / other.step
        assert low - 1e-5 * plan.value <= value.price <= high + 1e-5 * plan.value
        # Planning anew is never worse than leaving everybody where they are.
        tenths = held_values(plan, Utilitarian())
        same = next(v for v in tenths if v.community == value.community)
        assert value.more <= same.more + 1e-5 * plan.value
        assert value.less <= same.less + 1e-5 * plan.value


def test_held_values_hold_over_their_range() -> None:
    given = problem(2, communities=5)
    plan = solve_cadres(given, Utilitarian())
    for value in held_values(plan, Utilitarian(), step=1e-3):
        row = given.communities.index(str(value.community))
        far = min(value.range_more, 3.0)
        hours = given.hours(plan.cadres)[row] + far * given.hours_gained[row]
        days = plan.ticket_days.copy()
        days[row] = float(given.curves[row].value_at(hours))
        change = Utilitarian().value(given, days) - plan.value
        assert change == pytest.approx(value.more / value.step * far, abs=1e-6 * plan.value)


def test_in_parts_values_are_one_price() -> None:
    given = problem(5, communities=6)
    plan = solve_cadres(given, Utilitarian())
    (value,) = community_values(plan, Utilitarian(), ["c3"], step=1e-3, whole=False)
    assert value.price is not None
    assert -value.less / value.step - 1e-2 <= value.price <= value.more / value.step + 1e-2
    assert value.range_more >= value.step


def test_sentence() -> None:
    given = problem(1)
    plan = solve_cadres(given, Utilitarian())
    value = min(held_values(plan, Utilitarian()), key=lambda value: value.more)
    text = str(value)
    assert text.startswith(f"0.1 {value.resource} in {value.community}: -")
    assert "ticket-days a year; as much less: +" in text
    with pytest.raises(ValueError, match="'c9'"):
        community_values(plan, Utilitarian(), ["c9"])


@pytest.mark.parametrize("seed", range(6))
def test_frontier_is_that_of_all_plans(seed: int) -> None:
    given = problem(seed)
    first, second = Utilitarian(), LexicographicMaxMin()
    points = frontier(given, first, second, points=4)
    assert points
    days = [given.ticket_days(plan) for plan in all_plans(given)]
    for point in points:
        allowed = [d for d in days if second.value(given, d) <= point.limit * (1.0 + 2e-6) + 2e-6]
        assert point.first == pytest.approx(min(first.value(given, d) for d in allowed), rel=1e-5)
        assert point.second <= point.limit * (1.0 + 1e-5)
    assert np.diff([point.first for point in points]).min(initial=0.0) >= -1e-4 * points[0].first


def test_a_point_of_the_frontier_is_there_once() -> None:
    given = problem(1)
    first, second = Utilitarian(), LexicographicMaxMin()
    loosest = frontier(given, first, second, points=2)[0].limit
    points = frontier(given, first, second, limits=[loosest, 2.0 * loosest, 3.0 * loosest])
    assert len(points) == 1
    assert points[0].limit == loosest


@pytest.mark.parametrize("objective", OBJECTIVES, ids=["sum", "tail", "worst"])
def test_values_from_a_warm_basis_are_those_from_the_beginning(objective: Objective) -> None:
    given = problem(4, communities=7)
    plan = solve_cadres(given, objective)
    names = list(given.communities)
    cold = community_values(plan, objective, names, whole=False)
    warm = warm_values(plan, objective, names)
    for one, other in zip(warm, cold, strict=True):
        assert one.community == other.community and not one.whole
        tolerance = 1e-5 * max(1.0, abs(plan.value))
        assert one.more == pytest.approx(other.more, abs=tolerance)
        assert one.less == pytest.approx(other.less, abs=tolerance)
        assert one.more <= tolerance and one.less >= -tolerance
    with pytest.raises(ValueError, match="'c99'"):
        warm_values(plan, objective, ["c99"])


def test_a_warm_basis_is_five_times_as_fast_where_there_are_many_communities() -> None:
    given = problem(4, communities=120, total=100, caps=np.full(120, 7.0))
    plan = evaluate(given, np.ones(120, np.int64), Utilitarian())
    names = list(given.communities)
    begun = process_time()
    cold = community_values(plan, Utilitarian(), names[:1], whole=False)
    each_cold = process_time() - begun
    begun = process_time()
    warm = warm_values(plan, Utilitarian(), names[:20])
    each_warm = (process_time() - begun) / 20
    assert warm[0].more == pytest.approx(cold[0].more, abs=1e-5 * plan.value)
    assert each_cold > 5.0 * each_warm
