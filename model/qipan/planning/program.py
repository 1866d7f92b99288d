"""A plan's program, built of its rules and solved by HiGHS, with what is proven about it."""

import time
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import highspy
import numpy as np
from numpy.typing import NDArray

from ..errors import ImpossibleError
from ..programs.highs import hush
from ..words import Phrase
from .problem import Asked, PlanProblem, Values
from .rows import Rows
from .rules import RULES, cost_terms, nearest_rows, of_the_mean, worst_rows

Objective = Literal["least_waiting", "least_cost", "max_min"]
OBJECTIVES: tuple[Objective, ...] = ("least_waiting", "least_cost", "max_min")
DAYS_PER_YEAR = 365.0
MOST_WHOLE = 3000  # whole numbers that are branched on; beyond, they are rounded and repaired
LARGE = 20_000  # columns beyond which interior point is faster
PART = 1e-6  # of a whole number, that is none
NEAR = 1e-4  # gap at which a plan is the nearest
TIE = 1e-6  # so little does cost or waiting count where the other one is asked for
# What a linear program may come to; of anything else it is asked once more, by the simplex method.
ANSWERS = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


class NoPlan(ImpossibleError, ValueError):
    """No plan keeps all rules, or none was found in time.

    Attributes
    ----------
    given : PlanProblem or None
        As it was last, its curves corrected, where it is known.
    """

    def __init__(self, message: str, given: PlanProblem | None = None) -> None:
        super().__init__(message)
        self.given = given


@dataclass(frozen=True)
class Plan:
    """A plan, what the program promises of it, and what it proved.

    Attributes
    ----------
    posts : array of float, shape (types, desks, periods)
        Whole numbers.
    bought : array of float, shape (priced, desks, periods)
        Hours in a period.
    lent : array of float, shape (types, desks, periods)
    units : array of float, shape (options, desks, periods)
    backlog : array of float, shape (desks, kinds, periods)
        Hours of work left at the end of a period; 0 where the flow does not count.
    open_tickets : array of float, shape (desks, periods)
        In the mean of a period.
    yuan : array of float, shape (types, priced and options, desks, periods)
    objective, bound, gap : float
        No plan has an objective below the bound; gap is relative.
    prices : dict of str to array
        Change of the objective by one more of a rule's right-hand side, whole numbers as they are.
    linear_prices : dict of str to array
        The same where posts may be parts of posts.
    seconds : float
    """

    posts: Values
    bought: Values
    lent: Values
    units: Values
    backlog: Values
    open_tickets: Values
    yuan: Values
    objective: float
    bound: float
    gap: float
    prices: dict[str, Values] = field(repr=False)
    linear_prices: dict[str, Values] = field(repr=False)
    seconds: float

    def ticket_days(self, given: PlanProblem) -> Values:
        """Open ticket-days a year by desk."""
        days: Values = self.open_tickets @ given.period_days / given.spans.sum()
        return days

    def yuan_year(self, given: PlanProblem) -> float:
        """Yuan a year, mean of the years."""
        return float(self.yuan.sum() / given.spans.sum())


@dataclass(frozen=True)
class _Solved:
    values: Values
    duals: Values
    objective: float
    bound: float
    done: bool


def build(given: PlanProblem, objective: Objective) -> Rows:
    """Put the rules of a plan and its objective together.

    least_waiting: min sum_d,t days(t) (sum_k weight[k] (B[t-1] + B[t]) / 2 w + mean weight Q) +
    TIE yuan; with simulated curves min sum_c,t days(t) mean weight Q + TIE yuan.
    least_cost: min yuan a year + TIE waiting. max_min: min days of the worst + TIE waiting.
    """
    rows = Rows()
    for rule in RULES:
        rule(given, rows)
    cost = np.zeros(rows.width)
    waiting, yuan = _waiting(given, rows), _yuan(given, rows)
    if objective == "least_waiting":
        cost = waiting + TIE * yuan
    elif objective == "least_cost":
        cost = yuan + TIE * waiting
    else:
        worst_rows(given, rows)
        cost = np.append(TIE * waiting, np.zeros(rows.width - len(waiting)))
        cost[rows.columns["worst"][0]] = 1.0
    rows.cost = [cost]
    return rows


def _waiting(given: PlanProblem, rows: Rows) -> Values:
    """Weighted ticket-days a year of each column."""
    days = given.period_days / given.spans.sum()
    cost = np.zeros(rows.width)
    if given.simulated is not None:
        cost[rows.columns["queue"][: given.communities]] = given.weights.mean() * days
        return cost
    per_hour = given.weights[None, :, None] / given.ticket_hours[:, None, None]
    per_hour = per_hour * of_the_mean(days)
    cost[rows.columns["backlog"]] = per_hour
    cost[rows.columns["queue"]] = given.weights.mean() * days
    return cost


