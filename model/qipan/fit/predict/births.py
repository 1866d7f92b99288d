"""Births of one scenario of an ensemble by day, kind and area, without running its city.

They follow the same numbers as the simulation: usual births, levels by month, weekdays, holidays,
day factors and random bursts. A test holds both against each other.
"""

import datetime
from dataclasses import dataclass

import numpy as np

from ...engine.intensity import holiday_factor, profile_steps
from ...engine.shocks import DAYS_PER_YEAR
from ...scenario.document import ScenarioDocument
from ...scenario.shocks import RandomShock
from ..arrivals.day_factor import day_factors
from ..requests import HOURS, Floats


@dataclass(frozen=True)
class Births:
    """Mean births of the measured days of a scenario.

    Attributes
    ----------
    mean : array, shape (days, kinds)
        Without day factors and bursts.
    share : array, shape (months, kinds, areas)
        Share of each area among the births of a kind.
    month : array of int, shape (days,)
        Place in `share` of each day.
    document : ScenarioDocument
    """

    mean: Floats
    share: Floats
    month: np.ndarray
    document: ScenarioDocument

    def draw(self, draws: int, rng: np.random.Generator) -> Floats:
        """Draw counts, shape (draws, days, kinds)."""
        issues = self.document.issues
        size = draws, len(self.mean)
        mu = self.mean * _bursts(self.document, draws, rng)
        city = issues.city_factor
        mu *= day_factors(size, city.variance, city.autocorrelation, rng)[:, :, None]
        own = issues.kind_factor
        for k, name in enumerate(issues.kinds):
            variance = own.variances.get(name, own.variance)
            mu[:, :, k] *= day_factors(size, variance, own.autocorrelation, rng)
        return rng.poisson(mu).astype(float)

    def spread(self, kind: Floats, day: int, rng: np.random.Generator) -> Floats:
        """Spread counts of a week by area; shape (draws, areas).

        Parameters
        ----------
        kind : array, shape (draws, kinds)
            Counts of the week.
        day : int
            A day of it: areas' shares are those of its month.
        """
        share = self.share[self.month[day]]
        parts = [rng.multinomial(kind[:, k].astype(np.int64), share[k]) for k in range(len(share))]
        return np.asarray(np.sum(parts, axis=0), float)


def births_of(document: ScenarioDocument) -> Births:
    """Read from a fitted scenario the mean births of its measured days."""
    issues, horizon = document.issues, document.horizon
    dates = [horizon.start + datetime.timedelta(days=n) for n in range(horizon.days)]
    kinds = {name: n for n, name in enumerate(issues.kinds)}
    areas = {place.id: n for n, place in enumerate(document.city.communities)}
    months = {name: n for n, name in enumerate(dict.fromkeys(f"{d:%Y-%m}" for d in dates))}
    usual = _usual(document, kinds, areas)
    by_kind, by_area = _levels(document, months, kinds, areas)
    month = np.array([months[f"{date:%Y-%m}"] for date in dates])
    cells = usual * by_area[:, None, :]
    total = cells.sum(axis=2)
    mean = (total * by_kind)[month]
    for name, k in kinds.items():
        profile = issues.profiles[issues.kinds[name].profile]
        day = profile_steps(profile, dates, 1).sum(axis=1) / HOURS
        mean[:, k] *= day * holiday_factor(profile, document, dates)
    share = cells / np.maximum(total, 1e-300)[:, :, None]
    share[total <= 0.0] = 1.0 / len(areas)
    return Births(mean, share, month, document)


def _usual(document: ScenarioDocument, kinds: dict[str, int], areas: dict[str, int]) -> Floats:
    """Usual births a day; shape (kinds, areas)."""
    usual = np.zeros((len(kinds), len(areas)))
    table = document.issues.community_births
    if table is not None:
        for area, kind, births in zip(
            table.community, table.kind, table.births_per_year, strict=True
        ):
            usual[kinds[kind], areas[area]] = births / DAYS_PER_YEAR
    return usual


def _levels(
    document: ScenarioDocument,
    months: dict[str, int],
    kinds: dict[str, int],
    areas: dict[str, int],
) -> tuple[Floats, Floats]:
    """Levels by month of kinds, and of areas."""
    by_kind, by_area = np.ones((len(months), len(kinds))), np.ones((len(months), len(areas)))
    levels = document.issues.levels
    for month, factor, kind, area in levels.rows() if levels is not None else ():
        if month not in months:
            continue
        if area:
            by_area[months[month], areas[area]] *= factor
        else:
            by_kind[months[month], kinds[kind] if kind else slice(None)] *= factor
    return by_kind, by_area


def _bursts(document: ScenarioDocument, draws: int, rng: np.random.Generator) -> Floats:
    """Factors of random bursts, shape (draws, days, kinds)."""
    days, kinds = document.horizon.days, list(document.issues.kinds)
    factor = np.ones((draws, days, len(kinds)))
    for sort in document.random_shocks.values():
        mine = np.array([name in sort.kinds or not sort.kinds for name in kinds])
        length = max(1, round(sort.length_days.expected))
        before = length - 1  # begun before the first day, and not over
        number = rng.poisson(sort.shocks_per_year / DAYS_PER_YEAR * (days + before), draws)
        for draw in np.repeat(np.arange(draws), number):
            first = int(rng.integers(-before, days))
            there = slice(max(first, 0), max(first + length, 0))
            factor[draw, there] *= np.where(mine, _size(sort, rng), 1.0)
    return factor


def _size(sort: RandomShock, rng: np.random.Generator) -> float:
    size = sort.size
    if size.distribution != "lognormal":
        return size.expected
    spread = size.log_sd
    return float(np.exp(np.log(size.expected) - 0.5 * spread**2 + spread * rng.standard_normal()))
