"""Why there is no plan: the smallest relaxations of the user's own rules.

Each rule gets slack; first the least violation is sought, then the fewest rules that carry it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pulp

from ...counted import counted
from ...units import said_unit
from ...words import Language, Phrase, Words, clauses, joined, placed
from ..curve import Floats
from ..linear import add_term
from ..program import Rule, plain
from ..solver import Solution, solve
from .problem import FULL_TIME, CadreProblem
from .program import CadreProgram, plan_of, rules_program

_FAMILIES = {
    "totals": Phrase("totals"),
    "floors": Phrase("floors"),
    "caps": Phrase("caps"),
}
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

    @property
    def phrase(self) -> Phrase:
        """Such as "total of full_time cadres: 2,536 instead of 2,400"."""
        rule, needed = self.rule, plain(self.needed)
        return Phrase(
            "{rule}: {needed} instead of {number} {unit}",
            rule=rule.description,
            needed=needed,
            number=plain(rule.number),
            unit=said_unit(rule.unit),
        )

    def say(self, language: Language) -> str:
        """Write it in a language."""
        return self.phrase.say(language)

    def __str__(self) -> str:
        """Write it in English."""
        return self.say("en")


@dataclass(frozen=True)
class Explanation:
    """Why there is no plan.

    Attributes
    ----------
    conflicts : list of Phrase
        What is asked for beside what there is, in the user's own numbers.
    smallest : list of Relaxation
        Fewest rules that carry the least violation.
    by_family : dict of str to list of Relaxation
        For each family of rules that is enough by itself, what it would have to be.
    proven : bool
        Whether `smallest` is proven to be so.
    """

    conflicts: list[Phrase]
    smallest: list[Relaxation]
    by_family: dict[str, list[Relaxation]] = field(default_factory=dict)
    proven: bool = True

    @property
    def phrase(self) -> Phrase:
        """Conflicts, the smallest relaxation, and the other ways, a line each."""
        lines = [Phrase("No plan keeps all rules.")]
        point = Words.of("- {conflict}.", "- {conflict}。")
        lines += [Phrase(point, conflict=conflict) for conflict in self.conflicts]
        lines.append(
            Phrase("The smallest change that allows a plan: {changes}.", **self._smallest())
            if self.proven
            else Phrase("A change that allows a plan: {changes}.", **self._smallest())
        )
        mine = {relaxation.rule.family for relaxation in self.smallest}
        lines += [
            Phrase(
                "Or {rules} alone: {changes}.", rules=_FAMILIES[family], changes=spell(relaxations)
            )
            for family, relaxations in self.by_family.items()
            if mine != {family}
        ]
        return joined(lines, "\n", "\n")

    def _smallest(self) -> dict[str, object]:
        return {"changes": spell(self.smallest)}

    def say(self, language: Language) -> str:
        """Write it in a language."""
        return self.phrase.say(language)

    def __str__(self) -> str:
        """Write it in English."""
        return self.say("en")


def spell(relaxations: Sequence[Relaxation]) -> Phrase:
    """Write relaxations in a sentence; of many, the first and how many."""
    said = [relaxation.phrase for relaxation in relaxations[:_SPELT_OUT]]
    more = len(relaxations) - _SPELT_OUT
    if more > 0:
        amount = plain(sum(relaxation.amount for relaxation in relaxations))
        unit = said_unit(relaxations[0].rule.unit)
        said.append(
            Phrase(
                "and {more:,} more ({amount} {unit} in all)", more=more, amount=amount, unit=unit
            )
        )
    return clauses(*said)


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
        plan = np.rint(plan_of(self.model, found.values)).tolist()
        pairs = zip(self.model.cadres, plan, strict=True)
        values = {var.name: number for var, number in pairs}
        out = []
        for name, rule in self.rules.items():
            row = self.problem.get_constraint_by_name(name)
            needed = sum(factor * values.get(var.name, 0.0) for var, factor in row.items())
            missed = needed - rule.number if rule.sense == "<=" else rule.number - needed
            if missed > _SMALL * max(1.0, abs(rule.number)):
                out.append(Relaxation(rule, needed))
        return sorted(out, key=lambda relaxation: -relaxation.amount)


def _conflicts(given: CadreProblem) -> list[Phrase]:
    """Name sides of the conflict that can be added up: floors against what there is."""
    needed = given.floors.sum()
    if needed <= given.total:
        return []
    total = Phrase("the total is {total}", total=plain(given.total))
    return [placed(FULL_TIME, clauses(_floors(given.floors, plain(needed)), total))]


def _floors(floors: Floats, needed: str) -> Phrase:
    """Say of the floors how high they are, where, and what they need."""
    levels = np.unique(floors[floors > 0.0])
    where = int((floors > 0.0).sum())
    if len(levels) > 1:
        return Phrase(
            "the floors of {where:,} communities need {needed}", where=where, needed=needed
        )
    level = float(levels[0])
    return Phrase(
        "the floor of {floor} x {where:,} communities needs {needed}",
        floor=counted(int(level), "cadre") if level == int(level) else plain(level),
        where=where,
        needed=needed,
    )
