"""Distributions of a scenario as the three numbers the kernel samples from."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri

from ..scenario.fields import Distribution
from . import columns
from .codes import DETERMINISTIC, EXPONENTIAL, GAMMA, LOGNORMAL, QUANTILES, UNIFORM


class Knots:
    """Points of all distributions that are given by quantiles, one after another."""

    def __init__(self) -> None:
        self._points: list[tuple[float, float]] = []

    def add(self, distribution: Distribution, scale: float) -> tuple[int, int]:
        """Add the points of a distribution; where they begin, and how many they are."""
        first = len(self._points)
        self._points += [(p, x * scale) for p, x in distribution.points]
        return first, len(distribution.points)

    def table(self) -> columns.Table:
        """Return all points as the kernel reads them; a row at least, so that there is a type."""
        return np.array(self._points or [(0.0, 0.0)], columns.KNOT)


def encode(
    distribution: Distribution, knots: Knots, scale: float = 1.0
) -> tuple[float, float, int]:
    """Parameters a and b and the form of `scale` times a distribution, as `work.drawn` reads it.

    Lognormal: a = ln(mean) - sigma^2/2, b = sigma. Gamma: a = shape, b = scale. Uniform: from a
    to b. Exponential and deterministic: a = mean. Quantiles: a = their first row among the knots,
    to which they are added, b = how many they are.
    """
    if distribution.distribution == "quantiles":
        return *knots.add(distribution, scale), QUANTILES
    mean = distribution.expected * scale
    if distribution.distribution == "uniform":
        assert distribution.low is not None and distribution.high is not None
        return distribution.low * scale, distribution.high * scale, UNIFORM
    if mean == 0.0 or distribution.distribution == "deterministic":
        return mean, 0.0, DETERMINISTIC
    if distribution.distribution == "exponential":
        return mean, 0.0, EXPONENTIAL
    if distribution.distribution == "lognormal":
        return math.log(mean) - 0.5 * distribution.log_sd**2, distribution.log_sd, LOGNORMAL
    assert distribution.cv is not None
    return 1.0 / distribution.cv**2, mean * distribution.cv**2, GAMMA


def quantiles(distribution: Distribution, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Quantiles of a distribution, for the few draws that are made before the kernel runs."""
    if distribution.points:
        probabilities, points = np.array(distribution.points).T
        drawn: NDArray[np.float64] = np.interp(u, probabilities, points)
        return drawn
    a, b, form = encode(distribution, Knots())
    values: NDArray[Any] = np.full(len(u), a)
    if form == EXPONENTIAL:
        values = -a * np.log1p(-u)
    elif form == LOGNORMAL:
        values = np.exp(a + b * ndtri(u))
    elif form == UNIFORM:
        values = a + (b - a) * u
    elif form == GAMMA:
        values = b * gammaincinv(a, u)
    return values
