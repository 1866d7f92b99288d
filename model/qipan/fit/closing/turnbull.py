"""Turnbull's estimate: a law of times of which only bounds are known."""

from typing import NamedTuple

import numpy as np

from ..requests import Floats

STEPS = 500
CLOSE = 1e-7  # of the log-likelihood a row, from one step to the next


class Masses(NamedTuple):
    """Where the mass of a law lies: between `left` and `right`, nobody knows where there.

    Attributes
    ----------
    left, right : array of float
        Rising; the last `right` may be infinite.
    mass : array of float
        Of sum 1.
    """

    left: Floats
    right: Floats
    mass: Floats

    def at_most(self, time: Floats) -> tuple[Floats, Floats]:
        """Least and greatest share of times up to each of these."""
        when = np.asarray(time, float)[:, None]
        least = (self.mass * (self.right <= when)).sum(axis=1)
        most = (self.mass * (self.left < when)).sum(axis=1)
        return np.asarray(least), np.asarray(most)


def turnbull(low: Floats, high: Floats, weight: Floats) -> Masses:
    """Estimate a law from intervals that hold a time each.

    Parameters
    ----------
    low, high : array of float
        A time lies above `low` and not above `high`, which is infinite of what is still open.
    weight : array of float
        How many have that interval.
    """
    left, right = _innermost(low, high)
    within = (low[:, None] <= left) & (right <= high[:, None])
    mass = np.full(len(left), 1.0 / len(left))
    before = -np.inf
    for _ in range(STEPS):
        each = within * mass
        total = each.sum(axis=1)
        likely = float(weight @ np.log(total)) / float(weight.sum())
        mass = (weight / total) @ each / weight.sum()
        if likely - before < CLOSE:
            break
        before = likely
    return Masses(left, right, mass)


def _innermost(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Intervals from a lower bound to the next upper one, with no bound between."""
    ends = np.concatenate([high, low])
    lower = np.concatenate([np.zeros(len(high), bool), np.ones(len(low), bool)])
    order = np.lexsort((lower, ends))
    ends, lower = ends[order], lower[order]
    at = np.flatnonzero(lower[:-1] & ~lower[1:])
    return ends[at], ends[at + 1]
