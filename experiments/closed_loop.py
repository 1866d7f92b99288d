"""The closed loop: ledgers made from a known truth, fitted, and the truth looked for again.

A truth is drawn from the priors of the fit: levels of arrivals and times wander as these say.
Beyond that it has what a fit estimates without being told: rates, weekdays, a holiday that comes
every year, variances of days, medians and spreads of times.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from qipan.fit.arrivals.arrivals import fit_arrivals
from qipan.fit.arrivals.calendar import Days, Holidays, days_of
from qipan.fit.arrivals.day_factor import day_factors
from qipan.fit.arrivals.series import CITY_DRIFT, KIND_DRIFT, Drift, level_covariance
from qipan.fit.closing.closing import LEVEL_WANDER, fit_closing, probabilities
from qipan.fit.closing.drift import FLAT, Wander, covariance
from qipan.fit.quarters import quarter_number
from qipan.fit.requests import CLOSED, DAY, HOURS, OPEN, Floats, Integers, Requests
from qipan.fit.scores import inside
from qipan.fit.world.draws import STEPS, Drawn, draw_world

FIRST = np.datetime64("2022-01-01")
AHEAD = 364
KINDS = ("a", "b", "c")
AREAS = ("x", "y")
HOLIDAY = "holiday"
HOLIDAYS: Holidays = {
    HOLIDAY: [
        np.datetime64(f"{year}-{day}") for year in range(2022, 2027) for day in ("05-02", "05-03")
    ]
}
MEMORY = 0.2
CHECKED = tuple(int(np.argmin(np.abs(STEPS - step))) for step in (0.24, 0.48, 0.88))  # of waits


@dataclass(frozen=True)
class Truth:
    """What a made ledger comes from.

    Attributes
    ----------
    days : Days
        Of the ledger and of the year after it.
    mean : array, shape (days, kinds)
    city_variance : float
    kind_variance, holiday : array, shape (kinds,)
    middle : array, shape (quarters, kinds)
        Medians of times, logarithms.
    spread : array, shape (kinds,)
        Standard deviation of the logarithm of times.
    seen : int
        Days of the ledger.
    """

    days: Days
    mean: Floats
    city_variance: float
    kind_variance: Floats
    holiday: Floats
    middle: Floats
    spread: Floats
    seen: int

    @property
    def quarter(self) -> Integers:
        """Quarter of each day, from the first."""
        dates = FIRST + np.arange(len(self.days)) * DAY
        numbers = dates.astype("M8[M]").astype(np.int64) // 3
        return np.asarray(numbers - quarter_number(FIRST), np.int64)


def truth_of(seen: int, rng: np.random.Generator) -> Truth:
    """Draw a truth for a ledger of so many days."""
    days = days_of(FIRST, seen + AHEAD, HOLIDAYS)
    months, kinds = int(days.month[-1]) + 1, len(KINDS)
    city = _walk(months, CITY_DRIFT, rng)
    levels = np.column_stack([city + _walk(months, KIND_DRIFT, rng) for _ in KINDS])
    week = np.zeros((7, kinds))
    week[5:] = rng.normal(-0.6, 0.3, kinds)
    holiday = np.exp(rng.normal(-0.8, 0.3, kinds))
    log = np.log(rng.uniform(2.0, 8.0, kinds)) + levels[days.month] + week[days.weekday]
    log[days.holiday >= 0] += np.log(holiday)
    truth = Truth(
        days,
        np.exp(log),
        float(rng.uniform(0.02, 0.12)),
        rng.uniform(0.02, 0.2, kinds),
        holiday,
        np.empty((0, kinds)),
        rng.uniform(0.6, 1.3, kinds),
        seen,
    )
    quarters = int(truth.quarter[-1]) + 1
    middle = np.log(rng.uniform(1.0, 20.0, kinds)) + np.column_stack(
        [_wandering(quarters, LEVEL_WANDER, rng) for _ in KINDS]
    )
    return replace(truth, middle=middle)


def made_requests(truth: Truth, rng: np.random.Generator) -> Requests:
    """Make the ledger of a truth: what is open at its end is cut there."""
    shape = (1, truth.seen)
    mu = truth.mean[: truth.seen] * day_factors(shape, truth.city_variance, MEMORY, rng)[0][:, None]
    for k, variance in enumerate(truth.kind_variance):
        mu[:, k] *= day_factors(shape, variance, MEMORY, rng)[0]
    count = rng.poisson(mu)
    day, kind = (np.repeat(each.ravel(), count.ravel()) for each in np.indices(count.shape))
    hour = rng.uniform(8.0, 18.0, len(day))
    noise = rng.standard_normal(len(day))
    took = np.exp(truth.middle[truth.quarter[day], kind] + truth.spread[kind] * noise)
    left = truth.seen - day - hour / HOURS
    closed = took <= left
    return Requests(
        day,
        hour,
        np.where(closed, took, left),
        np.where(closed, CLOSED, OPEN),
        kind,
        rng.integers(len(AREAS), size=len(day)),
        KINDS,
        AREAS,
        FIRST,
        truth.seen,
        float(truth.seen),
        ("department",) * len(KINDS),
    )


def found_again(
    truth: Truth, requests: Requests, draws: int, rng: np.random.Generator
) -> dict[str, Floats]:
    """Fit a made ledger, draw its ensemble, and say what of the truth its intervals hold.

    Returns
    -------
    dict of str to array of float
        By quantity, 1 for each number that lies in its 90 % interval, 0 for others.
    """
    arrivals = fit_arrivals(requests, HOLIDAYS)
    start = FIRST + truth.seen * DAY
    ahead = arrivals.ahead(start, AHEAD)
    last = FIRST + int(requests.day.max()) * DAY
    drawn = draw_world(arrivals, fit_closing(requests), ahead, last, 0, draws, rng)
    return {
        "births of the year, by kind": inside(_births(drawn, ahead), _coming(truth)),
        "variance of days, city": inside(drawn.city_variance[:, None], [truth.city_variance]),
        "variance of days, kind": inside(drawn.kind_variance, truth.kind_variance),
        "holiday factor": inside(drawn.holiday[:, :, 0], truth.holiday),
        **{
            f"wait, quantile {STEPS[at]:g}": inside(drawn.wait[:, :, at], _waits(truth, STEPS[at]))
            for at in CHECKED
        },
    }


def _births(drawn: Drawn, ahead: Days) -> Floats:
    """Mean births of the days ahead, as the scenarios of an ensemble have them."""
    weekday = np.swapaxes(drawn.weekday[:, :, ahead.weekday], 1, 2)
    level = drawn.level[:, ahead.month - ahead.month[0]]
    each = level * weekday * drawn.births / 365.0
    kept = ahead.holiday >= 0
    each[:, kept] *= drawn.holiday[:, None, :, 0]
    each[:, ahead.after] *= drawn.after[:, None, :]
    return np.asarray(each.sum(axis=1))


def _coming(truth: Truth) -> Floats:
    return np.asarray(truth.mean[truth.seen :].sum(axis=0))


def _waits(truth: Truth, share: float) -> Floats:
    """Quantile of the times of all quarters ahead together, by kind."""
    quarters = np.unique(truth.quarter[truth.seen :])
    z = ndtri(probabilities())
    log = truth.middle[quarters][:, :, None] + truth.spread[:, None] * z
    table = np.sort(np.swapaxes(log, 0, 1).reshape(len(KINDS), -1), axis=1)
    return np.exp(table[:, round(share * (table.shape[1] - 1))])


def _walk(months: int, drift: Drift, rng: np.random.Generator) -> Floats:
    sizes, weight = drift.grid()
    pair = sizes[rng.choice(len(weight), p=weight)]
    return rng.multivariate_normal(np.zeros(months), level_covariance(months, pair))


def _wandering(quarters: int, wander: Wander, rng: np.random.Generator) -> Floats:
    sizes, weight = wander.grid()
    whole = covariance(quarters, sizes[rng.choice(len(weight), p=weight)]) - FLAT
    return rng.multivariate_normal(np.zeros(quarters), whole)
