"""The p-median without capacities, for many hundred places, to its proven optimum.

With d the cost of place i at its sites in rising order, its cost under sites y is at least
d_k - sum_j (d_k - d_ij)+ y_j for every k: the cuts of Benders' decomposition, whose k is known in
closed form (Duran-Mateluna, Ales and Elloumi, European Journal of Operational Research 311, 2023).
There are as many variables as places and sites, not their product. An exchange heuristic gives a
first answer; sites that the linear bound proves out of the question are dropped.
"""

import math
import time
from dataclasses import dataclass, replace

import numpy as np
import pulp

from ..linear import constraint, total
from ..solver import Solution, Status, solve
from .exchange import Rows, exchanged, greedy
from .problem import Numbers, SitesProblem

NEAR = 1e-7  # a relative gap that counts as none
LARGEST = 1e4  # what the largest cost is scaled to: solvers' tolerances are absolute
BROKEN = 1e-6  # by which a cut must be broken, in scaled costs
MOST_ROUNDS = 400
STALLED = 3  # rounds without a better bound, after which whole numbers say more


@dataclass(frozen=True)
class Median:
    """Sites of a p-median.

    Attributes
    ----------
    opened : array of int
        Rows of the open sites.
    status : str
        `optimal`, or `stopped` without proof.
    bound : float
        No choice has a lower cost.
    linear_bound : float
        The same by the linear program alone.
    """

    opened: Rows
    status: Status
    bound: float
    linear_bound: float


class _Cuts:
    """A program of sites and of each place's cost, to which cuts are added."""

    def __init__(self, given: SitesProblem, costs: Numbers, count: int) -> None:
        self.costs, self.order = costs, np.argsort(costs, axis=1, kind="stable")
        self.sorted = np.take_along_axis(costs, self.order, axis=1)
        self.problem = pulp.LpProblem("median", pulp.LpMinimize)
        add = self.problem.add_variable
        self.opened = [
            add(f"y{j}", float(kept), 1.0, pulp.LpContinuous) for j, kept in enumerate(given.kept)
        ]
        self.cost = [add(f"t{i}", float(row[0])) for i, row in enumerate(self.sorted)]
        self.problem.setObjective(total((var, 1.0) for var in self.cost))
        self.problem.addConstraint(
            constraint([(var, 1.0) for var in self.opened], "==", float(count), "centres")
        )
        self.count = 0

    def add(self, opened: Numbers, cost: Numbers) -> int:
        """Add the cuts that sites, in parts perhaps, and costs break; how many they are."""
        share = np.cumsum(np.take_along_axis(opened[None, :], self.order, axis=1), axis=1)
        at = np.minimum((share < 1.0 - 1e-9).sum(axis=1), share.shape[1] - 1)
        rows = np.arange(len(at))
        edge = self.sorted[rows, at]
        factor = np.maximum(edge[:, None] - self.costs, 0.0)
        due = edge - factor @ opened
        broken = np.flatnonzero(due > cost + BROKEN)
        for i in broken.tolist():
            terms = [(self.opened[j], float(factor[i, j])) for j in np.flatnonzero(factor[i])]
            row = constraint([(self.cost[i], 1.0), *terms], ">=", float(edge[i]), f"c{self.count}")
            self.problem.addConstraint(row)
            self.count += 1
        return len(broken)

    def values(self, found: Solution) -> tuple[Numbers, Numbers]:
        """Sites and costs of a solution."""
        return (
            np.array([found.values.get(var.name, var.lowBound) for var in self.opened]),
            np.array([found.values[var.name] for var in self.cost]),
        )

    def reduced(self, prices: Numbers) -> Numbers:
        """What opening a site would cost by the prices of a linear optimum."""
        names = {var.name: j for j, var in enumerate(self.opened)}
        cost = np.zeros(len(self.opened))
        for row, price in zip(self.problem.constraints(), prices, strict=True):
            if price != 0.0:
                for var, factor in row.items():
                    if var.name in names:
                        cost[names[var.name]] -= price * factor
        return cost


def cost_of(costs: Numbers, opened: Rows) -> float:
    """Total cost of a choice of sites."""
    return float(costs[:, opened].min(axis=1).sum())


