"""The one place that talks to a solver: status, signs of duals, time limits and gaps.

Modelling layers call a stopped solve optimal, give a whole-number program prices of zero and fill
an infeasible one with zeros. Nothing outside this file reads a status or a value from them.
"""

import math
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import highspy
import numpy as np
import pulp

from ..errors import ImpossibleError
from .highs_model import highs_model
from .linear import columns

Status = Literal["optimal", "within_gap", "stopped", "infeasible", "unbounded"]
SolverName = Literal["highs", "cbc"]
Method = Literal["choose", "simplex", "ipm"]

# A relative gap up to this counts as none.
NO_GAP = 1e-6
_WHOLE = 1e-5
# PuLP's numbers for how a solve ended, the same in all versions.
_OPTIMAL = 1
_NO_PLAN = {-1: "infeasible", -2: "unbounded"}
_FEASIBLE = 1e-5
_STOPPED = (
    "kTimeLimit kIterationLimit kSolutionLimit kInterrupt kMemoryLimit kObjectiveBound "
    "kObjectiveTarget"
)


class SolverError(ImpossibleError, RuntimeError):
    """A program that cannot be solved as asked, or an answer that cannot be trusted."""


@dataclass(frozen=True)
class Solution:
    """What a solver found, and what it proved.

    Attributes
    ----------
    status : str
        `optimal`: proven, no gap. `within_gap`: proven to be within the gap that was asked for.
        `stopped`: not proven, with or without values. `infeasible`, `unbounded`: no plan.
    objective : float
        Objective of the values, its constant included; NaN without values.
    bound : float
        No plan has a lower objective; -inf where nothing is known.
    gap : float
        (objective - bound) / |objective|; inf where nothing is known.
    seconds : float
        Wall time of building the solver's model and solving it.
    values : dict of str to float
        Value of each variable by name; empty if no plan was found.
    prices : dict of str to float, or None
        Change of the objective per unit of each constraint's right-hand side, of a linear program
        solved to the end. None otherwise: read it with `duals`.
    """

    status: Status
    objective: float
    bound: float
    gap: float
    seconds: float
    values: Mapping[str, float] = field(default_factory=dict, repr=False)
    prices: Mapping[str, float] | None = field(default=None, repr=False)

    @property
    def proven(self) -> bool:
        """Whether values exist and are proven to be within the gap that was asked for."""
        return self.status in ("optimal", "within_gap")

    @property
    def found(self) -> bool:
        """Whether values exist, proven or not."""
        return bool(self.values) or self.proven


@dataclass(frozen=True)
class Duals:
    """Prices of constraints, in units of the objective per unit of the right-hand side.

    Attributes
    ----------
    rows : dict of str to float
        By name of the constraint. Negative: more of it lowers the objective.
    conditional : bool
        Whether they hold only while all whole numbers stay as they are in the plan.
    """

    rows: Mapping[str, float]
    conditional: bool


def solve(
    problem: pulp.LpProblem,
    *,
    time_limit: float | None = None,
    gap: float = 1e-6,
    solver: SolverName = "highs",
    method: Method = "choose",
    start: Mapping[str, float] | None = None,
    known_bound: float = -math.inf,
) -> Solution:
    """Solve a minimisation, and say what is proven.

    Parameters
    ----------
    problem : pulp.LpProblem
        Linear or mixed-integer program.
    time_limit : float, optional
        Seconds after which to stop. A stopped solve is never `optimal`.
    gap : float
        Relative gap at which a whole-number program counts as solved.
    solver : 'highs' or 'cbc'
        CBC gives no bound of its own if stopped.
    method : 'choose', 'simplex' or 'ipm'
        How HiGHS solves a linear program; interior point is faster for many thousand columns.
    start : dict of str to float, optional
        Values of some variables, by name, of a plan from which HiGHS sets out. CBC ignores it.
    known_bound : float
        What no objective is below, proven elsewhere: with it a plan may be known sooner to be
        within the gap.

    Raises
    ------
    SolverError
        If the problem is a maximisation, has no objective, or the solver failed.
    """
    _check_posed(problem, gap, time_limit)
    begun = time.perf_counter()
    if solver == "cbc":
        return _known(_solve_cbc(problem, time_limit, gap, begun), known_bound, gap)
    highs = _highs(problem, mip=True, time_limit=time_limit, gap=gap, method=method)
    if math.isfinite(known_bound) and is_whole_number(problem):
        # HiGHS stops at a plan as good as this; its own gap knows nothing of our bound.
        target = known_bound + gap * abs(known_bound) - float(problem.objective.constant)
        highs.setOptionValue("objective_target", target)
    if start:
        _set_out(problem, highs, start)
    highs.run()
    return _known(_read_highs(problem, highs, begun), known_bound, gap)


