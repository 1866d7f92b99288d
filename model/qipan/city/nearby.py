"""Which communities lie near each other."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from .places import Places

Rows = NDArray[np.int32]


def nearby(places: Places, radius_km: float) -> tuple[Rows, Rows, Rows]:
    """Other communities within a radius of each, middle to middle.

    Returns
    -------
    first, count : array of int32, shape (communities,)
        Where each community's neighbours begin in `rows`, and how many there are.
    rows : array of int32
        The neighbours, nearest first (ties by key), so that rows do not matter.
    """
    communities = len(places.ids)
    if radius_km <= 0.0:
        none = np.zeros(communities, np.int32)
        return none, none.copy(), np.zeros(0, np.int32)
    middles = np.stack([places.x_km, places.y_km], axis=1)
    pairs = cKDTree(middles).query_pairs(radius_km, output_type="ndarray")
    both = np.concatenate([pairs, pairs[:, ::-1]])
    apart = np.hypot(*(middles[both[:, 0]] - middles[both[:, 1]]).T)
    both = both[np.lexsort((places.keys[both[:, 1]], apart, both[:, 0]))]
    count = np.bincount(both[:, 0], minlength=communities)
    first = np.cumsum(count) - count
    return first.astype(np.int32), count.astype(np.int32), both[:, 1].astype(np.int32)
