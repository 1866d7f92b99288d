"""The p-median with capacities where its whole-number program is too large: near, with a bound.

That everybody is served is relaxed, at a price u_i for each place (Lagrange). What is left falls
apart by site: which people a site would take up to its capacity, the dearest by a person first, and
the p sites where that earns most. Every price gives a bound, the best that of the linear program;
subgradients find it (Mulvey and Beck, European Journal of Operational Research 18, 1984). The sites
of each step are a choice; the cheapest of them, after exchanges, is what is opened.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from .exchange import Rows, exchanged, greedy
from .problem import Flags, Numbers, SitesProblem

STEPS = 1500
PATIENCE = 25  # steps without a better bound, after which they are halved
SHORTEST = 0.002  # step at which prices are as good as they get
ROUGH = 1.02  # a choice is worked out where its rough cost is within so much of the best
NEAR = 1e-7
TINY = 1e-9


@dataclass(frozen=True)
class Bounded:
    """A choice of sites with capacities.

    Attributes
    ----------
    opened : array of int
    served : array, shape (places, sites)
    cost, bound : float
        In people times metres; no choice costs less than the bound.
    """

    opened: Rows
    served: Numbers
    cost: float
    bound: float


def capacitated(given: SitesProblem, time_limit: float) -> Bounded | None:
    """Choose sites with capacities; None if no choice that keeps them was found.

    Parameters
    ----------
    given : SitesProblem
        Of least distance, with a number of centres.
    time_limit : float
        Seconds; half of them for prices, the others for exchanges.
    """
    assert given.centres is not None
    begun = time.monotonic()
    costs = np.where(given.reaches, given.people[:, None] * given.metres, np.inf)
    best = _Best(given, costs)
    finite = np.where(np.isfinite(costs), costs, 10.0 * costs[np.isfinite(costs)].max())
    start = exchanged(given, finite, greedy(given, finite, given.centres))
    best.try_out(start)
    prices = np.sort(costs[:, start], axis=1)[:, : min(2, len(start))].max(axis=1)
    prices = np.where(np.isfinite(prices), prices, finite.max(axis=1))
    bound, scale, still = -np.inf, 1.0, 0
    for _ in range(STEPS):
        if time.monotonic() - begun > time_limit / 2 or scale < SHORTEST:
            break
        value, opened, taken = _relaxed(given, costs, prices)
        still = 0 if value > bound + TINY * abs(value) else still + 1
        bound = max(bound, value)
        if best.cost <= bound * (1.0 + NEAR):
            break
        best.try_out(opened)
        if still >= PATIENCE:
            scale, still = scale / 2.0, 0
        missing = 1.0 - taken
        upper = best.cost if np.isfinite(best.cost) else 1.2 * abs(value)
        length = float((missing**2).sum())
        if length < TINY:
            break
        prices = prices + scale * max(upper - value, TINY * upper) / length * missing
    best.exchange(begun + time_limit, bound)
    if not np.isfinite(best.cost):
        return None
    return Bounded(best.opened, best.served(), best.cost, min(bound, best.cost))


def _relaxed(given: SitesProblem, costs: Numbers, prices: Numbers) -> tuple[float, Rows, Numbers]:
    """Bound of some prices, sites they open, and the share of each place these would take."""
    people = given.people
    gains = np.maximum(prices[:, None] - costs, 0.0)
    order = np.argsort(-gains / np.maximum(people, TINY)[:, None], axis=0)
    taken = np.take_along_axis(np.broadcast_to(people[:, None], gains.shape), order, axis=0)
    before = np.cumsum(taken, axis=0) - taken
    room = np.maximum(given.capacity[None, :] - before, 0.0)
    share = np.minimum(room / np.maximum(taken, TINY), 1.0)
    share *= np.take_along_axis(gains, order, axis=0) > 0.0
    earned = (share * np.take_along_axis(gains, order, axis=0)).sum(axis=0)
    assert given.centres is not None
    rank = np.argsort(np.where(given.kept, -np.inf, -earned), kind="stable")
    opened = np.sort(rank[: given.centres])
    of_places = np.zeros_like(share)
    np.put_along_axis(of_places, order, share, axis=0)
    value = float(prices.sum() - earned[opened].sum())
    return value, opened, of_places[:, opened].sum(axis=1)


class _Best:
    """The cheapest choice so far."""

    def __init__(self, given: SitesProblem, costs: Numbers) -> None:
        self.given, self.costs = given, costs
        self.opened: Rows = np.zeros(0, np.int64)
        self.cost, self.rough = np.inf, np.inf
        self._shares: Numbers = np.zeros((0, 0))
        self._known: set[bytes] = set()

    def try_out(self, opened: Rows) -> None:
        """Work out what a choice costs, if it may be the cheapest."""
        if opened.tobytes() in self._known:
            return
        self._known.add(opened.tobytes())
        rough = roughly(self.given, self.costs, opened)
        if rough > ROUGH * self.rough and np.isfinite(self.cost):
            return
        self.rough = min(self.rough, rough)
        found = transported(self.given, self.costs, opened)
        if found is not None and found[0] < self.cost:
            self.cost, self._shares = found
            self.opened = opened

    def exchange(self, until: float, bound: float) -> None:
        """Open a site for one nearby, the most promising first, while that is cheaper."""
        improved = np.isfinite(self.cost)
        while improved and self.cost > bound * (1.0 + NEAR) and time.monotonic() < until:
            improved, before = False, self.cost
            for opened in self._beside():
                if time.monotonic() >= until:
                    return
                self.try_out(opened)
                if self.cost < before:
                    improved = True
                    break

    def _beside(self) -> list[Rows]:
        """Choices with one site for another, in the order of their rough costs."""
        given, now = self.given, self.opened
        shut = np.setdiff1d(np.arange(len(given.sites)), now)
        # Sites are alike where people are as far from both.
        movable = [site for site in now.tolist() if not given.kept[site]]
        tried = []
        for site in movable:
            near = np.abs(given.metres[:, shut] - given.metres[:, [site]]).mean(axis=0)
            for other in shut[np.argsort(near, kind="stable")[:4]].tolist():
                tried.append(np.sort(np.append(now[now != site], other)))
        return sorted(tried, key=lambda opened: roughly(given, self.costs, opened))[:60]

    def served(self) -> Numbers:
        """Share of each place that each site serves."""
        served = np.zeros(self.costs.shape)
        served[:, self.opened] = self._shares
        return served


def roughly(given: SitesProblem, costs: Numbers, opened: Rows) -> float:
    """Cost where places choose in turn, who would lose most by its second site first."""
    ours, left = costs[:, opened], given.capacity[opened].astype(float).copy()
    order = np.argsort(ours, axis=1, kind="stable")
    first = np.take_along_axis(ours, order[:, :1], axis=1)[:, 0]
    second = np.take_along_axis(ours, order[:, 1:2], axis=1)[:, 0] if len(opened) > 1 else first
    total = 0.0
    for place in np.argsort(first - second, kind="stable").tolist():
        people = float(given.people[place])
        for site in order[place].tolist():
            if people <= TINY or not np.isfinite(ours[place, site]):
                break
            goes = min(people, left[site])
            total += ours[place, site] * goes / max(float(given.people[place]), TINY)
            left[site] -= goes
            people -= goes
        if people > TINY:
            return np.inf
    return total


def transported(given: SitesProblem, costs: Numbers, opened: Rows) -> tuple[float, Numbers] | None:
    """Least cost with these sites open, and who goes where; None if they cannot serve everybody."""
    ours = costs[:, opened]
    usable: Flags = np.isfinite(ours)
    place, site = np.nonzero(usable)
    count, ways = len(given.people), len(place)
    at = np.arange(ways)
    # Any: the stubs of linprog know no sparse matrices, which it takes.
    everybody: Any = csr_matrix((np.ones(ways), (place, at)), shape=(count, ways))
    rooms: Any = csr_matrix((given.people[place], (site, at)), shape=(len(opened), ways))
    capacity: NDArray[np.float64] = np.minimum(given.capacity[opened], given.people.sum())
    found = linprog(
        ours[place, site], A_ub=rooms, b_ub=capacity, A_eq=everybody, b_eq=np.ones(count)
    )
    if not found.success:
        return None
    shares = np.zeros(ours.shape)
    shares[place, site] = found.x
    return float((ours[usable] * shares[usable]).sum()), shares
