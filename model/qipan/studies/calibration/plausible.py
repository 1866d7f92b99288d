"""Points drawn from the plausible part of the prior, and how large that part is."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .implausibility import Judge

Floats = NDArray[np.float64]

BATCH = 2**14
MOST = 2**18  # points of the prior looked at before a part is taken as empty
ENOUGH = 400  # plausible points that are looked for
SWEEPS = 30  # steps of each walk
STEP = 0.5  # of a walk, in standard deviations of the points there are


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


def sample(found: Plausible, judge: Judge, count: int, rng: np.random.Generator) -> Floats:
    """Draw points evenly from the plausible part.

    Where fewer were found than are asked for, the others are ends of walks from these that do not
    leave it; evenly too, since a step and its return are as likely.
    """
    if len(found) >= count:
        return found.points[rng.choice(len(found), count, replace=False)]
    points = found.points[rng.integers(len(found), size=count)]
    spread = STEP * np.maximum(found.points.std(axis=0), 0.01) / np.sqrt(points.shape[1])
    for _ in range(SWEEPS):
        tried = points + spread * rng.standard_normal(points.shape)
        tried = np.abs(tried) % 2.0  # reflected at both ends
        tried = np.where(tried > 1.0, 2.0 - tried, tried)
        ok = judge.holds(tried)
        points = np.where(ok[:, None], tried, points)
    return points
