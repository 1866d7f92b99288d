"""Walks through the prior, in proportion to how likely a simulation would confirm a point."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]
LogChances = Callable[[Floats], Floats]

SWEEPS = 60  # steps of each walk of a wave
FIRST_STEP = 0.3  # 1 is a point of the prior that has nothing of the one before
STEPS = (0.02, 0.9)
WANTED = 0.3  # share of steps that are taken
EDGE = 1e-9  # of a range: its ends are infinitely far on the normal scale


def sample(told: LogChances, starts: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Draw points of the prior in proportion to a chance.

    The first are chosen so among starts; each then walks by itself, for what is chosen twice, or
    chosen among few, to part.

    Parameters
    ----------
    told : callable
        Logarithm of the chance of each of some points.
    starts : array of float, shape (starts, columns)
        Points of the prior, and others that are known to be good.
    count : int
    rng : Generator
    """
    logs = told(starts)
    weights = np.exp(logs - logs.max())
    at = starts[rng.choice(len(starts), count, p=weights / weights.sum())]
    step = FIRST_STEP
    for _ in range(SWEEPS):
        there = walk(told, at, step, 1, rng)
        step = adapted(step, float((there != at).any(axis=1).mean()))
        at = there
    return at


def walk(
    told: LogChances, points: Floats, step: float, steps: int, rng: np.random.Generator
) -> Floats:
    """Let each point walk by itself; the law prior times chance is kept, and walks are reversible.

    Steps are those of Crank and Nicolson on the normal scale, which keep the prior in any number of
    dimensions (Cotter, Roberts, Stuart and White 2013).

    Parameters
    ----------
    told : callable
        Logarithm of the chance of each of some points.
    points : array of float, shape (points, columns)
    step : float
        From 0 to 1.
    steps : int
    rng : Generator
    """
    here, held = points, told(points)
    at = ndtri(np.clip(points, EDGE, 1.0 - EDGE))
    for _ in range(steps):
        tried = np.sqrt(1.0 - step * step) * at + step * rng.standard_normal(at.shape)
        place: Floats = np.clip(ndtr(tried), EDGE, 1.0 - EDGE)
        there = told(place)
        ok = np.log(rng.random(len(at))) < there - held
        at, held = np.where(ok[:, None], tried, at), np.where(ok, there, held)
        here = np.where(ok[:, None], place, here)
    return here


def adapted(step: float, taken: float) -> float:
    """A step after which about the wanted share is taken."""
    return float(np.clip(step * np.exp(taken - WANTED), *STEPS))
