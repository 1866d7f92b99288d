"""Why there is no plan, in the user's own numbers."""

import numpy as np
import pytest

from qipan.programs.cadres.infeasible import explain
from qipan.programs.cadres.plan import CadreProblem, NoPlanError, StaffType, solve_cadres
from qipan.programs.curve import Curve
from qipan.programs.objectives import LexicographicMaxMin, Utilitarian


def city(count: int, **changes: object) -> CadreProblem:
    values = {
        "communities": [f"c{row:04d}" for row in range(count)],
        "staff_types": [
            StaffType("full_time", 1600.0, 100_000.0),
            StaffType("liaison", 400.0, 2e4),
        ],
        "curves": [Curve(np.array([0.0, 1000.0]), np.array([100.0, 50.0]))] * count,
        "residents": np.full(count, 3000.0),
        "hours_gained": np.full((count, 2), 500.0),
        "totals": np.array([2 * count, 2 * count]),
    }
    return CadreProblem(**(values | changes))


def floors(count: int, full_time: float, liaison: float = 0.0) -> np.ndarray:
    return np.tile([full_time, liaison], (count, 1))


def test_floors_beside_the_total() -> None:
    given = city(1268, floors=floors(1268, 2), totals=np.array([2400, 0]))
    with pytest.raises(NoPlanError) as error:
        solve_cadres(given, Utilitarian())
    text = str(error.value)
    assert (
        "full_time: the floor of 2 cadres x 1,268 communities needs 2,536; the total is 2,400"
        in (text)
    )
    explanation = error.value.explanation
    assert explanation is not None and explanation.proven
    (only,) = explanation.smallest
    assert (only.rule.family, only.needed, only.amount) == ("totals", 2536.0, 136.0)
    assert str(only) == "total of full_time cadres: 2,536 instead of 2,400 cadres"
    assert sum(r.amount for r in explanation.by_family["floors"]) == 136.0
    assert "Or floors alone:" in text and "more (136 cadres in all)" in text


def test_max_min_explains_as_well() -> None:
    given = city(30, floors=floors(30, 2), totals=np.array([50, 0]))
    for objective in (LexicographicMaxMin(), LexicographicMaxMin(ordered_up_to=40)):
        with pytest.raises(NoPlanError, match="needs 60; the total is 50"):
            solve_cadres(given, objective)


def test_budget() -> None:
    given = city(10, floors=floors(10, 1, 1), cost_budget_yuan=1_000_000.0)
    explanation = explain(given)
    (only,) = explanation.smallest
    assert (only.rule.family, only.needed) == ("cost_budget_yuan", 1_200_000.0)
    text = str(explanation)
    assert "the floors of all types cost 1,200,000 yuan; the cost budget is 1,000,000" in text
    assert "cost budget: 1,200,000 instead of 1,000,000 yuan" in text


def test_posts() -> None:
    explanation = explain(city(10, floors=floors(10, 1, 1), posts_cap=15))
    assert [(r.rule.family, r.needed) for r in explanation.smallest] == [("posts_cap", 20.0)]
    assert "the floors of all types need 20 cadres; the cap on posts is 15" in str(explanation)


def test_eligibility() -> None:
    kinds = [
        StaffType("full_time", 1600.0, 1e5, np.array([True, False])),
        StaffType("liaison", 1.0),
    ]
    given = city(2, floors=floors(2, 1), staff_types=kinds)
    explanation = explain(given)
    assert {r.rule.description for r in explanation.smallest} <= {
        "eligibility of full_time in c0001",
        "floor of full_time in c0001",
    }
    assert "the floor in c0001 is 1 full_time; full_time may not serve there" in str(explanation)
    assert set(explanation.by_family) == {"floors", "eligible"}


def test_moves() -> None:
    present = np.array([[4, 0], [0, 0], [0, 0]])
    given = city(3, present=present, floors=floors(3, 1), totals=np.array([4, 0]), most_moved=1)
    explanation = explain(given)
    assert explanation.smallest[0].amount == 1.0
    assert "most_moved" in explanation.by_family
    assert explanation.by_family["most_moved"][0].needed == 2.0
    assert "cadres leave the community they serve; 1 may" in str(explanation)


def test_two_conflicts_need_two_relaxations() -> None:
    given = city(5, floors=floors(5, 2, 1), totals=np.array([8, 4]))
    explanation = explain(given)
    assert {(r.rule.description, r.needed) for r in explanation.smallest} == {
        ("total of full_time cadres", 10.0),
        ("total of liaison cadres", 5.0),
    } or len(explanation.smallest) == 2
    assert sum(r.amount for r in explanation.smallest) == pytest.approx(3.0)


def test_relaxed_as_told_there_is_a_plan() -> None:
    given = city(6, floors=floors(6, 2, 1), totals=np.array([9, 9]), posts_cap=14)
    changes = {r.rule.family: r.needed for r in explain(given).by_family.get("floors", [])}
    assert changes
    fewer = given.floors.copy()
    for relaxation in explain(given).by_family["floors"]:
        rule = relaxation.rule
        fewer[rule.community, rule.staff_type] = relaxation.needed
    assert solve_cadres(given.changed(floors=fewer), Utilitarian()).proven


def test_nothing_to_explain() -> None:
    with pytest.raises(ValueError, match="there is a plan"):
        explain(city(3))
