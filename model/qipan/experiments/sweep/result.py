"""What a sweep has found."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...scenario import Scenario
from ..intervals import Interval
from ..runner import Failure
from .designs import Design, length_of_part
from .factors import Factor
from .families import numbers
from .influence import ElementaryEffect, RankCorrelation, SobolIndex
from .robustness import Conclusion, Spread
from .splits import Split
from .swings import Flip, Swing
from .trial import Trial
from .worlds import Unsound

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sensitivity:
    """What moves a response: a metric, or its difference between two scenarios.

    Attributes
    ----------
    metric : str
    first : str or None
        Name of the scenario it is held against; None for the metric itself.
    second : str
        Name of the scenario.
    as_given : Interval
        With all numbers as the scenarios have them.
    conclusion : Conclusion or None
        In how many worlds the difference lies which way; None for the metric itself, and for
        designs whose points are no fair sample of worlds.
    correlations : tuple of RankCorrelation
        The strongest first; chance is among them.
    effects : tuple of ElementaryEffect
        The largest first; chance is among them.
    indices : tuple of SobolIndex
        The largest total first; chance is among them.
    swings : tuple of Swing
        Of the factors looked at one at a time, the largest first.
    flips : tuple of Flip
        Where the difference changes its sign.
    splits : tuple of Split
        What divides the worlds in which it holds from the others.
    """

    metric: str
    first: str | None
    second: str
    as_given: Interval
    conclusion: Conclusion | None
    correlations: tuple[RankCorrelation, ...]
    effects: tuple[ElementaryEffect, ...]
    indices: tuple[SobolIndex, ...]
    swings: tuple[Swing, ...]
    flips: tuple[Flip, ...]
    splits: tuple[Split, ...]


@dataclass(frozen=True, eq=False)
class Sweep:
    """Scenarios over the ranges of their numbers.

    Attributes
    ----------
    scenarios : tuple of Scenario
    factors : tuple of Factor
        What moved.
    metrics : tuple of str
    responses : tuple of Sensitivity
    spreads : tuple of Spread
        Each metric of each scenario over the worlds; empty for designs that are no fair sample.
    kind : str
        The design asked for.
    design : Design or None
        Its points; None if factors were moved one at a time only.
    trial : Trial or None
        What came of them.
    index_design : Design or None
        Points that the Sobol' indices rest on, if they are others.
    detailed : tuple of str
        Factors that were looked at one at a time.
    replications, seed : int
    runs : int
        Replications asked for in all.
    unsound : tuple of Unsound
        Why points were left out.
    failures : tuple of Failure
    together : float or None
        How closely the numbers of a family hung together; None where each moved by itself.
    tried : int
        Points that were to be simulated, of the designs and of one factor at a time; the unsound
        ones are of these.
    """

    scenarios: tuple[Scenario, ...]
    factors: tuple[Factor, ...]
    metrics: tuple[str, ...]
    responses: tuple[Sensitivity, ...]
    spreads: tuple[Spread, ...]
    kind: str
    design: Design | None
    trial: Trial | None
    index_design: Design | None
    detailed: tuple[str, ...]
    replications: int
    seed: int
    runs: int
    unsound: tuple[Unsound, ...]
    failures: tuple[Failure, ...]
    tried: int
    together: float | None = None

    @property
    def numbers(self) -> tuple[Factor, ...]:
        """Numbers that moved: those of the families, or the factors themselves."""
        return numbers(self.factors)

    @property
    def points(self) -> int:
        """Points of the design, those that stand by for others not counted."""
        if self.design is None:
            return 0
        parts = self.design.wanted
        return len(self.design) if parts is None else parts * length_of_part(self.design)

    @property
    def usable(self) -> int:
        """Points of the design that were simulated in full."""
        return 0 if self.trial is None else int(self.trial.usable.sum())

    def response(self, metric: str, second: str | None = None) -> Sensitivity:
        """Return what was found for a metric; of the last scenario if none is named."""
        name = second or self.scenarios[-1].name
        return next(r for r in self.responses if r.metric == metric and r.second == name)
