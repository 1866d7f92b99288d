"""Of plans of funds that are as good, the one that takes least from anybody."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .funds import FundsPlan
from .funds_case import FundsCase, Numbers

BISECTIONS = 5
EQUAL = 1e-6  # objectives that differ by less, relative, are the same


def least_change(
    case: FundsCase,
    usual: Numbers,
    divide: Callable[[FundsCase], FundsPlan],
    indifference: float = 0.0,
) -> FundsPlan:
    """Find a plan nearly as good as the best whose floors are as near as can be to what is usual.

    A linear program goes to a corner: where a yuan is worth the same everywhere it gives all to
    some. Here every floor is raised towards the usual amount, all by the same share, as far as the
    plan stays as good (by bisection).

    Parameters
    ----------
    case : FundsCase
        Of one year.
    usual : array, shape (communities, earmarks)
        Yuan of the city that communities usually have; no more in all than there is.
    divide : callable
        Makes the best plan of a case.
    indifference : float
        Plans whose objective is worse by this share are as good.
    """
    totals = np.array([earmark.yuan[0] for earmark in case.earmarks])
    lift = np.maximum(0.0, usual - case.floors)
    room = np.maximum(0.0, totals - case.floors.sum(axis=0))
    lift *= np.minimum(1.0, room / np.maximum(lift.sum(axis=0), EQUAL))

    def lifted(share: float) -> FundsPlan:
        return divide(replace(case, floors=case.floors + share * lift))

    best = divide(case)
    enough = best.objective + max(indifference, EQUAL) * abs(best.objective)
    # A hair below all: floors that add up to the money must fit in it.
    found = lifted(1.0 - EQUAL)
    if found.objective <= enough:
        return found
    low, high, found = 0.0, 1.0, best
    for _ in range(BISECTIONS):
        share = 0.5 * (low + high)
        plan = lifted(share)
        if plan.objective <= enough:
            found, low = plan, share
        else:
            high = share
    return found
