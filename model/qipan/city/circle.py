"""The service circle (服务圈): who lives near a service point, and how large the centres are."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.special import ndtri

from ..scenario.service_circle import ServiceCircle
from .draws import uniform
from .people import People
from .places import SPACE, Places, shares_of
from .positions import Points, building_positions, scattered

METRES_PER_KM = 1000.0
BEYOND_BUILDINGS = 1 << 40  # numbers of service points, so that they share no draw with buildings


def reach(places: Places, people: People, policy: ServiceCircle) -> NDArray[np.bool_]:
    """Whether each building has a service point within the radius, as the crow flies."""
    tree = cKDTree(service_points(places, policy))
    distance, _ = tree.query(building_positions(places, people))
    return np.asarray(distance) * METRES_PER_KM <= policy.radius_metres


def service_points(places: Places, policy: ServiceCircle) -> Points:
    """Places of the service points in km: those that are given, or one in each community's middle.

    A number of `facilities` of their own is spread by residents; beyond the first of a community
    they stand at random in its square.
    """
    if policy.points_km:
        return np.array(policy.points_km, float)
    middles = np.stack([places.x_km, places.y_km], axis=1)
    if policy.facilities == 0:
        return middles
    number = shares_of(policy.facilities, places.residents.astype(float), places.keys)
    owner = np.repeat(np.arange(len(number)), np.maximum(0, number - 1))
    within = np.arange(len(owner)) - np.searchsorted(owner, np.arange(len(number)))[owner]
    return np.concatenate(
        [middles[number > 0], scattered(places, owner, within + BEYOND_BUILDINGS)]
    )


def centre_space(places: Places, policy: ServiceCircle) -> NDArray[np.float64]:
    """Floor space of each community's centre, in m2 per 100 households."""
    spread = np.exp(policy.centre_m2_sigma * ndtri(uniform(places.keys, SPACE, 0)))
    return policy.centre_m2_per_100_households * spread
