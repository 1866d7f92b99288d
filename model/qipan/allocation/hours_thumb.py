"""Rules of thumb for hours, under the interface of the program: who works where, on what."""

from collections.abc import Callable

import numpy as np

from .hours_case import HoursCase, Numbers
from .hours_plan import HoursPlan
from .hours_rules import allowed


def equal(case: HoursCase) -> Numbers:
    """Every community in reach gets the same of a source's hours, in equal parts for each kind."""
    return np.ones(case.work.demand.shape)


def per_head(case: HoursCase) -> Numbers:
    """Every community in reach gets hours in proportion to its residents."""
    return np.repeat(case.work.residents[:, None], len(case.work.kinds), axis=1)


def by_load(case: HoursCase) -> Numbers:
    """Hours go in proportion to the hours of work that are there."""
    return case.work_hours


RULES: dict[str, Callable[[HoursCase], Numbers]] = {
    "equal": equal,
    "per_head": per_head,
    "by_load": by_load,
}


def plan_by_rule(case: HoursCase, rule: str) -> HoursPlan:
    """Divide the hours that come of each source by a rule of thumb.

    A rule knows no budget of calls and no reciprocity, and may give more hours than there is work:
    what is left over is never below 0.

    Raises
    ------
    KeyError
        If there is no rule of that name.
    """
    shares = RULES[rule](case)
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
