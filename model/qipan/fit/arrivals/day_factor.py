"""Random factors of a day: how much they vary, and how well a ledger tells it.

A variance is estimated by moments, and a moment says nothing of its own error, which is large
where requests are rare. So the estimator is tried on days simulated with known variances, with the
same mean counts and the same loss to the coefficients that were fitted; what it gives there, at
several sizes, is its bias and its error, and with a prior, what a ledger tells.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.signal import lfilter
from scipy.stats import gamma, norm

from ..requests import Flags, Floats
from .calendar import Days
from .series import Law, design

POINTS = 801  # of the table by which normal scores become gamma factors
FARTHEST = 6.0
LARGEST_AUTOCORRELATION = 0.8
REPEATS = 100  # simulated windows by size
SIZES = (0.0, 0.5, 1.0, 2.0)
ROUNDING = 1e-9
LEAST = 1e-9  # in place of a sum that is 0
LEAST_POOLED = 0.01  # mean of the prior of kinds' variances, if all are seen at none
STEPS = 400  # of the range over which a variance is looked for
BEYOND = 3.0  # errors above the estimate up to which simulations go
QUANTILES = 200


@dataclass(frozen=True)
class DayFactor:
    """Random mean-1 factors of a day: of the city, and of each kind by itself.

    Attributes
    ----------
    city : float
        Variance of the factor shared by all kinds.
    kinds, areas : array of float
        Variances of the factors of their own, which multiply the city's.
    city_memory, kind_memory : float
        Correlation from day to day.
    told : array, shape (1 + kinds, quantiles)
        What a ledger tells of the variances of the city and of each kind: evenly spaced quantiles.
    """

    city: float
    kinds: Floats
    areas: Floats
    city_memory: float
    kind_memory: float
    told: Floats

    def draw(self, draws: int, rng: np.random.Generator) -> Floats:
        """Draw variances; shape (draws, 1 + kinds), the city's first."""
        place = rng.integers(self.told.shape[1], size=(draws, len(self.told)))
        return np.asarray(self.told[np.arange(len(self.told)), place])


@dataclass(frozen=True)
class Window:
    """Days by kind as they were fitted.

    Attributes
    ----------
    mu : array, shape (days, kinds)
        Fitted means.
    kept : array of bool, shape (days, kinds)
        False on days set apart.
    columns : array, shape (days, coefficients)
    inverse : array, shape (kinds, coefficients, coefficients)
        Covariance of the coefficients.
    variance : array of float, shape (kinds,)
        Of each kind's day factor when it was fitted.
    """

    mu: Floats
    kept: Flags
    columns: Floats
    inverse: Floats
    variance: Floats

    def left(self, count: Floats) -> Floats:
        """What is left of counts once the coefficients have followed them; any leading axes."""
        left = np.where(self.kept, count - self.mu, 0.0)
        pull = left / (1.0 + self.variance * self.mu)
        for k, inverse in enumerate(self.inverse):
            shift = pull[..., k] @ self.columns @ inverse @ self.columns.T
            left[..., k] -= np.where(self.kept[:, k], self.mu[:, k] * shift, 0.0)
        return left


@dataclass(frozen=True)
class Moments:
    """Estimates by moments of one or several windows; leading axes first."""

    city: Floats
    kinds: Floats
    city_memory: Floats
    kind_memory: Floats


