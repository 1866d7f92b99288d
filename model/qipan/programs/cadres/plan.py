"""Plan cadres: pose the program, solve it, and say what was promised and what binds."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import ImpossibleError
from ...units import said_unit
from ...words import Phrase
from ..curve import Floats
from ..objectives import ConditionalValueAtRisk, LexicographicMaxMin, Objective, Utilitarian
from ..program import Binding, integers, plain
from ..solver import STATUSES, Solution, Status, relative_gap, solve
from .infeasible import Explanation, explain
from .lagrange import lagrangian_bound
from .max_min import solve_max_min
from .problem import CadreProblem, CadreProblemError
from .program import CadreProgram, plan_of, rules_program, ticket_day_curves, violations
from .worst_share import solve_tail

__all__ = [
    "Binding",
    "CadrePlan",
    "CadreProblem",
    "CadreProblemError",
    "NoPlanError",
    "Row",
    "build",
    "evaluate",
    "solve_cadres",
]


# Communities up to which programs are solved without a start and bounds from elsewhere.
_FEW = 100


class NoPlanError(ImpossibleError, ValueError):
    """No plan keeps all rules, or none was found in time; the message says what to relax.

    Attributes
    ----------
    explanation : Explanation or None
        Smallest relaxations; None if the search was stopped.
    """

    def __init__(self, message: str, explanation: Explanation | None = None) -> None:
        super().__init__(message)
        self.explanation = explanation


class Row(NamedTuple):
    """Cadres of a community, today and in the plan."""

    community: str
    today: int
    plan: int
    change: int


@dataclass(frozen=True)
class CadrePlan:
    """Cadres by community, and what the program promises of them.

    Attributes
    ----------
    given : CadreProblem
    objective : Objective or None
        None for a rule of thumb that is no optimum of anything.
    cadres : array of int
        Shape (communities,).
    ticket_days : array of float
        Promised open ticket-days a year of each community.
    value : float
        Promised objective of these cadres, worked out from the curves.
    bound : float
        No plan has a lower objective.
    gap : float
        (value - bound) / |value|.
    status : str
        Of `Solution`; "stopped" is not proven.
    seconds : float
    binding : list of Binding
        Rules used up, those about all communities first.
    notes : list of str
        What a reader of the plan must know besides.
    """

    given: CadreProblem = field(repr=False)
    objective: Objective | None
    cadres: NDArray[np.int64] = field(repr=False)
    ticket_days: Floats = field(repr=False)
    value: float
    bound: float
    gap: float
    status: Status
    seconds: float
    binding: list[Binding] = field(default_factory=list, repr=False)
    notes: list[str] = field(default_factory=list)

    @property
    def proven(self) -> bool:
        """Whether no plan can be better by more than the gap that was asked for."""
        return self.status in ("optimal", "within_gap")

    @property
    def table(self) -> list[Row]:
        """One row a community, those with nobody today and in the plan left out."""
        today = self.given.present.tolist()
        rows = zip(self.given.communities, today, self.cadres.tolist(), strict=True)
        return [Row(name, now, then, then - now) for name, now, then in rows if now or then]

    def summary(self) -> Phrase:
        """Promise, proof and gap in a sentence."""
        fields = {
            "promised": plain(self.value),
            "status": Phrase(STATUSES[self.status]),
            "gap": f"{100.0 * self.gap:.3g}",
            "seconds": f"{self.seconds:.1f}",
        }
        if self.objective is None:
            return Phrase(
                "plan: {promised} promised ({status}, gap {gap} %, {seconds} s)", **fields
            )
        return Phrase(
            "{name}: {promised} {unit} promised ({status}, gap {gap} %, {seconds} s)",
            name=self.objective.name,
            unit=said_unit(self.objective.unit),
            **fields,
        )


def build(given: CadreProblem, objective: Objective, *, whole: bool = True) -> CadreProgram:
    """Return the program of a problem with an objective; of max-min, that of its first level."""
    model = rules_program(given, whole=whole)
    ticket_day_curves(model)
    model.program.minimise(objective.terms(model))
    return model


def solve_cadres(
    given: CadreProblem,
    objective: Objective,
    *,
    time_limit: float | None = None,
    gap: float = 1e-6,
) -> CadrePlan:
    """Return the best plan found, with what is proven of it.

    Parameters
    ----------
    given : CadreProblem
    objective : Objective
    time_limit : float, optional
        Seconds for all solves together.
    gap : float
        Relative gap at which the plan is good enough.

    Raises
    ------
    NoPlanError
        If no plan keeps all rules, with the smallest relaxations; or if none was found in time.
    """
    notes: list[str] = []
    if isinstance(objective, LexicographicMaxMin):
        model, found, notes = solve_max_min(given, objective, time_limit=time_limit, gap=gap)
    else:
        model = build(given, objective)
        found = _solve_one(given, objective, model, time_limit, gap)
    return plan_from(model, objective, found, notes)


def _solve_one(
    given: CadreProblem,
    objective: Objective,
    model: CadreProgram,
    time_limit: float | None,
    gap: float,
) -> Solution:
    """Solve a program of one stage; that of the tail of many communities from a good start."""
    if isinstance(objective, ConditionalValueAtRisk) and len(given.communities) > _FEW:
        return solve_tail(given, objective, model, time_limit=time_limit, gap=gap)
    bound = -np.inf
    if isinstance(objective, Utilitarian) and len(given.communities) > _FEW:
        bound = _bound_of_sum(given, objective, time_limit)
    problem = model.program.problem
    return solve(problem, time_limit=time_limit, gap=gap, known_bound=bound)


def _bound_of_sum(given: CadreProblem, objective: Objective, time_limit: float | None) -> float:
    """Bound on the sum of ticket-days from the prices of its relaxation."""
    relaxed = build(given, objective, whole=False)
    found = solve(relaxed.program.problem, time_limit=time_limit)
    if found.prices is None:
        return -np.inf
    return lagrangian_bound(given, found.prices)


def plan_from(
    model: CadreProgram, objective: Objective, found: Solution, notes: list[str]
) -> CadrePlan:
    """Turn a solution into a plan.

    Raises
    ------
    NoPlanError
        If the solution has no values.
    """
    given = model.given
    if found.status == "infeasible":
        explanation = explain(given)
        raise NoPlanError(explanation.phrase, explanation)
    if not found.found:
        raise NoPlanError(
            Phrase("no plan was found in {seconds:.0f} s; allow more time", seconds=found.seconds)
        )
    cadres = integers(plan_of(model, found.values))
    days = given.ticket_days(cadres)
    value = objective.value(given, days)
    return CadrePlan(
        given=given,
        objective=objective,
        cadres=cadres,
        ticket_days=days,
        value=value,
        bound=min(found.bound, value),
        gap=relative_gap(value, min(found.bound, value)),
        status=found.status,
        seconds=found.seconds,
        binding=binding_rules(model, cadres),
        notes=notes,
    )


def evaluate(
    given: CadreProblem, cadres: NDArray[np.int64], objective: Objective | None = None
) -> CadrePlan:
    """Return a plan made elsewhere, such as by a rule of thumb, with what the curves promise.

    Its status is "stopped", since nothing is proven; rules it breaks are in its notes.
    """
    days = given.ticket_days(cadres)
    value = float(days.sum()) if objective is None else objective.value(given, days)
    notes: list[str] = [Phrase("breaks: {rule}", rule=r) for r in violations(given, cadres)]
    whole = np.asarray(cadres, np.int64)
    return CadrePlan(
        given, objective, whole, days, value, -np.inf, np.inf, "stopped", 0.0, notes=notes
    )


def binding_rules(model: CadreProgram, cadres: NDArray[np.int64]) -> list[Binding]:
    """Rules of the user's that the plan uses up."""
    pairs = zip(model.cadres, cadres.tolist(), strict=True)
    values = {var.name: float(number) for var, number in pairs}
    out = []
    for name, rule in model.program.rules.items():
        if not rule.of_user:
            continue
        row = model.program.problem.get_constraint_by_name(name)
        used = sum(factor * values[var.name] for var, factor in row.items())
        if abs(rule.number - used) < 0.5:
            out.append(Binding(rule, used))
    return out
