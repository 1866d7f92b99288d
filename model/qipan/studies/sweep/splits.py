"""Which factors divide the worlds in which a conclusion holds from those in which it does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import mannwhitneyu

from .factors import Factor
from .robustness import Share

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FEWEST = 5  # worlds on each side of a split, and of each kind
MOST = 5  # splits shown
LEVEL = 0.05  # of all factors taken together


@dataclass(frozen=True)
class Split:
    """A value of a factor that divides the worlds best.

    Attributes
    ----------
    factor : str
    value : object
        Worlds lie below it, or at it and above.
    below, above : Share
        Of the worlds on each side, those in which the second scenario does better by its mean.
    p : float
        Probability of so clear a difference if the factor did not matter, for this one alone
        (Mann and Whitney 1947).
    """

    factor: str
    value: Any
    below: Share
    above: Share
    p: float


def splits(factors: Sequence[Factor], points: Floats, better: Bools) -> tuple[Split, ...]:
    """Factors that differ between the worlds of two kinds, the clearest first.

    Only those are returned that do so with all factors taken together (Bonferroni). The value is
    chosen to divide these worlds best; in new ones the two shares will lie somewhat closer.

    Parameters
    ----------
    factors : sequence of Factor
    points : array of float, shape (worlds, factors)
        Shares of the way through each range.
    better : array of bool, shape (worlds,)
    """
    count = int(better.sum())
    if min(count, len(better) - count) < FEWEST:
        return ()
    ps = np.asarray(mannwhitneyu(points[better], points[~better], axis=0).pvalue)
    order = [int(n) for n in np.argsort(ps) if ps[n] < LEVEL / len(factors)][:MOST]
    found = (_split(factors[n], points[:, n], better, float(ps[n])) for n in order)
    return tuple(each for each in found if each is not None)


def _split(factor: Factor, column: Floats, better: Bools, p: float) -> Split | None:
    order = np.argsort(column, kind="stable")
    held = np.concatenate([[0], np.cumsum(better[order])])
    n = len(column)
    sizes = np.arange(n + 1)
    below, above = sizes[FEWEST : n - FEWEST + 1], n - sizes[FEWEST : n - FEWEST + 1]
    if len(below) == 0:
        return None
    good = held[FEWEST : n - FEWEST + 1]
    rest = held[-1] - good
    # Gini's impurity of both sides, weighted by their sizes
    impurity = good * (below - good) / below + rest * (above - rest) / above
    place = FEWEST + int(np.argmin(impurity))
    share = 0.5 * (column[order[place - 1]] + column[order[place]]) if place < n else 1.0
    inside = column < share
    return Split(
        factor.name,
        factor.value(float(share)),
        Share(int(better[inside].sum()), int(inside.sum())),
        Share(int(better[~inside].sum()), int((~inside).sum())),
        p,
    )
