"""Boundaries of communities from GeoJSON: where each lies, and how large it is."""

import json
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import message_of
from ...scenario.faults import Fault, listing
from ...words import Phrase
from ..refused import ImportRefusedError, refused
from ..tabular.files import content_of
from ..tabular.roles import find_columns
from .columns import ROLES
from .coordinates import EARTH_RADIUS_KM
from .place_row import identifier

_SHAPES = {"Polygon": 1, "MultiPolygon": 2}


@dataclass(frozen=True)
class Boundary:
    """A community's centre of gravity in degrees, and its area."""

    name: str
    subdistrict: str
    longitude: float
    latitude: float
    area_km2: float


def read_boundaries(path: str | os.PathLike[str]) -> list[Boundary]:
    """Read the polygons of a GeoJSON file; their names stand in properties as in a table.

    Raises
    ------
    ImportRefusedError
        If it is no GeoJSON, or features have no name or no polygon in degrees; all are named.
    """
    file = str(path)
    try:
        said = json.loads(content_of(file).decode("utf-8-sig"))
        features = said["features"]
        assert isinstance(features, list)
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError):
        raise refused(file, Phrase("is not GeoJSON in UTF-8: no collection of features")) from None
    found, faults = [], []
    for number, feature in enumerate(features, 1):
        try:
            found.append(_boundary(feature))
        except (ValueError, KeyError, TypeError, IndexError, ZeroDivisionError) as error:
            reason = (
                message_of(error) if type(error) is ValueError else Phrase("no polygon in degrees")
            )
            faults.append(Fault(file=file, key=f"features[{number - 1}]", found=reason))
    if faults:
        raise ImportRefusedError(faults)
    return found


def _boundary(feature: Any) -> Boundary:
    properties = {str(key): value for key, value in (feature["properties"] or {}).items()}
    header = list(properties)
    columns = find_columns(header, ROLES).columns
    if "name" not in columns:
        raise ValueError(Phrase("no name among its properties ({header})", header=listing(header)))
    texts = {key: identifier(str(properties[header[place]])) for key, place in columns.items()}
    east = north = area = 0.0
    for outline, *holes in _polygons(feature["geometry"]):
        for ring, sign in ((outline, 1.0), *((hole, -1.0) for hole in holes)):
            size, longitude, latitude = _ring(ring)
            east, north, area = (
                east + sign * size * longitude,
                north + sign * size * latitude,
                area + sign * size,
            )
    if not (area > 0.0 and abs(east / area) <= 180.0 and abs(north / area) <= 90.0):
        raise ValueError(Phrase("no polygon in degrees"))
    subdistrict = texts.get("subdistrict", "")
    return Boundary(texts["name"], subdistrict, east / area, north / area, round(area, 6))


def _polygons(geometry: Any) -> Iterator[Any]:
    depth = _SHAPES[geometry["type"]]
    yield from [geometry["coordinates"]] if depth == 1 else geometry["coordinates"]


def _ring(ring: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Return the area in km2 of a ring and its centre of gravity in degrees (shoelace formula)."""
    west, south = ring[0][0], ring[0][1]
    doubled = east = north = 0.0
    for (x0, y0, *_), (x1, y1, *_) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = (x0 - west) * (y1 - south) - (x1 - west) * (y0 - south)
        doubled += cross
        east += (x0 + x1 - 2 * west) * cross
        north += (y0 + y1 - 2 * south) * cross
    longitude, latitude = west + east / (3 * doubled), south + north / (3 * doubled)
    per_degree = EARTH_RADIUS_KM * math.pi / 180.0
    scale = per_degree**2 * math.cos(math.radians(latitude))
    return abs(doubled) / 2.0 * scale, longitude, latitude