def is_whole_number(problem: pulp.LpProblem) -> bool:
    """Whether some variable must be a whole number."""
    return bool(problem.isMIP())


def duals(problem: pulp.LpProblem, solution: Solution) -> Duals:
    """Prices of a linear program's constraints.

    Raises
    ------
    SolverError
        For a whole-number program, whose prices do not exist (`fix_and_price` gives conditional
        ones), and for a solution that is not proven.
    """
    if is_whole_number(problem):
        raise SolverError("a whole-number program has no prices; use fix_and_price")
    if solution.prices is None:
        raise SolverError(f"no prices: the solve ended as {solution.status!r}")
    return Duals(solution.prices, conditional=False)


def fix_and_price(problem: pulp.LpProblem, solution: Solution) -> Duals:
    """Prices while all whole numbers stay as in the solution: fix them, solve again.

    Raises
    ------
    SolverError
        If the solution has no values, or cannot be repeated with the whole numbers fixed.
    """
    if not solution.found:
        raise SolverError(f"nothing to price: the solve ended as {solution.status!r}")
    whole = [var for var in columns(problem) if var.isInteger()]
    bounds = [(var.lowBound, var.upBound) for var in whole]
    try:
        for var in whole:
            var.lowBound = var.upBound = round(solution.values[var.name])
        begun = time.perf_counter()
        highs = _highs(problem, mip=False)
        highs.run()
        priced = _read_highs(problem, highs, begun, mip=False)
    finally:
        for var, (low, high) in zip(whole, bounds, strict=True):
            var.lowBound, var.upBound = low, high
    if priced.prices is None:
        raise SolverError(f"with the whole numbers fixed the solve ended as {priced.status!r}")
    return Duals(priced.prices, conditional=bool(whole))


def write(problem: pulp.LpProblem, path: str | Path) -> None:
    """Write a program as .lp or .mps, by the ending of the path.

    Raises
    ------
    ValueError
        For any other ending.
    """
    ending = Path(path).suffix.lower()
    if ending == ".lp":
        problem.writeLP(str(path), max_length=255)
    elif ending == ".mps":
        problem.writeMPS(str(path))
    else:
        raise ValueError(f"{path}: a program is written as .lp or .mps, not {ending!r}")


class Sweep:
    """A linear program solved again and again with other right-hand sides, from a warm basis.

    Whole numbers are relaxed.
    """

    def __init__(self, problem: pulp.LpProblem) -> None:
        _check_posed(problem, NO_GAP, None)
        self._constant = float(problem.objective.constant)
        self._highs = _highs(problem, mip=False, method="simplex")
        self._rows = {row.name: (at, row) for at, row in enumerate(problem.constraints())}
        self.objective = self._run()

    def with_rhs(self, changes: Mapping[str, float]) -> float:
        """Objective with these right-hand sides, the others as posed; inf if there is no plan.

        Raises
        ------
        KeyError
            If there is no constraint of that name.
        """
        for name, rhs in changes.items():
            index, row = self._rows[name]
            self._highs.changeRowBounds(index, *_between(row, rhs))
        objective = self._run()
        for name in changes:
            index, row = self._rows[name]
            self._highs.changeRowBounds(index, *_between(row, -row.constant))
        return objective

    def _run(self) -> float:
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return math.inf
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverError(f"a step of the sweep ended as {status.name}")
        return float(self._highs.getInfo().objective_function_value) + self._constant


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


def relative_gap(objective: float, bound: float) -> float:
    """(objective - bound) / |objective|, 0 where they are equal, inf where one is unknown."""
    if not (math.isfinite(objective) and math.isfinite(bound)):
        return math.inf
    difference = objective - bound
    if difference <= 1e-9:
        return 0.0
    return difference / max(abs(objective), 1e-9)


