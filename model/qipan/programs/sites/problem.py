"""Which sites to open: places with people, sites, how far each is from each, and the rules."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...words import Phrase

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Objective = Literal["least_distance", "most_covered", "fewest_centres"]
ALMOST = 1e-9


@dataclass(frozen=True)
class SitesProblem:
    """A problem of siting.

    Attributes
    ----------
    places, sites : tuple of str
    people : array, shape (places,)
    metres : array, shape (places, sites)
        From each place to each site.
    kept : array of bool, shape (sites,)
        Sites that are open already and stay so.
    capacity : array, shape (sites,)
        People that a site can serve; infinite where nothing is said.
    objective : str
        `least_distance`: the p-median. `most_covered`: maximal covering. `fewest_centres`: the
        fewest that cover `share` of all people.
    centres : int or None
        Most sites open, kept ones among them; None with `fewest_centres`.
    within : float or None
        Metres within which a site covers a place; with `least_distance` nobody is served from
        farther away.
    share : float
        Of all people, to be covered; of `fewest_centres` alone.
    """

    places: tuple[str, ...]
    sites: tuple[str, ...]
    people: Numbers
    metres: Numbers
    kept: Flags
    capacity: Numbers
    objective: Objective
    centres: int | None = None
    within: float | None = None
    share: float = 1.0

    @property
    def limited(self) -> bool:
        """Whether some site cannot serve everybody."""
        return bool((self.capacity < self.people.sum()).any())

    @property
    def reaches(self) -> Flags:
        """Whether a site is near enough to serve a place; shape (places, sites)."""
        if self.within is None:
            return np.ones(self.metres.shape, bool)
        return self.metres <= self.within + ALMOST

    @property
    def needed(self) -> float:
        """People who must be served whatever else is good."""
        if self.objective == "most_covered":
            return 0.0
        return float(self.people.sum() * (self.share if self.objective == "fewest_centres" else 1))

    def of(self, rows: NDArray[np.int64]) -> "SitesProblem":
        """Return the problem with some of its sites alone."""
        return replace(
            self,
            sites=tuple(self.sites[n] for n in rows),
            metres=self.metres[:, rows],
            kept=self.kept[rows],
            capacity=self.capacity[rows],
        )


def contradictions(given: SitesProblem) -> list[Phrase]:
    """Say what no choice of sites can keep, by arithmetic alone; nothing where all may be well."""
    said, count = [], len(given.sites)
    most = count if given.centres is None else given.centres
    if most > count:
        said.append(
            Phrase(
                "{most} centres are asked for, and only {count} sites may be opened",
                most=most,
                count=count,
            )
        )
    if given.kept.sum() > most:
        said.append(
            Phrase(
                "{kept} centres exist and are kept, more than the {most} asked for",
                kept=int(given.kept.sum()),
                most=most,
            )
        )
    if said:
        return said
    far = ~given.reaches.any(axis=1)
    reached = float(given.people[~far].sum())
    if given.needed > reached * (1.0 + ALMOST):
        worst = int(np.argmax(np.where(far, given.metres.min(axis=1), -1.0)))
        said.append(
            Phrase(
                "{far} places with {people:,.0f} residents have no site within {within:,.0f} m; "
                "the farthest is {worst}, {metres:,.0f} m from the nearest",
                far=int(far.sum()),
                people=float(given.people[far].sum()),
                within=given.within,
                worst=given.places[worst],
                metres=float(given.metres[worst].min()),
            )
        )
    # kept sites are among those open, the largest of the others beside them
    others = np.sort(given.capacity[~given.kept])[::-1][: most - int(given.kept.sum())]
    room = float(given.capacity[given.kept].sum() + others.sum())
    if given.needed > room * (1.0 + ALMOST):
        said.append(
            Phrase(
                "the largest {most} sites serve {room:,.0f} residents, and {needed:,.0f} must be "
                "served",
                most=most,
                room=room,
                needed=given.needed,
            )
        )
    return said
