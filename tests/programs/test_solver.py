"""The adapter: what is proven, signs of prices, stopped solves, bad input."""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pulp
import pytest

from qipan.programs.cadres.plan import solve_cadres
from qipan.programs.highs import SolverError
from qipan.programs.linear import Sense, constraint, total
from qipan.programs.objectives import Utilitarian
from qipan.programs.solver import duals, fix_and_price, relative_gap, solve, write
from qipan.programs.warm import WarmProgram

from .cases import problem


def program(
    rows: Iterable[tuple[list[float], Sense, float]],
    costs: list[float],
    *,
    whole: bool = False,
    high: float | None = None,
    constant: float = 0.0,
) -> Any:
    problem = pulp.LpProblem("test", pulp.LpMinimize)
    kind = pulp.LpInteger if whole else pulp.LpContinuous
    x = [problem.add_variable(f"x{i:03d}", 0.0, high, kind) for i in range(len(costs))]
    problem.setObjective(total(zip(x, costs, strict=True), constant))
    for number, (factors, sense, rhs) in enumerate(rows):
        terms = zip(x, factors, strict=True)
        problem.addConstraint(constraint(terms, sense, rhs, f"row{number:03d}"))
    return problem


def knapsacks(seed: int, count: int, rows: int) -> Any:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(10, 99, (rows, count)).astype(float)
    limits = [(row.tolist(), "<=", 13.0 * count) for row in sizes]
    costs = (-rng.integers(10, 99, count)).astype(float).tolist()
    return program(limits, costs, whole=True, high=1.0)


def test_at_the_edge_of_what_is_possible_there_is_an_answer() -> None:
    # 1.0000009 is whole to within the tolerance, and as 1 it is half a minute short.
    problem = pulp.LpProblem("edge", pulp.LpMinimize)
    whole = [problem.add_variable(f"x{n}", 0.0, None, pulp.LpInteger) for n in range(3)]
    gained = [706.84711050816065, 515.71992625495636, 534.04697775517729]
    needed = [601.67930877463516, 515.7203844226874, 1068.0939544412606]
    hours = [problem.add_variable(f"h{n}", low, None) for n, low in enumerate(needed)]
    problem.setObjective(total(((var, 0.0) for var in hours), 0.0))
    problem.addConstraint(constraint([(var, 1.0) for var in whole], "<=", 4.0, "total"))
    for n, each in enumerate(gained):
        problem.addConstraint(constraint([(whole[n], 1.0)], "<=", 2.0, f"cap{n}"))
        terms = [(whole[n], -each), (hours[n], 1.0)]
        problem.addConstraint(constraint(terms, "==", 0.0, f"service{n}"))
    assert solve(problem).status == "infeasible"


def test_prices_have_the_sign_of_a_finite_difference() -> None:
    def posed(first: float = 2.5, second: float = 0.7, third: float = 4.0) -> Any:
        rows = [([1.0, 1.0], ">=", first), ([0.0, 1.0], "<=", second), ([1.0, -3.0], "==", third)]
        return program(rows, [3.0, 2.0], constant=5.0)

    problem = posed(third=0.5)
    found = solve(problem)
    assert found.status == "optimal" and found.gap == 0.0
    prices = duals(problem, found).rows
    for name, changed in (
        ("row000", posed(2.5 + 1e-3, third=0.5)),
        ("row001", posed(second=0.7 + 1e-3, third=0.5)),
        ("row002", posed(third=0.501)),
    ):
        rise = solve(changed).objective - found.objective
        assert prices[name] == pytest.approx(rise / 1e-3, abs=1e-6)


def test_statuses() -> None:
    assert solve(program([([1.0], ">=", 2.0)], [1.0])).objective == 2.0
    nothing = solve(program([([1.0], "<=", -1.0)], [1.0]))
    assert nothing.status == "infeasible" and not nothing.found and not nothing.values
    assert math.isnan(nothing.objective)
    assert solve(program([([1.0], ">=", 1.0)], [-1.0])).status == "unbounded"


def test_infeasible_whole_numbers() -> None:
    problem = program([([2.0, 4.0], "==", 3.0)], [1.0, 1.0], whole=True)
    assert solve(problem).status == "infeasible"


def test_a_stopped_solve_is_never_optimal() -> None:
    for limit in (0.0, 0.05):
        found = solve(knapsacks(1, 80, 40), time_limit=limit, gap=0.0)
        assert found.status == "stopped" and not found.proven
        assert found.gap > 0.0


