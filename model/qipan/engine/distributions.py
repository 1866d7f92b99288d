"""Distributions of a scenario as the three numbers the kernel samples from."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri

from ..scenario.fields import Distribution
from .codes import DETERMINISTIC, EXPONENTIAL, GAMMA, LOGNORMAL, UNIFORM


def encode(distribution: Distribution, scale: float = 1.0) -> tuple[float, float, int]:
    """Parameters a and b and the form of `scale` times a distribution, as `draws.sample` reads it.

    Lognormal: a = ln(mean) - sigma^2/2, b = sigma. Gamma: a = shape, b = scale. Uniform: from a
    to b. Exponential and deterministic: a = mean.
    """
    mean = distribution.expected * scale
    if distribution.distribution == "uniform":
        assert distribution.low is not None and distribution.high is not None
        return distribution.low * scale, distribution.high * scale, UNIFORM
    if mean == 0.0 or distribution.distribution == "deterministic":
        return mean, 0.0, DETERMINISTIC
    if distribution.distribution == "exponential":
        return mean, 0.0, EXPONENTIAL
    if distribution.distribution == "lognormal":
        assert distribution.sigma is not None
        return math.log(mean) - 0.5 * distribution.sigma**2, distribution.sigma, LOGNORMAL
    assert distribution.cv is not None
    return 1.0 / distribution.cv**2, mean * distribution.cv**2, GAMMA


def quantiles(distribution: Distribution, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Quantiles of a distribution, for the few draws that are made before the kernel runs."""
    a, b, form = encode(distribution)
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
