"""Why there is no plan: the smallest relaxations of the user's own rules.

Each rule gets slack; first the least violation is sought, then the fewest rules that carry it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pulp

from ..linear import add_term
from ..program import Rule, plain
from ..solver import Solution, solve
from .problem import CadreProblem
from .program import CadreProgram, plan_of, rules_program

# Rules spelt out in a message; more are counted.
_SPELT_OUT = 5
_SMALL = 1e-6


@dataclass(frozen=True)
class Relaxation:
    """One rule and the number that would let a plan exist.

    Attributes
    ----------
    rule : Rule
    needed : float
        Number in place of the user's own, in the rule's unit.
    """

    rule: Rule
    needed: float

    @property
    def amount(self) -> float:
        """By how much the number changes, always above 0."""
        return abs(self.needed - self.rule.number)

    def __str__(self) -> str:
        """Write as "total of full_time cadres: 2,536 instead of 2,400"."""
        numbers = f"{plain(self.needed)} instead of {plain(self.rule.number)}"
        return f"{self.rule.description}: {numbers} {self.rule.unit}"


@dataclass(frozen=True)
class Explanation:
    """Why there is no plan.

    Attributes
    ----------
    conflicts : list of str
        What is asked for beside what there is, in the user's own numbers.
    smallest : list of Relaxation
        Fewest rules that carry the least violation.
    by_family : dict of str to list of Relaxation
        For each family of rules that is enough by itself, what it would have to be.
    proven : bool
        Whether `smallest` is proven to be so.
    """

    conflicts: list[str]
    smallest: list[Relaxation]
    by_family: dict[str, list[Relaxation]] = field(default_factory=dict)
    proven: bool = True

    def __str__(self) -> str:
        """Write conflicts, the smallest relaxation, and the other ways."""
        lines = ["No plan keeps all rules."]
        lines += [f"- {conflict}." for conflict in self.conflicts]
        word = "The smallest change" if self.proven else "A change"
        lines.append(f"{word} that allows a plan: {spell(self.smallest)}.")
        mine = {relaxation.rule.family for relaxation in self.smallest}
        for family, relaxations in self.by_family.items():
            if mine != {family}:
                lines.append(f"Or {family} alone: {spell(relaxations)}.")
        return "\n".join(lines)


def spell(relaxations: Sequence[Relaxation]) -> str:
    """Write relaxations in a sentence; of many, the first and how many."""
    text = "; ".join(str(relaxation) for relaxation in relaxations[:_SPELT_OUT])
    more = len(relaxations) - _SPELT_OUT
    if more > 0:
        amount = plain(sum(relaxation.amount for relaxation in relaxations))
        text += f"; and {more:,} more ({amount} {relaxations[0].rule.unit} in all)"
    return text


def explain(given: CadreProblem, *, time_limit: float = 20.0) -> Explanation:
    """Find the smallest relaxations of a problem without a plan.

    A violation counts in cadres.

    Parameters
    ----------
    given : CadreProblem
    time_limit : float
        Seconds for each of the two searches.

    Raises
    ------
    ValueError
        If there is a plan after all.
    """
    elastic = _Elastic(given)
    least = elastic.least(None, time_limit)
    if least.objective <= _SMALL:
        raise ValueError("there is a plan; nothing has to be relaxed")
    relaxed = elastic.relaxations(least)
    by_family = {}
    for family in elastic.families():
        alone = elastic.least(family, time_limit)
        if alone.found:
            by_family[family] = elastic.relaxations(alone)
    fewest = elastic.fewest(least.objective, time_limit)
    if fewest.found:
        relaxed = elastic.relaxations(fewest)
    return Explanation(_conflicts(given), relaxed, by_family, least.proven and fewest.proven)


class _Elastic:
    """The rules with slack on each one a user wrote; curves and objective left out."""

    def __init__(self, given: CadreProblem) -> None:
        self.model: CadreProgram = rules_program(given)
        self.problem = self.model.program.problem
        self.rules = {name: r for name, r in self.model.program.rules.items() if r.of_user}
        self.slack = {name: self._loosen(name, rule) for name, rule in self.rules.items()}

    def _loosen(self, name: str, rule: Rule) -> pulp.LpVariable:
        """Left-hand side may miss the number by the slack."""
        slack = self.model.program.variable(f"slack.{name}")
        row = self.problem.get_constraint_by_name(name)
        sign = 1.0 if rule.sense == ">=" else -1.0
        add_term(row, slack, sign)
        return slack

    def families(self) -> list[str]:
        """Families of rules there are, in the order of the program."""
        return list(dict.fromkeys(rule.family for rule in self.rules.values()))

    def least(self, family: str | None, time_limit: float) -> Solution:
        """Least violation in all, or of one family with the others kept."""
        for name, slack in self.slack.items():
            free = family is None or self.rules[name].family == family
            slack.upBound = None if free else 0.0
        self.model.program.minimise([(slack, 1.0) for slack in self.slack.values()])
        return solve(self.problem, time_limit=time_limit)

    def fewest(self, violation: float, time_limit: float) -> Solution:
        """Fewest rules that carry no more violation than this: slack_r <= violation × used_r.

        The last search, since what it adds stays in the program.
        """
        everything = violation * (1.0 + _SMALL) + _SMALL
        program = self.model.program
        counted = []
        terms = [(slack, 1.0) for slack in self.slack.values()]
        program.define("violation", "least violation", "cadres", "<=", everything, terms)
        for name, slack in self.slack.items():
            slack.upBound = None
            used = program.variable(f"used.{name}", 0.0, 1.0, whole=True)
            pair = [(slack, 1.0), (used, -everything)]
            program.define(f"counted.{name}", "rule relaxed", "", "<=", 0.0, pair)
            counted.append((used, 1.0))
        program.minimise(counted)
        return solve(self.problem, time_limit=time_limit)

    def relaxations(self, found: Solution) -> list[Relaxation]:
        """Rules that the plan found breaks, with what it needs of them, largest first."""
        given = self.model.given
        plan = np.rint(plan_of(self.model, dict(found.values))).reshape(given.shape)
        values = {
            var.name: number
            for row, numbers in zip(self.model.cadres, plan.tolist(), strict=True)
            for var, number in zip(row, numbers, strict=True)
        }
        out = []
        for name, rule in self.rules.items():
            row = self.problem.get_constraint_by_name(name)
            needed = sum(factor * values.get(var.name, 0.0) for var, factor in row.items())
            missed = needed - rule.number if rule.sense == "<=" else rule.number - needed
            if missed > _SMALL * max(1.0, abs(rule.number)):
                out.append(Relaxation(rule, needed))
        return sorted(out, key=lambda relaxation: -relaxation.amount)


def _conflicts(given: CadreProblem) -> list[str]:
    """Name sides of the conflict that can be added up: floors against what there is."""
    out = []
    for column, kind in enumerate(given.type_names):
        needed = given.floors[:, column].sum()
        if needed > given.totals[column]:
            has = f"the total is {plain(given.totals[column])}"
            out.append(f"{kind}: {_floors(given, column)} {plain(needed)}; {has}")
    return out


def _floors(given: CadreProblem, column: int) -> str:
    """Begin a sentence on the floors of one type: how high, where, and what they need."""
    floors = given.floors[:, column]
    levels = np.unique(floors[floors > 0.0])
    where = int((floors > 0.0).sum())
    if len(levels) == 1:
        unit = "cadre" if levels[0] == 1.0 else "cadres"
        return f"the floor of {plain(levels[0])} {unit} x {where:,} communities needs"
    return f"the floors of {where:,} communities need"
