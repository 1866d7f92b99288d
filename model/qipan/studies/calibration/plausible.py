"""Points drawn from the plausible part of the prior, and how large that part is."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from .implausibility import Judge

Floats = NDArray[np.float64]

BATCH = 2**14
MOST = 2**18  # points of the prior looked at before a part is taken as empty
ENOUGH = 400  # plausible points that are looked for
SWEEPS = 60  # steps of each walk
FIRST_STEP = 0.3  # of a walk; 1 is a point of the prior that has nothing of the one before
STEPS = (0.02, 0.9)
WANTED = 0.3  # share of steps that are taken
EDGE = 1e-9  # of a range: its ends are infinitely far on the normal scale


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


def sample(judge: Judge, starts: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Draw points of the prior in proportion to how likely a simulation would confirm them.

    The first are chosen so among starts; each then walks by itself, for what is chosen twice, or
    chosen among few, to part. Steps are those of Crank and Nicolson on the normal scale, which keep
    the prior in any number of dimensions (Cotter, Roberts, Stuart and White 2013).

    Parameters
    ----------
    judge : Judge
    starts : array of float, shape (starts, columns)
        Points of the prior, and others that are known to be good.
    count : int
    rng : Generator
    """
    told = judge.log_chances(starts)
    weights = np.exp(told - told.max())
    chosen = rng.choice(len(starts), count, p=weights / weights.sum())
    at, held = _normal(starts[chosen]), told[chosen]
    step = FIRST_STEP
    for _ in range(SWEEPS):
        tried = np.sqrt(1.0 - step * step) * at + step * rng.standard_normal(at.shape)
        there = judge.log_chances(ndtr(tried))
        ok = np.log(rng.random(count)) < there - held
        at, held = np.where(ok[:, None], tried, at), np.where(ok, there, held)
        step = float(np.clip(step * np.exp(ok.mean() - WANTED), *STEPS))
    points: Floats = np.clip(ndtr(at), EDGE, 1.0 - EDGE)
    return points


def _normal(points: Floats) -> Floats:
    scores: Floats = ndtri(np.clip(points, EDGE, 1.0 - EDGE))
    return scores
