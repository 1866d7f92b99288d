"""How evenly something bad, such as waiting, is spread over communities."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def gini(values: ArrayLike) -> float:
    """Gini coefficient of non-negative values, 0 where all are equal.

    G = sum_i (2i - n - 1) x_(i) / (n sum x), x_(i) rising. NaN without values.
    """
    x = np.sort(_finite(values))
    if len(x) == 0:
        return float("nan")
    if np.any(x < 0.0):
        raise ValueError("the Gini coefficient needs values that are not negative")
    if x[-1] == x[0]:
        return 0.0
    n = len(x)
    rank = np.arange(1, n + 1)
    return float(((2 * rank - n - 1) * x).sum() / (n * x.sum()))


def kolm_pollak(values: ArrayLike, epsilon: float) -> float:
    """Equally distributed equivalent of Kolm (1976) and Pollak (1971), in the values' own unit.

    EDE = -(1/kappa) ln mean exp(-kappa x), with kappa = epsilon sum x / sum x^2.

    Parameters
    ----------
    values : array of float
        One value a community.
    epsilon : float
        Aversion to inequality: negative for a burden (the EDE is then above the mean), positive
        for a good, 0 for the mean itself.
    """
    x = _finite(values)
    if len(x) == 0:
        return float("nan")
    square = float((x * x).sum())
    kappa = epsilon * float(x.sum()) / square if square > 0.0 else 0.0
    if kappa == 0.0:
        return float(x.mean())
    exponent = -kappa * x
    top = exponent.max()  # taken out, so that the exponential cannot overflow
    return float(-(top + np.log(np.exp(exponent - top).mean())) / kappa)


def worst(values: ArrayLike) -> float:
    """Largest value; NaN if one is missing, since a missing one may be the worst."""
    x = np.asarray(values, float)
    return float(x.max()) if len(x) else float("nan")


def missing(values: ArrayLike) -> int:
    """Count the values that do not exist (NaN)."""
    return int(np.isnan(np.asarray(values, float)).sum())


def outer_thirds(order_by: ArrayLike) -> NDArray[np.int64]:
    """Lower third 0, upper third 2 and the rest 1; all 1 where nothing tells them apart.

    Values equal to both thirds' edges count to neither.
    """
    x = np.asarray(order_by, float)
    out = np.ones(len(x), np.int64)
    if len(x) >= 3:
        low, high = np.quantile(x, [1.0 / 3.0, 2.0 / 3.0])
        out -= x <= low
        out += x >= high
    return out


def _finite(values: ArrayLike) -> NDArray[np.float64]:
    x = np.asarray(values, float)
    finite: NDArray[np.float64] = x[~np.isnan(x)]
    return finite
