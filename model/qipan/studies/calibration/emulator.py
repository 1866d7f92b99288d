"""Emulators: what a simulation would say of a target, anywhere, with how sure that is.

A linear trend in the factors and own parts of numbers that a target clearly follows, and a
Gaussian process of what it leaves (scikit-learn's) along the strongest. What all others do is taken
as noise: "active variables" of Craig, Goldstein, Seheult and Smith (1997). Where predictions that
leave each point out miss by more than they say, all variances are raised until they do not.
"""

import math
import warnings
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...words import Phrase
from .one_thread import on_one_thread

Floats = NDArray[np.float64]

MOST_ACTIVE = 24  # columns that one target follows
MOST_CURVED = 8  # of them, the strongest, along which it may bend
POINTS_EACH = 8  # points for each of them, so that few points do not feign many
CLEAR = 3.0  # standard errors by which a factor must move a target to be one of them
CLEAR_OWN = 4.0  # the same of own parts, of which there are hundreds
LENGTHS = (0.2, 20.0)  # of the process, in widths of the prior
NOISE = (1e-8, 1.0)  # share of the variance
BATCH = 8192  # points predicted at a time, so that memory stays flat
FEWEST = 12  # points of which an emulator can be made


class MissingPackageError(InputError):
    """Scikit-learn is not installed."""


@dataclass(frozen=True, eq=False)
class Emulator:
    """What a target would be, by where the factors lie.

    Attributes
    ----------
    active : tuple of int
        Columns that it follows, the strongest first.
    inflation : float
        By which variances are raised so that points left out are not missed too often; 1 or more.
    """

    active: tuple[int, ...]
    inflation: float
    _mean: float
    _sd: float
    _trend: Floats = field(repr=False)
    _process: Any = field(repr=False)

    @on_one_thread
    def __call__(self, points: Floats) -> tuple[Floats, Floats]:
        """Mean and variance at points, shape (points, factors), each of shape (points,)."""
        mean, variance = np.empty(len(points)), np.empty(len(points))
        for first in range(0, len(points), BATCH):
            some = slice(first, first + BATCH)
            mean[some], variance[some] = self._at(points[some])
        return mean, variance

    def _at(self, points: Floats) -> tuple[Floats, Floats]:
        if self._process is None:
            flat = np.ones(len(points))
            return self._mean * flat, self.inflation * self._sd**2 * flat
        x = points[:, list(self.active)]
        left, sd = self._process.predict(x[:, :MOST_CURVED], return_std=True)
        mean = self._mean + self._sd * (_terms(x) @ self._trend + left)
        return mean, self.inflation * (self._sd * sd) ** 2


@on_one_thread
def emulate(points: Floats, values: Floats, factors: int, seed: int = 1) -> Emulator:
    """Make an emulator of a target.

    Parameters
    ----------
    points : array of float, shape (points, columns)
        Between 0 and 1.
    values : array of float, shape (points,)
        Means over replications; points where they are NaN are left out.
    factors : int
        The first so many columns are factors; the others are own parts of numbers.
    seed : int
        Of the optimiser's starts.

    Raises
    ------
    MissingPackageError
        If scikit-learn is not installed.
    """
    known = np.isfinite(values)
    x, y = points[known], values[known]
    mean, sd = float(y.mean()), float(y.std(ddof=1)) if len(y) > 1 else 0.0
    active = active_factors(x, y, factors)
    if not active or sd <= 0.0:
        wider = sd * math.sqrt(1.0 + 1.0 / max(len(y), 1))
        return Emulator((), 1.0, mean, wider, np.empty(0), None)
    followed, scaled = x[:, list(active)], (y - mean) / sd
    terms = _terms(followed)
    trend: Floats = np.asarray(np.linalg.lstsq(terms, scaled, rcond=None)[0], np.float64)
    left = scaled - terms @ trend
    curved = followed[:, :MOST_CURVED]
    process = _fitted(curved, left, curved.shape[1], seed)
    # points left out would have moved the trend as well: by 1 / (1 - leverage), as is well known
    leverage = terms.shape[1] / len(y)
    inflation = _inflation(process, left) / (1.0 - leverage) ** 2
    return Emulator(active, inflation, mean, sd, trend, process)


def active_factors(x: Floats, y: Floats, factors: int | None = None) -> tuple[int, ...]:
    """Columns that a target clearly follows, found one after another, the strongest first.

    Each is looked at linearly and squared, in what the ones before leave. Columns from `factors` on
    are own parts, of which more is asked.
    """
    most = min(MOST_ACTIVE, len(y) // POINTS_EACH, x.shape[1])
    clear = np.full(x.shape[1], CLEAR)
    clear[x.shape[1] if factors is None else factors :] = CLEAR_OWN
    straight, squares = _standardised(x), _standardised((x - x.mean(axis=0)) ** 2)
    found: list[int] = []
    left = y - y.mean()
    while len(found) < most and float(left.std()) > 1e-12 * max(float(np.abs(y).max()), 1e-300):
        sizes = np.maximum(_sizes(straight, left), _sizes(squares, left)) / clear
        sizes[found] = 0.0
        best = int(np.argmax(sizes))
        if sizes[best] < 1.0:
            break
        found.append(best)
        terms = _squared(x[:, found])
        left = y - terms @ np.linalg.lstsq(terms, y, rcond=None)[0]
    return tuple(found)


def _standardised(terms: Floats) -> Floats:
    """Columns of mean 0 and length 1; 0 where one does not vary."""
    away = terms - terms.mean(axis=0)
    length = np.sqrt((away**2).sum(axis=0))
    out: Floats = away / np.where(length > 0.0, length, 1.0)
    return out


def _sizes(scores: Floats, left: Floats) -> Floats:
    """The t statistic of the correlation of what is left with each column."""
    away = left - left.mean()
    r = np.clip(away @ scores / np.sqrt(max(float(away @ away), 1e-300)), -1.0, 1.0)
    out: Floats = np.abs(r) * np.sqrt((len(left) - 2) / np.maximum(1.0 - r * r, 1e-12))
    return out


def _terms(x: Floats) -> Floats:
    return np.column_stack([np.ones(len(x)), x])


def _squared(x: Floats) -> Floats:
    return np.column_stack([np.ones(len(x)), x, x**2])


def _fitted(x: Floats, left: Floats, active: int, seed: int) -> Any:
    """Gaussian process of what the trend leaves."""
    try:
        process = import_module("sklearn.gaussian_process")
        kernels = import_module("sklearn.gaussian_process.kernels")
    except ModuleNotFoundError:
        raise MissingPackageError(
            Phrase("qipan calibrate needs the package scikit-learn: pip install 'qipan[calibrate]'")
        ) from None
    variance = max(float(left.var()), 1e-10)
    kernel = kernels.ConstantKernel(variance, (1e-9, 1e2)) * kernels.RBF(
        np.ones(active), LENGTHS
    ) + kernels.WhiteKernel(0.1 * variance, NOISE)
    made = process.GaussianProcessRegressor(kernel, alpha=1e-10, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of bounds met, which the points left out judge
        return made.fit(x, left)


def _inflation(process: Any, left: Floats) -> float:
    """Mean square of standardised misses of points left out (Rasmussen and Williams 5.10-5.12)."""
    from scipy.linalg import cho_solve

    inverse = cho_solve((process.L_, True), np.eye(len(left)))
    variance = 1.0 / np.diag(inverse)
    misses = process.alpha_ * variance
    return max(1.0, float(np.mean(misses**2 / variance)))
