"""The law of one daily series of counts: penalised likelihood, Laplace's method, a grid of drifts.

log mean = constant + weekday + holiday + day after + two harmonics + level(month). The level is a
random walk by month plus noise. How far it walks in a year is not told by two years of data, so
that it is integrated over a grid under a prior (`Drift`), and every forecast is wider for it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from ..requests import Floats
from .calendar import WEEKDAYS, Days

# A random walk with monthly steps of variance s^2 changes the mean of a year against that of the
# year before by a variance of (2 * 12^2 + 1) / (3 * 12) s^2.
YEARLY_PER_MONTHLY_VARIANCE = 289.0 / 36.0
NEWTON_STEPS = 25
LARGEST_STEP = 2.0
SMALL_STEP = 1e-5
FIRST_VARIANCE = 0.05
ROUNDS = 4  # of coefficients and variance in turn
ROUNDING = 1e-7
POINTS = 7  # of the grid, each way


@dataclass(frozen=True)
class Drift:
    """Prior of how far a level moves: log-normal, on a grid.

    Attributes
    ----------
    yearly, monthly : float
        Medians of the standard deviation of the log level's change from year to year, and of its
        noise from month to month.
    spread : float
        Standard deviation of the logarithm of both.
    """

    yearly: float
    monthly: float
    spread: float = 0.6

    def grid(self) -> tuple[Floats, Floats]:
        """Pairs (yearly, monthly) of standard deviations, and the prior weight of each."""
        z = np.linspace(-2.0, 2.0, POINTS)
        first, second = (each.ravel() for each in np.meshgrid(z, z, indexing="ij"))
        sizes = np.column_stack(
            [self.yearly * np.exp(self.spread * first), self.monthly * np.exp(self.spread * second)]
        )
        weight = np.exp(-0.5 * (first**2 + second**2))
        return sizes, weight / weight.sum()


CITY_DRIFT = Drift(0.08, 0.05)
KIND_DRIFT = Drift(0.18, 0.10)
AREA_DRIFT = Drift(0.12, 0.08)


@dataclass(frozen=True)
class Prior:
    """Where the profile of a series is thought to lie before its counts are seen.

    Attributes
    ----------
    mean : array of float
        By column of the design, the constant among them; the levels are about 0.
    weekday, season, holiday : float
        Standard deviations about it.
    drift : Drift
    """

    mean: Floats
    weekday: float
    season: float
    holiday: float
    drift: Drift


@dataclass(frozen=True)
class Law:
    """What the counts of a series say, as a mixture of normal laws over the grid of drifts.

    Attributes
    ----------
    mean, root : list of arrays
        At each kept point of the grid: the mean of all coefficients, and the inverse of the upper
        Cholesky factor of their precision.
    weight, sizes : array
        Posterior weight and pair of standard deviations of each point.
    fitted : array of float
        Mean count of each day seen.
    variance : float
        Variance of the day factor: of what is left beyond Poisson, over the mean squared.
    months : int
        Months seen.
    """

    mean: list[Floats]
    root: list[Floats]
    weight: Floats
    sizes: Floats
    fitted: Floats
    variance: float
    months: int

    @property
    def centre(self) -> Floats:
        """Mean of the coefficients over the grid."""
        return np.asarray(np.average(np.array(self.mean), axis=0, weights=self.weight))

    @property
    def covariance(self) -> Floats:
        """Covariance of the coefficients at the most probable point of the grid."""
        root = self.root[int(np.argmax(self.weight))]
        return np.asarray(root @ root.T)

    def draw(self, draws: int, ahead: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw coefficients, and levels of the months seen and of `ahead` more.

        Returns
        -------
        profile : array, shape (draws, columns without levels)
        level : array, shape (draws, months + ahead)
        """
        point = rng.choice(len(self.weight), size=draws, p=self.weight)
        fixed = len(self.mean[0]) - self.months
        profile, level = np.empty((draws, fixed)), np.empty((draws, self.months + ahead))
        for at in np.unique(point):
            rows = np.flatnonzero(point == at)
            noise = rng.standard_normal((len(self.mean[at]), len(rows)))
            all_ = (self.mean[at][:, None] + self.root[at] @ noise).T
            profile[rows] = all_[:, :fixed]
            level[rows] = _ahead(all_[:, fixed:], self.sizes[at], ahead, rng)
        return profile, level


def _ahead(seen: Floats, sizes: Floats, ahead: int, rng: np.random.Generator) -> Floats:
    """Levels of the months seen and, given them, of those that follow."""
    months = seen.shape[1]
    joint = level_covariance(months + ahead, sizes)
    gain = np.linalg.solve(joint[:months, :months], joint[:months, months:]).T
    rest = joint[months:, months:] - gain @ joint[:months, months:]
    root = np.linalg.cholesky(rest + ROUNDING * np.eye(ahead)) if ahead else np.zeros((0, 0))
    noise = rng.standard_normal((len(seen), ahead))
    return np.hstack([seen, seen @ gain.T + noise @ root.T])


def level_covariance(months: int, sizes: Floats) -> Floats:
    """Covariance of monthly levels: a walk from the middle of the window, plus noise."""
    step = sizes[0] ** 2 / YEARLY_PER_MONTHLY_VARIANCE
    place = np.arange(months)
    walk = step * np.minimum(place[:, None] + 1, place[None, :] + 1)
    return np.asarray(walk + (sizes[1] ** 2 + ROUNDING) * np.eye(months))


