"""How likely it is that one policy is better than another."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, stdtr

from ...outcomes.catalogue import Better
from ...statistics.skewness import statistic


class Share(NamedTuple):
    """A share of replications, with its exact interval; NaN where it does not exist."""

    share: float
    low: float
    high: float
    n: int


_NONE = Share(math.nan, math.nan, math.nan, 0)


def share_better(
    differences: NDArray[np.float64], better: Better, confidence: float = 0.95
) -> Share:
    """In what share of paired replications a policy is better than its reference.

    It is an estimate of the probability that a single year goes better under the policy, ties
    counted as not better. The interval is that of Clopper and Pearson (1934), which never covers
    less often than it says. NaN if no way is better, or the metric is missing somewhere.
    """
    n = len(differences)
    if better is None or n == 0 or np.isnan(differences).any():
        return _NONE
    wins = int((differences < 0.0).sum() if better == "lower" else (differences > 0.0).sum())
    tail = 0.5 * (1.0 - confidence)
    low = 0.0 if wins == 0 else float(betaincinv(wins, n - wins + 1, tail))
    high = 1.0 if wins == n else float(betaincinv(wins + 1, n - wins, 1.0 - tail))
    return Share(wins / n, low, high, n)


def probability_mean_better(differences: NDArray[np.float64], better: Better) -> float:
    """Probability that the expected difference is on the better side, given the replications.

    The posterior of a mean under Jeffreys' prior for a normal law, Student's t with n - 1 degrees
    of freedom around the observed mean; of lopsided differences with the statistic of their
    interval (see `skewness`). It is not the probability that a single year goes better: that is
    `share_better`. NaN if no way is better, the metric is missing somewhere, there is one
    replication, or all differences are the same.
    """
    if better is None or np.isnan(differences).any():
        return math.nan
    t = statistic(differences)
    return float(stdtr(len(differences) - 1, -t if better == "lower" else t))