def test_a_stopped_linear_program_has_no_values() -> None:
    problem = knapsacks(1, 60, 30)
    for var in problem.variables():
        var.cat = pulp.LpContinuous
    found = solve(problem, time_limit=0.0)
    assert found.status == "stopped" and not found.found
    with pytest.raises(SolverError, match="stopped"):
        duals(problem, found)


def test_within_a_gap_is_said() -> None:
    problem = knapsacks(0, 60, 30)
    found = solve(problem, gap=0.05)
    assert found.status in ("within_gap", "optimal") and found.proven
    assert found.gap <= 0.05
    assert (found.status == "optimal") == (found.gap <= 1e-6)


def test_constant_of_the_objective_counts() -> None:
    for whole in (False, True):
        found = solve(program([([1.0], ">=", 2.0)], [1.0], whole=whole, constant=40.0))
        assert (found.objective, found.bound) == (42.0, 42.0)


def test_prices_of_whole_numbers_are_conditional() -> None:
    rows = [([1.0, 1.0], ">=", 2.5)]
    problem = program(rows, [3.0, 2.0], whole=True)
    problem.variables()[1].cat = pulp.LpContinuous
    problem.variables()[1].upBound = 0.7
    found = solve(problem)
    with pytest.raises(SolverError, match="fix_and_price"):
        duals(problem, found)
    prices = fix_and_price(problem, found)
    assert prices.conditional
    assert prices.rows["row000"] == pytest.approx(2.0)
    assert problem.variables()[0].lowBound == 0.0, "bounds are put back"
    assert problem.variables()[0].upBound in (None, math.inf)


def test_warm_steps_equal_cold_solves() -> None:
    rng = np.random.default_rng(3)
    rows = [(r.tolist(), ">=", 10.0) for r in rng.uniform(0.1, 1.0, (8, 6))]
    costs = rng.uniform(1.0, 2.0, 6).tolist()
    problem = program(rows, costs, high=40.0)
    warm = WarmProgram(problem)
    base = solve(problem).objective
    steps = warm.steps(np.arange(8), np.full(8, 2.0))
    for number in range(8):
        changed = [(f, s, 12.0 if n == number else 10.0) for n, (f, s, _) in enumerate(rows)]
        cold = solve(program(changed, costs, high=40.0)).objective
        assert steps[number] == pytest.approx(cold - base)
    assert np.isnan(warm.steps(np.array([0]), np.array([1e6]))).all()
    assert warm.solve().objective == pytest.approx(base)


def test_wrongly_posed() -> None:
    problem = pulp.LpProblem("max", pulp.LpMaximize)
    problem.setObjective(problem.add_variable("x", 0.0, 1.0))
    with pytest.raises(SolverError, match="minimisation"):
        solve(problem)
    with pytest.raises(SolverError, match="no objective"):
        solve(pulp.LpProblem("none", pulp.LpMinimize))
    with pytest.raises(SolverError, match="must not be negative"):
        solve(program([], [1.0]), gap=-1.0)


def test_files(tmp_path: Path) -> None:
    problem = program([([1.0], ">=", 2.0)], [1.0])
    for ending in ("lp", "mps"):
        write(problem, tmp_path / f"a.{ending}")
        assert "row000" in (tmp_path / f"a.{ending}").read_text()
    with pytest.raises(ValueError, match=r"\.lp or \.mps"):
        write(problem, tmp_path / "a.txt")


def test_gap() -> None:
    assert relative_gap(10.0, 9.0) == pytest.approx(0.1)
    assert relative_gap(5.0, 5.0) == 0.0
    assert relative_gap(5.0, -math.inf) == relative_gap(math.nan, 1.0) == math.inf


def test_a_bound_proven_elsewhere_ends_the_search() -> None:
    problem = knapsacks(1, 80, 40)
    best = solve(problem, gap=0.02).objective
    found = solve(problem, gap=0.05, known_bound=best - 1.0)
    assert found.proven and found.bound >= best - 1.0
    assert found.objective <= (best - 1.0) * 0.95 + 1e-6


def test_setting_out_from_a_plan() -> None:
    problem = knapsacks(1, 80, 40)
    first = solve(problem, gap=0.05)
    again = solve(problem, gap=0.05, start=first.values, time_limit=60.0)
    assert again.objective <= first.objective + 1e-6


def test_a_solve_that_stops_at_its_target_is_proven() -> None:
    """HiGHS's own bound may be as good as the one it was given, and it says it was stopped."""
    for seed in range(4):
        given = problem(seed, communities=200)
        given = given.changed(total=200, floors=np.zeros(200))
        plan = solve_cadres(given, Utilitarian(), gap=1e-4)
        assert plan.gap <= 1e-4
        assert plan.proven, plan.summary()
