"""Which units (共建单位) are paired with which communities, and whether they are enough."""

from dataclasses import dataclass

import numpy as np
import pulp
from numpy.typing import ArrayLike, NDArray

from ...errors import ImpossibleError
from ...words import Phrase, clauses
from ..linear import constraint, total
from ..warm import WarmProgram
from .problem import HoursCase, Rows


class TooFewUnits(ImpossibleError, ValueError):
    """Communities cannot be paired with as many units as asked for; the message says which."""


@dataclass(frozen=True)
class Pairing:
    """A pairing.

    Attributes
    ----------
    unit, community : array of int, shape (pairs,)
    cost : float
        Sum over the pairs.
    """

    unit: Rows
    community: Rows
    cost: float


def unpaired(case: HoursCase) -> list[Phrase]:
    """Sentences about communities with too few units, and units with too many communities."""
    units, communities = case.units.pairs
    least, work = case.rules.least_units, case.work
    has = np.bincount(communities, minlength=len(work.communities))
    said = [
        Phrase(
            "{community} is paired with {has} units; {least} are asked for.",
            community=work.communities[row],
            has=int(has[row]),
            least=least,
        )
        for row in np.flatnonzero(has < least)
    ]
    serves = np.bincount(units, minlength=len(case.units.names))
    for row in np.flatnonzero(serves > 1) if case.rules.one_to_one else ():
        said.append(
            Phrase(
                "{unit} is paired with {serves} communities; pairing is one to one.",
                unit=case.units.names[row],
                serves=int(serves[row]),
            )
        )
    return said


def pair_units(
    units: tuple[str, ...],
    communities: tuple[str, ...],
    candidates: tuple[ArrayLike, ArrayLike],
    cost: ArrayLike,
    *,
    least_units: int = 3,
    most_communities: int = 1,
) -> Pairing:
    """Pair every community with enough different units at the least cost.

    The rows are those of a transport problem, so that a best vertex is a whole plan without
    integers being asked for.

    Parameters
    ----------
    units, communities : tuple of str
    candidates : tuple of two arrays of int
        Pairs (unit, community) that may be made, each once.
    cost : array, shape (candidates,)
        Say the kilometres between them, or how badly they fit; from 0.
    least_units : int
        Units for each community.
    most_communities : int
        Communities for each unit; 1 is one-to-one pairing.

    Raises
    ------
    TooFewUnits
        If they do not suffice; the message names communities and counts.
    ValueError
        If candidates and costs do not fit together.
    """
    unit, community = (np.asarray(rows, np.int64) for rows in candidates)
    costs = np.asarray(cost, float)
    if not (unit.shape == community.shape == costs.shape) or not (costs >= 0.0).all():
        raise ValueError(
            "Candidates need a unit, a community and a cost from 0 each; there are "
            f"{unit.size}, {community.size} and {costs.size}."
        )
    problem = pulp.LpProblem("pairing", pulp.LpMinimize)
    pairs = [problem.add_variable(f"pair{at}", 0.0, 1.0) for at in range(len(costs))]
    short = [problem.add_variable(f"short{row}", 0.0) for row in range(len(communities))]
    _enough(problem, pairs, short, communities, community, least_units)
    _not_too_many(problem, pairs, units, unit, most_communities)
    # A missing unit costs more than any other way round.
    dear = 1.0 + costs.sum()
    weights = [*costs.tolist(), *[dear] * len(short)]
    problem.setObjective(total(zip([*pairs, *short], weights, strict=True)))
    warm = WarmProgram(problem)
    values = warm.solve().values
    lacking = np.array([values[warm.columns[variable.name]] for variable in short])
    if (lacking > 0.5).any():
        raise TooFewUnits(_lacking(units, communities, lacking, least_units, most_communities))
    taken = np.array([values[warm.columns[v.name]] for v in pairs]) > 0.5
    order = np.lexsort((community[taken], unit[taken]))
    return Pairing(unit[taken][order], community[taken][order], float(costs[taken].sum()))


def _enough(
    problem: pulp.LpProblem,
    pairs: list[pulp.LpVariable],
    short: list[pulp.LpVariable],
    communities: tuple[str, ...],
    community: NDArray[np.int64],
    least: int,
) -> None:
    """Σ_u pair[u,c] + short[c] ≥ least: units of each community (units)."""
    terms = [[(variable, 1.0)] for variable in short]
    for at, row in enumerate(community.tolist()):
        terms[row].append((pairs[at], 1.0))
    for row, name in enumerate(communities):
        problem.addConstraint(constraint(terms[row], ">=", least, f"enough({name})"))


def _not_too_many(
    problem: pulp.LpProblem,
    pairs: list[pulp.LpVariable],
    units: tuple[str, ...],
    unit: NDArray[np.int64],
    most: int,
) -> None:
    """Σ_c pair[u,c] ≤ most: communities of each unit (communities)."""
    terms: list[list[tuple[pulp.LpVariable, float]]] = [[] for _ in units]
    for at, row in enumerate(unit.tolist()):
        terms[row].append((pairs[at], 1.0))
    for row, name in enumerate(units):
        if terms[row]:
            problem.addConstraint(constraint(terms[row], "<=", most, f"serves({name})"))


def _lacking(
    units: tuple[str, ...],
    communities: tuple[str, ...],
    lacking: NDArray[np.float64],
    least: int,
    most: int,
) -> Phrase:
    """What is missing: in all if the numbers alone show it, else where."""
    needed, there = least * len(communities), most * len(units)
    if needed > there:
        return Phrase(
            "{least} units for each of {communities} communities need {needed} pairs; {units} "
            "units with at most {most} communities each make {there}.",
            least=least,
            communities=len(communities),
            needed=needed,
            units=len(units),
            most=most,
            there=there,
        )
    where = clauses(
        *(
            Phrase(
                "{community} lacks {lacking:.0f} of {least} units",
                community=communities[row],
                lacking=float(lacking[row]),
                least=least,
            )
            for row in np.flatnonzero(lacking > 0.5)
        )
    )
    return Phrase(
        "Of the pairs that may be made too few can be made at once: {where}.", where=where
    )
