"""History matching: waves of simulated points, each drawn from what the ones before left plausible.

It knows nothing of scenarios: a model is a function of points of the unit cube.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from ...errors import InputError
from ...words import Phrase
from .emulator import FEWEST, emulate
from .implausibility import CUTOFF, Judge, chance_variance
from .plausible import Plausible, find, sample
from .windows import Window

Floats = NDArray[np.float64]
Model = Callable[[Floats], Floats]
Told = Callable[[str], None]

LEAST_KNOWN = 0.5  # share of the points in which a metric must exist
SHRINKS = 0.9  # of the share before; a wave that shrinks it less was the last
CHANCE_FROM = 40  # points; of fewer the chance of a replication is told badly
PATIENCE = 10  # rounds of candidates for members
LEAST_USABLE = 0.2  # share of points that is taken as sound at least


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


@dataclass(frozen=True)
class Wave:
    """One wave.

    Attributes
    ----------
    points, usable : int
        Points of it, and those that were simulated in full.
    share : float
        Of the prior that is plausible after it.
    """

    points: int
    usable: int
    share: float


@dataclass(frozen=True, eq=False)
class Matched:
    """What a history matching has found.

    Attributes
    ----------
    judge : Judge
        After the last wave.
    left_out : tuple of Window
        Windows whose metric does not exist in most points.
    waves : tuple of Wave
    plausible : Plausible
    points : array of float, shape (points, columns)
        All that were simulated.
    values : array of float, shape (points, windows)
        Means over replications, of the judge's windows; NaN where there is none.
    members : array of float, shape (members, columns)
        Simulated, and plausible by that.
    member_values : array of float, shape (members, windows)
    tried : int
        Points simulated after the first wave, where the windows were likely to be met; unsound
        ones not counted.
    missed : array of int, shape (windows,)
        How many of these missed each window.
    """

    judge: Judge
    left_out: tuple[Window, ...]
    waves: tuple[Wave, ...]
    plausible: Plausible = field(repr=False)
    points: Floats = field(repr=False)
    values: Floats = field(repr=False)
    members: Floats = field(repr=False)
    member_values: Floats = field(repr=False)
    tried: int
    missed: NDArray[np.int64]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is plausible."""
        return len(self.members) == 0


def match(
    model: Model,
    windows: Sequence[Window],
    factors: int,
    columns: int,
    settings: Settings,
    told: Told = lambda _said: None,
    given: Floats | None = None,
) -> Matched:
    """Find the points whose targets lie in their windows, as far as can be told.

    Parameters
    ----------
    model : callable
        Values of points, shape (points, columns), as an array of shape (points, replications,
        windows); NaN where something could not be simulated, or a metric does not exist. Points
        share their seeds.
    windows : sequence of Window
    factors, columns : int
        The first so many columns are factors, the others own parts of numbers.
    settings : Settings
    told : callable
        Gets a sentence before each stage.
    given : array of float, shape (columns,), or None
        A point that is likely to meet the windows: walks start there too, but it is no member.

    Raises
    ------
    MatchError
        If too few points could be simulated to conclude anything.
    """
    rng = np.random.default_rng([settings.seed, columns])
    cube = qmc.LatinHypercube(columns, rng=np.random.default_rng([settings.seed, 0]))
    points = np.asarray(cube.random(settings.points), float)
    study = _Study(model, tuple(windows), factors, settings, given)
    waves: list[Wave] = []
    for number in range(settings.waves):
        told(Phrase("wave {value}: {number} points", value=number + 1, number=len(points)))
        usable = study.simulate(points)
        judge = study.judge()
        plausible = find(judge, columns, rng)
        waves.append(Wave(study.latest, usable, plausible.share))
        before = waves[-2].share if number else 1.0
        if not study.may_hold(judge, plausible):
            break
        if number and plausible.share > SHRINKS * before:
            break
        if number + 1 < settings.waves:
            points = study.sample(judge, plausible, settings.points, rng)
    judge, plausible, members = _members(study, judge, plausible, settings, rng, told)
    return Matched(
        judge=judge,
        left_out=tuple(study.left_out),
        waves=tuple(waves),
        plausible=plausible,
        points=study.points,
        values=study.means[:, study.kept],
        members=study.points[members],
        member_values=study.means[members][:, study.kept],
        tried=study.tried,
        missed=study.missed(judge),
    )


