"""The service circle (服务圈): who lives near a service point, and how large the centres are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.special import ndtri

from ..errors import ImpossibleError
from ..scenario.service_circle import ServiceCircle
from ..words import Phrase
from .draws import uniform
from .people import People
from .places import SPACE, Places, shares_of
from .positions import Points, building_positions, scattered

METRES_PER_KM = 1000.0
BEYOND_BUILDINGS = 1 << 40  # numbers of service points, so that they share no draw with buildings


class OutsideCity(ImpossibleError, ValueError):
    """An added centre stands outside the city."""


@dataclass(frozen=True)
class Circle:
    """Who goes where.

    Attributes
    ----------
    reached : array of bool, shape (buildings,)
        Within the radius of any point or centre.
    window : array of int, shape (buildings,)
        Counter to which residents go: row of their community, or behind the communities that of the
        added centre that is within the radius and nearer than all else.
    """

    reached: NDArray[np.bool_]
    window: NDArray[np.int64]


def circle_of(places: Places, people: People, policy: ServiceCircle) -> Circle:
    """Who is within reach of a centre, and to which counter everybody goes.

    Raises
    ------
    OutsideCity
        If an added centre is outside the city's map.
    """
    homes = building_positions(places, people)
    window = people.grid_community[people.building_grid].astype(np.int64)
    own = _metres_to(service_points(places, policy), homes)[0]
    if not policy.added:
        return Circle(own <= policy.radius_metres, window)
    _check_inside(places, policy)
    points = np.array([(centre.x_km, centre.y_km) for centre in policy.added.values()])
    added, which = _metres_to(points, homes)
    nearer = (added <= policy.radius_metres) & (added < own)
    reached = np.minimum(own, added) <= policy.radius_metres
    return Circle(reached, np.where(nearer, len(places.ids) + which, window))


def _metres_to(points: Points, homes: Points) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Metres from homes to the nearest point as the crow flies, and which it is."""
    distance, which = cKDTree(points).query(homes)
    return np.asarray(distance) * METRES_PER_KM, np.asarray(which, np.int64)


def ends_of(places: Places) -> tuple[Points, Points]:
    """South-western and north-eastern corner of the city's map in km."""
    half = np.sqrt(places.area_km2)[:, None] / 2.0
    middles = np.stack([places.x_km, places.y_km], axis=1)
    return (middles - half).min(axis=0), (middles + half).max(axis=0)


def _check_inside(places: Places, policy: ServiceCircle) -> None:
    low, high = ends_of(places)
    for name, centre in policy.added.items():
        if not (low[0] <= centre.x_km <= high[0] and low[1] <= centre.y_km <= high[1]):
            raise OutsideCity(
                Phrase(
                    "policy.service_circle.added.{name}: {x:g} km east, {y:g} km north is outside "
                    "the city; x_km must be from {west:.2f} to {east:.2f}, y_km from {south:.2f} "
                    "to {north:.2f}",
                    name=name,
                    x=centre.x_km,
                    y=centre.y_km,
                    west=low[0],
                    east=high[0],
                    south=low[1],
                    north=high[1],
                )
            )


def standing_in(places: Places, policy: ServiceCircle) -> NDArray[np.int64]:
    """Row of the community in whose square each added centre stands, or which is nearest to it.

    Of several squares it is the one in which a centre stands deepest, measured by its side.
    """
    points = np.array([(c.x_km, c.y_km) for c in policy.added.values()]).reshape(-1, 2)
    middles = np.stack([places.x_km, places.y_km], axis=1)
    apart = np.abs(points[:, None] - middles[None]).max(axis=2) / np.sqrt(places.area_km2)
    return np.asarray(apart.argmin(axis=1), np.int64)


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
