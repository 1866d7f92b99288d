"""The unit of a number, read from its key."""

from functools import lru_cache
from typing import get_origin

from .fields import Distribution
from .nodes import KeyPath
from .schema import walk

_ENDINGS = {
    "hours": "hours",
    "days": "days",
    "weeks": "weeks",
    "months": "months",
    "years": "years",
    "minutes": "minutes",
    "yuan": "yuan",
    "km": "km",
    "km2": "km²",
    "metres": "m",
    "share": "share",
    "factor": "factor",
    "ratio": "ratio",
    "count": "count",
}
_IN_UNIT_OF_KEY = ("mean", "low", "high", "median", "p90", "points")


def unit_of_key(key: str) -> str:
    """Return the unit a key ends in, '' if it names none.

    ``recheck_mean_days`` gives ``days``, ``births_per_1000_residents_year`` gives
    ``per 1,000 residents and year``.
    """
    head, per, tail = f"_{key}".rpartition("_per_")
    if not per:
        return _ENDINGS.get(key.rpartition("_")[2], "")
    numerator = _ENDINGS.get(head.rpartition("_")[2], "")
    words = [f"{int(word):,}" if word.isdigit() else word for word in tail.split("_")]
    if len(words) > 1 and words[-1] in ("year", "day"):
        words[-1:] = ["and", words[-1]]
    return f"{numerator} per {' '.join(words)}".strip().replace("km2", "km²")


@lru_cache(maxsize=8192)  # a sweep asks for the same keys in every world
def unit_at(path: KeyPath) -> str:
    """Return the unit of the number at a path.

    Items of lists and of mappings by name, and a distribution's mean and ends, are in the unit of
    the key they stand under.
    """
    slots = walk(path)
    for depth in range(len(path), 0, -1):
        part = path[depth - 1]
        if isinstance(part, str) and unit_of_key(part):
            return unit_of_key(part)
        around = slots[depth - 1].core if depth <= len(slots) else None
        if around is Distribution:
            passes_on = part in _IN_UNIT_OF_KEY
        else:
            passes_on = isinstance(part, int) or get_origin(around) is dict
        if not passes_on:
            return ""
    return ""