def _check_posed(problem: pulp.LpProblem, gap: float, time_limit: float | None) -> None:
    if problem.sense != pulp.LpMinimize:
        raise SolverError("every program is posed as a minimisation; turn the objective's sign")
    if problem.objective is None:
        raise SolverError("the program has no objective")
    if gap < 0.0 or (time_limit is not None and time_limit < 0.0):
        raise SolverError(f"gap ({gap}) and time limit ({time_limit}) must not be negative")


def _highs(
    problem: pulp.LpProblem,
    *,
    mip: bool,
    time_limit: float | None = None,
    gap: float = NO_GAP,
    method: Method = "choose",
) -> Any:
    """HiGHS object that holds the program, not yet run."""
    hush()
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("log_to_console", False)
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("solver", method)
    if time_limit is not None:
        highs.setOptionValue("time_limit", float(time_limit))
    highs.passModel(highs_model(problem, whole=mip))
    return highs


def _known(found: Solution, bound: float, gap: float) -> Solution:
    """Solution by the better one of its own bound and one proven elsewhere.

    A solve that was stopped, at a target say, is proven if its gap is what was asked for.
    """
    best = max(found.bound, bound)
    if not found.found or not math.isfinite(best):
        return found
    reached = relative_gap(found.objective, best)
    status = found.status
    if status in ("stopped", "within_gap") and reached <= max(gap, NO_GAP):
        status = "optimal" if reached <= NO_GAP else "within_gap"
    return replace(found, bound=best, gap=reached, status=status)


def _set_out(problem: pulp.LpProblem, highs: Any, start: Mapping[str, float]) -> None:
    """Give HiGHS a part of a plan; it finds the other values itself."""
    known = {at: start[v.name] for at, v in enumerate(columns(problem)) if v.name in start}
    highs.setSolution(len(known), np.array([*known], np.int32), np.array([*known.values()]))


def _read_highs(problem: pulp.LpProblem, highs: Any, begun: float, *, mip: bool = True) -> Solution:
    name = highs.getModelStatus().name
    if name == "kUnboundedOrInfeasible":
        name = _unbounded_or_infeasible(problem, mip)
    if name in ("kInfeasible", "kUnbounded"):
        return _nothing("infeasible" if name == "kInfeasible" else "unbounded", begun)
    if name == "kModelEmpty":
        constant = float(problem.objective.constant)
        return Solution("optimal", constant, constant, 0.0, _since(begun), {}, {})
    if name != "kOptimal" and name not in _STOPPED.split():
        raise SolverError(f"HiGHS ended as {name}")
    whole = mip and is_whole_number(problem)
    info = highs.getInfo()
    broken = info.primal_solution_status != 2 or info.max_primal_infeasibility > _FEASIBLE
    # A stopped linear program may hold anything, so its values are not read.
    if broken or (name != "kOptimal" and not whole):
        if name == "kOptimal":
            raise SolverError("HiGHS called a plan optimal that breaks its constraints")
        return _nothing("stopped", begun, _bound(problem, info, whole))
    return _with_values(problem, highs, begun, finished=name == "kOptimal", whole=whole)


def _with_values(
    problem: pulp.LpProblem, highs: Any, begun: float, *, finished: bool, whole: bool
) -> Solution:
    info = highs.getInfo()
    objective = float(info.objective_function_value) + float(problem.objective.constant)
    bound = objective if finished and not whole else _bound(problem, info, whole)
    gap = relative_gap(objective, bound)
    status: Status = "stopped"
    if finished:
        status = "optimal" if gap <= NO_GAP else "within_gap"
    found = highs.getSolution()
    prices = None
    if finished and not whole and found.dual_valid:
        row_dual = list(found.row_dual)
        named = zip(problem.constraints(), row_dual, strict=True)
        prices = {str(row.name): float(price) for row, price in named}
    named = zip(columns(problem), list(found.col_value), strict=True)
    values = {str(var.name): float(value) for var, value in named}
    return Solution(
        status, objective, bound, gap, _since(begun), _rounded(problem, values, whole), prices
    )


