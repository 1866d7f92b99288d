"""How the intensity of births runs over the horizon: profiles and random daily factors."""

import datetime
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtr, ndtri

from ..city.draws import Keys, keys_of_texts, seed_key, uniform
from ..scenario.catalogue import DailyFactor, Profile
from ..scenario.document import ScenarioDocument
from .codes import P_CITY_FACTOR, P_KIND_FACTOR

SMOOTH_STEPS_PER_HOUR = 10


def cumulative_intensity(document: ScenarioDocument, seed: int) -> tuple[NDArray[np.float64], int]:
    """Cumulative intensity of every kind, in hours of mean intensity.

    Returns
    -------
    levels : array of float, shape (kinds, steps + 1)
        Integral of m_k(t) y(t) from hour 0 to each step.
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
    own = daily_factors(
        issues.kind_factor, keys_of_texts(root, list(issues.kinds)), P_KIND_FACTOR, days
    )
    profiles = {name: profile_steps(p, dates, per_hour) for name, p in issues.profiles.items()}
    levels = np.zeros((len(issues.kinds), len(dates) * 24 * per_hour + 1))
    for row, (name, kind) in enumerate(issues.kinds.items()):
        shocks = shock_factor(document, name)
        steps = profiles[kind.profile] * (city * own[row] * shocks)[:, None]
        np.cumsum(steps.ravel() / per_hour, out=levels[row, 1:])
    return levels, per_hour


def shock_factor(document: ScenarioDocument, kind: str) -> NDArray[np.float64]:
    """Births of a kind against usual on each simulated day, through storms and epidemics."""
    factor = np.ones(document.horizon.total_days)
    for shock in document.shocks:
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
    keys = keys.reshape(-1, 1)
    if factor.variance == 0.0:
        return np.ones((len(keys), len(days)))
    shock = ndtri(uniform(keys, purpose, days))
    r = factor.autocorrelation
    spread = math.sqrt(1.0 - r * r)
    level: NDArray[Any] = shock.T.copy()  # by day: a step takes all series on
    for day in range(1, len(days)):
        level[day] = r * level[day - 1] + spread * level[day]
    values: NDArray[Any] = factor.variance * gammaincinv(1.0 / factor.variance, ndtr(level.T))
    return values