def _yuan(given: PlanProblem, rows: Rows) -> Values:
    cost = np.zeros(rows.width)
    for _, columns, prices in cost_terms(given, rows):
        cost[columns] = prices / given.spans.sum()
    return cost


def solve(
    given: PlanProblem,
    objective: Objective = "least_waiting",
    *,
    gap: float = 0.01,
    time_limit: float = 60.0,
) -> Plan:
    """Solve a plan's program.

    Up to `MOST_WHOLE` whole numbers are branched on. Beyond, only sites of centres are; posts of
    the program are rounded, hours and queues solved anew, and the gap to the linear program's bound
    is told. Branching ends after `time_limit` seconds; linear programs are solved to their end.

    Raises
    ------
    NoPlan
        If no plan keeps all rules, or none was found.
    """
    return _solved(given, build(given, objective), gap, time_limit)


def nearest(given: PlanProblem, hours: Values, *, time_limit: float = 60.0) -> Plan:
    """Find the plan whose hours come nearest to those wished for in each community.

    Of the requirements none counts; budgets, caps and floors do.

    Parameters
    ----------
    hours : array of float, shape (communities,)
        Added in the mean of the periods, a year.

    Raises
    ------
    NoPlan
        If no plan keeps budgets, caps and floors.
    """
    free = replace(given, asked=Asked(np.full(len(given.desks), np.inf)))
    rows = build(free, "least_waiting")
    nearest_rows(free, rows, hours)
    cost = np.zeros(rows.width)
    cost[rows.columns["apart"]] = 1.0
    yuan = _yuan(free, rows)
    cost += TIE * TIE * np.append(yuan, np.zeros(rows.width - len(yuan)))
    rows.cost = [cost]
    return _solved(free, rows, NEAR, time_limit)


def _solved(given: PlanProblem, rows: Rows, gap: float, time_limit: float) -> Plan:
    begun = time.perf_counter()
    linear = _run(rows)
    if not linear.done:
        raise NoPlan(Phrase("no plan keeps all rules"))
    whole = np.concatenate(rows.whole)
    low, high = np.concatenate(rows.low), np.concatenate(rows.high)
    free = whole & (high > low)
    bound = linear.bound
    if free.sum() <= MOST_WHOLE:
        found = _run(rows, whole=whole, gap=gap, time_limit=time_limit)
        if not found.done:
            raise NoPlan(
                Phrase("no plan of whole posts keeps all rules, or none was found in time")
            )
        bound, posts = max(bound, found.bound), np.round(found.values)
        final = _run(rows, fixed=(whole, posts))
    else:
        parts = _with_whole_sites(given, rows, linear, gap, time_limit)
        final = _rounded(rows, parts, whole)
    missed = (final.objective - bound) / max(abs(final.objective), 1e-9)
    return _plan(given, rows, final, linear, bound, max(0.0, missed), begun)


def _with_whole_sites(
    given: PlanProblem, rows: Rows, linear: _Solved, gap: float, limit: float
) -> _Solved:
    """Open sites whole, posts in parts: rounded one by one, what a floor asks for might be lost."""
    if given.cover is None:
        return linear
    sites = np.zeros(rows.width, dtype=bool)
    for row, home in zip(given.cover.rows, given.cover.home, strict=True):
        sites[rows.columns[f"units_{row}"][home]] = True
    if np.allclose(linear.values[sites], np.round(linear.values[sites]), rtol=0.0, atol=PART):
        return linear
    found = _run(rows, whole=sites, gap=gap, time_limit=limit)
    if not found.done:
        raise NoPlan(Phrase("no plan of whole posts keeps all rules, or none was found in time"))
    return found


def _rounded(rows: Rows, linear: _Solved, whole: NDArray[np.bool_]) -> _Solved:
    """Round posts so that the sums of each type and period stay; up if that breaks a rule."""
    posts = linear.values.copy()
    for name, columns in rows.columns.items():
        if name.startswith(("posts_", "units_")):
            for period in columns.T:
                posts[period] = _largest_remainder(linear.values[period])
    final = _run(rows, fixed=(whole, posts))
    if not final.done:
        final = _run(rows, fixed=(whole, np.ceil(linear.values - PART)))
    if not final.done:
        raise NoPlan(
            Phrase("no plan of whole posts was found; parts of posts would keep all rules")
        )
    return final