def _bound(problem: pulp.LpProblem, info: Any, whole: bool) -> float:
    """Bound a stopped solve leaves; that of a linear program is not known."""
    bound = float(info.mip_dual_bound) if whole else -math.inf
    return bound + float(problem.objective.constant) if abs(bound) < 1e30 else -math.inf


def _unbounded_or_infeasible(problem: pulp.LpProblem, mip: bool) -> str:
    """Tell the two apart: without an objective nothing is unbounded."""
    highs = _highs(problem, mip=mip)
    columns = highs.getNumCol()
    highs.changeColsCost(columns, list(range(columns)), [0.0] * columns)
    highs.run()
    return "kInfeasible" if highs.getModelStatus().name == "kInfeasible" else "kUnbounded"


def _solve_cbc(
    problem: pulp.LpProblem, time_limit: float | None, gap: float, begun: float
) -> Solution:
    ended = _run_cbc(problem, msg=False, timeLimit=time_limit, gapRel=gap)
    whole = is_whole_number(problem)
    if ended == "proven":
        return _read_cbc(problem, begun, gap if whole else 0.0, whole)
    if ended == "unproven" and whole:
        return _read_cbc(problem, begun, math.inf, whole)
    return _nothing(ended if ended in ("infeasible", "unbounded") else "stopped", begun)


def _run_cbc(problem: pulp.LpProblem, **options: Any) -> Any:
    """Run CBC; in a word, how it ended: proven, unproven, infeasible, unbounded or nothing.

    PuLP 3 brings CBC along, and tells by `sol_status` what its status does not; PuLP 4 looks for
    the one that `pip install pulp[cbc]` installs.
    """
    if hasattr(pulp, "PULP_CBC_CMD"):
        problem.solve(pulp.PULP_CBC_CMD(**options, _skip_v4_deprecation=True))
        status, feasible = problem.status, problem.sol_status == pulp.LpSolutionIntegerFeasible
        proven = problem.sol_status == pulp.LpSolutionOptimal
    else:
        solver = pulp.COIN_CMD(**options)
        if not solver.available():
            raise SolverError("CBC is not installed; pip install 'pulp[cbc]' brings it")
        stats = problem.solve(solver)
        status, feasible = int(stats.status), stats.has_solution
        proven = feasible and status == _OPTIMAL
    if status in _NO_PLAN:
        return _NO_PLAN[status]
    return "proven" if proven else "unproven" if feasible else "nothing"


def _read_cbc(problem: pulp.LpProblem, begun: float, gap: float, whole: bool) -> Solution:
    """Values of CBC; its gap is the one it was asked for, since it reports none."""
    values = {var.name: float(var.varValue) for var in columns(problem)}
    objective = float(problem.objective.value())
    bound = objective - gap * max(abs(objective), 1e-9)
    status: Status = "optimal" if gap <= NO_GAP else "within_gap"
    prices = None
    if math.isinf(gap):
        status = "stopped"
    elif not whole:
        prices = {row.name: float(row.pi) for row in problem.constraints()}
    values = _rounded(problem, values, whole)
    return Solution(status, objective, bound, gap, _since(begun), values, prices)


def _rounded(problem: pulp.LpProblem, values: dict[str, float], whole: bool) -> dict[str, float]:
    """Whole numbers that miss one by a solver's tolerance, made whole."""
    if whole:
        for var in columns(problem):
            if var.isInteger():
                value = values[var.name]
                if abs(value - round(value)) > _WHOLE:
                    raise SolverError(f"{var.name} should be a whole number and is {value}")
                values[var.name] = float(round(value))
    return values


def _between(row: Any, rhs: float) -> tuple[float, float]:
    """Lower and upper bound of a row with another right-hand side."""
    low = -highspy.kHighsInf if row.sense == pulp.LpConstraintLE else rhs
    high = highspy.kHighsInf if row.sense == pulp.LpConstraintGE else rhs
    return low, high


def _nothing(status: Status, begun: float, bound: float = -math.inf) -> Solution:
    return Solution(status, math.nan, bound, math.inf, _since(begun))


def _since(begun: float) -> float:
    return time.perf_counter() - begun
