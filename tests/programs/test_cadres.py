"""Plans of cadres against all plans there are, against the other solver, and against themselves."""

from pathlib import Path

import numpy as np
import pytest

from qipan.programs.cadres.lagrange import lagrangian_bound
from qipan.programs.cadres.plan import (
    CadreProblem,
    CadreProblemError,
    build,
    evaluate,
    solve_cadres,
)
from qipan.programs.cadres.program import violations
from qipan.programs.curve import Curve
from qipan.programs.objectives import (
    ConditionalValueAtRisk,
    LexicographicMaxMin,
    MeanPlusGini,
    Objective,
    Utilitarian,
    ordered,
)
from qipan.programs.program import identifiers
from qipan.programs.solver import duals, solve, write

from . import cbc
from .cases import all_plans, problem, rows_and_bounds

OBJECTIVES: list[Objective] = [
    Utilitarian(),
    LexicographicMaxMin(),
    LexicographicMaxMin(ordered_up_to=0),
    ConditionalValueAtRisk(share=0.5),
    MeanPlusGini(weight=0.8),
]
GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("objective", OBJECTIVES, ids=["sum", "worst", "level", "tail", "gini"])
@pytest.mark.parametrize("block", range(5))
def test_no_plan_is_better(objective: Objective, block: int) -> None:
    for seed in range(10 * block, 10 * block + 10):
        given = problem(seed)
        plan = solve_cadres(given, objective)
        best = min(objective.value(given, given.ticket_days(x)) for x in all_plans(given))
        assert plan.proven
        assert violations(given, plan.cadres) == []
        assert plan.value == pytest.approx(best, rel=1e-5, abs=1e-5)
        assert plan.bound <= best + 1e-5 * max(1.0, abs(best))


@pytest.mark.parametrize("seed", range(50))
def test_max_min_goes_down_the_whole_order(seed: int) -> None:
    given = problem(seed)
    objective = LexicographicMaxMin()
    plan = solve_cadres(given, objective)
    orders = [ordered(objective.scores(given, given.ticket_days(x))) for x in all_plans(given)]
    best = min(orders, key=lambda order: tuple(np.round(order, 4)))
    found = ordered(objective.scores(given, plan.ticket_days))
    assert found == pytest.approx(best, rel=1e-4, abs=1e-3)


@pytest.mark.parametrize("seed", range(20))
def test_both_solvers_agree(seed: int) -> None:
    given = problem(seed, communities=5)
    for objective in OBJECTIVES:
        found = solve_cadres(given, objective).value
        least = cbc.least(build(given, objective).program.problem)
        assert found == pytest.approx(least, rel=1e-5, abs=1e-4)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("objective", [Utilitarian(), ConditionalValueAtRisk(share=0.4)])
def test_strong_duality_of_the_relaxation(seed: int, objective: Objective) -> None:
    given = problem(seed, communities=6)
    model = build(given, objective, whole=False)
    found = solve(model.program.problem)
    prices = duals(model.program.problem, found)
    assert not prices.conditional
    dual = sum(prices.rows[name] * rule.number for name, rule in model.program.rules.items())
    # What the bounds of variables carry: the flat end of each curve, at its reduced cost.
    for var in model.program.problem.variables():
        column = sum(
            row.get(var, 0.0) * prices.rows[row.name] for row in model.program.problem.constraints()
        )
        reduced = model.program.problem.objective.get(var, 0.0) - column
        if abs(reduced) > 1e-9:
            assert var.lowBound is not None and reduced > 0.0
            dual += reduced * var.lowBound
    assert dual == pytest.approx(found.objective, rel=1e-7)


def test_more_is_never_worse_and_names_are_spoken() -> None:
    given = problem(4, communities=5, floors=np.array([1, 0, 0, 0, 0]))
    plan = solve_cadres(given, Utilitarian())
    assert "totals" in {b.rule.family for b in plan.binding}
    more = solve_cadres(given.changed(total=given.total + 1), Utilitarian())
    assert more.value <= plan.value + 1e-6
    for row in plan.table:
        assert row.change == row.plan - row.today
    model = build(given, Utilitarian())
    assert model.program.rules["total"].description == "total of full_time cadres"
    assert model.program.rules["floor.c0"].description == "floor of full_time in c0"


def test_few_levels_of_the_gini_bound_it_from_below() -> None:
    given = problem(3, communities=8)
    exact = solve_cadres(given, MeanPlusGini(weight=1.0))
    rough = solve_cadres(given, MeanPlusGini(weight=1.0, exact_up_to=1, most_levels=3))
    assert rough.value >= exact.value * (1.0 - 1e-6)
    assert rough.bound <= exact.value * (1.0 + 1e-6)


def test_a_stopped_solve_is_not_optimal() -> None:
    given = problem(1, communities=60)
    for objective in (Utilitarian(), MeanPlusGini(weight=1.0)):
        found = solve(build(given, objective).program.problem, time_limit=0.0)
        assert found.status == "stopped"
        assert not found.proven and np.isinf(found.gap)