def _largest_remainder(values: Values) -> Values:
    """Round to whole numbers whose sum is that of the values, rounded down."""
    down = np.floor(values + PART)
    left = int(np.floor(values.sum() - down.sum() + PART))
    order = np.argsort(-(values - down), kind="stable")[: max(left, 0)]
    down[order] += 1.0
    return down


def _run(
    rows: Rows,
    *,
    whole: NDArray[np.bool_] | None = None,
    fixed: tuple[NDArray[np.bool_], Values] | None = None,
    gap: float = 0.0,
    time_limit: float = np.inf,
) -> _Solved:
    """Hand the arrays to HiGHS, some columns whole; the one place that reads a status.

    A limit of time is for branching alone: a linear program that was stopped has no answer, and
    would be told as one without a plan.
    """
    solver = _model(rows, whole, fixed)
    solver.setOptionValue("time_limit", float(time_limit))
    solver.setOptionValue("mip_rel_gap", gap)
    if rows.width > LARGE and whole is None:
        solver.setOptionValue("solver", "ipm")
        solver.setOptionValue("run_crossover", "off")  # most of the time, and no vertex is needed
    solver.run()
    if whole is None and solver.getModelStatus() not in ANSWERS:  # of an interior point, say
        solver.clearSolver()
        solver.setOptionValue("solver", "simplex")
        solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    proven = status == highspy.HighsModelStatus.kOptimal
    stopped = status == highspy.HighsModelStatus.kTimeLimit
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    solution = solver.getSolution()
    bound = info.objective_function_value if whole is None else info.mip_dual_bound
    return _Solved(
        np.array(solution.col_value),
        np.array(solution.row_dual),
        float(info.objective_function_value),
        float(bound) if proven or whole is not None else -np.inf,
        proven or (whole is not None and stopped and feasible),
    )


def _model(
    rows: Rows,
    whole: NDArray[np.bool_] | None,
    fixed: tuple[NDArray[np.bool_], Values] | None,
) -> Any:
    from scipy.sparse import csc_matrix

    at, over, by = (np.concatenate(part) for part in zip(*rows.parts, strict=True))
    matrix = csc_matrix((by, (at, over)), shape=(rows.height, rows.width))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = rows.width, rows.height
    lp.col_cost_ = np.concatenate(rows.cost)
    low, high = np.concatenate(rows.low), np.concatenate(rows.high)
    if fixed is not None:
        low, high = (np.where(fixed[0], fixed[1], ends) for ends in (low, high))
    lp.col_lower_, lp.col_upper_ = low, high
    lp.row_lower_, lp.row_upper_ = np.concatenate(rows.row_low), np.concatenate(rows.row_high)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
    lp.a_matrix_.value_ = matrix.data
    if whole is not None:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(one)] for one in whole]
    hush()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.passModel(lp)
    return solver


def _open_tickets(given: PlanProblem, backlog: Values, queue: Values) -> Values:
    if given.simulated is not None:
        return np.where(np.arange(len(queue))[:, None] < given.communities, queue, 0.0)
    hours = backlog.sum(axis=1)
    before = np.concatenate([np.zeros((len(hours), 1)), hours[:, :-1]], axis=1)
    found: Values = (before + hours) / 2.0 / given.ticket_hours[:, None] + queue
    return found


def _plan(
    given: PlanProblem,
    rows: Rows,
    final: _Solved,
    linear: _Solved,
    bound: float,
    gap: float,
    begun: float,
) -> Plan:
    values, columns = final.values, rows.columns
    shape = (0, len(given.desks), len(given.spans))

    def block(name: str, count: int) -> Values:
        found = [
            values[columns[f"{name}_{n}"]] if f"{name}_{n}" in columns else np.zeros(shape[1:])
            for n in range(count)
        ]
        return np.array(found) if found else np.zeros(shape)

    hours = values[columns["backlog"]] if given.flows else np.zeros(given.arrivals.shape)
    yuan = [values[where] * prices for _, where, prices in cost_terms(given, rows)]
    return Plan(
        posts=np.round(block("posts", len(given.staff))),
        bought=block("bought", len(given.priced)),
        lent=block("lent", len(given.staff)),
        units=block("units", len(given.options)),
        backlog=hours,
        open_tickets=_open_tickets(given, hours, values[columns["queue"]]),
        yuan=np.array(yuan) if yuan else np.zeros(shape),
        objective=final.objective,
        bound=bound,
        gap=gap,
        prices={name: final.duals[numbers] for name, numbers in rows.rows.items()},
        linear_prices={name: linear.duals[numbers] for name, numbers in rows.rows.items()},
        seconds=time.perf_counter() - begun,
    )