def design(days: Days) -> Floats:
    """Columns of a day without its level: constant, weekdays, holidays, day after, harmonics."""
    weekday = np.eye(WEEKDAYS)[days.weekday]
    named = np.zeros((len(days), 1 + len(days.names)))
    named[:, 0] = days.holiday >= 0
    for place in range(len(days.names)):
        named[:, 1 + place] = days.holiday == place
    return np.column_stack(
        [np.ones(len(days)), weekday, named, days.after.astype(float), days.season]
    )


def precision(days: Days, prior: Prior) -> Floats:
    """Diagonal of the prior precision of the design's columns."""
    sizes = [
        np.full(1, 5.0),
        np.full(WEEKDAYS, prior.weekday),
        np.full(1, 1.5 if prior.holiday >= 1.0 else prior.holiday),
        np.full(len(days.names), min(prior.holiday, 0.7)),
        np.full(1, 0.3),
        np.full(days.season.shape[1], prior.season),
    ]
    return np.concatenate(sizes) ** -2.0


def fit_series(count: Floats, days: Days, prior: Prior, kept: Floats | None = None) -> Law:
    """Fit one series.

    Parameters
    ----------
    count : array of float, shape (days,)
    days : Days
        What is known of them, months counted from the first.
    prior : Prior
    kept : array of float, optional
        1 on days that bear on the fit, 0 on those set apart.
    """
    kept = np.ones(len(count)) if kept is None else kept
    fixed = design(days)
    months = int(days.month[-1]) + 1
    columns = np.hstack([fixed, np.eye(months)[days.month]])
    mean = np.concatenate([prior.mean, np.zeros(months)])
    mean[0] = np.log((count * kept).sum() / kept.sum() + 0.5 / len(count))
    diagonal = precision(days, prior)
    sizes, weight = prior.drift.grid()
    middle = _prior_precision(diagonal, months, sizes[len(sizes) // 2])
    variance, beta = FIRST_VARIANCE, mean.copy()
    for _ in range(ROUNDS):
        beta = _mode(count, columns, mean, middle, variance, kept, beta)
        variance = day_variance(count, np.exp(columns @ beta), kept, columns.shape[1] // 2)
    about = (mean, diagonal, months)
    return _over_grid((count, columns, kept, beta), about, (sizes, weight), variance)


def _mode(
    count: Floats,
    columns: Floats,
    mean: Floats,
    prior: Floats,
    variance: float,
    kept: Floats,
    beta: Floats,
) -> Floats:
    """Most probable coefficients under a negative binomial law, by Newton's method."""
    for _ in range(NEWTON_STEPS):
        mu = np.exp(np.clip(columns @ beta, -20, 20))
        weight = kept * mu / (1.0 + variance * mu)
        slope = columns.T @ (kept * (count - mu) / (1.0 + variance * mu)) - prior @ (beta - mean)
        curve = (columns * weight[:, None]).T @ columns + prior
        step = np.clip(cho_solve(cho_factor(curve), slope), -LARGEST_STEP, LARGEST_STEP)
        beta = beta + step
        if np.abs(step).max() < SMALL_STEP:
            break
    return beta


def _prior_precision(diagonal: Floats, months: int, sizes: Floats) -> Floats:
    whole = np.zeros((len(diagonal) + months,) * 2)
    whole[: len(diagonal), : len(diagonal)] = np.diag(diagonal)
    whole[len(diagonal) :, len(diagonal) :] = np.linalg.inv(level_covariance(months, sizes))
    return whole


def _over_grid(
    seen: tuple[Floats, Floats, Floats, Floats],
    about: tuple[Floats, Floats, int],
    grid: tuple[Floats, Floats],
    variance: float,
) -> Law:
    """Posterior at every point of the grid, the likelihood taken as normal about the mode."""
    count, columns, kept, beta = seen
    mean, diagonal, months = about
    mu = np.exp(columns @ beta)
    weight = kept * mu / (1.0 + variance * mu)
    information = (columns * weight[:, None]).T @ columns
    pull = columns.T @ (kept * (count - mu) / (1.0 + variance * mu)) + information @ beta
    prior = np.stack([_prior_precision(diagonal, months, pair) for pair in grid[0]])
    lower = np.linalg.cholesky(information + prior)
    right = pull + prior @ mean
    root = np.swapaxes(np.linalg.inv(lower), 1, 2)
    means = (root @ (np.swapaxes(root, 1, 2) @ right[:, :, None]))[:, :, 0]
    quadratic = np.sum(means * right, axis=1) - np.einsum("i,gij,j->g", mean, prior, mean)
    halves = np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=1)
    evidence = 0.5 * (quadratic + np.linalg.slogdet(prior)[1]) - halves
    posterior = grid[1] * np.exp(evidence - evidence.max())
    posterior /= posterior.sum()
    large = np.flatnonzero(posterior > 1e-3)
    return Law(
        [means[n] for n in large],
        [root[n] for n in large],
        posterior[large] / posterior[large].sum(),
        grid[0][large],
        np.exp(columns @ np.average(means, axis=0, weights=posterior)),
        variance,
        months,
    )


def day_variance(count: Floats, mu: Floats, kept: Floats, used: int = 0) -> float:
    """Variance of the day factor, by moments; not below 0.

    It survives thinning, which the ratio of variance to mean does not.
    """
    weight = kept * (mu / (1.0 + 0.1 * mu)) ** 2
    scale = kept.sum() / max(kept.sum() - used, 1.0)
    above = ((count - mu) ** 2 * scale - mu) / np.maximum(mu, 1e-9) ** 2
    return float(max(np.sum(weight * above) / max(weight.sum(), 1e-12), 0.0))
