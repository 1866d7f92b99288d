"""A level seen in some quarters with error: how it wandered, and how far it may go on.

level = constant + random walk by quarter + noise of a quarter. The sizes of walk and noise are
integrated over a grid under a prior: a maximum of the likelihood puts the walk at zero in eight
quarters, and intervals come out far too narrow.
"""

from dataclasses import dataclass

import numpy as np

from ..requests import Floats

# A walk with quarterly steps of variance s^2 changes a year's mean by (2 * 4^2 + 1) / 12 s^2.
YEARLY_PER_QUARTERLY_VARIANCE = 33.0 / 12.0
FLAT = 25.0  # variance of the constant
ROUNDING = 1e-8


@dataclass(frozen=True)
class Wander:
    """Prior of a wandering level: medians of yearly and quarterly sizes, and their log spread."""

    yearly: float
    quarterly: float
    spread: float = 0.6

    def grid(self) -> tuple[Floats, Floats]:
        """Pairs of sizes, and the prior weight of each."""
        z = np.linspace(-2.0, 2.5, 10)
        first, second = (each.ravel() for each in np.meshgrid(z, z, indexing="ij"))
        sizes = np.column_stack(
            [
                self.yearly * np.exp(self.spread * first),
                self.quarterly * np.exp(self.spread * second),
            ]
        )
        weight = np.exp(-0.5 * (first**2 + second**2))
        return sizes, weight / weight.sum()


@dataclass(frozen=True)
class Level:
    """What noisy quarters say of a level.

    Attributes
    ----------
    mean, variance : list of arrays
        Of the levels of the quarters seen, at each kept point of the grid; the second is a matrix.
    weight, sizes : array
    """

    mean: list[Floats]
    variance: list[Floats]
    weight: Floats
    sizes: Floats
    centre: float

    @property
    def seen(self) -> Floats:
        """Mean level of each quarter seen."""
        return np.asarray(np.average(np.array(self.mean), axis=0, weights=self.weight))

    def draw(self, ahead: Floats, rng: np.random.Generator) -> Floats:
        """Draw the levels of quarters to come.

        Parameters
        ----------
        ahead : array, shape (draws, quarters)
            Standard normal noise of those quarters, which may be shared with other kinds.
        """
        draws, quarters = ahead.shape
        point = rng.choice(len(self.weight), size=draws, p=self.weight)
        level = np.empty((draws, quarters))
        number = len(self.mean[0])
        for at in np.unique(point):
            rows = np.flatnonzero(point == at)
            root = np.linalg.cholesky(self.variance[at] + ROUNDING * np.eye(number))
            past = self.mean[at] + rng.standard_normal((len(rows), number)) @ root.T
            joint = covariance(number + quarters, self.sizes[at])
            gain = np.linalg.solve(joint[:number, :number], joint[:number, number:]).T
            rest = joint[number:, number:] - gain @ joint[:number, number:]
            ahead_root = np.linalg.cholesky(rest + ROUNDING * np.eye(quarters))
            level[rows] = self.centre + (past - self.centre) @ gain.T + ahead[rows] @ ahead_root.T
        return level


def covariance(quarters: int, sizes: Floats) -> Floats:
    """Covariance of levels of quarters in a row: constant, walk and noise."""
    step = sizes[0] ** 2 / YEARLY_PER_QUARTERLY_VARIANCE
    place = np.arange(quarters)
    walk = step * np.minimum(place[:, None], place[None, :])
    return np.asarray(FLAT + walk + (sizes[1] ** 2 + ROUNDING) * np.eye(quarters))


def fit_level(seen: Floats, error: Floats, prior: Wander, about: float = 0.0) -> Level:
    """Fit a wandering level.

    Parameters
    ----------
    seen : array of float, shape (quarters,)
        NaN where a quarter tells nothing.
    error : array of float
        Standard error of each.
    prior : Wander
    about : float
        Where the level is thought to lie if nothing is seen.
    """
    known = np.flatnonzero(~np.isnan(seen))
    centre = float(np.average(seen[known], weights=error[known] ** -2.0)) if len(known) else about
    sizes, weight = prior.grid()
    means, variances, evidence = [], [], []
    for pair in sizes:
        whole = covariance(len(seen), pair)
        if not len(known):
            means.append(np.full(len(seen), centre))
            variances.append(whole - FLAT + 0.25)
            evidence.append(0.0)
            continue
        inner = whole[np.ix_(known, known)] + np.diag(error[known] ** 2)
        gain = np.linalg.solve(inner, whole[known]).T
        left = seen[known] - centre
        means.append(centre + gain @ left)
        variances.append(whole - gain @ whole[known])
        evidence.append(-0.5 * (left @ np.linalg.solve(inner, left) + np.linalg.slogdet(inner)[1]))
    posterior = weight * np.exp(np.array(evidence) - np.max(evidence))
    posterior /= posterior.sum()
    large = np.flatnonzero(posterior > 1e-3)
    return Level(
        [means[n] for n in large],
        [variances[n] for n in large],
        posterior[large] / posterior[large].sum(),
        sizes[large],
        centre,
    )
