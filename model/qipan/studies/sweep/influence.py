"""Which factors move a response, by points tried all over their ranges."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit
from scipy.stats import rankdata

from .designs import CHANCE, LEAST_FOR_INDICES, Design, length_of_part
from .factors import Factor

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

RESAMPLES = 1000
ERROR = 0.05  # probability that an interval, or one of all taken together, misses
FEWEST = 8  # points, or parts of a design, below which nothing is said


@dataclass(frozen=True)
class RankCorrelation:
    """Spearman's correlation of a factor with the response.

    Attributes
    ----------
    factor : str
    rho, low, high : float
        With its 95 % interval, see `correlation_interval`.
    together_low, together_high : float
        Interval that is wide enough for those of all factors to hold at once (Bonferroni).
    """

    factor: str
    rho: float
    low: float
    high: float
    together_low: float
    together_high: float

    @property
    def distinguishable(self) -> bool:
        """Whether it differs from 0, all factors taken together."""
        return self.together_low > 0.0 or self.together_high < 0.0


@dataclass(frozen=True)
class ElementaryEffect:
    """Morris's measures of a factor, or of a list of numbers, per whole range of it.

    Attributes
    ----------
    factor : str
    mean : float
        Mean effect (mu); NaN for a list.
    size, low, high : float
        Mean size of the effects (mu*, Campolongo and others 2007), with a bootstrap interval.
    spread : float
        Standard deviation of the effects (sigma): of what does not act in a straight line, or not
        by itself; NaN for a list.
    above_noise : bool
        Whether the interval lies wholly above that of chance.
    """

    factor: str
    mean: float
    size: float
    low: float
    high: float
    spread: float
    above_noise: bool


@dataclass(frozen=True)
class SobolIndex:
    """Shares of the response's variance that a factor, or a list of numbers, accounts for.

    Attributes
    ----------
    factor : str
    first, first_low, first_high : float
        By itself (S1), with a bootstrap interval.
    total, total_low, total_high : float
        With all in which it has a part (ST).
    distinguishable : bool
        Whether S1 differs from 0, or ST from that of chance.
    """

    factor: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float
    distinguishable: bool


def rank_correlations(
    factors: Sequence[Factor], design: Design, response: Floats, usable: Bools
) -> tuple[RankCorrelation, ...]:
    """Correlate every factor with a response by ranks, the strongest first; chance is among them.

    Parameters
    ----------
    factors : sequence of Factor
    design : Design
    response : array of float, shape (points,)
        NaN where it does not exist.
    usable : array of bool, shape (points,)
    """
    kept = usable & ~np.isnan(response)
    n = int(kept.sum())
    if n < FEWEST:
        return ()
    ranks = rankdata(response[kept])
    columns = rankdata(design.points[kept], axis=0)
    centred = columns - columns.mean(axis=0)
    scale = np.sqrt((centred**2).sum(axis=0) * ((ranks - ranks.mean()) ** 2).sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        rho = np.nan_to_num(centred.T @ (ranks - ranks.mean()) / scale)
    names = [*(factor.name for factor in factors), CHANCE]
    errors = ERROR, ERROR / len(names)
    ends = [end.tolist() for error in errors for end in correlation_interval(rho, n, error)]
    found = [RankCorrelation(*row) for row in zip(names, rho.tolist(), *ends, strict=True)]
    return tuple(sorted(found, key=lambda each: -abs(each.rho)))


def correlation_interval(rho: Floats, points: int, error: float) -> tuple[Floats, Floats]:
    """Interval of Spearman's correlation on Fisher's scale, wider for a strong one.

    Its half-width at 0 is where Student's t = r sqrt((n - 2) / (1 - r^2)) has the two-sided
    probability `error`; from there it grows with sqrt(1 + r^2 / 2) (Bonett and Wright 2000). The
    law of t alone is too light far out in few points: a fifth, not a twentieth, of sweeps of 8
    points over 557 idle factors would find one. With the growth it is less than a twentieth.

    Parameters
    ----------
    rho : array of float
    points : int
        3 at least.
    error : float
        Probability that an interval misses its correlation.

    Returns
    -------
    low, high : array of float
        Of rho's shape.
    """
    t = float(stdtrit(points - 2, 1.0 - error / 2.0))
    at_0 = np.arctanh(t / np.sqrt(points - 2 + t**2))
    middle = np.arctanh(np.clip(rho, -1 + 1e-12, 1 - 1e-12))
    half = at_0 * np.sqrt(1.0 + rho**2 / 2.0)
    return np.tanh(middle - half), np.tanh(middle + half)


def elementary_effects(
    design: Design, response: Floats, usable: Bools, seed: int
) -> tuple[ElementaryEffect, ...]:
    """Morris's measures, the largest first; trajectories with a gap are left out.

    Parameters
    ----------
    design : Design
        A `morris` one.
    response : array of float, shape (points,)
    usable : array of bool, shape (points,)
    seed : int
        Of the bootstrap.
    """
    from SALib.analyze.morris import analyze

    from .designs import MORRIS_LEVELS

    points, values, parts = _whole_parts(design, response, usable)
    if parts < 2:
        return ()
    found = analyze(
        design.problem,
        points,
        values,
        num_levels=MORRIS_LEVELS,
        num_resamples=RESAMPLES,
        seed=seed,
    )
    rows = zip(
        *(
            np.ma.filled(np.ma.asarray(found[k], float), np.nan).tolist()
            for k in ("mu", "mu_star", "mu_star_conf", "sigma")
        ),
        strict=True,
    )
    named = dict(zip(map(str, found["names"]), rows, strict=True))
    floor = named[CHANCE][1] + named[CHANCE][2]
    effects = [
        ElementaryEffect(
            factor=name,
            mean=mean,
            size=size,
            low=max(0.0, size - half),
            high=size + half,
            spread=spread,
            above_noise=size - half > floor,
        )
        for name, (mean, size, half, spread) in named.items()
    ]
    return tuple(sorted(effects, key=lambda each: -each.size))


def sobol_indices(
    design: Design, response: Floats, usable: Bools, seed: int
) -> tuple[SobolIndex, ...]:
    """Sobol' indices, the largest total first; sets of mixtures with a gap are left out.

    Parameters
    ----------
    design : Design
        A `saltelli` one.
    response : array of float, shape (points,)
    usable : array of bool, shape (points,)
    seed : int
        Of the bootstrap.
    """
    from SALib.analyze.sobol import analyze

    _, values, parts = _whole_parts(design, response, usable)
    if parts < LEAST_FOR_INDICES // 2 or np.ptp(values) == 0.0:
        return ()
    found = analyze(
        design.problem,
        values,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        seed=seed,
    )
    assert design.problem is not None
    names = list(dict.fromkeys(design.problem["groups"]))
    columns = (np.asarray(found[k], float).tolist() for k in ("S1", "S1_conf", "ST", "ST_conf"))
    rows = dict(zip(names, zip(*columns, strict=True), strict=True))
    floor = rows[CHANCE][2] + rows[CHANCE][3]
    indices = [
        SobolIndex(
            factor=name,
            first=first,
            first_low=first - first_half,
            first_high=first + first_half,
            total=total,
            total_low=total - total_half,
            total_high=total + total_half,
            distinguishable=first > first_half or total - total_half > floor,
        )
        for name, (first, first_half, total, total_half) in rows.items()
    ]
    return tuple(sorted(indices, key=lambda each: -each.total))


def _whole_parts(design: Design, response: Floats, usable: Bools) -> tuple[Floats, Floats, int]:
    """Points and responses of the parts of a design of which nothing is missing."""
    length = length_of_part(design)
    whole = (usable & ~np.isnan(response)).reshape(-1, length).all(axis=1)
    kept = np.repeat(whole, length)
    return design.points[kept], response[kept], int(whole.sum())
