"""Rules of thumb for funds, under the interface of the program: who gets how much of the city."""

from collections.abc import Callable

import numpy as np

from .funds_case import FundsCase, Numbers


def equal(case: FundsCase) -> Numbers:
    """Every community gets the same."""
    return np.ones(len(case.communities))


def per_head(case: FundsCase) -> Numbers:
    """Communities get money in proportion to their residents."""
    return case.residents


def by_load(case: FundsCase) -> Numbers:
    """Communities get money in proportion to what it would save there if there were enough."""
    most = dict.fromkeys(case.communities, 0.0)
    for (place, _), benefit in case.benefits.items():
        most[place] += float(benefit.benefit[-1])
    need = np.array(list(most.values()))
    return need if need.sum() > 0.0 else np.ones(len(need))


RULES: dict[str, Callable[[FundsCase], Numbers]] = {
    "equal": equal,
    "per_head": per_head,
    "by_load": by_load,
}


def divide_by_rule(case: FundsCase, rule: str) -> Numbers:
    """Divide the first year's city money of each earmark by a rule of thumb, above the floors.

    Returns
    -------
    array, shape (communities, earmarks)
        Yuan.

    Raises
    ------
    KeyError
        If there is no rule of that name.
    """
    share = RULES[rule](case)
    share = share / share.sum()
    rest = np.array([earmark.yuan[0] for earmark in case.earmarks]) - case.floors.sum(axis=0)
    divided: Numbers = case.floors + share[:, None] * np.maximum(0.0, rest)
    return divided
