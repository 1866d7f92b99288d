"""Why there is no plan, in the user's own numbers."""

import numpy as np
import pytest

from qipan.programs.cadres.infeasible import explain
from qipan.programs.cadres.plan import CadreProblem, NoPlanError, solve_cadres
from qipan.programs.curve import Curve
from qipan.programs.objectives import LexicographicMaxMin, Utilitarian


def city(count: int, **changes: object) -> CadreProblem:
    values = {
        "communities": [f"c{row:04d}" for row in range(count)],
        "curves": [Curve(np.array([0.0, 1000.0]), np.array([100.0, 50.0]))] * count,
        "residents": np.full(count, 3000.0),
        "hours_gained": np.full(count, 500.0),
        "total": 2 * count,
    }
    return CadreProblem(**(values | changes))


def test_floors_beside_the_total() -> None:
    given = city(1268, floors=np.full(1268, 2), total=2400)
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
    given = city(30, floors=np.full(30, 2), total=50)
    for objective in (LexicographicMaxMin(), LexicographicMaxMin(ordered_up_to=40)):
        with pytest.raises(NoPlanError, match="needs 60; the total is 50"):
            solve_cadres(given, objective)


def test_relaxed_as_told_there_is_a_plan() -> None:
    given = city(6, floors=np.full(6, 2), total=9)
    fewer = given.floors.copy()
    for relaxation in explain(given).by_family["floors"]:
        fewer[relaxation.rule.community] = relaxation.needed
    assert solve_cadres(given.changed(floors=fewer), Utilitarian()).proven


def test_nothing_to_explain() -> None:
    with pytest.raises(ValueError, match="there is a plan"):
        explain(city(3))