def find_day_factor(
    left: Floats, mu: Floats, kept: Flags, laws: tuple[Law, ...], areas: tuple[Law, ...], days: Days
) -> DayFactor:
    """Split the variance of days between the city and its kinds, and say how well it is known.

    Parameters
    ----------
    left : array, shape (days, kinds)
        Counts less their fitted means.
    mu, kept : arrays, shape (days, kinds)
        Fitted means, and whether the day is calm.
    laws, areas : tuple of Law
        Of the kinds and areas.
    days : Days
    """
    seen = moments(np.where(kept, left, 0.0), mu, kept)
    window = _window(mu, kept, laws, days)
    rng = np.random.default_rng(0)  # for the error of an estimator: no draw hangs on it
    guess = DayFactor(
        max(float(seen.city), 0.0),
        np.maximum(seen.kinds, 0.0),
        np.zeros(len(areas)),
        _memory(float(seen.city_memory)),
        _memory(float(seen.kind_memory)),
        np.empty((0, 0)),
    )
    tried = _tried(window, guess, rng)
    guess = replace(
        guess,
        city_memory=_memory(2.0 * float(seen.city_memory) - float(np.median(tried.city_memory))),
        kind_memory=_memory(2.0 * float(seen.kind_memory) - float(np.median(tried.kind_memory))),
    )
    city = _city_told(float(seen.city), float(np.std(tried.city)), window, guess, rng)
    kinds = _kinds_told(seen.kinds, tried.kinds, window, guess, rng)
    told = np.vstack([city, kinds])
    middle = np.median(told, axis=1)
    return replace(
        guess,
        city=float(middle[0]),
        kinds=middle[1:],
        areas=np.array([max((1.0 + a.variance) / (1.0 + middle[0]) - 1.0, 0.0) for a in areas]),
        told=told,
    )


def moments(left: Floats, mu: Floats, kept: Flags) -> Moments:
    """Estimate variances and memories; estimates of variances may lie below 0.

    Parameters
    ----------
    left : array, shape (..., days, kinds)
        Counts less their means, 0 on days set apart.
    mu, kept : arrays, shape (days, kinds)

    Notes
    -----
    What kinds have in common from day to day is the city's. A kind's counts vary by both factors:
    (1 + city)(1 + kind) - 1.
    """
    mu = np.where(kept, mu, 0.0)
    all_left, all_mu = left.sum(axis=-1), mu.sum(axis=-1)
    pairs_of_kinds = float(np.sum(all_mu**2 - (mu**2).sum(axis=-1)))
    if pairs_of_kinds > ROUNDING * float(np.sum(all_mu**2)):
        shared = np.sum(all_left**2 - (left**2).sum(axis=-1), axis=-1)
        city = np.asarray(shared / pairs_of_kinds)
    else:  # of one kind alone all is its own
        city = np.zeros(left.shape[:-2])
    weight = (kept / (1.0 + 0.1 * mu)) ** 2
    above = np.sum(weight * (left**2 - mu), axis=-2)
    whole = above / np.maximum(np.sum(weight * mu**2, axis=0), LEAST)
    kinds = (1.0 + whole) / (1.0 + city[..., None]) - 1.0
    share = mu.mean(axis=0) / max(mu.mean(axis=0).sum(), LEAST)
    own = np.maximum(kinds, 0.0)
    both = np.maximum(city, 0.0) + np.sum(share**2 * own, axis=-1)
    city_lag = np.sum(all_left[..., 1:] * all_left[..., :-1], axis=-1)
    city_lag = city_lag / np.sum(all_mu[1:] * all_mu[:-1])
    pairs = np.sum(mu[1:] * mu[:-1], axis=0)
    kind_lag = np.sum(left[..., 1:, :] * left[..., :-1, :], axis=(-2, -1))
    expected = np.sum(pairs * (own + np.maximum(city, 0.0)[..., None]), axis=-1)
    return Moments(
        np.asarray(city),
        kinds,
        city_lag / np.maximum(both, LEAST),
        kind_lag / np.maximum(expected, LEAST),
    )


def _window(mu: Floats, kept: Flags, laws: tuple[Law, ...], days: Days) -> Window:
    months = np.eye(laws[0].months)[days.month]
    return Window(
        mu,
        kept,
        np.hstack([design(days), months]),
        np.stack([law.covariance for law in laws]),
        np.array([law.variance for law in laws]),
    )


