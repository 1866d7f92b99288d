"""Shapley values from some orders of joining, where there are too many coalitions to know all.

Orders come in blocks. A block is a set of orders in which each pair of players stands next to each
other equally often (the paths of Williams 1949, "Experimental designs balanced for the estimation
of residual effects of treatments"), its players named at random, and each order a second time in
reverse (antithetic). Each order by itself is uniformly random, so that what a player adds to those
before it has the Shapley value as its expectation; a player who joins early in one order joins late
in its reverse, which evens out much of the chance (Mitchell and others 2022, "Sampling permutations
for Shapley value estimation"). The gain of a pair of neighbours from each other, at a place that is
uniformly random too, has the Shapley interaction index as its expectation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Order = tuple[int, ...]


@dataclass(frozen=True)
class Estimate:
    """Shapley values, and interactions, from some orders.

    Attributes
    ----------
    values : array of float, shape (players, ...)
        Mean over the orders.
    pairs : array of float, shape (orders / 2, players, ...)
        Mean of each order and its reverse, of which `values` is the mean.
    interactions : array of float, shape (players, players, ...)
        NaN on the diagonal, and where interactions were not asked for.
    """

    values: Floats
    pairs: Floats
    interactions: Floats


def draw_orders(players: int, count: int, rng: np.random.Generator) -> list[Order]:
    """Draw orders of joining, each followed by its reverse.

    Parameters
    ----------
    players : int
    count : int
        Rounded up to a whole number of blocks.
    rng : numpy Generator
    """
    orders: list[Order] = []
    paths = _paths(players)
    while len(orders) < count:
        names = rng.permutation(players)
        for path in paths:
            order = tuple(int(names[place]) for place in path)
            orders += [order, order[::-1]]
    return orders


def coalitions_of(orders: Iterable[Order], *, interactions: bool) -> set[int]:
    """Coalitions whose worth must be known."""
    needed: set[int] = set()
    for order in orders:
        chain = _chain(order)
        needed.update(chain)
        if interactions:
            pairs = zip(chain, order[1:], strict=False)
            needed.update(before | 1 << second for before, second in pairs)
    return needed


def estimate(game: Mapping[int, Floats], orders: list[Order], *, interactions: bool) -> Estimate:
    """Shapley values from the worth of the coalitions of some orders.

    Parameters
    ----------
    game : mapping of int to array
        Worth of each coalition of `coalitions_of`.
    orders : list of tuple
        As drawn: every second the reverse of the one before.
    interactions : bool
        Estimate them too; every pair must be neighbours in some order.
    """
    n, shape = len(orders[0]), np.shape(game[0])
    gains = np.empty((len(orders), n, *shape))
    sums, counts = np.zeros((n, n, *shape)), np.zeros((n, n))
    for row, order in enumerate(orders):
        chain = _chain(order)
        for before, after, player in zip(chain, chain[1:], order, strict=False):
            gains[row, player] = game[after] - game[before]
        if interactions:
            for place, (i, j) in enumerate(pairwise(order)):
                before, one, both = chain[place : place + 3]
                gain = game[both] - game[one] - game[before | 1 << j] + game[before]
                sums[i, j] += gain
                sums[j, i] += gain
                counts[[i, j], [j, i]] += 1
    pairs = 0.5 * (gains[0::2] + gains[1::2])
    with np.errstate(invalid="ignore", divide="ignore"):
        indices = sums / counts.reshape(n, n, *(1 for _ in shape))
    return Estimate(gains.mean(axis=0), pairs, indices)


def _chain(order: Order) -> list[int]:
    """Coalitions that grow along an order, from none to all."""
    chain = [0]
    for player in order:
        chain.append(chain[-1] | 1 << player)
    return chain


def _paths(players: int) -> list[Order]:
    """Orders in which every pair are neighbours equally often: once if even, twice if odd."""
    if players < 2:
        return [tuple(range(players))]
    zigzag = [(place + 1) // 2 * (1 if place % 2 else -1) for place in range(players)]
    shifts = players // 2 if players % 2 == 0 else players
    return [tuple((step + shift) % players for step in zigzag) for shift in range(shifts)]
