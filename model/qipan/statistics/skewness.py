"""How lopsided values are, and how far that moves the ends of an interval of their mean.

Where a value lies far out now and then (a rare backlog, a desk that fails), the mean of a few
replications mostly lies on one side of what is expected, and Student's interval is too short on
the other. Hall's transformation of t ("On the removal of skewness by transformation", 1992) is
monotone and takes the skewness out of it; the interval is longer on the side of the long tail.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Values less lopsided than the first, either way, keep Student's interval, which then covers nearly
# as often as it says; from the second on all of it counts, and between them more and more, so that
# a replication more moves no end by a leap. See docs/comparing.md.
ORDINARY, LOPSIDED = 0.75, 1.25
_ROUNDING = 1e-12  # of the largest: differences below it are those of floating-point numbers


def skewness(values: Floats) -> Floats:
    """Third moment over the standard deviation cubed, along the last axis; 0 of equal values."""
    apart = values - values.mean(axis=-1, keepdims=True)
    variance = (apart**2).mean(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (apart**3).mean(axis=-1) / variance**1.5
    return np.where(equal(values), 0.0, found)


def counting(lopsided: Floats) -> Floats:
    """How much of a skewness counts: none of what ordinary values have by chance."""
    return lopsided * np.clip((np.abs(lopsided) - ORDINARY) / (LOPSIDED - ORDINARY), 0.0, 1.0)


def equal(values: Floats) -> NDArray[np.bool_]:
    """Whether all values along the last axis are the same, but for rounding."""
    found: NDArray[np.bool_] = np.ptp(values, axis=-1) <= _ROUNDING * np.abs(values).max(axis=-1)
    return found


def extents(spread: Floats, lopsided: Floats, n: int, quantile: float) -> tuple[Floats, Floats]:
    """How far an interval of a mean reaches below and above it.

    Student's half-width; where values are lopsided, and Hall's end lies further out, that.

    Parameters
    ----------
    spread, lopsided : array of float
        Standard deviation and skewness of the values.
    n : int
        Values that the mean is of.
    quantile : float
        Student's, for the confidence that is wanted.
    """
    half, reach = quantile * spread / np.sqrt(n), quantile / np.sqrt(n)
    acting = counting(lopsided)
    below = spread * _untransformed(reach, acting, n)
    above = -spread * _untransformed(-reach, acting, n)
    ordinary = acting == 0.0
    return (
        np.where(ordinary, half, np.maximum(half, below)),
        np.where(ordinary, half, np.maximum(half, above)),
    )


def statistic(values: Floats) -> float:
    """Student's t of the mean of values against 0, or Hall's transformation of it if nearer to 0.

    It lies beyond a quantile exactly if the interval by `extents` leaves out 0. NaN where all
    values are equal, or there are fewer than two.
    """
    n = len(values)
    if n < 2 or equal(values):
        return float("nan")
    standing = float(values.mean() / values.std(ddof=1))
    t = np.sqrt(n) * standing
    hall = np.sqrt(n) * _transformed(standing, float(counting(skewness(values))), n)
    if t * hall <= 0.0:
        return 0.0
    return float(min(t, hall, key=abs))


def _transformed(standing: float, lopsided: float, n: int) -> float:
    """Hall's transformation of a mean over its standard deviation."""
    cubic = standing + lopsided * standing**2 / 3.0 + lopsided**2 * standing**3 / 27.0
    return cubic + lopsided / (6.0 * n)


def _untransformed(reach: float, lopsided: Floats, n: int) -> Floats:
    """Inverse of `_transformed`."""
    known = np.where(lopsided == 0.0, 1.0, lopsided)  # of values that are not lopsided: unused
    root = np.cbrt(1.0 + known * (reach - known / (6.0 * n)))
    found: Floats = 3.0 / known * (root - 1.0)
    return found
