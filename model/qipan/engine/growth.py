"""Growth of births over the years of a horizon, by day and area."""

import datetime
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..city.places import Places
from ..scenario.document import ScenarioDocument
from ..scenario.growth import Growth
from ..scenario.horizon import measured_years

Shares = Sequence[float]


def with_growth(
    document: ScenarioDocument,
    places: Places,
    dates: list[datetime.date],
    factors: NDArray[np.float64],
    group: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Put growth into levels of births; they are left as they are where there is none.

    Parameters
    ----------
    factors : array of float, shape (groups, kinds, days)
    group : array of int, shape (communities,)
        As `intensity.level_factors` returns them.

    Returns
    -------
    factors, group
        Of communities that grow alike and had the same levels.
    """
    growth = document.growth
    if growth is None:
        return factors, group
    own = [
        _shares(growth, name, places.subdistrict_ids[within])
        for name, within in zip(places.ids, places.subdistrict.tolist(), strict=True)
    ]
    pairs = list(zip(group.tolist(), own, strict=True))
    kept = list(dict.fromkeys(pairs))
    grown = [
        factors[number] * np.prod([growth_factor(document, dates, each) for each in shares], axis=0)
        for number, shares in kept
    ]
    return np.stack(grown), np.array([kept.index(pair) for pair in pairs], np.int64)


def growth_factor(
    document: ScenarioDocument, dates: list[datetime.date], shares: Shares
) -> NDArray[np.float64]:
    """Births of each day against those of the first measured one: 1 before it, compound after.

    Within a year it grows by the same share every day.
    """
    if not shares:
        return np.ones(len(dates))
    firsts = measured_years(document.horizon)
    begins = np.array([document.horizon.day_of(first) for first in firsts])
    next_first = document.horizon.year_begins(len(firsts))
    lengths = np.diff(np.append(begins, document.horizon.day_of(next_first)))
    yearly = 1.0 + np.array([shares[min(n, len(shares) - 1)] for n in range(len(firsts))])
    level = np.concatenate([[1.0], np.cumprod(yearly)[:-1]])
    days = np.arange(len(dates))
    year = np.maximum(np.searchsorted(begins, days, side="right") - 1, 0)
    part = np.maximum(days - begins[year], 0) / lengths[year]
    factor: NDArray[np.float64] = level[year] * yearly[year] ** part
    return factor


def _shares(growth: Growth, community: str, subdistrict: str) -> tuple[Shares, Shares]:
    """Growth of population and of demand in a community."""
    found: list[Shares] = []
    for name in ("population_shares", "demand_shares"):
        shares: Shares = getattr(growth, name)
        for area in (subdistrict, community):
            own = getattr(growth.areas.get(area), name, None)
            shares = shares if own is None else own
        found.append(tuple(shares))
    return found[0], found[1]
