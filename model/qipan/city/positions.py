"""Where buildings stand on the plane."""

import numpy as np
from numpy.typing import NDArray

from .draws import key_of, uniform
from .people import People
from .places import Places

# Purposes of a building's draws; a building is keyed by its community and number.
EAST, NORTH = range(2)
Points = NDArray[np.float64]


def building_positions(places: Places, people: People) -> Points:
    """Places of the buildings in km, shape (buildings, 2): at random in their square."""
    owner = people.grid_community[people.building_grid]
    number = np.arange(len(owner)) - np.searchsorted(owner, np.arange(len(places.ids)))[owner]
    return scattered(places, owner, number)


def scattered(places: Places, owner: NDArray[np.integer], number: NDArray[np.integer]) -> Points:
    """Random places in the squares of communities, each by the number of what stands there."""
    keys = key_of(places.keys[owner], number)
    side = np.sqrt(places.area_km2)[owner]
    x = places.x_km[owner] + side * (uniform(keys, EAST, 0) - 0.5)
    y = places.y_km[owner] + side * (uniform(keys, NORTH, 0) - 0.5)
    return np.stack([x, y], axis=1)
