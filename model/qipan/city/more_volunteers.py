"""The same city with some volunteers more, or fewer, in one place."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..scenario.volunteers_and_units import Volunteers
from .draws import key_of, keys_of_texts
from .roster import Roster, skills_of
from .synthetic import City


@dataclass(frozen=True)
class Newcomers:
    """Volunteers more and fewer, said in a few numbers: what makes two such cities the same.

    Attributes
    ----------
    more : tuple of int
        Active volunteers more in each community; below 0, so many fewer.
    hours : float
        Hours a year that each newcomer offers.
    """

    more: tuple[int, ...]
    hours: float

    def join(self, city: City, spec: Volunteers) -> City:
        """Return the city with them; `with_volunteers` says what is raised."""
        return with_volunteers(city, spec, np.array(self.more, np.int64), self.hours)


def with_volunteers(city: City, spec: Volunteers, more: NDArray[np.int64], hours: float) -> City:
    """Return the city with so many active volunteers more in each community.

    All others stay who they are. Newcomers have skills as often as others, and belong to the pool
    that most of the city's active volunteers belong to.

    Parameters
    ----------
    city : City
    spec : Volunteers
        The scenario's, for the skills.
    more : array of int, shape (communities,)
        Below 0, so many fewer: the last ones of the community.
    hours : float
        Hours a year that each newcomer offers.

    Raises
    ------
    ValueError
        If a community is to lose more volunteers than it has.
    """
    old = city.roster
    there = np.bincount(old.community, minlength=len(more))
    if (there + more < 0).any():
        at = int(np.argmin(there + more))
        raise ValueError(
            f"{city.places.ids[at]} has {there[at]} active volunteers; "
            f"{-more[at]} cannot be taken away"
        )
    last_first = there[old.community] - 1 - _within(old.community, there)
    kept = last_first >= -np.minimum(more, 0)[old.community]
    new = _newcomers(city, spec, np.maximum(more, 0), hours)
    joined = {
        name: np.concatenate([getattr(old, name)[kept], getattr(new, name)])
        for name in ("community", "key", "pool", "skills", "hours_per_year")
    }
    order = np.argsort(joined["community"], kind="stable")
    return replace(city, roster=Roster(**{name: rows[order] for name, rows in joined.items()}))


def _within(community: NDArray[np.int32], there: NDArray[np.intp]) -> NDArray[np.intp]:
    """Rank of each row within its community."""
    first = np.cumsum(there) - there
    ranks: NDArray[np.intp] = np.arange(len(community)) - first[community]
    return ranks


def _newcomers(city: City, spec: Volunteers, more: NDArray[np.int64], hours: float) -> Roster:
    community = np.repeat(np.arange(len(more), dtype=np.int32), more)
    within = _within(community, more.astype(np.intp))
    root = np.array([keys_of_texts(key, ["newcomers"])[0] for key in city.places.keys[:, None]])
    keys = key_of(root[community], within)
    pool = list(spec.pools).index(spec.sign_up_pool)
    if len(city.roster.pool):
        pool = int(np.bincount(city.roster.pool).argmax())
    return Roster(
        community,
        keys,
        np.full(len(keys), pool, np.uint8),
        skills_of(spec, keys),
        np.full(len(keys), hours, np.float32),
    )
