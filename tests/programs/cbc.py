"""CBC, another solver of the same programs: what HiGHS finds must be what it finds."""

from typing import Any

import pulp
import pytest


def least(problem: Any) -> float | None:
    """Objective at CBC's proven optimum, or None where it proves that there is no plan.

    PuLP 3 brings CBC along; PuLP 4 looks for the one that `pip install pulp[cbc]` installs.
    """
    if hasattr(pulp, "PULP_CBC_CMD"):
        problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=1e-6, _skip_v4_deprecation=True))
        status = problem.status
    else:
        solver = pulp.COIN_CMD(msg=False, gapRel=1e-6)
        if not solver.available():
            pytest.skip("CBC is not installed; pip install 'pulp[cbc]' brings it")
        status = int(problem.solve(solver).status)
    if status == pulp.LpStatusInfeasible:
        return None
    assert status == pulp.LpStatusOptimal
    return float(problem.objective.value())
