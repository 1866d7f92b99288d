"""The one place that knows HiGHS: programs handed to it, and the error when it has no answer.

PuLP's own way to HiGHS adds column by column, and its versions differ in what they make of an
objective's constant; arrays are faster, and the constant stays with us.
"""

import os
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray

from ..errors import ImpossibleError
from .linear import columns

Numbers = NDArray[np.float64]
Method = Literal["choose", "simplex", "ipm"]


class SolverError(ImpossibleError, RuntimeError):
    """A program that cannot be solved as asked, or an answer that cannot be trusted."""


def holding(problem: pulp.LpProblem, *, whole: bool, method: Method = "choose") -> Any:
    """Return a silent `highspy.Highs` that holds a minimisation and has not run yet.

    Parameters
    ----------
    problem : pulp.LpProblem
    whole : bool
        Whether whole numbers are kept as such, or relaxed.
    method : 'choose', 'simplex' or 'ipm'
        How a linear program is solved.
    """
    hush()
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("solver", method)
    highs.passModel(highs_model(problem, whole=whole))
    return highs


def proven_objective(highs: Any) -> float:
    """Run a linear program to its proven optimum, and return the objective, its constant aside.

    Raises
    ------
    SolverError
        If there is no proven optimum; values of such a program mean nothing.
    """
    highs.run()
    status = highs.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise SolverError(highs.modelStatusToString(status))
    return float(highs.getObjectiveValue())


@cache
def hush() -> None:
    """Make a first HiGHS object out of hearing: 1.16 prints a banner before it can be told not to.

    It goes to the process's standard output, past Python's, and once only.
    """
    try:
        kept = os.dup(1)
    except OSError:  # no standard output: nothing to hear either
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


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
