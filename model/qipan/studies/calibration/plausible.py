"""Points drawn from the plausible part of the prior, and how large that part is."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .implausibility import Judge

Floats = NDArray[np.float64]

BATCH = 2**14
MOST = 2**18  # points of the prior looked at before a part is taken as empty
ENOUGH = 400  # plausible points that are looked for


@dataclass(frozen=True, eq=False)
class Plausible:
    """The plausible part of the prior.

    Attributes
    ----------
    points : array of float, shape (found, columns)
        Those that are plausible of the points drawn.
    drawn : int
        Points of the prior looked at.
    prior : array of float, shape (some, columns)
        The first of them, plausible or not.
    implausibility : array of float, shape (some, windows)
        Of these.
    """

    points: Floats = field(repr=False)
    drawn: int
    prior: Floats = field(repr=False)
    implausibility: Floats = field(repr=False)

    @property
    def share(self) -> float:
        """Share of the prior."""
        return len(self.points) / self.drawn

    def __len__(self) -> int:
        return len(self.points)


def find(judge: Judge, columns: int, rng: np.random.Generator) -> Plausible:
    """Draw from the prior until there are enough plausible points, or it is clear there are none.

    Parameters
    ----------
    judge : Judge
    columns : int
        Each is uniform from 0 to 1.
    rng : Generator
    """
    found: list[Floats] = []
    first = rng.random((BATCH, columns))
    told = judge.implausibility(first)
    found.append(first[(told < judge.cutoff).all(axis=1)])
    drawn = BATCH
    while sum(map(len, found)) < ENOUGH and drawn < MOST:
        points = rng.random((BATCH, columns))
        found.append(points[judge.holds(points)])
        drawn += BATCH
    return Plausible(np.concatenate(found), drawn, first, told)
