"""A ladder from the prior to the points that simulations confirm.

Points that meet all windows may be one in thousands, where emulators of so many numbers are worth
little. So they are come near to by levels (subset simulation: Au and Beck 2001; Papaioannou, Betz,
Zwirglmaier and Straub 2015): of points of the prior those nearest to their windows are kept, by the
target that is farthest off; chains start there which stay as near and spread over all that is; of
these the nearest are kept, and so on until all windows are met. The shares kept multiply to the
share of the prior that meets them.

A chain makes a walk that follows the prior times what a screen holds for likely, and only its end
is simulated. It goes there if that is near enough, and with probability

    screen's chance where it is / screen's chance at the end,      1 at most

(surrogate transitions: Liu 2001, 9.4.3; delayed acceptance: Christen and Fox 2005). Its law is then
the prior within the level, whatever the screen: one that errs costs simulations and no more.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...words import Phrase
from .screen import Screen
from .study import Study
from .walks import FIRST_STEP, adapted, walk

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

KEPT = 0.25  # share of points that a level keeps
FEWEST_KEPT = 5  # points, so that chains have several origins
STEPS = 15  # of a walk between two simulations
ROUNDS = 1  # simulations of each chain at a level
LAST_ROUNDS = 6  # at the last level, at most
MOVES = 1.5  # of a chain at the last level, on average, after which draws are taken as parted
LEVELS = 15
CLOSER = 0.97  # of the level before; what comes no closer than that twice stands still
FLOOR = 0.003  # of the screen's chance, so that a point which it errs about is left again


@dataclass(frozen=True)
class Level:
    """One level.

    Attributes
    ----------
    distance : float
        How far from its window a target may be at most, in standard deviations of chance.
    kept : float
        Share of the points before that are so near.
    points, usable : int
        Simulated for this level, and those that were simulated in full.
    moves : float
        Of a chain, on average.
    origins : int
        Points of the level before from which the chains descend.
    """

    distance: float
    kept: float
    points: int
    usable: int
    moves: float
    origins: int


@dataclass(frozen=True, eq=False)
class Climbed:
    """What a ladder has found.

    Attributes
    ----------
    levels : tuple of Level
    members : array of int
        Places among the simulated points; empty if the windows were not reached.
    share : float
        Of the prior that simulations confirm; NaN if they were not reached.
    """

    levels: tuple[Level, ...]
    members: Places
    share: float


def climb(
    study: Study,
    draws: int,
    rng: np.random.Generator,
    told: Callable[[str], None],
) -> Climbed:
    """Find draws of the prior that simulations confirm.

    Parameters
    ----------
    study : Study
        Points simulated so far, to which those of the ladder are added.
    draws : int
        Chains, and members wanted.
    rng : Generator
    told : callable
        Gets a sentence before each level.
    """
    at, levels, share, still = study.prior, list[Level](), 1.0, 0
    step = FIRST_STEP
    while len(levels) < LEVELS and still < 2:
        study.renew_chance()
        near = study.distances[at]
        level = _next_level(near, study.cutoff)
        kept = at[near <= level] if level > study.cutoff else at[near < level]
        share *= len(kept) / len(at)
        last = level <= study.cutoff
        if last and not levels and len(kept) >= draws:  # draws of the prior by themselves
            levels.append(Level(level, share, 0, 0, 0.0, len(kept)))
            return Climbed(tuple(levels), kept[:draws], share)
        if not np.isfinite(level):
            break
        told(
            Phrase(
                "level {number}: within {distance} standard deviations of all windows",
                number=len(levels) + 1,
                distance=f"{level:.3g}",
            )
        )
        still = still + 1 if levels and level > CLOSER * levels[-1].distance else 0
        chains = _Chains(study, level, kept, draws, step, rng)
        chains.run(LAST_ROUNDS if last else ROUNDS, MOVES if last else np.inf)
        at, step = chains.at, chains.step
        levels.append(chains.told(len(kept) / len(near)))
        if last:
            return Climbed(tuple(levels), np.unique(at), share)
    return Climbed(tuple(levels), np.empty(0, np.int64), float("nan"))


def _next_level(near: Floats, cutoff: float) -> float:
    """Distance within which enough points lie; the cutoff once they lie within that.

    It lies between the last point kept and the next: at a point itself the share kept would be
    told too large by that point.
    """
    count = min(max(FEWEST_KEPT, int(np.ceil(KEPT * len(near)))), len(near))
    nearest = np.sort(near)
    middle = float(nearest[count - 1 : count + 1].mean())
    last = float(nearest[count - 1])
    return max(middle if np.isfinite(middle) else last, cutoff)


class _Chains:
    """Chains that stay within a level."""

    def __init__(
        self,
        study: Study,
        level: float,
        starts: Places,
        count: int,
        step: float,
        rng: np.random.Generator,
    ) -> None:
        self._study, self._level, self._rng, self.step = study, level, rng, step
        order = rng.permutation(starts)
        self.at = order[np.arange(count) % len(order)]
        self._origins = len(np.unique(self.at))
        self._moved = np.zeros(count, np.int64)
        self._points = self._usable = 0

    def run(self, rounds: int, moves: float) -> None:
        """Simulate each chain's next step so many times, or until they have moved enough."""
        for _ in range(rounds):
            self._round(self._study.screen())
            if self._moved.mean() >= moves:
                break

    def _round(self, screen: Screen) -> None:
        def likely(points: Floats) -> Floats:
            return np.maximum(screen.log_chances(points, self._level), np.log(FLOOR))

        here = self._study.points[self.at]
        there = walk(likely, here, self.step, STEPS, self._rng)
        gone = (there != here).any(axis=1)
        places = self.at.copy()
        places[gone] = self._study.simulate(there[gone])
        near = self._study.distances[places]
        self._points += int(gone.sum())
        self._usable += int(np.isfinite(near[gone]).sum())
        within = near <= self._level if self._level > self._study.cutoff else near < self._level
        taken = np.log(self._rng.random(len(here))) < likely(here) - likely(there)
        ok = gone & within & taken
        self.at = np.where(ok, places, self.at)
        self._moved += ok
        self.step = adapted(self.step, float(ok.mean()))

    def told(self, kept: float) -> Level:
        """What came of them."""
        return Level(
            self._level,
            kept,
            self._points,
            self._usable,
            float(self._moved.mean()),
            self._origins,
        )
