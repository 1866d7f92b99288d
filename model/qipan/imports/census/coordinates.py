"""From degrees to kilometres on the plane."""

import math
from collections.abc import Sequence

EARTH_RADIUS_KM = 6371.0088  # mean radius of the WGS 84 ellipsoid
_DIGITS = 3  # of kilometres: metres


def on_the_plane(degrees: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return places in kilometres east and north of the south-western corner of all.

    Equirectangular, true to scale at the middle latitude: within a city of 100 km it is off by
    less than one per cent.

    Parameters
    ----------
    degrees : sequence of tuple
        Longitude and latitude of each place.
    """
    if not degrees:
        return []
    west, south = (min(place[axis] for place in degrees) for axis in (0, 1))
    north = max(latitude for _, latitude in degrees)
    per_degree = EARTH_RADIUS_KM * math.pi / 180.0
    shrunk = per_degree * math.cos(math.radians((south + north) / 2.0))
    return [
        (
            round((longitude - west) * shrunk, _DIGITS),
            round((latitude - south) * per_degree, _DIGITS),
        )
        for longitude, latitude in degrees
    ]
