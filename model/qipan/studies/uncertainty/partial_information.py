"""Which family a survey should measure: expected value of partial perfect information.

Strong, Oakley and Brennan (2014, Medical Decision Making 34): the incremental net benefit of each
policy in each world is regressed on where one family lies there; what is fitted is what one would
expect of each policy if that family were known. To choose with that knowledge, against choosing
once and for all, is worth

    E[max over policies of the fit] - max over policies of E[benefit].

The regression is a natural cubic spline on the normal scores of the family's factor; how bent it
is, from a constant on, is chosen by generalised cross-validation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]

MOST_BENT = 4  # degrees of freedom of a fit, the constant left out
RESAMPLES = 200
FEWEST_WORLDS = 20  # of fewer, fits of this kind follow chance
ROUNDING = 1e-12  # of the largest benefit: a gain below it is none
EDGE = 1e-6  # of quantiles, so that normal scores are finite


@dataclass(frozen=True)
class PartialInformation:
    """What it is worth to know one family.

    Attributes
    ----------
    family : str
    value, error : float
        Expected gain by choosing with that knowledge, in the metric's unit, and its bootstrap
        standard error.
    explained : float
        Share of the variance of the policies' differences that goes with the family, by the fit.
    above_chance : bool
        Whether the value lies above all but a twentieth of those of families that do nothing.
    """

    family: str
    value: float
    error: float
    explained: float
    above_chance: bool


@dataclass(frozen=True)
class Information:
    """What knowledge is worth, family by family, most first.

    Attributes
    ----------
    families : tuple of PartialInformation
    everything : float
        Worth of knowing all numbers.
    by_chance : float
        Value below which 19 in 20 families that do nothing lie.
    worlds : int
    """

    families: tuple[PartialInformation, ...]
    everything: float
    by_chance: float
    worlds: int


def information(
    benefits: Floats, places: Floats, families: Sequence[str], seed: int = 1
) -> Information:
    """Say what it is worth to know each family.

    Parameters
    ----------
    benefits : array of float, shape (worlds, policies)
        Incremental net benefit of each policy against the reference, more is better; the reference
        itself, of 0, is added.
    places : array of float, shape (worlds, families)
        Quantiles, from 0 to 1.
    families : sequence of str
    seed : int
        Of the bootstrap, and of what chance does.

    Raises
    ------
    ValueError
        If there are fewer worlds than `FEWEST_WORLDS`.
    """
    n = len(benefits)
    if n < FEWEST_WORLDS:
        raise ValueError(f"{n} worlds are too few: {FEWEST_WORLDS} at least")
    rng = np.random.default_rng(seed)
    bases = [_basis(column) for column in ndtri(np.clip(places, EDGE, 1.0 - EDGE)).T]
    idle = [_value(bases[k % len(bases)], benefits[rng.permutation(n)]) for k in range(RESAMPLES)]
    by_chance = float(np.quantile(idle, 0.95))
    found = []
    for name, basis in zip(families, bases, strict=True):
        value = _value(basis, benefits)
        again = [rng.integers(0, n, n) for _ in range(RESAMPLES)]
        drawn = [_value(basis[rows], benefits[rows]) for rows in again]
        found.append(
            PartialInformation(
                name,
                value,
                float(np.std(drawn, ddof=1)),
                _explained(basis, benefits),
                value > by_chance,
            )
        )
    ranked = sorted(found, key=lambda each: (-each.value, -each.explained))
    return Information(tuple(ranked), _worth(benefits), by_chance, n)


def _worth(expected: Floats) -> float:
    """Gain by choosing in each world what is expected to be best there; the reference has 0."""
    with_reference = np.column_stack([np.zeros(len(expected)), expected])
    gain = float(with_reference.max(axis=1).mean() - with_reference.mean(axis=0).max())
    # Where one policy is the best everywhere, two means of the same numbers are left: no gain, and
    # no order of families by what rounding makes of it.
    return gain if gain > ROUNDING * float(np.abs(with_reference).max()) else 0.0


def _value(basis: Floats, benefits: Floats) -> float:
    return _worth(_fitted(basis, benefits))


def _explained(basis: Floats, benefits: Floats) -> float:
    total = benefits.var(axis=0).sum()
    return float(_fitted(basis, benefits).var(axis=0).sum() / total) if total > 0.0 else 0.0


def _fitted(basis: Floats, benefits: Floats) -> Floats:
    """Fit each policy's benefit, as bent as cross-validation has it."""
    n = len(basis)
    orthogonal, _ = np.linalg.qr(basis)
    parts = orthogonal.T @ benefits  # by degree of freedom and policy; the first is the constant
    left = (benefits**2).sum(axis=0) - np.cumsum(parts**2, axis=0)
    degrees = np.arange(1, len(parts) + 1)[:, None]
    scores = np.maximum(left, 0.0) / (n - degrees) ** 2
    best = scores.argmin(axis=0)
    kept = np.where(np.arange(len(parts))[:, None] <= best, parts, 0.0)
    fitted: Floats = orthogonal @ kept
    return fitted


def _basis(scores: Floats) -> Floats:
    """Natural cubic spline: a constant, a line, and bends between knots at even quantiles."""
    knots = np.quantile(scores, np.linspace(0.05, 0.95, MOST_BENT + 1))

    def bend(knot: float) -> Floats:
        last = knots[-1]
        cubes = np.maximum(scores - knot, 0.0) ** 3 - np.maximum(scores - last, 0.0) ** 3
        bent: Floats = cubes / (last - knot)
        return bent

    ends = bend(float(knots[-2]))
    bends = [bend(float(knot)) - ends for knot in knots[:-2]]
    return np.column_stack([np.ones_like(scores), scores, *bends])
