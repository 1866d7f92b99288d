"""Inspections (检查) that arrive at offices on random days."""

import numpy as np
from numpy.typing import NDArray

from ..city.draws import Keys, keys_of_texts, seed_key, uniform
from ..city.places import Places
from ..engine.purposes import P_INSPECTION
from ..scenario.horizon import Horizon

DAYS_PER_YEAR = 365.0


class Inspections:
    """Days of inspection at the offices of one level.

    Whether an office is inspected on a day is a draw keyed by the office and the date, compared
    with the rate then in force: fewer inspections are a subset of more.

    Parameters
    ----------
    keys : array of uint64, shape (offices,)
    dates : array of int, shape (days,)
        Proleptic ordinals of the simulated days.
    """

    def __init__(self, keys: Keys, dates: NDArray[np.int64]) -> None:
        self._chance = uniform(keys[None, :], P_INSPECTION, dates[:, None])
        self._offices: dict[int, list[int]] = {}

    def adopt(self, per_year: float) -> None:
        """From now on so many inspections a year come to each office."""
        days, offices = np.nonzero(self._chance < per_year / DAYS_PER_YEAR)
        self._offices = {}
        for day, office in zip(days.tolist(), offices.tolist(), strict=True):
            self._offices.setdefault(day, []).append(office)

    def on(self, day: int) -> list[int]:
        """Rows of the offices inspected on a simulated day."""
        return self._offices.get(day, [])


class CityInspections:
    """Inspections of a city's communities and subdistricts.

    Parameters
    ----------
    seed : int
    places : Places
    horizon : Horizon

    Attributes
    ----------
    communities, subdistricts : Inspections
    within : list of list of int
        Communities of each subdistrict: an inspection there comes upon theirs.
    """

    def __init__(self, seed: int, places: Places, horizon: Horizon) -> None:
        first = horizon.first_day.toordinal()
        dates = np.arange(first, first + horizon.total_days)
        root = seed_key(seed, "inspections")
        self.communities = Inspections(keys_of_texts(root, places.ids), dates)
        self.subdistricts = Inspections(keys_of_texts(root, places.subdistrict_ids), dates)
        self.within = [
            np.flatnonzero(places.subdistrict == n).tolist()
            for n in range(len(places.subdistrict_ids))
        ]
