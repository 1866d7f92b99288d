"""A ladder from the prior to the points that simulations confirm.

Points that meet all windows may be one in thousands, where emulators of so many numbers are worth
little. So they are come near to by levels (subset simulation: Au and Beck 2001; Papaioannou, Betz,
Zwirglmaier and Straub 2015): of points of the prior those nearest to their windows are kept, by the
target that is farthest off; chains start there which stay as near and spread over all that is; of
all places where they have been the nearest are kept, and so on until all windows are met. The
shares kept multiply to the share of the prior that meets them.

A level is never so narrow that a handful of points is left: what comes of them would resemble them
in all the numbers that no target tells apart, and the range over draws would be too narrow.

A chain makes a walk that follows the prior times what a screen holds for likely, and only its end
is simulated. It goes there if that is near enough, and with probability

    screen's chance where it is / screen's chance at the end,      1 at most

(surrogate transitions: Liu 2001, 9.4.3; delayed acceptance: Christen and Fox 2005). Its law is then
the prior within the level, whatever the screen: one that errs costs simulations and no more.
"""

from collections.abc import Callable, Sequence
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
FEWEST_KEPT = 10  # different points, from which chains descend; but half of all at most
STEPS = 15  # of a walk between two simulations
ROUNDS = 2  # simulations of each chain at a level: of one, most chains have stayed where they were
LAST_ROUNDS = 8  # at the last level, at most
MOVES = 3.0  # of a chain at the last level, on average, after which draws are taken as parted
LEVELS = 15
CLOSER = 0.97  # of the level before; what comes no closer than that twice stands still
FLOOR = 0.003  # of the screen's chance, so that a point which it errs about is left again


@dataclass(frozen=True)
class Level:
    """One level.

    Attributes
    ----------
    distance : float
        How far a target may be from being met, in half widths of its window (`Study.scale`).
    kept : float
        Share of the points before that are so near.
    points, usable : int
        Simulated for this level, and those that were simulated in full.
    moves : float
        Of a chain, on average.
    origins : int
        Different points that were kept, from which chains descend.
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
    been, levels, share, still = study.prior, list[Level](), 1.0, 0
    step = FIRST_STEP
    while len(levels) < LEVELS and still < 2:
        study.renew_chance()
        near = study.distances[been]
        level = next_level(near, been)
        kept = been[near <= level]
        share *= len(kept) / len(been)
        last = level == 0.0
        if last and not levels and len(kept) >= draws:  # draws of the prior by themselves
            levels.append(Level(level, share, 0, 0, 0.0, len(kept)))
            return Climbed(tuple(levels), kept[:draws], share)
        if not np.isfinite(level):
            break
        told(
            Phrase(
                "level {number}: within {distance} half widths of all windows",
                number=len(levels) + 1,
                distance=f"{level:.3g}",
            )
        )
        still = still + 1 if levels and level > CLOSER * levels[-1].distance else 0
        chains = _Chains(study, level, kept, draws, step, rng)
        chains.run(LAST_ROUNDS if last else ROUNDS, MOVES if last else np.inf)
        been, step = chains.been, chains.step
        levels.append(chains.told(len(kept) / len(near), len(np.unique(kept))))
        if last:
            return Climbed(tuple(levels), chains.members(draws), share)
    return Climbed(tuple(levels), np.empty(0, np.int64), float("nan"))


def next_level(near: Floats, places: Places) -> float:
    """Distance within which enough points lie; 0 once so many meet all windows.

    It lies between the last point kept and the next: at a point itself the share kept would be
    told too large by that point.

    Parameters
    ----------
    near : array of float, shape (states,)
        How far each state of a chain was from meeting all windows.
    places : array of int, shape (states,)
        Which point it is: chains that have not moved share one.
    """
    order = np.argsort(near, kind="stable")
    nearest, first = near[order], np.unique(places[order], return_index=True)[1]
    fewest = min(FEWEST_KEPT, (len(first) + 1) // 2)
    count = max(int(np.ceil(KEPT * len(near))), int(np.sort(first)[fewest - 1]) + 1)
    last = float(nearest[count - 1])
    middle = float(nearest[count - 1 : count + 1].mean())
    return middle if last > 0.0 and np.isfinite(middle) else last


def different(states: Sequence[Places], count: int) -> Places:
    """So many different points, if there are: where chains are, then where they were last.

    A chain that stands where another does tells nothing more of the law than that one; the place
    that it has left does.

    Parameters
    ----------
    states : sequence of array of int, shape (chains,)
        Where chains were after each round.
    count : int
    """
    latest = np.concatenate(states[::-1])
    first = np.sort(np.unique(latest, return_index=True)[1])
    return np.sort(latest[first[:count]])


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
        self._states: list[Places] = []
        self._moved = np.zeros(count, np.int64)
        self._points = self._usable = 0

    def run(self, rounds: int, moves: float) -> None:
        """Simulate each chain's next step so many times, or until they have moved enough."""
        for _ in range(rounds):
            self._round(self._study.screen())
            if self._moved.mean() >= moves:
                break

    @property
    def been(self) -> Places:
        """Where chains were after each round: all these are states of the same law."""
        return np.concatenate(self._states)

    def members(self, count: int) -> Places:
        """So many different points, if chains have been at so many."""
        return different(self._states, count)

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
        within = near <= self._level
        taken = np.log(self._rng.random(len(here))) < likely(here) - likely(there)
        ok = gone & within & taken
        self.at = np.where(ok, places, self.at)
        self._states.append(self.at)
        self._moved += ok
        self.step = adapted(self.step, float(ok.mean()))

    def told(self, kept: float, origins: int) -> Level:
        """What came of them."""
        return Level(
            self._level,
            kept,
            self._points,
            self._usable,
            float(self._moved.mean()),
            origins,
        )
