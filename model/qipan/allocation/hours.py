"""Plans of hours: who of the volunteers and units works where, on what, and what is left over.

One period (a week, a month) at a time: the backlog left is carried into the next program. Planning
many periods at once costs far more and needs a demand that nobody knows.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pulp
from numpy.typing import ArrayLike

from ..errors import ImpossibleError
from . import hours_rules as rules
from .hours_case import PLAIN, Flags, HoursCase, Numbers, Rows
from .hours_pairing import unpaired
from .hours_plan import Binding, Given, HoursPlan, HoursValue
from .hours_warm import NotSolved, Optimum, WarmProgram
from .linear import constraint, total

Objective = Literal["total", "worst"]

__all__ = [
    "Binding",
    "CannotBeDone",
    "Given",
    "HoursPlan",
    "HoursProgram",
    "HoursValue",
    "plan_hours",
    "units_gave_yuan",
    "why_not",
]

# Hours below this are rounding errors of the solver.
NOTHING = 1e-7
# Prices below this are, too.
NO_PRICE = 1e-9
# How far the worst-off community may fall back when the total is made small after it, relative.
SLACK = 1e-9


class CannotBeDone(ImpossibleError, ValueError):
    """No plan satisfies the rules; `reasons` says why in the planner's terms."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


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
        self, case: HoursCase, objective: Objective = "total", method: str = "simplex"
    ) -> None:
        reasons = unpaired(case)
        if reasons:
            raise CannotBeDone(reasons)
        if objective not in ("total", "worst"):
            raise ValueError(f"The objective is '{objective}'; it must be 'total' or 'worst'.")
        self.case = case
        self.objective = objective
        self.problem, self._made = build(case, objective)
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
        except NotSolved as error:
            raise CannotBeDone(why_not(self.case) or [str(error)]) from error
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

    def next_period(self, plan: HoursPlan, demand: ArrayLike, **changed: ArrayLike) -> HoursPlan:
        """Plan the period after a plan: what it left over is carried in, and what units gave.

        Parameters
        ----------
        plan : HoursPlan
        demand : array, shape (communities, kinds)
            Hours of new work.
        **changed
            As for `again`. Without `given_yuan`, what each unit gave in `plan` is added to what
            it had given before.
        """
        if "given_yuan" not in changed:
            changed["given_yuan"] = plan.case.units.given_yuan + units_gave_yuan(plan)
        return self.again(demand=demand, carried=plan.left, **changed)

    def value_of_hours(
        self, groups: ArrayLike | None = None, hours: float = 100.0
    ) -> tuple[HoursValue, ...]:
        """What hours more and fewer of each group would change, one group at a time.

        Parameters
        ----------
        groups : array of int, optional
            Rows of the groups asked about; default all.
        hours : float
            Hours offered, of which some do not come.

        Returns
        -------
        tuple of HoursValue
            In terms of the objective: weighted hours left over, or those per resident of the
            worst-off community.

        Raises
        ------
        CannotBeDone
            If the present case has no plan.
        ValueError
            If the hours are not above 0.
        """
        if not hours > 0.0:
            raise ValueError(f"The hours more or fewer are {hours}; they must be above 0.")
        has = self.case.groups
        asked = np.arange(len(has.home)) if groups is None else np.asarray(groups, np.int64)
        fewer = np.minimum(hours, has.hours[asked])
        come = 1.0 - has.no_show[asked]
        rows = self._rows["coming"][asked]
        steps = np.concatenate([hours * come, -fewer * come])
        change = self._changes(np.concatenate([rows, rows]), steps)
        return tuple(
            HoursValue(
                self.case.sources[group],
                self.case.work.communities[has.home[group]],
                has.skill[group],
                hours,
                float(change[at]),
                float(fewer[at]),
                float(change[len(asked) + at]),
            )
            for at, group in enumerate(asked.tolist())
        )

    def _changes(self, rows: Rows, steps: Numbers) -> Numbers:
        """Changes of the objective; a group that may work nowhere has no row and no value."""
        change = np.zeros(len(rows))
        if self._first_basis is not None:
            self._warm.start_from(self._first_basis)
        try:
            change[rows >= 0] = self._warm.steps(rows[rows >= 0], steps[rows >= 0])
        except NotSolved as error:
            raise CannotBeDone(why_not(self.case) or [str(error)]) from error
        return change

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
            binding=self._binding(first),
        )

    def _binding(self, optimum: Optimum) -> tuple[Binding, ...]:
        """Limits with a price, the dearest first."""
        found = []
        for name, row in self._warm.rows.items():
            price = float(optimum.prices[row])
            rule = name.split("(", 1)[0]
            if abs(price) > NO_PRICE and rule not in ("work", "worst"):
                found.append(Binding(name, *rules.UNITS[rule], price))
        return tuple(sorted(found, key=lambda binding: binding.price))


