"""The rules of a plan of hours, one function each, as rows of a linear program.

Sources s are groups of volunteers g and units u; c communities, k kinds. x[s,c,k] are hours that
come and are worked, l[c,k] hours of work left over. What each rule says stands in `SAYS`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pulp

from ...words import Phrase
from ..linear import Sense
from ..program import Program, Rule, Terms
from .problem import PLAIN, HoursCase, Numbers, Rows

# Each rule as it begins the names of its rows: its unit and what it says.
SAYS = {
    "work": ("hours", Phrase("work done and work left over are all the work there is")),
    "coming": ("hours", Phrase("no more hours are worked than come")),
    "calls": ("calls", Phrase("nobody is called more often than the budget of calls allows")),
    "returned": (
        "yuan",
        Phrase("a unit gives no more than its benefit, at the agreed share, repays"),
    ),
    "urgent": ("hours", Phrase("no more is left over than is allowed")),
    "worst": ("weighted hours per resident", Phrase("no community is worse off than the worst")),
}
# Those that a planner can relax; the others only define what is left over.
OF_PLANNER = ("coming", "calls", "returned", "urgent")


@dataclass(frozen=True)
class Columns:
    """What the plan decides.

    Attributes
    ----------
    source, community, kind : array of int, shape (given,)
        Who works where and on what; only combinations that are allowed.
    given : list of variables, one for each of these
        Hours.
    left : list of variables, shape (communities * kinds,)
        Hours left over, kind by kind within a community.
    """

    source: Rows
    community: Rows
    kind: Rows
    given: list[pulp.LpVariable]
    left: list[pulp.LpVariable]


def columns(program: Program, case: HoursCase) -> Columns:
    """Hours of a source in a community exist if it is in reach and the source can do the kind."""
    source, community, kind = allowed(case)
    where, kinds, sources = case.work.communities, case.work.kinds, case.sources
    given = [
        program.variable(f"given({sources[s]},{where[c]},{kinds[k]})")
        for s, c, k in zip(source.tolist(), community.tolist(), kind.tolist(), strict=True)
    ]
    left = [program.variable(f"left({c},{k})") for c in where for k in kinds]
    return Columns(source, community, kind, given, left)


def allowed(case: HoursCase) -> tuple[Rows, Rows, Rows]:
    """Combinations (source, community, kind) that may work; units stand after groups."""
    near, there = case.groups.reach
    of_group, group_kind = np.nonzero(case.groups.can[near])
    unit, paired = case.units.pairs
    of_unit, unit_kind = np.nonzero(case.units.can[unit])
    return (
        np.concatenate([near[of_group], unit[of_unit] + len(case.groups.home)]),
        np.concatenate([there[of_group], paired[of_unit]]),
        np.concatenate([group_kind, unit_kind]),
    )


def work(program: Program, case: HoursCase, made: Columns) -> None:
    """Σ_s x[s,c,k] + l[c,k] = demand[c,k] + carried[c,k]: work is done or left over (hours)."""
    kinds = len(case.work.kinds)
    rows = _columns_of_rows(made.community * kinds + made.kind, len(made.left))
    names = [f"work({c},{k})" for c in case.work.communities for k in case.work.kinds]
    right = case.work_hours.ravel().tolist()
    for row, name in enumerate(names):
        terms = [(made.given[at], 1.0) for at in rows[row]]
        _add(program, name, "==", right[row], [*terms, (made.left[row], 1.0)])


def coming(program: Program, case: HoursCase, made: Columns) -> None:
    """Σ_ck x[s,c,k] ≤ (1 − no_show[s]) hours[s]: only hours that come are worked (hours).

    Units send whom they have promised: their hours come in full.
    """
    right = case.coming_hours.tolist()
    for row, ats in enumerate(_columns_of_rows(made.source, len(case.sources))):
        if ats:
            terms = [(made.given[at], 1.0) for at in ats]
            _add(program, f"coming({case.sources[row]})", "<=", right[row], terms)


def calls(program: Program, case: HoursCase, made: Columns) -> None:
    """Σ_ck calls_per_hour[g,k] x[g,c,k] ≤ calls[g]: calls tire, so they are a budget (calls).

    After Manshadi & Rodilitz (2022): a call makes a volunteer inactive for a while, whatever the
    answer. Rows exist for groups whose budget is finite.
    """
    needed = case.groups.calls_per_hour
    rows = _columns_of_rows(made.source, len(case.sources))
    for group, most in enumerate(case.groups.calls.tolist()):
        terms = [(made.given[at], float(needed[group, made.kind[at]])) for at in rows[group]]
        if terms and np.isfinite(most):
            _add(program, f"calls({case.sources[group]})", "<=", most, terms)


def returned(program: Program, case: HoursCase, made: Columns) -> None:
    """v[u] Σ_ck x[u,c,k] ≤ benefit[u] / return_share − given[u]: give and take (yuan).

    That is benefit ≥ return_share · (given before + given now), v the value of an hour. A unit
    that has given too much already is asked for nothing: what is given cannot be taken back.
    """
    first = len(case.groups.home)
    rows = _columns_of_rows(made.source, len(case.sources))
    for unit, right in enumerate(case.yuan_to_give.tolist()):
        value = float(case.units.yuan_per_hour[unit])
        terms = [(made.given[at], value) for at in rows[first + unit]]
        if terms and np.isfinite(right):
            name = f"returned({case.units.names[unit]})"
            _add(program, name, "<=", right, terms)


def urgent(program: Program, case: HoursCase, made: Columns) -> None:
    """l[c,k] ≤ most_left[c,k]: what must be done in the period is done (hours)."""
    names = [f"urgent({c},{k})" for c in case.work.communities for k in case.work.kinds]
    for row, most in enumerate(case.work.most_left.ravel().tolist()):
        if np.isfinite(most):
            _add(program, names[row], "<=", most, [(made.left[row], 1.0)])


def worst(program: Program, case: HoursCase, made: Columns, most: pulp.LpVariable) -> None:
    """Σ_k weight[c,k] l[c,k] / residents[c] ≤ z for all c (weighted hours per resident)."""
    kinds = len(case.work.kinds)
    share = (case.work.weight / case.work.residents[:, None]).ravel().tolist()
    for row, name in enumerate(case.work.communities):
        ats = range(row * kinds, (row + 1) * kinds)
        terms = [(made.left[at], share[at]) for at in ats]
        _add(program, f"worst({name})", "<=", 0.0, [*terms, (most, -1.0)])


def weighted_backlog(case: HoursCase, made: Columns) -> Terms:
    """Σ_ck weight[c,k] l[c,k], in hours times the unit of the weights."""
    return list(zip(made.left, case.work.weight.ravel().tolist(), strict=True))


def right_hand_sides(case: HoursCase) -> dict[str, tuple[Sequence[str], Numbers]]:
    """Names and right-hand sides of the rows of each rule, as far as rows of that name exist."""
    work = case.work
    both = [f"({c},{k})" for c in work.communities for k in work.kinds]
    groups, units = case.sources[: len(case.groups.home)], case.units.names
    return {
        "work": (both, case.work_hours.ravel()),
        "coming": ([f"({name})" for name in case.sources], case.coming_hours),
        "calls": ([f"({name})" for name in groups], case.groups.calls),
        "returned": ([f"({name})" for name in units], case.yuan_to_give),
        "urgent": (both, work.most_left.ravel()),
    }


def _columns_of_rows(row_of_column: Rows, rows: int) -> list[list[int]]:
    """Which columns stand in each row."""
    order = np.argsort(row_of_column, kind="stable")
    ends = np.cumsum(np.bincount(row_of_column, minlength=rows))
    return [part.tolist() for part in np.split(order, ends[:-1])]


def _add(program: Program, name: str, sense: Sense, right: float, terms: Terms) -> None:
    """Add a row under the name of its rule, such as `coming(c1.repair)`."""
    kind = name.partition("(")[0]
    unit, says = SAYS[kind]
    # PuLP would write names of its own, and constraints otherwise than variables.
    name = name.translate(PLAIN)
    family = kind if kind in OF_PLANNER else ""
    program.add(Rule(name, says, unit, family, float(right), sense), terms)
