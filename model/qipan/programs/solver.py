"""Programs solved from the beginning: status, signs of prices, time limits and gaps.

Modelling layers call a stopped solve optimal, give a whole-number program prices of zero and fill
an infeasible one with zeros. So HiGHS is asked itself, and nothing but this file and `warm`, which
solves a program again, reads a status or a value from it.
"""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pulp

from ..words import Phrase, Words
from .highs import Method, SolverError, holding
from .linear import columns

Status = Literal["optimal", "within_gap", "stopped", "infeasible", "unbounded"]
STATUSES: dict[Status, Words] = {
    "optimal": Words("optimal"),
    "within_gap": Words("within_gap"),
    "stopped": Words("stopped", "solve"),
    "infeasible": Words("infeasible"),
    "unbounded": Words("unbounded"),
}

# A relative gap up to this counts as none.
NO_GAP = 1e-6
_WHOLE = 1e-5
_FEASIBLE = 1e-5
_STOPPED = (
    "kTimeLimit kIterationLimit kSolutionLimit kInterrupt kMemoryLimit kObjectiveBound "
    "kObjectiveTarget"
)


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
    def said(self) -> Phrase:
        """How it ended, in a word."""
        return Phrase(STATUSES[self.status])

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
    method : 'choose', 'simplex' or 'ipm'
        How HiGHS solves a linear program; interior point is faster for many thousand columns.
    start : dict of str to float, optional
        Values of some variables, by name, of a plan from which HiGHS sets out.
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
    highs = _highs(problem, mip=True, time_limit=time_limit, gap=gap, method=method)
    if math.isfinite(known_bound) and is_whole_number(problem):
        # HiGHS stops at a plan as good as this; its own gap knows nothing of our bound.
        target = known_bound + gap * abs(known_bound) - float(problem.objective.constant)
        highs.setOptionValue("objective_target", target)
    if start:
        _set_out(problem, highs, start)
    _run(highs)
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
        raise SolverError(Phrase("a whole-number program has no prices; use fix_and_price"))
    if solution.prices is None:
        raise SolverError(Phrase("no prices: the solve ended as {status}", status=solution.said))
    return Duals(solution.prices, conditional=False)


def fix_and_price(problem: pulp.LpProblem, solution: Solution) -> Duals:
    """Prices while all whole numbers stay as in the solution: fix them, solve again.

    Raises
    ------
    SolverError
        If the solution has no values, or cannot be repeated with the whole numbers fixed.
    """
    if not solution.found:
        raise SolverError(
            Phrase("nothing to price: the solve ended as {status}", status=solution.said)
        )
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
        raise SolverError(
            Phrase("with the whole numbers fixed the solve ended as {status}", status=priced.said)
        )
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
        raise ValueError(
            Phrase(
                "{path}: a program is written as .lp or .mps, not {ending!r}",
                path=path,
                ending=ending,
            )
        )


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
        raise SolverError(
            Phrase("every program is posed as a minimisation; turn the objective's sign")
        )
    if problem.objective is None:
        raise SolverError(Phrase("the program has no objective"))
    if gap < 0.0 or (time_limit is not None and time_limit < 0.0):
        raise SolverError(
            Phrase(
                "gap ({gap}) and time limit ({time_limit}) must not be negative",
                gap=gap,
                time_limit=time_limit,
            )
        )


def _highs(
    problem: pulp.LpProblem,
    *,
    mip: bool,
    time_limit: float | None = None,
    gap: float = NO_GAP,
    method: Method = "choose",
) -> Any:
    """HiGHS object that holds the program, not yet run."""
    highs = holding(problem, whole=mip, method=method)
    highs.setOptionValue("mip_rel_gap", gap)
    if time_limit is not None:
        highs.setOptionValue("time_limit", float(time_limit))
    return highs


def _run(highs: Any) -> None:
    """Run HiGHS; once more without presolve where its plan broke a rule when it was put back.

    That happens at the edge of what is possible: a number that is whole to within the tolerance
    makes up for hours that are missing.
    """
    highs.run()
    if highs.getModelStatus().name == "kSolveError":
        highs.clearSolver()
        highs.setOptionValue("presolve", "off")
        highs.run()


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
        raise SolverError(Phrase("HiGHS ended as {name}", name=name))
    whole = mip and is_whole_number(problem)
    info = highs.getInfo()
    broken = info.primal_solution_status != 2 or info.max_primal_infeasibility > _FEASIBLE
    # A stopped linear program may hold anything, so its values are not read.
    if broken or (name != "kOptimal" and not whole):
        if name == "kOptimal":
            raise SolverError(Phrase("HiGHS called a plan optimal that breaks its constraints"))
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


def _rounded(problem: pulp.LpProblem, values: dict[str, float], whole: bool) -> dict[str, float]:
    """Whole numbers that miss one by a solver's tolerance, made whole."""
    if whole:
        for var in columns(problem):
            if var.isInteger():
                value = values[var.name]
                if abs(value - round(value)) > _WHOLE:
                    raise SolverError(
                        Phrase(
                            "{name} should be a whole number and is {value}",
                            name=var.name,
                            value=value,
                        )
                    )
                values[var.name] = float(round(value))
    return values


def _nothing(status: Status, begun: float, bound: float = -math.inf) -> Solution:
    return Solution(status, math.nan, bound, math.inf, _since(begun))


def _since(begun: float) -> float:
    return time.perf_counter() - begun
