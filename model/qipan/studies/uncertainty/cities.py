"""Cities: the same statistics, other streets and people; intervals that hold for a new city."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...agents.staffing import StaffingError
from ...outcomes.catalogue import METRICS
from ...runs.runner import Runner
from ...runs.staffed import check_staffed
from ...scenario import Scenario, ScenarioError
from ...statistics.interval import Interval, mean_interval
from .layer import Layer, try_layer

Floats = NDArray[np.float64]

LARGEST_SEED = 2**63


@dataclass(frozen=True)
class Components:
    """Variances that a difference in one replication is made of; NaN where nothing tells.

    Attributes
    ----------
    chance : float
        From one replication to the next, in one city and one world.
    city : float
        From one synthetic city to the next.
    assumed : float
        From one world to the next.
    """

    chance: float
    city: float
    assumed: float

    @property
    def shares(self) -> tuple[float, float, float]:
        """Shares of the three in their sum; those that nothing tells are NaN."""
        all_three = np.array([self.chance, self.city, self.assumed])
        total = np.nansum(all_three)
        shares = all_three / total if total > 0.0 else np.full(3, np.nan)
        return float(shares[0]), float(shares[1]), float(shares[2])


def try_cities(
    scenarios: Sequence[Scenario],
    reference: str,
    metrics: Sequence[str],
    count: int,
    replications: int,
    seed: int,
    runner: Runner,
) -> Layer:
    """Simulate all policies in so many synthetic cities; the first is that of the scenarios.

    The others have the seeds that follow that of the first. Within a city all policies share it,
    its people and its issues. If hardly any city is sound there are fewer than were asked for.

    Raises
    ------
    RunnerError
        If nothing can be made, or kept.
    """
    own = scenarios[0].document.city.seed

    def made(n: int) -> tuple[Scenario, ...] | None:
        if n == 0:
            return tuple(scenarios)
        try:
            city = {"city.seed": (own + n) % LARGEST_SEED}
            moved = tuple(scenario.revise(city) for scenario in scenarios)
            for scenario in moved:
                check_staffed(scenario)
        except (ScenarioError, StaffingError):
            return None
        return moved

    return try_layer(made, scenarios, reference, metrics, count, replications, seed, runner)


def city_interval(layer: Layer, scenario: str, metric: str, confidence: float = 0.95) -> Interval:
    """Interval of the expected difference over cities and chance; see `nested_interval`."""
    return nested_interval(layer.gain(scenario, metric), confidence, METRICS[metric].settled)


def nested_interval(values: Floats, confidence: float = 0.95, settled: bool = False) -> Interval:
    """Interval of a mean over cities, and over chance in each.

    The means of cities are independent and alike, whatever happens within a city, so that Student's
    interval over them holds: with as many replications in each it is Satterthwaite's, whose degrees
    of freedom are then those of the cities. All replications taken as independent would be too
    narrow by as much as cities differ.

    Parameters
    ----------
    values : array of float, shape (cities, replications)
    confidence : float
    settled : bool
        Whether the quantity does not hang on chance.
    """
    means = values.mean(axis=1) if values.size else np.empty(0)
    return mean_interval(means, confidence, settled=settled)


def components(cities: Floats | None, worlds: Floats | None) -> Components:
    """Split the variance of a difference into chance, city and assumptions.

    Analysis of variance of one-way layouts: what means of groups vary by, less what chance within
    them makes them vary by; not below 0.

    Parameters
    ----------
    cities, worlds : array of float, shape (groups, replications), or None
        Differences by city in the world as given, and by world in the city as given.
    """
    chance = [
        float(each.var(axis=1, ddof=1).mean())
        for each in (cities, worlds)
        if each is not None and _tells(each)
    ]
    within = chance[0] if chance else float("nan")  # as given, where there are cities
    return Components(within, _between(cities), _between(worlds))


def _between(values: Floats | None) -> float:
    if values is None or not _tells(values):
        return float("nan")
    within = float(values.var(axis=1, ddof=1).mean()) / values.shape[1]
    means: Floats = values.mean(axis=1)
    return float(max(0.0, means.var(ddof=1) - within))


def _tells(values: Floats) -> bool:
    return len(values) > 1 and values.shape[1] > 1 and not bool(np.isnan(values).any())
