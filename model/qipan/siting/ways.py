"""Other ways to choose as many sites, to hold the choice against."""

from dataclasses import dataclass, replace

import numpy as np

from ..programs.sites.choice import Choice, choose
from ..programs.sites.exchange import Rows, greedy
from ..programs.sites.problem import Numbers, Objective, SitesProblem

EXISTING, LARGEST, GREEDY, CHOSEN = "existing", "largest", "greedy", "chosen"


@dataclass(frozen=True)
class Way:
    """What a choice of sites comes to.

    Attributes
    ----------
    name : str
    centres : int
    mean_metres, farthest_metres : float
        Of residents who are served; NaN where nobody is.
    served_share : float
        Of all residents, those who are served, near enough; NaN if the sites cannot keep the rules.
    """

    name: str
    centres: int
    mean_metres: float
    farthest_metres: float
    served_share: float


def ways(given: SitesProblem, chosen: Choice) -> tuple[Way, ...]:
    """Existing centres alone, the most people first, one after another, and the choice."""
    count = len(chosen.opened)
    told = []
    if given.kept.any():
        told.append(_told(EXISTING, given, np.flatnonzero(given.kept)))
    told.append(_told(LARGEST, given, _most_people(given, count)))
    told.append(_told(GREEDY, given, greedy(given, _costs(given), count)))
    return (*told, said_of(CHOSEN, given, chosen))


def said_of(name: str, given: SitesProblem, choice: Choice) -> Way:
    """Say what a choice comes to."""
    metres, served = choice.metres(given), choice.served.sum(axis=1)
    people = given.people * served
    with np.errstate(invalid="ignore"):
        mean = np.nansum(people * metres) / people.sum() if people.sum() else np.nan
    far = np.where(choice.served > 0.0, given.metres, 0.0).max() if people.sum() else np.nan
    share = people.sum() / given.people.sum()
    return Way(name, len(choice.opened), float(mean), float(far), float(share))


def _told(name: str, given: SitesProblem, opened: Rows) -> Way:
    """Say what sites come to if people go where the rules send them."""
    objective: Objective = (
        "least_distance" if given.objective == "least_distance" else "most_covered"
    )
    fixed = replace(
        given.of(opened),
        kept=np.ones(len(opened), bool),
        objective=objective,
        centres=len(opened),
    )
    found = choose(fixed)
    if found is None:
        return Way(name, len(opened), np.nan, np.nan, np.nan)
    return said_of(name, fixed, found)


def _most_people(given: SitesProblem, count: int) -> Rows:
    """Sites kept, and beside them those with the most people for whom they are the nearest."""
    near = np.bincount(given.metres.argmin(axis=1), given.people, len(given.sites))
    order = np.lexsort((-near, ~given.kept))
    return np.sort(order[:count]).astype(np.int64)


def _costs(given: SitesProblem) -> Numbers:
    """What serving a place from a site costs the objective."""
    if given.objective == "least_distance":
        return given.people[:, None] * given.metres
    return given.people[:, None] * ~given.reaches
