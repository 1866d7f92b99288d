"""Points simulated so far, and how near each came to the windows."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...words import Phrase
from .emulator import FEWEST, Emulator, emulate
from .implausibility import CUTOFF, TINY, Judge, chance_variance
from .plausible import Plausible
from .screen import Screen, screen_of
from .walks import sample
from .windows import Window

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Model = Callable[[Floats], Floats]

LEAST_KNOWN = 0.5  # share of the points in which a metric must exist
CHANCE_FROM = 40  # points; of fewer the chance of a replication is told badly
SCREENED_FROM = 160  # points of a screen, the latest: they lie where it is asked
# Points of the ladder that the judge learns from beside those of the waves, which alone know little
# of hundreds of numbers: they lie where windows are met, and that is what it must not rule out.
# More would cost the cube of their number.
JUDGED_FROM = 300


class MatchError(InputError):
    """Nothing can be concluded from what was simulated."""


@dataclass(frozen=True)
class Settings:
    """How a history matching is made.

    Attributes
    ----------
    points : int
        Simulated in a wave.
    waves : int
        At most.
    replications : int
        At each point, all points on the same seeds; 2 at least, since chance is told from them.
    draws : int
        Members of the ensemble.
    cutoff : float
    seed : int
        Of the points.
    """

    points: int = 100
    waves: int = 3
    replications: int = 4
    draws: int = 40
    cutoff: float = CUTOFF
    seed: int = 1


class Study:
    """Points simulated so far.

    Parameters
    ----------
    model : callable
        See `matching.match`.
    windows : tuple of Window
    factors : int
    settings : Settings
    given : array of float, shape (columns,), or None
        Simulated first, beside the first wave.

    Attributes
    ----------
    points : array of float, shape (points, columns)
    kept : list of int
        Windows whose metric exists in most points of the first wave.
    chance : array of float, shape (kept windows,)
        Variance of one replication.
    """

    def __init__(
        self,
        model: Model,
        windows: tuple[Window, ...],
        factors: int,
        settings: Settings,
        given: Floats | None,
    ) -> None:
        self._model, self._windows = model, windows
        self._first = given
        self._factors, self._settings = factors, settings
        self.points = np.empty((0, 0))
        self._values: list[Floats] = []
        self.kept: list[int] = list(range(len(windows)))
        self.chance = np.empty(0)

    @property
    def windows(self) -> tuple[Window, ...]:
        """Those whose metric exists."""
        return tuple(self._windows[n] for n in self.kept)

    @property
    def left_out(self) -> tuple[Window, ...]:
        """Windows of metrics that hardly exist."""
        return tuple(one for n, one in enumerate(self._windows) if n not in self.kept)

    @property
    def means(self) -> Floats:
        """Means of all points by window that is kept."""
        means: Floats = np.concatenate(self._values).mean(axis=1)[:, self.kept]
        return means

    @property
    def latest(self) -> int:
        """Points that were simulated last."""
        return len(self._values[-1])

    @property
    def prior(self) -> Places:
        """Places of the draws of the prior: the first wave, but for the point given."""
        return np.arange(0 if self._first is None else 1, len(self._values[0]))

    def simulate(self, points: Floats) -> Places:
        """Simulate points; their places."""
        before = len(self.points)
        if self._first is not None and not before:
            points = np.concatenate([self._first[None], points])
        self.points = np.concatenate([self.points, points]) if before else points
        if len(points):
            self._values.append(self._model(points))
        if not before:
            self._keep_known()
        return np.arange(before, len(self.points))

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Points that could be simulated."""
        known = np.isfinite(np.concatenate(self._values)).any(axis=(1, 2))
        return np.asarray(known, np.bool_)

    def _keep_known(self) -> None:
        known = np.isfinite(self.means[self.usable])
        counts = known.sum(axis=0)
        enough = (counts >= FEWEST) & (counts >= LEAST_KNOWN * len(known))
        self.kept = [n for n in self.kept if enough[n]]
        if not self.kept:
            raise MatchError(
                Phrase(
                    "only {number} of {number2} points could be simulated, and no target "
                    "exists in {fewest} of them: take more points (--points), or other "
                    "targets",
                    number=len(known),
                    number2=len(self.points),
                    fewest=FEWEST,
                )
            )

    def renew_chance(self) -> None:
        """Tell the chance of a replication from the last points, the nearest to the windows."""
        values = np.concatenate(self._values)
        known = (values[:, :, n] for n in self.kept)
        several = (each[np.isfinite(each).all(axis=1)][-CHANCE_FROM:] for each in known)
        self.chance = np.array([chance_variance(each) for each in several])

    def judge(self, of_waves: int | None = None) -> Judge:
        """What the points so far say of all others.

        Parameters
        ----------
        of_waves : int or None
            The first so many points are those of waves, and all are learnt from; of the others some
            are if they are many, evenly from first to last. All are points of waves if None.
        """
        every = np.arange(len(self.points))
        ladder = every[len(every) if of_waves is None else of_waves :]
        if len(ladder) > JUDGED_FROM:
            ladder = ladder[np.linspace(0, len(ladder) - 1, JUDGED_FROM).astype(int)]
        learnt = np.concatenate([every[:of_waves], ladder])
        points, means, seed = self.points[learnt], self.means[learnt], self._settings.seed
        return self._judge(tuple(emulate(points, each, self._factors, seed) for each in means.T))

    def _judge(self, emulators: tuple[Emulator, ...]) -> Judge:
        settings = self._settings
        return Judge(self.windows, emulators, self.chance, settings.replications, settings.cutoff)

    def screen(self) -> Screen:
        """How likely a simulation elsewhere is near to the windows, by the latest points."""
        some = slice(-SCREENED_FROM, None)
        return screen_of(
            self.points[some],
            self.means[some],
            self.windows,
            self._reach,
            self.scale,
            self._factors,
            self._settings.seed,
        )

    @property
    def _reach(self) -> Floats:
        """How far outside of its window a mean still meets it."""
        out: Floats = self._settings.cutoff * self._judge(()).blur
        return out

    @property
    def scale(self) -> Floats:
        """By window, the unit of how far a target is off: half its width and the reach of chance.

        Of a window with one end the standard deviation over the first wave stands for half its
        width. Standard deviations of chance alone would let the target that chance blurs least
        decide which points are near, however wide its window is.
        """
        halves = np.array([(window.high - window.low) / 2.0 for window in self.windows])
        spread = np.nanstd(self.means[: len(self._values[0])], axis=0)
        out: Floats = np.where(np.isfinite(halves), halves, spread) + self._reach
        return np.maximum(out, TINY)

    @property
    def distances(self) -> Floats:
        """How far the target that is farthest off was from being met, in `scale`.

        0 where all windows are met; infinite where a target was not simulated.
        """
        judge = self._judge(())
        told = judge.of_simulated(self.means)
        beyond = np.maximum((told - judge.cutoff) * np.maximum(judge.blur, TINY), TINY)
        worst: Floats = np.where(told < judge.cutoff, 0.0, beyond / self.scale).max(axis=1)
        return worst

    @property
    def confirmed(self) -> NDArray[np.bool_]:
        """Which points are plausible by what was simulated there."""
        return np.asarray(self.distances == 0.0, np.bool_)

    def may_hold(self, plausible: Plausible) -> bool:
        """Whether there is anything to look for: what emulators or simulations hold plausible."""
        return bool(len(plausible) or self.confirmed.any())

    def sample(self, plausible: Plausible, count: int, rng: np.random.Generator) -> Floats:
        """Draw points that are likely to be confirmed."""
        starts = np.concatenate([plausible.points, self.points[self.confirmed]])
        return sample(self.screen().log_chances, starts, count, rng)

    @property
    def tried(self) -> int:
        """Points after the first wave that were simulated in full."""
        return int(self._later().sum())

    @property
    def missed(self) -> NDArray[np.int64]:
        """How many of them missed each window."""
        told = self._judge(()).of_simulated(self.means[self._later()])
        return np.asarray((told >= self._settings.cutoff).sum(axis=0), np.int64)

    def _later(self) -> NDArray[np.bool_]:
        later = np.arange(len(self.points)) >= len(self._values[0])
        return np.asarray(later & self.usable, np.bool_)