def median(given: SitesProblem, time_limit: float = math.inf) -> Median:
    """Choose sites of a p-median without capacities or limits of distance.

    Parameters
    ----------
    given : SitesProblem
        With as many centres as are to be open, no more than there are sites.
    time_limit : float
        Seconds after which the best found so far is taken, with what is proven of it.
    """
    assert given.centres is not None
    costs = given.people[:, None] * given.metres
    unit = max(float(costs.max()), 1.0) / LARGEST
    found = _median(given, costs / unit, time.monotonic() + time_limit)
    return replace(found, bound=found.bound * unit, linear_bound=found.linear_bound * unit)


def _median(given: SitesProblem, costs: Numbers, ends: float) -> Median:
    """Choose by scaled costs, until a moment of the clock."""
    assert given.centres is not None
    best = exchanged(given, costs, greedy(given, costs, given.centres))
    upper = cost_of(costs, best)
    if given.centres == len(given.sites):
        return Median(best, "optimal", upper, upper)
    cuts = _Cuts(given, costs, given.centres)
    start = np.zeros(len(given.sites))
    start[best] = 1.0
    cuts.add(start, np.full(len(costs), -math.inf))
    cuts.add(0.5 * start + 0.5 * given.centres / len(start), np.full(len(costs), -math.inf))
    bound = _linear(cuts, upper, start, ends)
    linear_bound, enough = bound, NEAR * max(upper, 1.0)
    if bound < upper - enough and time.monotonic() < ends:
        _drop(cuts, upper)
        best, bound = _whole(cuts, best, bound, ends)
        upper = cost_of(costs, best)
    status: Status = "optimal" if bound >= upper - enough else "stopped"
    return Median(best, status, min(bound, upper), min(linear_bound, upper))


def _whole(cuts: _Cuts, best: Rows, bound: float, ends: float) -> tuple[Rows, float]:
    """Solve for whole sites and add the cuts their costs break, until the bound is the cost."""
    upper = cost_of(cuts.costs, best)
    for var in cuts.opened:
        var.cat = pulp.LpInteger
    for _ in range(MOST_ROUNDS):
        if bound >= upper - NEAR * max(upper, 1.0) or time.monotonic() >= ends:
            break
        found = solve(cuts.problem, time_limit=_left(ends), gap=NEAR)
        if found.status == "infeasible":  # what was dropped could not have been better
            return best, upper
        bound = max(bound, found.bound)
        if not found.found:
            break
        opened, cost = cuts.values(found)
        tried = np.flatnonzero(opened > 0.5)
        if cost_of(cuts.costs, tried) < upper:
            best, upper = tried, cost_of(cuts.costs, tried)
        if cuts.add(opened, cost) == 0 and found.proven:
            return best, upper
    return best, bound


def _left(ends: float) -> float | None:
    """Seconds until a moment of the clock, none where there is no such moment."""
    return None if math.isinf(ends) else max(ends - time.monotonic(), 0.1)


def _linear(cuts: _Cuts, upper: float, core: Numbers, ends: float) -> float:
    """Add cuts until the linear program has no more of them, or shows no choice to be better.

    Cuts are sought first halfway to a choice that is known to be good: those are deeper. Returns
    the bound.
    """
    bound, still = float(cuts.sorted[:, 0].sum()), 0
    for _ in range(MOST_ROUNDS):
        if still >= STALLED or bound >= upper - NEAR * upper or time.monotonic() >= ends:
            break
        found = solve(cuts.problem, time_limit=_left(ends))
        if found.status != "optimal":
            break
        still = still + 1 if found.objective <= bound * (1.0 + NEAR) else 0
        bound = max(bound, found.objective)
        opened, cost = cuts.values(found)
        if not cuts.add(0.5 * (opened + core), cost) and not cuts.add(opened, cost):
            break
        core = 0.5 * (core + opened)
    return bound


def _drop(cuts: _Cuts, upper: float) -> None:
    """Shut sites that cost more than the gap leaves, and open those that cannot be spared."""
    found = solve(cuts.problem)
    if found.prices is None:
        return
    names = [str(row.name) for row in cuts.problem.constraints()]
    room = upper * (1.0 + NEAR) - found.objective
    reduced = cuts.reduced(np.array([found.prices[name] for name in names]))
    for var, cost in zip(cuts.opened, reduced, strict=True):
        if cost > room and var.lowBound == 0.0:
            var.upBound = 0.0
        elif cost < -room:
            var.lowBound = 1.0