def build(case: HoursCase, objective: Objective = "total") -> tuple[pulp.LpProblem, rules.Columns]:
    """Write the program of a period down, rule by rule."""
    problem = pulp.LpProblem("hours", pulp.LpMinimize)
    made = rules.columns(problem, case)
    problem.setObjective(rules.weighted_backlog(case, made))
    for rule in (rules.work, rules.coming, rules.calls, rules.returned, rules.urgent):
        for row in rule(case, made):
            problem.addConstraint(row)
    if objective == "worst":
        most = problem.add_variable("worst", 0.0)
        problem.setObjective(total([(most, 1.0)]))
        for row in rules.worst(case, made, most):
            problem.addConstraint(row)
    return problem, made


def plan_hours(case: HoursCase, objective: Objective = "total") -> HoursPlan:
    """Plan one period.

    Raises
    ------
    CannotBeDone
        If no plan satisfies the rules.
    """
    return HoursProgram(case, objective).solve()


def units_gave_yuan(plan: HoursPlan) -> Numbers:
    """Value of what each unit gives in a plan, shape (units,)."""
    first = len(plan.case.groups.home)
    hours = np.bincount(plan.source, plan.hours, minlength=len(plan.case.sources))
    return hours[first:] * plan.case.units.yuan_per_hour


def why_not(case: HoursCase) -> list[str]:
    """Why no plan satisfies the rules: sentences; none if one does.

    Of what may be left over, as little more as possible is allowed in all, so the sentences name
    one smallest relaxation; another may be as small.
    """
    reasons = unpaired(case)
    free = replace(case, work=replace(case.work, most_left=np.full((), np.inf)))
    problem, made = build(free)
    over = []
    for at, most in enumerate(case.work.most_left.ravel().tolist()):
        if np.isfinite(most):
            over.append((at, problem.add_variable(f"over({at})", 0.0)))
            terms = [(made.left[at], 1.0), (over[-1][1], -1.0)]
            problem.addConstraint(constraint(terms, "<=", most, f"over_{at}"))
    if not over:
        return reasons
    problem.setObjective(total((variable, 1.0) for _, variable in over))
    warm = WarmProgram(problem)
    values = warm.solve().values
    excess = [(at, float(values[warm.columns[variable.name]])) for at, variable in over]
    return reasons + [_too_much(case, at, hours) for at, hours in excess if hours > NOTHING]


def _too_much(case: HoursCase, at: int, over: float) -> str:
    """Sentence about work of which more is left over than allowed."""
    row, kind = divmod(at, len(case.work.kinds))
    community, name = case.work.communities[row], case.work.kinds[kind]
    most, there = case.work.most_left[row, kind], case.work_hours[row, kind]
    return (
        f"In {community}, of {there:.4g} hours of {name} at most {most:.4g} may be left over, but "
        f"those who can do it and come in time leave {most + over:.4g}: allow {over:.4g} more, or "
        f"find as many hours."
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
