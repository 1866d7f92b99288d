"""A better bound for the sum of ticket-days: communities apart, joined by prices alone.

A rule over all communities is replaced by its price. Each community then takes the whole numbers
that are best for it alone, which can be found by trying them all. For any prices that are not
negative the sum, less what the rules are worth, is no more than the objective of any plan
(Geoffrion 1974); parts of cadres, with which the linear relaxation makes do, are not allowed.
"""

from collections.abc import Mapping
from itertools import product

import numpy as np

from ..curve import Floats
from .problem import CadreProblem

# Choices of a community that are tried, at most; with more there is no such bound.
MOST_CHOICES = 20_000


def lagrangian_bound(given: CadreProblem, types: list[str], prices: Mapping[str, float]) -> float:
    """sum_c min_x (z_c(x) + prices of x) - sum of price × number, over rules of all.

    Parameters
    ----------
    given : CadreProblem
    types : list of str
        Types as they are called in the program.
    prices : dict of str to float
        Prices of the relaxation's constraints: not above 0 for rules that are upper limits.

    Returns
    -------
    float
        No plan has a lower sum; -inf if a community has too many choices.
    """
    each = np.array([max(0.0, -prices.get(f"total.{kind}", 0.0)) for kind in types])
    bound = -float(each @ given.totals)
    low, high = given.floors, _most(given)
    grids: dict[tuple[float, ...], Floats] = {}
    for row, curve in enumerate(given.curves):
        span = tuple((high[row] - low[row]).tolist())
        if min(span, default=0.0) < 0.0 or np.prod(np.add(span, 1.0)) > MOST_CHOICES:
            return -np.inf
        if span not in grids:
            grids[span] = np.array(list(product(*(range(int(n) + 1) for n in span))), float)
        choices = grids[span] + low[row]
        hours = choices @ given.hours_gained[row] + given.extra_hours[row]
        cost = curve.value_at(hours) + choices @ each
        bound += float(cost.min())
    return bound


def _most(given: CadreProblem) -> Floats:
    """Most cadres that can do any good: beyond the end of the curve there is nothing to gain."""
    ends = np.array([curve.x[-1] for curve in given.curves]) - given.extra_hours
    with np.errstate(divide="ignore", invalid="ignore"):
        useful = np.ceil(np.maximum(ends[:, None], 0.0) / given.hours_gained)
    useful = np.where(given.hours_gained > 0.0, useful, 0.0)
    needed = np.maximum(given.floors, given.present)
    limit = np.minimum(np.floor(given.caps), given.totals)
    return np.minimum(limit, np.maximum(useful, needed))
