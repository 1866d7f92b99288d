"""A linear program kept in HiGHS, to be solved again from where it stopped.

PuLP builds a program anew for each solution and starts from nothing. A plan made every week, or
the value of a hundred hours in each of a thousand places, differs from the one before by a few
right-hand sides: its last basis is nearly right.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pulp
from numpy.typing import NDArray

from .highs import Method, SolverError, holding, proven_objective, sides
from .linear import columns

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Optimum:
    """A proven optimum.

    Attributes
    ----------
    objective : float
    values : array, shape (columns,)
    prices : array, shape (rows,)
        Change of the objective per unit of a row's right-hand side. Under degeneracy it is that
        of one side only; `WarmProgram.steps` asks for both.
    activity : array, shape (rows,)
        Left-hand sides.
    """

    objective: float
    values: Numbers
    prices: Numbers
    activity: Numbers


class WarmProgram:
    """A linear program in HiGHS with named rows whose right-hand sides may change.

    Parameters
    ----------
    problem : pulp.LpProblem
        A minimisation without integers. It is copied: later changes to it have no effect.
    method : {"simplex", "ipm", "choose"}
        For the first solution; all later ones use the simplex method, from the last basis.

    Raises
    ------
    ValueError
        If the problem maximises or holds integers.
    """

    def __init__(self, problem: pulp.LpProblem, method: Method = "simplex") -> None:
        if problem.sense != pulp.LpMinimize or problem.isMIP():
            raise ValueError("Only a minimisation without integers can be solved warm.")
        constraints = problem.constraints()
        self.columns = {variable.name: at for at, variable in enumerate(columns(problem))}
        self.rows = {str(constraint.name): at for at, constraint in enumerate(constraints)}
        self._constant = float(problem.objective.constant)
        self._highs: Any = holding(problem, whole=False, method=method)
        self.lower, self.upper = sides(constraints)

    def set_right(self, rows: Rows, right: Numbers) -> None:
        """Give rows new right-hand sides; an equation stays one.

        Raises
        ------
        ValueError
            If a number is missing (NaN).
        """
        if np.isnan(right).any():
            raise ValueError("A right-hand side is not a number.")
        has_lower, has_upper = np.isfinite(self.lower[rows]), np.isfinite(self.upper[rows])
        self.lower[rows] = np.where(has_lower, right, -np.inf)
        self.upper[rows] = np.where(has_upper, right, np.inf)
        self._highs.changeRowsBounds(
            len(rows), rows.astype(np.int32), self.lower[rows], self.upper[rows]
        )

    def set_costs(self, columns: Rows, costs: Numbers) -> None:
        """Give columns new coefficients in the objective."""
        self._highs.changeColsCost(len(columns), columns.astype(np.int32), costs.astype(float))

    def set_coefficient(self, row: int, column: int, factor: float) -> None:
        """Give a column another factor in a row."""
        self._highs.changeCoeff(row, column, factor)

    def set_upper(self, column: int, upper: float) -> None:
        """Give a column a new upper bound."""
        self._highs.changeColBounds(column, 0.0, upper)

    def basis(self) -> Any:
        """Where the last solution stopped, for `start_from`."""
        return self._highs.getBasis()

    def start_from(self, basis: Any) -> None:
        """Begin the next solution at a basis that `basis` gave."""
        self._highs.setBasis(basis)

    def solve(self) -> Optimum:
        """Solve from the last basis.

        Raises
        ------
        SolverError
            If there is no proven optimum; values of such a program mean nothing.
        """
        objective = self._run()
        found = self._highs.getSolution()
        return Optimum(
            objective=objective,
            values=np.array(found.col_value),
            prices=np.array(found.row_dual),
            activity=np.array(found.row_value),
        )

    def _run(self) -> float:
        """Objective of a proven optimum."""
        try:
            return proven_objective(self._highs) + self._constant
        finally:
            self._highs.setOptionValue("solver", "simplex")

    def steps(self, rows: Rows, steps: Numbers) -> Numbers:
        """Change of the objective if the right-hand side of a row alone changes by a step.

        Each is the difference of two optima, so it holds for steps of any size and on either side
        of a kink. The program is solved again only where the present basis does not already
        give the answer.

        Parameters
        ----------
        rows : array of int, shape (asked,)
        steps : array, shape (asked,)
            In the unit of the row; of either sign.

        Returns
        -------
        array, shape (asked,)
            NaN where nothing satisfies the rules after the step.
        """
        start = self.solve()
        basis = self.basis()
        known = self._known(start, rows, steps)
        for at in np.flatnonzero(np.isnan(known)):
            known[at] = self._step(int(rows[at]), float(steps[at])) - start.objective
        self.start_from(basis)
        return known

    def _known(self, start: Optimum, rows: Rows, steps: Numbers) -> Numbers:
        """Changes that need no new solution; NaN where one is needed."""
        side = np.where(np.isfinite(self.upper[rows]), self.upper[rows], self.lower[rows])
        to_spare = np.abs(side - start.activity[rows])
        equation = self.lower[rows] == self.upper[rows]
        relaxed = np.where(np.isfinite(self.upper[rows]), steps >= 0.0, steps <= 0.0)
        idle = ~equation & (start.prices[rows] == 0.0) & (relaxed | (np.abs(steps) <= to_spare))
        return np.where(idle | (steps == 0.0), 0.0, np.nan)

    def _step(self, row: int, step: float) -> float:
        """Objective after one step; the program is left as it was."""
        one = np.array([row])
        lower, upper = self.lower[one], self.upper[one]
        self.set_right(one, np.where(np.isfinite(upper), upper, lower) + step)
        try:
            return self._run()
        except SolverError:
            return float("nan")
        finally:
            self.lower[one], self.upper[one] = lower, upper
            self._highs.changeRowsBounds(1, one.astype(np.int32), lower, upper)
