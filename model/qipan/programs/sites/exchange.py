"""Sites by exchange: one after another as each helps most, then one for another while it helps.

Greedy opening and the interchange of Teitz and Bart (Operations Research 16, 1968): quick,
good, and no proof. Capacities are not looked at.
"""

import numpy as np
from numpy.typing import NDArray

from .problem import Numbers, SitesProblem

Rows = NDArray[np.int64]


def greedy(given: SitesProblem, costs: Numbers, count: int) -> Rows:
    """Open sites one after another, each the one that lowers the total cost most.

    Parameters
    ----------
    given : SitesProblem
    costs : array, shape (places, sites)
        Of serving all people of a place from a site, the cheapest open one of which counts.
    count : int
        Sites open in the end, kept ones among them.
    """
    opened = np.flatnonzero(given.kept).tolist()
    nearest = costs[:, opened].min(axis=1, initial=costs.max() + 1.0)
    while len(opened) < count:
        gain = np.maximum(nearest[:, None] - costs, 0.0).sum(axis=0)
        gain[opened] = -1.0
        opened.append(int(np.argmax(gain)))
        nearest = np.minimum(nearest, costs[:, opened[-1]])
    return np.array(opened, np.int64)


def exchanged(given: SitesProblem, costs: Numbers, opened: Rows) -> Rows:
    """Exchange one site for another while that lowers the total cost; kept ones stay."""
    opened = opened.copy()
    movable = ~given.kept[opened]
    while movable.any():
        change = _changes(costs, opened)
        change[~movable] = np.inf
        change[:, opened] = np.inf
        out, new = np.unravel_index(int(np.argmin(change)), change.shape)
        if change[out, new] >= -1e-9 * max(1.0, float(costs.max())):
            break
        opened[out] = new
    return opened


def _changes(costs: Numbers, opened: Rows) -> Numbers:
    """Change of the total cost where an open site closes and another opens; shape (open, sites)."""
    ours = costs[:, opened]
    first = ours.argmin(axis=1)
    order = np.argsort(first, kind="stable")
    rows = np.arange(len(costs))
    least = ours[rows, first]
    ours[rows, first] = np.inf
    second = ours.min(axis=1)  # infinite where one site alone is open
    lower = np.minimum(costs - least[:, None], 0.0)
    gained = lower.sum(axis=0)
    # those whose site closes go to the new one or to their second
    moved = np.minimum(costs, second[:, None]) - least[:, None] - lower
    lost = np.zeros((len(opened), costs.shape[1]))
    here, begins = np.unique(first[order], return_index=True)
    lost[here] = np.add.reduceat(moved[order], begins, axis=0)
    change: Numbers = lost + gained
    return change
