"""Rules of thumb that a program must be compared with: who gets how much, without optimising.

What a rule goes by is written once here, for cadres, funds and hours alike; `rules` apportions
whole cadres by it.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .funds.problem import FundsCase
from .hours.planned import HoursPlan
from .hours.problem import HoursCase
from .hours.program import allowed

Numbers = NDArray[np.float64]


class Places(Protocol):
    """What a rule of thumb must know of communities."""

    @property
    def communities(self) -> Sequence[str]:
        """Names."""

    @property
    def residents(self) -> Numbers:
        """Residents of each."""

    @property
    def load(self) -> Numbers:
        """Work of each, in any unit; with a second axis, of each kind."""


def equal(places: Places) -> Numbers:
    """Every community gets the same."""
    return np.ones(len(places.communities))


def per_head(places: Places) -> Numbers:
    """Communities get shares in proportion to their residents."""
    return places.residents


def by_load(places: Places) -> Numbers:
    """Communities get shares in proportion to the work that is there."""
    return places.load


WEIGHTS: dict[str, Callable[[Places], Numbers]] = {
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
    share = WEIGHTS[rule](case)
    share = share / share.sum()
    rest = np.array([earmark.yuan[0] for earmark in case.earmarks]) - case.floors.sum(axis=0)
    divided: Numbers = case.floors + share[:, None] * np.maximum(0.0, rest)
    return divided


def plan_by_rule(case: HoursCase, rule: str) -> HoursPlan:
    """Divide the hours that come of each source by a rule of thumb, among communities in reach.

    A rule knows no budget of calls and no reciprocity, and may give more hours than there is work:
    what is left over is never below 0. Where it tells no kinds apart, each gets the same.

    Raises
    ------
    KeyError
        If there is no rule of that name.
    """
    shares = WEIGHTS[rule](case)
    if shares.ndim == 1:
        shares = np.repeat(shares[:, None], len(case.work.kinds), axis=1)
    source, community, kind = allowed(case)
    # Shares of a community's kinds are of those that the source can do there.
    weight = shares[community, kind]
    total = np.bincount(source, weight, minlength=len(case.sources))
    there = total[source] > 0.0
    hours = np.zeros(len(source))
    hours[there] = (case.coming_hours[source] * weight)[there] / total[source][there]
    given = np.zeros(case.work.demand.shape)
    np.add.at(given, (community, kind), hours)
    left = np.maximum(0.0, case.work_hours - given)
    burden = (case.work.weight * left).sum(axis=1)
    return HoursPlan(
        case=case,
        source=source,
        community=community,
        kind=kind,
        hours=hours,
        left=left,
        weighted_backlog=float(burden.sum()),
        worst_backlog=float((burden / case.work.residents).max()),
        binding=(),
    )
