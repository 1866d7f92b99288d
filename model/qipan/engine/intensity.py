"""How the intensity of births runs over the horizon: profiles and random daily factors."""

import datetime
import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtr, ndtri

from ..city.draws import Keys, keys_of_texts, seed_key, uniform
from ..city.places import Places
from ..scenario.catalogue import DailyFactor, Issues, KindFactor, Profile, SlowFactor
from ..scenario.document import ScenarioDocument
from .growth import with_growth
from .purposes import P_CITY_FACTOR, P_KIND_FACTOR, P_SLOW_CITY, P_SLOW_KIND
from .shocks import shocks_of

SMOOTH_STEPS_PER_HOUR = 10
DAYS_PER_WEEK = 7.0
ONE_DAY = datetime.timedelta(days=1)
SATURDAY = 5
SERIES_KEPT = 32  # of all kinds a hundred kilobytes a year


def cumulative_intensity(
    document: ScenarioDocument, seed: int, places: Places
) -> tuple[NDArray[np.float64], NDArray[np.int64], int]:
    """Cumulative intensity of every kind, in hours of mean intensity.

    Returns
    -------
    levels : array of float, shape (groups * kinds, steps + 1)
        Integral of m_k(t) y(t) from hour 0 to each step. Communities whose births have the same
        levels by month and grow alike are a group; there is one, if the scenario has neither levels
        nor growth by area.
    group : array of int, shape (communities,)
        Group of each community.
    per_hour : int
        Steps in an hour.
    """
    issues = document.issues
    dates = _dates(document)
    smooth = any(issues.profiles[kind.profile].smooth for kind in issues.kinds.values())
    per_hour = SMOOTH_STEPS_PER_HOUR if smooth else 1
    root = seed_key(seed, "run")
    days = np.array([date.toordinal() for date in dates])
    city = daily_factors(issues.city_factor, root, P_CITY_FACTOR, days)[0]
    city *= slow_factor(issues.slow_factor, root, P_SLOW_CITY, days)
    own = _kind_factors(issues, root, days)
    profiles = {name: profile_steps(p, dates, per_hour) for name, p in issues.profiles.items()}
    holidays = {name: holiday_factor(p, document, dates) for name, p in issues.profiles.items()}
    monthly, group = level_factors(document, places, dates)
    monthly, group = with_growth(document, places, dates, monthly, group)
    kinds = len(issues.kinds)
    levels = np.zeros((len(monthly) * kinds, len(dates) * 24 * per_hour + 1))
    for row, (name, kind) in enumerate(issues.kinds.items()):
        shocks = shock_factor(document, seed, name)
        usual = city * own[row] * shocks * holidays[kind.profile]
        for number, factors in enumerate(monthly):
            steps = profiles[kind.profile] * (usual * factors[row])[:, None]
            np.cumsum(steps.ravel() / per_hour, out=levels[number * kinds + row, 1:])
    return levels, group, per_hour


def holiday_factor(
    profile: Profile, document: ScenarioDocument, dates: list[datetime.date]
) -> NDArray[np.float64]:
    """Births of each day against others of their weekday and month: of holidays, and after them.

    The day after is the first working day: weekends that follow a holiday are passed over.
    """
    given = document.public_holidays
    holidays = set(given.closed).union(*given.named.values())
    of_date = dict.fromkeys(holidays, profile.holiday)
    for name, factor in profile.holidays.items():
        of_date.update(dict.fromkeys(given.named[name], factor))
    for holiday in holidays:
        after = holiday + ONE_DAY
        while after in holidays or (after.weekday() >= SATURDAY and after not in given.worked):
            after += ONE_DAY
        of_date[after] = profile.day_after_holiday
    return np.array([of_date.get(date, 1.0) for date in dates])


