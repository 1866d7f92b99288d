"""In how many plausible worlds a conclusion holds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from ...outcomes.metrics import METRICS
from ...runs.bounds import FEWEST_WORLDS as FEWEST_WORLDS
from ...statistics.interval import Interval, ends

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Share:
    """A share of worlds, with Wilson's 95 % interval (1927, "Probable inference").

    Attributes
    ----------
    count, of : int
    """

    count: int
    of: int

    @property
    def value(self) -> float:
        """The share; NaN of nothing."""
        return self.count / self.of if self.of else float("nan")

    @property
    def interval(self) -> Interval:
        """The share with its interval."""
        return wilson(self.count, self.of)


@dataclass(frozen=True)
class Conclusion:
    """How one scenario does against another in one metric, over many worlds.

    Attributes
    ----------
    metric : str
    first, second : str
        Names of the scenarios; differences are second minus first.
    as_given : Interval
        Difference with all numbers as the scenarios have them.
    better, worse, undecided : Share
        Worlds in which the second does better, or worse, its paired 95 % interval excluding 0, and
        those in which that includes 0. "Better" is lower for a metric that has no better side.
    by_mean : Share
        Worlds in which the mean difference is on the better side, decided or not.
    spread : tuple of float
        5, 50 and 95 % quantiles of the mean difference over the worlds; the outer ones NaN of
        fewer than `FEWEST_WORLDS`.
    missing : int
        Worlds that are left out because the metric does not exist in one of the two.
    missing_in : tuple of int
        Of those, how many lack it in the first, and how many in the second.
    extremes : tuple of float
        Lowest and highest mean difference.
    """

    metric: str
    first: str
    second: str
    as_given: Interval
    better: Share
    worse: Share
    undecided: Share
    by_mean: Share
    spread: tuple[float, float, float]
    missing: int
    missing_in: tuple[int, int]
    extremes: tuple[float, float] = (float("nan"), float("nan"))


@dataclass(frozen=True)
class Spread:
    """One scenario's metric over many worlds.

    Attributes
    ----------
    metric, scenario : str
    as_given : Interval
    quantiles : tuple of float
        0, 5, 50, 95 and 100 % of the mean over replications, in the worlds in which it exists; 5
        and 95 % NaN of fewer than `FEWEST_WORLDS`.
    missing : int
        Worlds in which it does not exist.
    of : int
        Worlds.
    """

    metric: str
    scenario: str
    as_given: Interval
    quantiles: tuple[float, float, float, float, float]
    missing: int
    of: int

    @property
    def known(self) -> int:
        """Worlds in which it exists."""
        return self.of - self.missing


def wilson(count: int, of: int, confidence: float = 0.95) -> Interval:
    """Wilson's interval of a share."""
    if of == 0:
        return Interval(float("nan"), float("nan"), float("nan"), 0)
    z2 = float(ndtri(0.5 + confidence / 2.0)) ** 2
    share = count / of
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = np.sqrt(z2 * (share * (1 - share) / of + z2 / (4 * of**2))) / (1 + z2 / of)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Interval(share, float(low), float(high), of)


def conclude(
    metric: str,
    names: tuple[str, str],
    first: Floats,
    second: Floats,
    as_given: Interval,
) -> Conclusion:
    """Count the worlds in which the second scenario does better, and in which it does worse.

    Parameters
    ----------
    metric : str
    names : tuple of str
    first, second : array of float, shape (worlds, replications)
        Values of the metric on the same seeds.
    as_given : Interval
        Difference with all numbers as the scenarios have them.
    """
    without = np.isnan(first).any(axis=1), np.isnan(second).any(axis=1)
    known = ~(without[0] | without[1])
    difference = (second - first)[known]
    side = better_side(metric)
    low, mean, high = paired_bounds(difference)
    better = int(((low > 0) if side > 0 else (high < 0)).sum())
    worse = int(((high < 0) if side > 0 else (low > 0)).sum())
    worlds = len(difference)
    lowest, five, middle, ninety_five, highest = quantiles_of(mean)
    return Conclusion(
        metric=metric,
        first=names[0],
        second=names[1],
        as_given=as_given,
        better=Share(better, worlds),
        worse=Share(worse, worlds),
        undecided=Share(worlds - better - worse, worlds),
        by_mean=Share(int((side * mean > 0).sum()), worlds),
        spread=(five, middle, ninety_five),
        missing=int((~known).sum()),
        missing_in=(int(without[0].sum()), int(without[1].sum())),
        extremes=(lowest, highest),
    )


def spread(metric: str, scenario: str, values: Floats, as_given: Interval) -> Spread:
    """Spread of a scenario's metric, values of shape (worlds, replications)."""
    means = values.mean(axis=1)
    known = means[~np.isnan(means)]
    missing = int(np.isnan(means).sum())
    return Spread(metric, scenario, as_given, quantiles_of(known), missing, len(means))


def quantiles_of(values: Floats) -> tuple[float, float, float, float, float]:
    """0, 5, 50, 95 and 100 % quantiles over worlds; NaN where there are too few for them."""
    points = (0.0, 0.05, 0.5, 0.95, 1.0)
    found = np.quantile(values, points) if len(values) else np.full(len(points), np.nan)
    if len(values) < FEWEST_WORLDS:
        found[[1, 3]] = np.nan
    low, five, middle, ninety_five, high = map(float, found)
    return low, five, middle, ninety_five, high


def better_side(metric: str) -> int:
    """1 if more is better, -1 if less is, or if neither is better by itself."""
    return 1 if METRICS[metric].better == "higher" else -1


def paired_bounds(difference: Floats) -> tuple[Floats, Floats, Floats]:
    """Lower end, mean and upper end of a 95 % interval in each row; NaN ends where it has none."""
    low, high = ends(difference)
    return low, difference.mean(axis=1), high
