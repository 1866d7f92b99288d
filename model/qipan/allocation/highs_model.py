"""A PuLP program as arrays for HiGHS.

PuLP's own way to HiGHS adds column by column, and its versions differ in what they make of an
objective's constant; arrays are faster, and the constant stays with us.
"""

from collections.abc import Sequence
from typing import Any

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray

from .linear import columns

Numbers = NDArray[np.float64]


def highs_model(problem: pulp.LpProblem, *, whole: bool) -> Any:
    """Return a minimisation as `highspy.HighsLp`, without the constant of its objective.

    Parameters
    ----------
    problem : pulp.LpProblem
    whole : bool
        Whether whole numbers are kept as such, or relaxed.
    """
    variables, constraints = columns(problem), problem.constraints()
    at = {variable.name: number for number, variable in enumerate(variables)}
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(variables), len(constraints)
    cost = np.zeros(len(variables))
    for variable, factor in problem.objective.items():
        cost[at[variable.name]] = factor
    model.col_cost_ = cost
    model.col_lower_ = np.array([-np.inf if v.lowBound is None else v.lowBound for v in variables])
    model.col_upper_ = np.array([np.inf if v.upBound is None else v.upBound for v in variables])
    model.row_lower_, model.row_upper_ = sides(constraints)
    if whole and problem.isMIP():
        kinds = highspy.HighsVarType
        model.integrality_ = [
            kinds.kInteger if v.cat == pulp.LpInteger else kinds.kContinuous for v in variables
        ]
    starts, index, value = [0], [], []
    for constraint in constraints:
        for variable, factor in constraint.items():
            if factor != 0.0:
                index.append(at[variable.name])
                value.append(factor)
        starts.append(len(index))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(starts, np.int32)
    model.a_matrix_.index_ = np.array(index, np.int32)
    model.a_matrix_.value_ = np.array(value, float)
    return model


def sides(constraints: Sequence[pulp.LpConstraint]) -> tuple[Numbers, Numbers]:
    """Return lower and upper bounds of rows, infinite where there is none."""
    right = np.array([-float(row.constant) for row in constraints])
    sense = np.array([row.sense for row in constraints])
    return (
        np.where(sense == pulp.LpConstraintLE, -np.inf, right),
        np.where(sense == pulp.LpConstraintGE, np.inf, right),
    )