def level_factors(
    document: ScenarioDocument, places: Places, dates: list[datetime.date]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Levels of births by month, spread over the days.

    Returns
    -------
    factors : array of float, shape (groups, kinds, days)
    group : array of int, shape (communities,)
    """
    levels, names = document.issues.levels, list(document.issues.kinds)
    alone = np.zeros(len(places.ids), np.int64)
    if levels is None:
        return np.ones((1, len(names), len(dates))), alone
    months = dict.fromkeys(f"{date:%Y-%m}" for date in dates)
    column = {month: n for n, month in enumerate(months)}
    tables: dict[str, NDArray[np.float64]] = {}
    for month, factor, kind, area in levels.rows():
        if month in column:
            table = tables.setdefault(area, np.ones((len(names), len(column))))
            table[names.index(kind) if kind else slice(None), column[month]] *= factor
    of_day = [column[f"{date:%Y-%m}"] for date in dates]
    nobody = np.ones((len(names), len(column)))
    spoken = [
        tuple(area for area in ("", places.subdistrict_ids[within], name) if area in tables)
        for name, within in zip(places.ids, places.subdistrict, strict=True)
    ]
    groups = list(dict.fromkeys(spoken))
    products = [np.prod([nobody, *(tables[area] for area in areas)], axis=0) for areas in groups]
    group = np.array([groups.index(areas) for areas in spoken], np.int64)
    return np.stack(products)[:, :, of_day], group


def shock_factor(document: ScenarioDocument, seed: int, kind: str) -> NDArray[np.float64]:
    """Births of a kind against usual on each simulated day, through storms and epidemics."""
    factor = np.ones(document.horizon.total_days)
    for shock in shocks_of(document, seed):
        first = document.horizon.day_of(shock.start)
        days = slice(max(0, first), max(0, first + shock.days))
        factor[days] *= shock.factors.get(kind, shock.other_kinds)
    return factor


def _dates(document: ScenarioDocument) -> list[datetime.date]:
    first = document.horizon.first_day
    return [first + datetime.timedelta(days=n) for n in range(document.horizon.total_days)]


def profile_steps(
    profile: Profile, dates: list[datetime.date], per_hour: int
) -> NDArray[np.float64]:
    """Relative intensity by day and step, shape (days, 24 * per_hour).

    Hour, weekday and month are each scaled to mean 1 over the 24 hours, 7 days and 12 months.
    """
    hour = np.array(profile.hour) / np.mean(profile.hour)
    steps: NDArray[Any] = np.repeat(hour, per_hour)
    if profile.smooth:
        steps = _smooth_hours(hour, per_hour)
    weekday = np.array(profile.weekday) / np.mean(profile.weekday)
    month = np.array(profile.month) / np.mean(profile.month)
    day = np.array([weekday[date.weekday()] * month[date.month - 1] for date in dates])
    return np.outer(day, steps)


def _smooth_hours(hour: NDArray[np.float64], per_hour: int) -> NDArray[np.float64]:
    """Periodic cubic spline through the hours' values, each taken at the middle of its hour."""
    from scipy.interpolate import CubicSpline  # slow to import, and rarely asked for

    knots = np.arange(25) + 0.5
    spline = CubicSpline(knots, np.append(hour, hour[0]), bc_type="periodic")
    middles = (np.arange(24 * per_hour) + 0.5) / per_hour
    values = np.maximum(0.0, spline(middles))
    smooth: NDArray[np.float64] = values / values.mean()
    return smooth


def daily_factors(
    factor: DailyFactor, keys: Keys, purpose: int, days: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Gamma factors of mean 1, one a day, tied by a Gaussian AR(1) copula and keyed by the date.

    Shape (keys, days): each key has a series of its own.
    """
    if factor.variance == 0.0:
        return np.ones((keys.size, len(days)))
    drawn = keys.tobytes(), purpose, days.tobytes()
    return _series(factor.variance, factor.autocorrelation, *drawn).copy()


@lru_cache(maxsize=SERIES_KEPT)  # scenarios that are compared have the same at the same seed
def _series(
    variance: float, autocorrelation: float, keys: bytes, purpose: int, days: bytes
) -> NDArray[np.float64]:
    dates = np.frombuffer(days, np.int64)
    shock = ndtri(uniform(np.frombuffer(keys, np.uint64).reshape(-1, 1), purpose, dates))
    spread = math.sqrt(1.0 - autocorrelation * autocorrelation)
    level: NDArray[Any] = shock.T.copy()  # by day: a step takes all series on
    for day in range(1, len(dates)):
        level[day] = autocorrelation * level[day - 1] + spread * level[day]
    values: NDArray[Any] = variance * gammaincinv(1.0 / variance, ndtr(level.T))
    return values


def _kind_factors(issues: Issues, root: Keys, days: NDArray[np.int64]) -> NDArray[np.float64]:
    """Factors of each kind by day; all at once where they vary alike."""
    factor, names = issues.kind_factor, list(issues.kinds)
    keys = keys_of_texts(root, names)
    if factor.variances:
        by_kind = [_of_kind(factor, name) for name in names]
        own = np.concatenate(
            [
                daily_factors(one, keys[row : row + 1], P_KIND_FACTOR, days)
                for row, one in enumerate(by_kind)
            ]
        )
    else:
        own = daily_factors(factor, keys, P_KIND_FACTOR, days)
    for row in range(len(names)):
        own[row] *= slow_factor(issues.kind_slow_factor, keys[row : row + 1], P_SLOW_KIND, days)
    return own


def _of_kind(factor: KindFactor, kind: str) -> DailyFactor:
    variance = factor.variances.get(kind, factor.variance)
    return DailyFactor(variance=variance, autocorrelation=factor.autocorrelation)


def slow_factor(
    factor: SlowFactor | None, key: Keys, purpose: int, days: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The same over weeks: a daily factor whose correlation falls to 1/e in `memory_weeks`."""
    if factor is None:
        return np.ones(len(days))
    memory = math.exp(-1.0 / (DAYS_PER_WEEK * factor.memory_weeks))
    daily = DailyFactor(variance=factor.variance, autocorrelation=memory)
    series: NDArray[np.float64] = daily_factors(daily, np.atleast_1d(key), purpose, days)[0]
    return series
