"""A program a planner can read: each constraint has a name, a unit and the user's own number.

Names in an .lp file must be identifiers, so what a constraint means is kept beside the model.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pulp
from numpy.typing import NDArray

from .linear import Sense, constraint, total

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Rule:
    """A constraint in the words of a planner.

    Attributes
    ----------
    name : str
        Identifier in the program and its .lp file.
    description : str
        For example "floor of full_time in c0003".
    unit : str
        Unit of its number.
    family : str
        What it is one of: the key the user wrote it under, such as `floors`. Empty where the
        constraint only defines something.
    number : float
        Number the user gave.
    sense : '<=', '>=' or '=='
        How the left-hand side stands to the number.
    community, staff_type : int or None
        Rows it is about, if it is about one.
    """

    name: str
    description: str
    unit: str
    family: str
    number: float
    sense: Sense
    community: int | None = None
    staff_type: int | None = None

    @property
    def of_user(self) -> bool:
        """Whether a user wrote it, so that a user can relax it."""
        return bool(self.family)


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
    """Names fit for an .lp file: as they are if all are plain, else a letter and the row."""
    if all(_PLAIN.fullmatch(name) for name in names):
        return list(names)
    width = len(str(max(len(names) - 1, 0)))
    return [f"{letter}{row:0{width}d}" for row in range(len(names))]


def plain(number: float) -> str:
    """Write a number as a planner would: thousands apart, no needless decimals."""
    rounded = round(float(number), 2)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.2f}".rstrip("0")


def integers(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Round to whole numbers."""
    return np.rint(values).astype(np.int64)
