"""A better bound for the sum of ticket-days: communities apart, joined by prices alone.

The total is replaced by its price. Each community then takes the whole number that is best for it
alone, which can be found by trying them all. For any price that is not
negative the sum, less what the total is worth, is no more than the objective of any plan
(Geoffrion 1974); parts of cadres, with which the linear relaxation makes do, are not allowed.
"""

from collections.abc import Mapping

import numpy as np

from ..curve import Floats
from .problem import CadreProblem

# Choices of a community that are tried, at most; with more there is no such bound.
MOST_CHOICES = 20_000


def lagrangian_bound(given: CadreProblem, prices: Mapping[str, float]) -> float:
    """sum_c min_x (z_c(x) + price x) - price × total.

    Parameters
    ----------
    given : CadreProblem
    prices : dict of str to float
        Prices of the relaxation's constraints: not above 0 for rules that are upper limits.

    Returns
    -------
    float
        No plan has a lower sum; -inf if a community has too many choices.
    """
    each = max(0.0, -prices.get("total", 0.0))
    bound = -each * given.total
    low, high = given.floors, _most(given)
    for row, curve in enumerate(given.curves):
        if not 0.0 <= high[row] - low[row] < MOST_CHOICES:
            return -np.inf
        choices = low[row] + np.arange(int(high[row] - low[row]) + 1)
        hours = choices * given.hours_gained[row] + given.extra_hours[row]
        bound += float((curve.value_at(hours) + choices * each).min())
    return bound


def _most(given: CadreProblem) -> Floats:
    """Most cadres that can do any good: beyond the end of the curve there is nothing to gain."""
    ends = np.array([curve.x[-1] for curve in given.curves]) - given.extra_hours
    with np.errstate(divide="ignore", invalid="ignore"):
        useful = np.ceil(np.maximum(ends, 0.0) / given.hours_gained)
    useful = np.where(given.hours_gained > 0.0, useful, 0.0)
    needed = np.maximum(given.floors, given.present)
    limit = np.minimum(np.floor(given.caps), given.total)
    return np.minimum(limit, np.maximum(useful, needed))
