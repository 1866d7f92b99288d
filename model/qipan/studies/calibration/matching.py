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
PATIENCE = 5  # rounds of candidates for members
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
        All that were simulated in waves.
    values : array of float, shape (points, windows)
        Means over replications, of the judge's windows; NaN where there is none.
    members : array of float, shape (members, columns)
        Drawn from the plausible part, simulated, and plausible by that too.
    member_values : array of float, shape (members, windows)
    tried : int
        Candidates that were simulated for them, unsound ones not counted.
    missed : array of int, shape (windows,)
        Candidates that missed each window.
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
        The first so many columns are factors, the others own parts that no emulator looks at.
    settings : Settings
    told : callable
        Gets a sentence before each stage.

    Raises
    ------
    MatchError
        If too few points could be simulated to conclude anything.
    """
    rng = np.random.default_rng([settings.seed, columns])
    cube = qmc.LatinHypercube(columns, rng=np.random.default_rng([settings.seed, 0]))
    points = np.asarray(cube.random(settings.points), float)
    study = _Study(model, tuple(windows), factors, settings)
    waves: list[Wave] = []
    for number in range(settings.waves):
        told(Phrase("wave {value}: {number} points", value=number + 1, number=len(points)))
        usable = study.simulate(points)
        judge = study.judge()
        plausible = find(judge, columns, rng)
        waves.append(Wave(len(points), usable, plausible.share))
        before = waves[-2].share if number else 1.0
        if not len(plausible) or (number and plausible.share > SHRINKS * before):
            break
        if number + 1 < settings.waves:
            points = sample(plausible, judge, settings.points, rng)
    members, values, tried, missed = _members(study, judge, plausible, settings, rng, told)
    return Matched(
        judge=judge,
        left_out=tuple(study.left_out),
        waves=tuple(waves),
        plausible=plausible,
        points=study.points,
        values=study.means[:, study.kept],
        members=members,
        member_values=values,
        tried=tried,
        missed=missed,
    )


class _Study:
    """Points simulated so far."""

    def __init__(
        self, model: Model, windows: tuple[Window, ...], factors: int, settings: Settings
    ) -> None:
        self._model, self._windows = model, windows
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
    def left_out(self) -> list[Window]:
        """Windows of metrics that hardly exist."""
        return [one for n, one in enumerate(self._windows) if n not in self.kept]

    @property
    def usable_share(self) -> float:
        """Share of the points so far that could be simulated."""
        return float(np.isfinite(np.concatenate(self._values)).any(axis=(1, 2)).mean())

    def simulate(self, points: Floats) -> int:
        """Simulate a wave; how many points could be."""
        self.points = np.concatenate([self.points, points]) if len(self.points) else points
        self._values.append(self._model(points))
        usable = np.asarray(np.isfinite(self._values[-1]).any(axis=(1, 2)), np.bool_)
        if len(self._values) == 1:
            self._keep_known(usable)
        return int(usable.sum())

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
        """Variance of chance in the last wave, which is nearest to what is plausible."""
        last = chance_variance(self._values[-1][:, :, n])
        return last if np.isfinite(last) else chance_variance(self._values[0][:, :, n])

    def simulated(self, points: Floats) -> Floats:
        """Means of points that are not kept for emulators."""
        means: Floats = self._model(points).mean(axis=1)[:, self.kept]
        return means


def _members(
    study: _Study,
    judge: Judge,
    plausible: Plausible,
    settings: Settings,
    rng: np.random.Generator,
    told: Told,
) -> tuple[Floats, Floats, int, NDArray[np.int64]]:
    """Members of the ensemble: simulated themselves, since an emulator may be wrong."""
    columns, windows = study.points.shape[1], len(judge.windows)
    found: list[Floats] = [np.empty((0, columns))]
    values: list[Floats] = [np.empty((0, windows))]
    tried, missed = 0, np.zeros(windows, np.int64)
    rounds = 0
    while len(plausible) and rounds < PATIENCE:
        wanted = settings.draws - sum(map(len, found))
        if wanted <= 0:
            break
        told(Phrase("{wanted} draws of what is plausible", wanted=wanted))
        count = min(
            int(np.ceil(wanted / max(study.usable_share, LEAST_USABLE))), 2 * settings.draws
        )
        points = sample(plausible, judge, count, rng)
        means = study.simulated(points)
        sound = np.isfinite(means).any(axis=1)
        out = judge.of_simulated(means) >= judge.cutoff
        tried += int(sound.sum())
        missed += out[sound].sum(axis=0)
        found.append(points[~out.any(axis=1)])
        values.append(means[~out.any(axis=1)])
        rounds += 1
    some = settings.draws
    return np.concatenate(found)[:some], np.concatenate(values)[:some], tried, missed