class _Study:
    """Points simulated so far."""

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
        self._given = 0 if given is None else 1
        self._factors, self._settings = factors, settings
        self.points = np.empty((0, 0))
        self._values: list[Floats] = []
        self.kept: list[int] = list(range(len(windows)))

    @property
    def means(self) -> Floats:
        """Means of all points by window."""
        means: Floats = np.concatenate(self._values).mean(axis=1)
        return means

    @property
    def latest(self) -> int:
        """Points that were simulated last."""
        return len(self._values[-1])

    @property
    def left_out(self) -> list[Window]:
        """Windows of metrics that hardly exist."""
        return [one for n, one in enumerate(self._windows) if n not in self.kept]

    @property
    def usable_share(self) -> float:
        """Share of the points so far that could be simulated."""
        return float(np.isfinite(np.concatenate(self._values)).any(axis=(1, 2)).mean())

    def simulate(self, points: Floats) -> int:
        """Simulate a wave; how many points could be."""
        if self._first is not None and not len(self.points):
            points = np.concatenate([self._first[None], points])
        self.points = np.concatenate([self.points, points]) if len(self.points) else points
        self._values.append(self._model(points))
        usable = np.asarray(np.isfinite(self._values[-1]).any(axis=(1, 2)), np.bool_)
        if len(self._values) == 1:
            self._keep_known(usable)
        return int(usable[len(usable) - len(points) :].sum())

    def _keep_known(self, usable: NDArray[np.bool_]) -> None:
        known = np.isfinite(self.means[usable])
        counts = known.sum(axis=0)
        enough = (counts >= FEWEST) & (counts >= LEAST_KNOWN * int(usable.sum()))
        self.kept = [n for n in self.kept if enough[n]]
        if not self.kept:
            raise MatchError(
                Phrase(
                    "only {number} of {number2} points could be simulated, and no target "
                    "exists in {fewest} of them: take more points (--points), or other "
                    "targets",
                    number=int(usable.sum()),
                    number2=len(usable),
                    fewest=FEWEST,
                )
            )

    def judge(self) -> Judge:
        """What the points so far say of all others."""
        means = self.means
        emulators = tuple(
            emulate(self.points, means[:, n], self._factors, self._settings.seed) for n in self.kept
        )
        return Judge(
            windows=tuple(self._windows[n] for n in self.kept),
            emulators=emulators,
            chance=np.array([self._chance(n) for n in self.kept]),
            replications=self._settings.replications,
            cutoff=self._settings.cutoff,
        )

    def _chance(self, n: int) -> float:
        """Variance of chance in the last points, which are nearest to what is plausible."""
        values = np.concatenate(self._values)[:, :, n]
        known = values[np.isfinite(values).all(axis=1)]
        return chance_variance(known[-CHANCE_FROM:])

    def confirmed(self, judge: Judge) -> NDArray[np.bool_]:
        """Which points are plausible by what was simulated there."""
        told = judge.of_simulated(self.means[:, self.kept]) < judge.cutoff
        return np.asarray(told.all(axis=1), np.bool_)

    def may_hold(self, judge: Judge, plausible: Plausible) -> bool:
        """Whether there is anything to look for: what emulators or simulations hold plausible."""
        return bool(len(plausible) or self.confirmed(judge).any())

    def sample(
        self, judge: Judge, plausible: Plausible, count: int, rng: np.random.Generator
    ) -> Floats:
        """Draw points that are likely to be confirmed."""
        good = self.points[self.confirmed(judge)]
        starts = np.concatenate([plausible.points, good])
        return sample(judge, starts, count, rng)

    @property
    def drawn(self) -> NDArray[np.bool_]:
        """Points that may be members: all but the one that was given."""
        return np.arange(len(self.points)) >= self._given

    @property
    def tried(self) -> int:
        """Candidates that were simulated in full: what came after the first wave."""
        return int(self._candidates().sum())

    def missed(self, judge: Judge) -> NDArray[np.int64]:
        """How many of them missed each window."""
        means = self.means[self._candidates()][:, self.kept]
        out = judge.of_simulated(means) >= judge.cutoff
        return np.asarray(out.sum(axis=0), np.int64)

    def _candidates(self) -> NDArray[np.bool_]:
        later = np.arange(len(self.points)) >= len(self._values[0])
        return np.asarray(later & np.isfinite(self.means).any(axis=1), np.bool_)


def _members(
    study: _Study,
    judge: Judge,
    plausible: Plausible,
    settings: Settings,
    rng: np.random.Generator,
    told: Told,
) -> tuple[Judge, Plausible, NDArray[np.int64]]:
    """Members of the ensemble: simulated themselves, since an emulator may be wrong.

    What is missed teaches the emulators, so that the next candidates miss less. All that was
    simulated and is confirmed may be a member, the latest first, but for the point given.
    """
    for _ in range(PATIENCE):
        wanted = settings.draws - int((study.confirmed(judge) & study.drawn).sum())
        if wanted <= 0 or not study.may_hold(judge, plausible):
            break
        told(Phrase("{wanted} draws of what is plausible", wanted=wanted))
        count = min(
            int(np.ceil(wanted / max(study.usable_share, LEAST_USABLE))), 2 * settings.draws
        )
        study.simulate(study.sample(judge, plausible, count, rng))
        judge = study.judge()
        plausible = find(judge, study.points.shape[1], rng)
    good = np.flatnonzero(study.confirmed(judge) & study.drawn)
    return judge, plausible, good[-settings.draws :]
