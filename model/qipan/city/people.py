"""Residents in buildings in grids, as arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from ..scenario.behaviour import Households
from ..scenario.city import City as CitySpec
from ..scenario.city import Residents, Trust
from .draws import Keys, key_of, uniform
from .places import HOUSEHOLD, TRUST, Places

CHUNK = 1 << 20  # residents drawn at a time, to bound the memory of intermediate arrays


@dataclass(frozen=True)
class People:
    """Residents, ordered by community, grid and building.

    Attributes
    ----------
    first : array of int, shape (communities,)
        First resident of each community.
    building : array of int32, shape (residents,)
        Building of each resident.
    trust : array of float32, shape (residents,)
        Initial trust.
    building_grid, building_first, building_residents : array of int, shape (buildings,)
        Grid, first resident and number of residents of each building.
    grid_community : array of int, shape (grids,)
        Community of each working grid.
    household : array of uint8, shape (residents,)
        Row of the type of household of each resident; 0 where there are no types.
    """

    first: NDArray[np.int64]
    building: NDArray[np.int32]
    trust: NDArray[np.float32]
    building_grid: NDArray[np.int32]
    building_first: NDArray[np.int32]
    building_residents: NDArray[np.int32]
    grid_community: NDArray[np.int32]
    household: NDArray[np.uint8]


def build_people(spec: CitySpec, residents: Residents, places: Places) -> People:
    """House the residents, form households of them, and give each an initial trust."""
    first = np.concatenate([[0], np.cumsum(places.residents)])
    buildings = _buildings_per_community(spec, places)
    owner = np.repeat(np.arange(len(buildings)), buildings)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(buildings) - buildings, buildings)
    # Building b of B in a community of N houses residents floor(bN/B) to floor((b+1)N/B).
    of, homes = places.residents[owner], buildings[owner]
    building_first = first[owner] + within * of // homes
    building_residents = (within + 1) * of // homes - within * of // homes
    grid_first = np.cumsum(places.grids) - places.grids
    residential = places.grids - places.dedicated  # nobody lives in the others
    building_grid = grid_first[owner] + within * residential[owner] // homes
    return People(
        first=first[:-1],
        building=np.repeat(np.arange(len(owner), dtype=np.int32), building_residents),
        trust=_initial_trust(residents.trust, places, first),
        building_grid=building_grid.astype(np.int32),
        building_first=building_first.astype(np.int32),
        building_residents=building_residents.astype(np.int32),
        grid_community=np.repeat(np.arange(len(places.grids), dtype=np.int32), places.grids),
        household=_households(residents.households, places, first),
    )


def _households(
    households: Households, places: Places, first: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """Draw a type for each household: residents of a community who follow one another."""
    out = np.zeros(int(first[-1]), np.uint8)
    if not households.on:
        return out
    shares = [[own.share_of(name) for own in households.types.values()] for name in places.types]
    upto = np.cumsum(shares, axis=1)
    for begin in range(0, len(out), CHUNK):
        rows = np.arange(begin, min(begin + CHUNK, len(out)))
        community = np.searchsorted(first, rows, side="right") - 1
        household = ((rows - first[community]) / places.household_size[community]).astype(np.int64)
        drawn = uniform(key_of(places.keys[community], household), HOUSEHOLD, 0)
        passed = drawn[:, None] >= upto[places.type[community], :-1]
        out[rows] = passed.sum(axis=1)
    return out


def _buildings_per_community(spec: CitySpec, places: Places) -> NDArray[np.int64]:
    households = np.array([spec.types[name].households_per_building for name in places.types])
    size = households[places.type] * places.household_size
    residential = places.grids - places.dedicated
    wanted = np.maximum(residential, np.ceil(places.residents / size).astype(np.int64))
    buildings: NDArray[np.int64] = np.minimum(wanted, places.residents)
    return buildings


def _initial_trust(trust: Trust, places: Places, first: NDArray[np.int64]) -> NDArray[np.float32]:
    out = np.full(int(first[-1]), trust.initial, np.float32)
    if trust.initial_sd == 0.0:
        return out
    for begin in range(0, len(out), CHUNK):
        end = min(begin + CHUNK, len(out))
        out[begin:end] += trust.initial_sd * _normal(places.keys, first, begin, end)
    return np.clip(out, 0.0, 1.0, out=out)


def _normal(keys: Keys, first: NDArray[np.int64], begin: int, end: int) -> NDArray[np.float64]:
    rows = np.arange(begin, end)
    community = np.searchsorted(first, rows, side="right") - 1
    resident_keys = key_of(keys[community], rows - first[community])
    return ndtri(uniform(resident_keys, TRUST, 0))
