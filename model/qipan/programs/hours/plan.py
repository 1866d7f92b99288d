"""Plans of hours: who of the volunteers and units works where, on what, and what is left over.

One period (a week, a month) at a time: the backlog left is carried into the next program. Planning
many periods at once costs far more and needs a demand that nobody knows.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from ...errors import ImpossibleError, message_of
from ...words import Phrase, joined
from ..highs import Method, SolverError
from ..program import Program, priced
from ..warm import Optimum, WarmProgram
from . import program as rules
from .pairing import unpaired
from .planned import HoursPlan
from .problem import PLAIN, Flags, HoursCase, Numbers

Objective = Literal["total", "worst"]


# Hours below this are rounding errors of the solver.
NOTHING = 1e-7
# How far the worst-off community may fall back when the total is made small after it, relative.
SLACK = 1e-9


class CannotBeDone(ImpossibleError, ValueError):
    """No plan satisfies the rules; `reasons` says why in the planner's terms."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(joined(reasons, "\n", "\n"))
        self.reasons = list(reasons)

    def __reduce__(self) -> tuple[object, ...]:
        """Let it travel back from a worker process."""
        return type(self), (self.reasons,)


class HoursProgram:
    """The program of one period, kept to be solved again with other hours and other work.

    Parameters
    ----------
    case : HoursCase
    objective : {"total", "worst"}
        The weighted backlog of all; or first that of the community where it is most per resident,
        then, that being as small as it can be, the total.
    method : {"simplex", "ipm", "choose"}
        For the first solution.

    Attributes
    ----------
    problem : pulp.LpProblem
        As built first, to be read or exported (`problem.writeLP`).

    Raises
    ------
    CannotBeDone
        If communities are not paired with as many units as the rules say.
    """

    def __init__(
        self, case: HoursCase, objective: Objective = "total", method: Method = "simplex"
    ) -> None:
        reasons = unpaired(case)
        if reasons:
            raise CannotBeDone(reasons)
        if objective not in ("total", "worst"):
            raise ValueError(f"The objective is '{objective}'; it must be 'total' or 'worst'.")
        self.case = case
        self.objective = objective
        self._program, self._made = build(case, objective)
        self.problem = self._program.problem
        self._warm = WarmProgram(self.problem, method)
        # Each stage of an objective begins where it stopped the last time.
        self._first_basis: Any = None
        self._last_basis: Any = None
        column, row = self._warm.columns, self._warm.rows
        self._given = np.array([column[v.name] for v in self._made.given], np.int64)
        self._left = np.array([column[v.name] for v in self._made.left], np.int64)
        self._rows = {
            # Names as rows have them.
            rule: np.array(
                [row.get((rule + name).translate(PLAIN), -1) for name in names], np.int64
            )
            for rule, (names, _) in rules.right_hand_sides(case).items()
        }

    def solve(self) -> HoursPlan:
        """Make the best plan of the present case.

        Raises
        ------
        CannotBeDone
            If more would be left over than is allowed.
        """
        if self._first_basis is not None:
            self._warm.start_from(self._first_basis)
        try:
            first = self._warm.solve()
            self._first_basis = self._warm.basis()
            last = first if self.objective == "total" else self._least_total(first)
        except SolverError as error:
            raise CannotBeDone(why_not(self.case) or [message_of(error)]) from error
        return self._plan(first, last)

    def again(
        self,
        *,
        demand: ArrayLike | None = None,
        carried: ArrayLike | None = None,
        weight: ArrayLike | None = None,
        hours: ArrayLike | None = None,
        no_show: ArrayLike | None = None,
        calls: ArrayLike | None = None,
        unit_hours: ArrayLike | None = None,
        given_yuan: ArrayLike | None = None,
        benefit_yuan: ArrayLike | None = None,
    ) -> HoursPlan:
        """Make the best plan after some numbers have changed, starting from the last one.

        Parameters
        ----------
        demand, carried, weight : array, shape (communities, kinds), optional
        hours, no_show, calls : array, shape (groups,), optional
        unit_hours, given_yuan, benefit_yuan : array, shape (units,), optional
            As in `Work`, `Groups` and `Units`. What is not given stays as it was.

        Raises
        ------
        CannotBeDone
            If more would be left over than is allowed.
        ValueError
            If a number cannot be, or a limit is new or gone: that needs a new program.
        """
        work = {"demand": demand, "carried": carried, "weight": weight}
        groups = {"hours": hours, "no_show": no_show, "calls": calls}
        units = {"hours": unit_hours, "given_yuan": given_yuan, "benefit_yuan": benefit_yuan}
        self._adopt(
            replace(
                self.case,
                work=replace(self.case.work, **_changed(work)),
                groups=replace(self.case.groups, **_changed(groups)),
                units=replace(self.case.units, **_changed(units)),
            )
        )
        return self.solve()

    def _adopt(self, case: HoursCase) -> None:
        """Carry a case with other numbers to the rows."""
        for rule, (names, right) in rules.right_hand_sides(case).items():
            there = self._rows[rule] >= 0
            if rule in ("calls", "returned"):
                _same_limits(rule, names, there, right, self._given_rows(rule))
            self._warm.set_right(self._rows[rule][there], right[there])
        if not np.array_equal(case.work.weight, self.case.work.weight):
            self._weigh(case)
        self.case = case

    def _weigh(self, case: HoursCase) -> None:
        """Carry other weights of hours left over to the objective."""
        weight = case.work.weight
        if self.objective == "total":
            self._warm.set_costs(self._left, weight.ravel())
            return
        kinds = weight.shape[1]
        share = (weight / case.work.residents[:, None]).ravel()
        rows = [
            self._warm.rows[f"worst({name})".translate(PLAIN)] for name in case.work.communities
        ]
        for at, column in enumerate(self._left.tolist()):
            self._warm.set_coefficient(rows[at // kinds], column, float(share[at]))

    def _given_rows(self, rule: str) -> Flags:
        """Whether a group or unit may work anywhere, so that a limit would have a row."""
        works = np.bincount(self._made.source, minlength=len(self.case.sources)) > 0
        groups = len(self.case.groups.home)
        return works[:groups] if rule == "calls" else works[groups:]

    def _least_total(self, first: Optimum) -> Optimum:
        """The smallest total of all plans that are best for the worst-off."""
        most = self._warm.columns["worst"]
        limit = first.objective + SLACK * max(1.0, abs(first.objective))
        both = np.append(self._left, most)
        weights = self.case.work.weight.ravel()
        self._warm.set_upper(most, limit)
        if self._last_basis is not None:
            self._warm.start_from(self._last_basis)
        self._warm.set_costs(both, np.append(weights, 0.0))
        try:
            last = self._warm.solve()
            self._last_basis = self._warm.basis()
            return last
        finally:
            self._warm.set_upper(most, np.inf)
            self._warm.set_costs(both, np.append(np.zeros(len(weights)), 1.0))

    def _plan(self, first: Optimum, last: Optimum) -> HoursPlan:
        """Read a plan off the solution; rules are priced by the objective that was asked for."""
        work = self.case.work
        hours = np.where(last.values[self._given] > NOTHING, last.values[self._given], 0.0)
        left = np.where(last.values[self._left] > NOTHING, last.values[self._left], 0.0)
        left = left.reshape(work.demand.shape)
        burden = (work.weight * left).sum(axis=1)
        return HoursPlan(
            case=self.case,
            source=self._made.source,
            community=self._made.community,
            kind=self._made.kind,
            hours=hours,
            left=left,
            weighted_backlog=float(burden.sum()),
            worst_backlog=float((burden / work.residents).max()),
            binding=priced(
                self._program.rules,
                dict(zip(self._warm.rows, first.prices.tolist(), strict=True)),
            ),
        )


def build(case: HoursCase, objective: Objective = "total") -> tuple[Program, rules.Columns]:
    """Write the program of a period down, rule by rule."""
    program = Program.empty("hours")
    made = rules.columns(program, case)
    for rule in (rules.work, rules.coming, rules.calls, rules.returned, rules.urgent):
        rule(program, case, made)
    if objective == "total":
        program.minimise(rules.weighted_backlog(case, made))
    else:
        most = program.variable("worst")
        program.minimise([(most, 1.0)])
        rules.worst(program, case, made, most)
    return program, made


def why_not(case: HoursCase) -> list[Phrase]:
    """Why no plan satisfies the rules: sentences; none if one does.

    Of what may be left over, as little more as possible is allowed in all, so the sentences name
    one smallest relaxation; another may be as small.
    """
    reasons = unpaired(case)
    free = replace(case, work=replace(case.work, most_left=np.full((), np.inf)))
    program, made = build(free)
    over = []
    for at, most in enumerate(case.work.most_left.ravel().tolist()):
        if np.isfinite(most):
            over.append((at, program.variable(f"over({at})")))
            terms = [(made.left[at], 1.0), (over[-1][1], -1.0)]
            program.define(f"over_{at}", "left over above what may be", "hours", "<=", most, terms)
    if not over:
        return reasons
    program.minimise((variable, 1.0) for _, variable in over)
    warm = WarmProgram(program.problem)
    values = warm.solve().values
    excess = [(at, float(values[warm.columns[variable.name]])) for at, variable in over]
    return reasons + [_too_much(case, at, hours) for at, hours in excess if hours > NOTHING]


def _too_much(case: HoursCase, at: int, over: float) -> Phrase:
    """Sentence about work of which more is left over than allowed."""
    row, kind = divmod(at, len(case.work.kinds))
    community, name = case.work.communities[row], case.work.kinds[kind]
    most, there = case.work.most_left[row, kind], case.work_hours[row, kind]
    return Phrase(
        "In {community}, of {there:.4g} hours of {kind} at most {most:.4g} may be left over, but "
        "those who can do it and come in time leave {left:.4g}: allow {over:.4g} more, or find as "
        "many hours.",
        community=community,
        there=float(there),
        kind=name,
        most=float(most),
        left=float(most + over),
        over=over,
    )


def _changed(numbers: dict[str, ArrayLike | None]) -> dict[str, Any]:
    """Numbers that were given."""
    return {name: np.asarray(new) for name, new in numbers.items() if new is not None}


def _same_limits(
    rule: str, names: Sequence[str], limit: Flags, right: Numbers, works: Flags
) -> None:
    """Refuse a limit that had no row, or has lost its number."""
    differs = np.flatnonzero(works & (limit != np.isfinite(right)))
    if len(differs):
        raise ValueError(
            f"Whether {rule}{names[differs[0]]} is limited has changed; make a new program."
        )