def tiny() -> CadreProblem:
    """Two communities, every kind of rule."""
    return CadreProblem(
        communities=["c0001", "c0002"],
        curves=[
            Curve(np.array([0.0, 800.0, 1600.0]), np.array([900.0, 500.0, 300.0])),
            Curve(np.array([0.0, 800.0]), np.array([400.0, 100.0])),
        ],
        residents=np.array([3000.0, 2000.0]),
        hours_gained=np.array([800.0, 640.0]),
        total=3,
        present=np.array([1, 1]),
        floors=np.array([1, 0]),
        caps=np.array([2, 2]),
    )


@pytest.mark.parametrize(
    ("name", "objective"),
    [
        ("sum", Utilitarian()),
        ("worst", LexicographicMaxMin()),
        ("tail", ConditionalValueAtRisk(share=0.75)),
        ("gini", MeanPlusGini(weight=0.5)),
    ],
)
def test_programs_read_as_they_did(name: str, objective: Objective, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.lp"
    write(build(tiny(), objective).program.problem, path)
    assert rows_and_bounds(path) == rows_and_bounds(GOLDEN / f"{name}.lp")


def test_plan_of_the_tiny_problem() -> None:
    plan = solve_cadres(tiny(), Utilitarian())
    # 2 + 1 cadres: 1,600 h bring the first to 300, 640 h the second to 160.
    assert plan.cadres.tolist() == [2, 1]
    assert plan.value == pytest.approx(460.0)
    assert "total of full_time cadres: 3 of 3 cadres" in [str(b) for b in plan.binding]
    assert plan.summary().startswith("utilitarian: 460 ticket-days a year promised (optimal")


def test_what_no_planner_can_mean_is_refused_at_once() -> None:
    given = tiny()
    with pytest.raises(CadreProblemError) as error:
        given.changed(
            floors=np.array([3, 0]),
            residents=np.array([0.0, 1.0]),
            total=1.5,
        )
    text = str(error.value)
    assert "the floor of c0001 is 3, above its cap of 2" in text
    assert "c0001 has 0 residents" in text
    assert "the total is 1.5; it must be a whole number" in text
    with pytest.raises(CadreProblemError, match="residents has shape"):
        given.changed(communities=["a", "b", "c"])
    with pytest.raises(CadreProblemError, match="two communities are called 'a'"):
        given.changed(communities=["a", "a"])


def test_names_that_are_no_identifiers() -> None:
    given = tiny().changed(communities=["桐山 社区", "山前"])
    model = build(given, Utilitarian())
    assert "cadres.c1" in {var.name for var in model.program.problem.variables()}
    assert model.program.rules["floor.c1"].description == "floor of full_time in 桐山 社区"


def test_one_odd_name_costs_the_others_nothing() -> None:
    names = ["c0001", "east-1", "38", "桐山", "east_1", "c4", "山前"]
    fit = ["c0001", "east_1_2", "c38", "c4_2", "east_1", "c4", "c7"]
    assert identifiers(names, "c") == fit


def test_a_plan_made_elsewhere() -> None:
    given = tiny()
    plan = evaluate(given, np.array([0, 3]), Utilitarian())
    assert not plan.proven
    assert plan.notes == [
        "breaks: floor of full_time in c0001",
        "breaks: cap of full_time in c0002",
    ]


@pytest.mark.parametrize("seed", range(30))
def test_bound_from_prices_is_below_every_plan_and_above_the_relaxation(seed: int) -> None:
    given = problem(seed)
    relaxed = build(given, Utilitarian(), whole=False)
    found = solve(relaxed.program.problem)
    plans = all_plans(given)
    if found.status == "infeasible":
        assert len(plans) == 0
        return
    assert found.prices is not None
    bound = lagrangian_bound(given, found.prices)
    assert bound >= found.objective * (1.0 - 1e-7)
    values = [Utilitarian().value(given, given.ticket_days(plan)) for plan in plans]
    assert bound <= min(values, default=np.inf) * (1.0 + 1e-9)
    # Any price will do.
    loose = lagrangian_bound(given, {"total": -123.0})
    assert loose <= min(values, default=np.inf) * (1.0 + 1e-9)


def test_many_communities() -> None:
    given = problem(7, communities=130, total=90)
    for objective in (Utilitarian(), ConditionalValueAtRisk(share=0.1)):
        plan = solve_cadres(given, objective, gap=0.02, time_limit=20.0)
        assert violations(given, plan.cadres) == []
        relaxed = solve(build(given, objective, whole=False).program.problem)
        assert plan.bound >= relaxed.objective * (1.0 - 1e-6)
        assert plan.value >= plan.bound
        assert plan.proven == (plan.gap <= 0.02)
