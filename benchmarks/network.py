"""The work that every contestant does: a static network of desks on three levels."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

LOAD = 0.8
SERVERS_BY_LEVEL = (1, 4, 2)


@dataclass(frozen=True)
class StaticNetwork:
    """Desks with Poisson arrivals and exponential service, first come first served.

    A desk that completes an issue closes it, or with probability `escalation` passes it to the
    desk above. An issue that has no desk above is closed. The run starts empty.

    Attributes
    ----------
    servers : ndarray of int64, shape (desks,)
        Issues that a desk can work on at a time.
    mean_service : ndarray of float64, shape (desks,)
        Mean service time, days.
    up : ndarray of int64, shape (desks,)
        Index of the desk above, -1 where there is none. Always greater than the desk's own index.
    arrival_rate : ndarray of float64, shape (desks,)
        Issues a day from outside; 0 where none arrive.
    level : ndarray of int64, shape (desks,)
        0 for a grid, 1 for an office, 2 for a department.
    escalation : float
        Probability that a completed issue goes up, where there is a desk above.
    days : float
        Horizon.
    """

    servers: NDArray[np.int64]
    mean_service: NDArray[np.float64]
    up: NDArray[np.int64]
    arrival_rate: NDArray[np.float64]
    level: NDArray[np.int64]
    escalation: float
    days: float

    @classmethod
    def three_level(
        cls,
        grids: int = 1000,
        offices: int = 50,
        departments: int = 20,
        days: float = 365.0,
        arrival_rate: float = 0.4,
        escalation: float = 0.2,
    ) -> StaticNetwork:
        """Build grids under offices under departments, each desk at a load of .8.

        Parameters
        ----------
        grids, offices, departments : int
            Desks on each level, `grids >= offices >= departments >= 1`.
        days : float
            Horizon.
        arrival_rate : float
            Issues a day at each grid.
        escalation : float
            Probability that a completed issue goes one level up.

        Raises
        ------
        ValueError
            If a level has more desks than the one below it, or none.
        """
        if not grids >= offices >= departments >= 1:
            raise ValueError(f"need {grids=} >= {offices=} >= {departments=} >= 1")
        counts = (grids, offices, departments)
        level = np.repeat(np.arange(3), counts)
        up = _desks_above(counts)
        outside = np.where(level == 0, arrival_rate, 0.0)
        servers = np.asarray(SERVERS_BY_LEVEL, dtype=np.int64)[level]
        # A department has as many servers as offices below it, so that all departments work alike.
        servers[level == 2] = np.bincount(up[level == 1] - grids - offices, minlength=departments)
        mean_service = LOAD * servers / total_arrival_rate(outside, up, escalation)
        return cls(servers, mean_service, up, outside, level, escalation, float(days))

    @property
    def desks(self) -> int:
        """Number of desks."""
        return len(self.up)

    @property
    def expected_issues(self) -> float:
        """Expected number of issues opened within the horizon."""
        return float(self.arrival_rate.sum() * self.days)

    @property
    def total_arrival_rate(self) -> NDArray[np.float64]:
        """Issues a day that reach each desk in the long run, from outside and from below."""
        return total_arrival_rate(self.arrival_rate, self.up, self.escalation)


def total_arrival_rate(
    outside: NDArray[np.float64], up: NDArray[np.int64], escalation: float
) -> NDArray[np.float64]:
    """Solve the traffic equations of a network in which issues only go up.

    Parameters
    ----------
    outside : ndarray of float64, shape (desks,)
        Issues a day from outside.
    up : ndarray of int64, shape (desks,)
        Desk above, of a higher index, or -1.
    escalation : float
        Share that goes up.
    """
    rate = outside.copy()
    for desk, above in enumerate(up):
        if above >= 0:
            rate[above] += escalation * rate[desk]
    return rate


def _desks_above(counts: tuple[int, ...]) -> NDArray[np.int64]:
    """Spread the desks of each level evenly, in order, over those of the next."""
    above = []
    first = 0
    for below, here in pairwise(counts):
        first += below
        above.append(first + np.arange(below) * here // below)
    above.append(np.full(counts[-1], -1))
    return np.concatenate(above).astype(np.int64)
