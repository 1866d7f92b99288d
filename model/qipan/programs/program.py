"""A program a planner can read: each constraint has a name, a unit and the user's own number.

Names in an .lp file must be identifiers, so what a constraint means is kept beside the model.
"""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pulp
from numpy.typing import NDArray

from ..units import said_unit
from ..words import Language, Phrase
from .linear import Sense, constraint, total

Terms = list[tuple[pulp.LpVariable, float]]
# Prices below this are rounding errors of the solver.
NO_PRICE = 1e-9
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_AWKWARD = re.compile(r"[^A-Za-z0-9_]")


@dataclass(frozen=True)
class Rule:
    """A constraint in the words of a planner.

    Attributes
    ----------
    name : str
        Identifier in the program and its .lp file.
    description : str
        For example "floor of full_time in c0003"; a `Phrase` where a planner reads it.
    unit : str
        Unit of its number, one of `qipan.units`.
    family : str
        What it is one of: the key the user wrote it under, such as `floors`. Empty where the
        constraint only defines something.
    number : float
        Number the user gave.
    sense : '<=', '>=' or '=='
        How the left-hand side stands to the number.
    community : int or None
        Row it is about, if it is about one.
    """

    name: str
    description: str
    unit: str
    family: str
    number: float
    sense: Sense
    community: int | None = None

    @property
    def of_user(self) -> bool:
        """Whether a user wrote it, so that a user can relax it."""
        return bool(self.family)


@dataclass(frozen=True)
class Binding:
    """A rule of the user's that keeps a plan from being better.

    Attributes
    ----------
    rule : Rule
    used : float or None
        Left-hand side under the plan, in the rule's unit; None where a price tells that it binds.
    price : float or None
        Change of the objective per unit of the rule's number, of one side only where several plans
        are equally good. None for whole numbers, which have no prices.
    """

    rule: Rule
    used: float | None = None
    price: float | None = None

    @property
    def phrase(self) -> Phrase:
        """Such as "total of full_time cadres: 2,400 of 2,400 cadres"."""
        rule = self.rule
        fields = {
            "rule": rule.description,
            "number": plain(rule.number),
            "unit": said_unit(rule.unit),
        }
        if self.used is None:
            return Phrase("{rule}, {number} {unit}", **fields)
        return Phrase("{rule}: {used} of {number} {unit}", used=plain(self.used), **fields)

    def say(self, language: Language) -> str:
        """Write it in a language."""
        return self.phrase.say(language)

    def __str__(self) -> str:
        """Write it in English."""
        return self.say("en")


def priced(rules: Mapping[str, Rule], prices: Mapping[str, float] | None) -> tuple[Binding, ...]:
    """Rules of the user's that have a price, the dearest first.

    Parameters
    ----------
    rules : mapping of str to Rule
        As `Program.rules` has them.
    prices : mapping of str to float, or None
        Of a linear program, by name of the rule.
    """
    prices = prices or {}
    found = [
        Binding(rule, price=prices[name])
        for name, rule in rules.items()
        if rule.of_user and abs(prices.get(name, 0.0)) > NO_PRICE
    ]
    return tuple(sorted(found, key=lambda binding: -abs(binding.price or 0.0)))


@dataclass
class Program:
    """A PuLP minimisation and what its constraints mean.

    Attributes
    ----------
    problem : pulp.LpProblem
    rules : dict of str to Rule
        By name of the constraint, in the order of the program.
    """

    problem: pulp.LpProblem
    rules: dict[str, Rule] = field(default_factory=dict)

    @classmethod
    def empty(cls, name: str) -> "Program":
        """Return a minimisation without variables or constraints."""
        return cls(pulp.LpProblem(name, pulp.LpMinimize))

    def variable(
        self,
        name: str,
        low: float | None = 0.0,
        high: float | None = None,
        *,
        whole: bool = False,
    ) -> pulp.LpVariable:
        """Return a new variable of the program."""
        category = pulp.LpInteger if whole else pulp.LpContinuous
        return self.problem.add_variable(name, low, high, category)

    def add(self, rule: Rule, terms: Iterable[tuple[pulp.LpVariable, float]]) -> None:
        """Require sum of coefficient × variable to stand to the rule's number as it says."""
        self.problem.addConstraint(constraint(terms, rule.sense, rule.number, rule.name))
        self.rules[rule.name] = rule

    def define(
        self,
        name: str,
        description: str,
        unit: str,
        sense: Sense,
        number: float,
        terms: Iterable[tuple[pulp.LpVariable, float]],
        community: int | None = None,
    ) -> None:
        """Add a constraint that defines something and is no rule of a user's."""
        self.add(Rule(name, description, unit, "", number, sense, community), terms)

    def minimise(self, terms: Iterable[tuple[pulp.LpVariable, float]]) -> None:
        """Set the objective."""
        self.problem.setObjective(total(terms))


def identifiers(names: Sequence[str], letter: str) -> list[str]:
    """Names fit for an .lp file, as near to the given ones as can be and no two alike.

    What no identifier may hold becomes ``_``, and one that would begin with something else than a
    letter begins with `letter`. A name of which nothing is left is numbered, from 1.
    """
    width = len(str(len(names)))
    taken = {name for name in names if _PLAIN.fullmatch(name)}
    found = []
    for row, name in enumerate(names, 1):
        if name in taken:
            found.append(name)
            continue
        bare = _AWKWARD.sub("_", name)
        if not bare.strip("_"):
            bare = f"{row:0{width}d}"
        bare = bare if bare[0].isalpha() else letter + bare
        numbered = (f"{bare}_{number}" for number in itertools.count(2))
        found.append(next(fit for fit in itertools.chain([bare], numbered) if fit not in taken))
        taken.add(found[-1])
    return found


def plain(number: float) -> str:
    """Write a number as a planner would: thousands apart, no needless decimals."""
    rounded = round(float(number), 2)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.2f}".rstrip("0")


def integers(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Round to whole numbers."""
    return np.rint(values).astype(np.int64)
