"""How well forecasts were: coverage, width, continuous ranked probability score, PIT."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import kstest

from .requests import Floats

INSIDE = 0.9  # of the intervals that are held against what came
LOW, HIGH = (1 - INSIDE) / 2, (1 + INSIDE) / 2


def interval(drawn: Floats) -> tuple[Floats, Floats]:
    """Ends of the 90 % interval of each column of draws."""
    low, high = np.quantile(drawn, [LOW, HIGH], axis=0, method="inverted_cdf")
    return low, high


def inside(drawn: Floats, seen: ArrayLike) -> Floats:
    """1 where what was seen lies in the 90 % interval of its draws, 0 where not."""
    low, high = interval(drawn)
    seen = np.asarray(seen, float)
    return ((low <= seen) & (seen <= high)).astype(float)


def width(drawn: Floats) -> Floats:
    """Width of each 90 % interval."""
    low, high = interval(drawn)
    return np.asarray(high - low)


def crps(drawn: Floats, seen: ArrayLike) -> Floats:
    """Continuous ranked probability score of each column (Gneiting & Raftery 2007); fair form."""
    ordered = np.sort(drawn, axis=0)
    number = len(ordered)
    distance = np.abs(ordered - np.asarray(seen, float)).mean(axis=0)
    place = 2.0 * np.arange(1, number + 1) - number - 1.0
    spread = np.tensordot(place, ordered, axes=1) / (number * (number - 1.0))
    return np.asarray(distance - spread)


def pit(drawn: Floats, seen: ArrayLike, rng: np.random.Generator) -> Floats:
    """Probability integral transform of each, ties broken at random; uniform if all is well."""
    seen = np.asarray(seen, float)
    below, equal = (drawn < seen).mean(axis=0), (drawn == seen).mean(axis=0)
    return np.asarray(below + equal * rng.random(seen.shape))


def uniform_p_value(values: Floats) -> float:
    """Probability of a deviation from uniform as large as that of these values, if there is none.

    Days in a row are not independent, so that the test is stricter than its number says.
    """
    return float(kstest(values, "uniform").pvalue)