def _tried(window: Window, factor: DayFactor, rng: np.random.Generator) -> Moments:
    """Estimate again from windows simulated with factors that are known."""
    days, kinds = window.mu.shape
    size = (REPEATS, days)
    city = day_factors(size, factor.city, factor.city_memory, rng)
    mean = city[:, :, None] * window.mu
    for k in range(kinds):
        mean[:, :, k] *= day_factors(size, float(factor.kinds[k]), factor.kind_memory, rng)
    return moments(window.left(rng.poisson(mean).astype(float)), window.mu, window.kept)


def _city_told(
    seen: float, error: float, window: Window, guess: DayFactor, rng: np.random.Generator
) -> Floats:
    """Quantiles of the city's variance; before it is seen, all are alike."""
    top = max(max(seen, 0.0) + BEYOND * error, LEAST_POOLED)
    sizes = [size * top for size in SIZES]
    tried = [_tried(window, replace(guess, city=size), rng).city for size in sizes]
    return _told(seen, np.array(sizes), np.array(tried), np.inf)


def _kinds_told(
    seen: Floats, tried: Floats, window: Window, guess: DayFactor, rng: np.random.Generator
) -> Floats:
    """Quantiles of kinds' variances; before they are seen, exponential about their mean."""
    top = np.maximum(np.maximum(seen, 0.0) + BEYOND * np.std(tried, axis=0), LEAST_POOLED)
    sizes = np.outer(SIZES, top)
    again = np.array([_tried(window, replace(guess, kinds=size), rng).kinds for size in sizes])
    # Weights by what a kind's days tell, and not by errors, which are the less the less it is seen
    # to vary: these would draw the mean, and with it all kinds, to none.
    weight = np.sum(window.kept * (window.mu / (1.0 + 0.1 * window.mu)) ** 2, axis=0)
    less_bias = seen + guess.kinds - tried.mean(axis=0)
    pooled = max(float(np.average(less_bias, weights=np.maximum(weight, LEAST))), LEAST_POOLED)
    return np.array(
        [_told(float(seen[k]), sizes[:, k], again[:, :, k], pooled) for k in range(len(seen))]
    )


def _told(seen: float, sizes: Floats, tried: Floats, pooled: float) -> Floats:
    """Quantiles of a variance, given what its estimator was.

    Parameters
    ----------
    seen : float
        The estimate.
    sizes : array, shape (sizes,)
        Variances that were simulated.
    tried : array, shape (sizes, repeats)
        Estimates from these simulations.
    pooled : float
        Mean of the exponential prior.
    """
    if not tried.any():
        return np.zeros(QUANTILES)
    values = (np.arange(STEPS) + 0.5) / STEPS * sizes[-1]
    centre = np.polyval(np.polyfit(sizes, tried.mean(axis=1), 1), values)
    spread = tried.var(axis=1)
    variance = np.maximum(np.polyval(np.polyfit(sizes, spread, 2), values), spread.min())
    density = -0.5 * (np.log(variance) + (seen - centre) ** 2 / variance) - values / pooled
    weight = np.exp(density - density.max())
    place = (np.arange(QUANTILES) + 0.5) / QUANTILES
    return np.asarray(np.interp(place, np.cumsum(weight) / weight.sum(), values))


def _memory(correlation: float) -> float:
    return float(np.clip(correlation, 0.0, LARGEST_AUTOCORRELATION))


def day_factors(
    shape: tuple[int, int], variance: float, memory: float, rng: np.random.Generator
) -> Floats:
    """Gamma factors of mean 1 whose normal scores are AR(1); shape (draws, days)."""
    if variance <= 0.0:
        return np.ones(shape)
    noise = rng.standard_normal(shape) * np.sqrt(1.0 - memory**2)
    noise[:, 0] /= np.sqrt(1.0 - memory**2)
    score = lfilter([1.0], [1.0, -memory], noise, axis=1)
    grid = np.linspace(-FARTHEST, FARTHEST, POINTS)
    table = gamma.ppf(norm.cdf(grid), 1.0 / variance, scale=variance)
    return np.interp(score, grid, table)
