"""Sums, rows and columns of a program, as PuLP 3 and PuLP 4 both have them."""

from collections.abc import Iterable
from typing import Any, Literal

import pulp

Sense = Literal["<=", ">=", "=="]
Terms = Iterable[tuple[pulp.LpVariable, float]]


def total(terms: Terms, constant: float = 0.0) -> pulp.LpAffineExpression:
    """Return the sum of coefficient × variable, and a constant."""
    pairs = list(terms)
    if hasattr(pulp.LpAffineExpression, "from_list"):  # PuLP 4
        return pulp.LpAffineExpression.from_list(pairs, constant)
    return pulp.LpAffineExpression(pairs, constant=constant)


def constraint(terms: Terms, sense: Sense, number: float, name: str) -> Any:
    """Return a constraint for `problem.addConstraint`: the sum stands to the number as is said."""
    left, right = total(terms), float(number)
    made = left <= right if sense == "<=" else left >= right if sense == ">=" else left == right
    made.name = name
    return made


def add_term(row: Any, variable: pulp.LpVariable, factor: float) -> None:
    """Add coefficient × variable to a constraint of a problem in which it does not stand yet."""
    if hasattr(row, "set_coefficient"):  # PuLP 4
        row.set_coefficient(variable, factor)
    else:
        row.expr.addterm(variable, factor)


def columns(problem: pulp.LpProblem) -> list[pulp.LpVariable]:
    """Return the variables that stand anywhere, by name: solvers get them in this order."""
    used = getattr(problem, "exported_variables", problem.variables)  # PuLP 4 keeps others too
    return sorted(used(), key=lambda variable: str(variable.name))
