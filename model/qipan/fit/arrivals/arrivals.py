"""The laws of all series of a ledger together: the city, its kinds and its areas."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..requests import DAY, HOURS, Flags, Floats, Requests
from .calendar import Days, Holidays, days_of
from .day_factor import DayFactor, find_day_factor
from .series import (
    AREA_DRIFT,
    CITY_DRIFT,
    KIND_DRIFT,
    Drift,
    Law,
    Prior,
    day_variance,
    design,
    fit_series,
)
from .shocks import Shocks, episodes, first_guess, unusual

FULL_YEAR = 360
STRUCK_SHARE = 0.2  # an area's day is set apart if bursts make more than this of the city's usual


@dataclass(frozen=True)
class Arrivals:
    """How requests arrive."""

    days: Days
    holidays: Holidays
    city: Law
    kinds: tuple[Law, ...]
    areas: tuple[Law, ...]
    factor: DayFactor
    shocks: Shocks
    hours: Floats
    mixed: Floats

    def ahead(self, first: np.datetime64, count: int) -> Days:
        """Describe days to come, months counted as in the window that was fitted."""
        return days_of(first, count, self.holidays, self.days.first)


def fit_arrivals(requests: Requests, holidays: Holidays) -> Arrivals:
    """Fit arrivals of a ledger.

    Parameters
    ----------
    requests : Requests
    holidays : mapping of str to dates
        Days of each holiday, of the window at least.
    """
    days = days_of(requests.first, requests.days, holidays)
    by_kind = requests.counts(requests.kind, len(requests.kinds))
    by_area = requests.counts(requests.area, len(requests.areas))
    total = by_kind.sum(axis=1)
    season = 0.3 if requests.days >= FULL_YEAR else 0.2
    flat = np.zeros(design(days).shape[1])
    calm, struck = calm_fit(total, days, Prior(flat, 1.0, season, 1.5, CITY_DRIFT))
    city_struck = struck
    profile = calm.centre[: len(flat)]
    shrunk = [(KIND_DRIFT, 0.4, 0.3), (AREA_DRIFT, 0.2, 0.2)]
    (kind_prior, area_prior) = (_about(profile, *sizes) for sizes in shrunk)
    fits = [calm_fit(by_kind[:, k], days, kind_prior) for k in range(by_kind.shape[1])]
    laws = tuple(law for law, _ in fits)
    flag = np.column_stack([flags for _, flags in fits])
    mu = np.column_stack([law.fitted for law in laws])
    excess = np.where(flag, by_kind - mu, 0.0).sum(axis=1)
    city, struck = calm_fit(total - excess, days, Prior(flat, 1.0, season, 1.5, CITY_DRIFT))
    city_struck = struck & ~flag.any(axis=1)
    ratio = by_kind / mu
    ratio[city_struck] = (total / city.fitted)[city_struck, None]
    seen = episodes(flag | city_struck[:, None], ratio)
    kept = ((excess < STRUCK_SHARE * city.fitted) & ~city_struck).astype(float)
    areas = tuple(
        fit_series(by_area[:, a], days, area_prior, kept) for a in range(by_area.shape[1])
    )
    factor = find_day_factor(by_kind - mu, mu, ~(flag | city_struck[:, None]), laws, areas, days)
    return Arrivals(
        days,
        holidays,
        city,
        laws,
        areas,
        factor,
        Shocks(seen, requests.days, by_kind.shape[1]),
        _hours(requests),
        _mixed(requests),
    )


def calm_fit(count: Floats, days: Days, prior: Prior) -> tuple[Law, Flags]:
    """Fit a series with its bursts set apart, and say on which days they were."""
    law = fit_series(count, days, prior)
    kept = (~first_guess(count, law.fitted)).astype(float)
    flag = np.zeros(len(count), bool)
    for _ in range(2):
        variance = day_variance(count, law.fitted, kept)
        found = unusual(count, law.fitted, variance)
        kept = (~found).astype(float)
        if np.array_equal(found, flag):
            break
        flag = found
        law = fit_series(count, days, prior, kept)
    return law, flag


def _about(profile: Floats, drift: Drift, weekday: float, season: float) -> Prior:
    return Prior(profile.copy(), weekday, season, 0.5, drift)


def _hours(requests: Requests) -> Floats:
    """Share of each hour on working days and on weekends; shape (2, 24)."""
    known = ~np.isnan(requests.hour)
    weekend = days_of(requests.first, requests.days, {}).weekday[requests.day[known]] >= 5
    table = np.full((2, HOURS), 0.5)
    np.add.at(table, (weekend.astype(int), requests.hour[known].astype(int)), 1.0)
    return np.asarray(table / table.sum(axis=1, keepdims=True))


def _mixed(requests: Requests) -> Floats:
    """Share of each area among the requests of each kind; shape (kinds, areas).

    Cells with fewer than ten rows are drawn to the product of the margins.
    """
    table = np.zeros((len(requests.kinds), len(requests.areas)))
    np.add.at(table, (requests.kind, requests.area), 1.0)
    margins = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(table.sum(), 1.0)
    cells = np.where(table < 10.0, margins, table)
    return np.asarray(cells / np.maximum(cells.sum(axis=1, keepdims=True), 1e-12))


def dates(first: np.datetime64, days: ArrayLike) -> np.ndarray:
    """Dates of days counted from the first."""
    return first + np.asarray(days) * DAY
