"""Which unit is paired with which community (共建)."""

import numpy as np
from numpy.typing import NDArray

from ..scenario.policy import Pairing
from .draws import uniform
from .places import Places, shares_of
from .units import ORDER, UnitRoster

Rows = NDArray[np.int32]


def pair(units: UnitRoster, policy: Pairing, places: Places) -> tuple[Rows, Rows]:
    """Pair units with communities (共建).

    Every community has at least `units_per_community` different units, no unit more than
    `communities_per_unit` communities, and every unit one. Units beyond the minimum go by
    residents. Who meets whom is drawn.

    Returns
    -------
    unit, community : array of int32, shape (pairs,)

    Raises
    ------
    ValueError
        If there are too few units; `qipan check` finds that out.
    """
    wanted = _wanted(len(units.key), policy, places)
    if len(wanted) == 0:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    order = np.lexsort((places.keys, uniform(places.keys, ORDER, 0)))
    ranked = np.lexsort((units.key, uniform(units.key, ORDER, 0)))
    # Dealt in turn, like cards: a unit comes round again only after all others.
    community = np.repeat(order, wanted[order])
    unit = ranked[np.arange(len(community)) % len(ranked)]
    in_order = np.lexsort((community, unit))
    return unit[in_order].astype(np.int32), community[in_order].astype(np.int32)


def _wanted(units: int, policy: Pairing, places: Places) -> NDArray[np.int64]:
    """Units of each community: the minimum, and a share by residents of those left over."""
    least = policy.units_per_community
    needed = least * len(places.ids)
    if needed > units * policy.communities_per_unit or least > units:
        raise ValueError(f"{units} units are too few for {len(places.ids)} communities")
    extra = shares_of(max(0, units - needed), places.residents.astype(float), places.keys)
    return np.minimum(least + extra, units)
