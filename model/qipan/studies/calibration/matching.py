"""History matching: waves of simulated points, each drawn from what the ones before left plausible.

It knows nothing of scenarios: a model is a function of points of the unit cube.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from ...words import Phrase
from .implausibility import Judge
from .ladder import Climbed, climb
from .plausible import Plausible, find
from .study import Model, Settings, Study
from .windows import Window

Floats = NDArray[np.float64]
Told = Callable[[str], None]

SHRINKS = 0.9  # of the share before; a wave that shrinks it less was the last


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
    climbed : Climbed
        How simulations that meet all windows were come to.
    members : array of float, shape (members, columns)
        Simulated, and plausible by that.
    member_values : array of float, shape (members, windows)
    tried : int
        Points simulated after the first wave; unsound ones not counted.
    missed : array of int, shape (windows,)
        How many of these missed each window.
    """

    judge: Judge
    left_out: tuple[Window, ...]
    waves: tuple[Wave, ...]
    plausible: Plausible = field(repr=False)
    points: Floats = field(repr=False)
    values: Floats = field(repr=False)
    climbed: Climbed
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
    study = Study(model, tuple(windows), factors, settings, given)
    waves: list[Wave] = []
    for number in range(settings.waves):
        told(Phrase("wave {value}: {number} points", value=number + 1, number=len(points)))
        asked = study.simulate(points)[-len(points) :]
        usable = int(study.usable[asked].sum())
        study.renew_chance()
        judge = study.judge()
        plausible = find(judge, columns, rng)
        waves.append(Wave(study.latest, usable, plausible.share))
        before = waves[-2].share if number else 1.0
        if not study.may_hold(plausible):
            break
        if number and plausible.share > SHRINKS * before:
            break
        if number + 1 < settings.waves:
            points = study.sample(plausible, settings.points, rng)
    climbed = Climbed((), np.empty(0, np.int64), float("nan"))
    if study.may_hold(plausible):
        of_waves = len(study.points)
        climbed = climb(study, settings.draws, rng, told)
        judge = study.judge(of_waves)  # of the chance by which members were confirmed
        plausible = find(judge, columns, rng)
    return Matched(
        judge=judge,
        left_out=study.left_out,
        waves=tuple(waves),
        plausible=plausible,
        points=study.points,
        values=study.means,
        climbed=climbed,
        members=study.points[climbed.members],
        member_values=study.means[climbed.members],
        tried=study.tried,
        missed=study.missed,
    )
