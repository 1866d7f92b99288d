"""Floors that no budget of a plan file pays for, told before anything is simulated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ..scenario.faults import Fault
from ..words import Phrase
from .cover import Cover
from .document import PlanDocument
from .levers.lever import Bounds
from .problem import Option


def floors_beyond_budgets(
    document: PlanDocument,
    bounds: Mapping[str, Bounds],
    options: Sequence[Option],
    cover: Cover | None,
) -> Iterable[Fault]:
    """Say which budgets the floors of posts and of all other levers exceed.

    Parameters
    ----------
    document : PlanDocument
    bounds : mapping of str to Bounds
        Of posts, by type.
    options : sequence of Option
        With floors and prices.
    cover : Cover or None
        Floors of sites, of which the cheapest are taken.
    """
    cost: defaultdict[str, float] = defaultdict(float)
    for name, lever in document.staff.items():
        cost[lever.source] += float(bounds[name].floors.sum()) * lever.yuan_year
    for option in options:
        cost[option.source] += float(option.floors.sum()) * option.yuan_year
    if cover is not None:
        cost[options[int(cover.rows[0])].source] += _cheapest_sites(options, cover)
    for year, yuan in enumerate(document.budgets_yuan):
        if sum(cost.values()) > yuan:
            found = Phrase("the floors alone cost ¥{cost:,.0f} a year", cost=sum(cost.values()))
            allowed = Phrase(
                "must be at most the budget of year {number}, ¥{yuan:,.0f}",
                number=year + 1,
                yuan=yuan,
            )
            yield Fault(key="budgets_yuan", found=found, allowed=allowed)
            break
    for source, yuan in document.budgets_by_source.items():
        if cost[source] > yuan:
            found = Phrase("the floors alone cost ¥{cost:,.0f} a year", cost=cost[source])
            allowed = Phrase(
                "must be at most the budget of {source}, ¥{yuan:,.0f}", source=source, yuan=yuan
            )
            yield Fault(key=f"budgets_by_source.{source}", found=found, allowed=allowed)


def _cheapest_sites(options: Sequence[Option], cover: Cover) -> float:
    """Yuan a year of as many sites in each community as its floor asks for, the cheapest first."""
    yuan = np.array([options[row].yuan_year for row in cover.rows])
    return sum(
        float(np.sort(yuan[cover.home == place])[: int(floor)].sum())
        for place, floor in enumerate(cover.floors)
    )
