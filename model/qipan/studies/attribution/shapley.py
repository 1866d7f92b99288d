"""Shapley values and interaction indices of a game whose coalitions are all known.

A coalition of players is a whole number whose bit p says whether player p is in it. A game is an
array whose first axis is the coalition; further axes (replications, metrics) are carried along.
"""

from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Masks = NDArray[np.int64]


def shapley_values(game: Floats) -> Floats:
    """Exact Shapley value of each player, shape (players, ...).

    The mean over all orders of joining of what a player adds to those before it (Shapley 1953,
    "A value for n-person games").

    Parameters
    ----------
    game : array of float, shape (2**players, ...)

    Raises
    ------
    ValueError
        If the number of coalitions is not a power of two.
    """
    n = players_of(game)
    masks, sizes = _coalitions(n)
    out = np.empty((n, *game.shape[1:]))
    for player in range(n):
        without = masks[masks >> player & 1 == 0]
        weights = 1.0 / (n * np.array([comb(n - 1, s) for s in sizes[without]]))
        gains = game[without | 1 << player] - game[without]
        out[player] = np.tensordot(weights, gains, axes=1)
    return out


def interaction_indices(game: Floats) -> Floats:
    """Exact Shapley interaction index of each pair, shape (players, players, ...); diagonal NaN.

    What two players add together beyond what each adds alone, averaged over the coalitions S they
    may join: every size of S weighs the same, and every S of a size (Grabisch and Roubens 1999, "An
    axiomatic approach to the concept of interaction among players in cooperative games"). Positive:
    each gains by the other being there; negative: they do the same work.
    """
    n = players_of(game)
    masks, sizes = _coalitions(n)
    out = np.full((n, n, *game.shape[1:]), np.nan)
    for i in range(n):
        for j in range(i):
            both = 1 << i | 1 << j
            without = masks[masks & both == 0]
            weights = 1.0 / ((n - 1) * np.array([comb(n - 2, s) for s in sizes[without]]))
            together = game[without | both] - game[without | 1 << i]
            apart = game[without | 1 << j] - game[without]
            out[i, j] = out[j, i] = np.tensordot(weights, together - apart, axes=1)
    return out


def players_of(game: Floats) -> int:
    """Number of players of a game.

    Raises
    ------
    ValueError
        If the number of coalitions is not a power of two.
    """
    n = len(game).bit_length() - 1
    if len(game) != 1 << n:
        raise ValueError(f"a game has a power of two of coalitions, not {len(game)}")
    return n


def _coalitions(n: int) -> tuple[Masks, Masks]:
    """All coalitions of `n` players, and the size of each."""
    masks = np.arange(1 << n)
    return masks, np.array([mask.bit_count() for mask in range(1 << n)])
