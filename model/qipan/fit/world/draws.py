"""What an ensemble draws: births, profiles, day factors, shocks and waits of the days to come."""

from dataclasses import dataclass

import numpy as np

from ..arrivals.arrivals import Arrivals
from ..arrivals.calendar import WEEKDAYS, Days
from ..arrivals.forecast import mean_counts
from ..closing.closing import Closing
from ..closing.simulate import draw_closing, other_ends
from ..quarters import quarter_number
from ..requests import DAY, Floats

DAYS_OF_YEAR = 365.0
# Probabilities of quantiles: close at both ends, between which an engine spreads times evenly.
STEPS = np.concatenate(
    [[0.0, 0.005, 0.01, 0.02], np.linspace(0.04, 0.96, 24), [0.97, 0.98, 0.985, 0.99, 0.995, 1.0]]
)


@dataclass(frozen=True)
class Drawn:
    """Draws of all that a scenario takes from a ledger; draws come first.

    Attributes
    ----------
    level : array, shape (draws, months, kinds)
        Births of a month against `births`.
    area : array, shape (draws, months, areas)
        Births of an area against its usual share.
    births : array, shape (kinds,)
        Usual births a year.
    weekday : array, shape (draws, kinds, 7)
        Of mean 1.
    holiday : array, shape (draws, kinds, holidays)
    after : array, shape (draws, kinds)
    city_variance : array, shape (draws,)
    kind_variance : array, shape (draws, kinds)
    shocks_per_year : array, shape (draws, sorts)
        By sort of `sorts_of`.
    wait : array, shape (draws, kinds, steps)
        Quantiles of days to close at `STEPS`, of what is ever closed.
    never, at_once : array, shape (draws, kinds)
    other : array, shape (draws, kinds, endings)
    work_hours : array, shape (draws, kinds), optional
        Of a request, where its department serves a queue; NaN of kinds that wait.
    """

    level: Floats
    area: Floats
    births: Floats
    weekday: Floats
    holiday: Floats
    after: Floats
    city_variance: Floats
    kind_variance: Floats
    shocks_per_year: Floats
    wait: Floats
    never: Floats
    at_once: Floats
    other: Floats
    work_hours: Floats | None = None

    def work(self, k: int) -> Floats | None:
        """Hours of work of a kind by draw; None if it waits."""
        if self.work_hours is None or not np.isfinite(self.work_hours[:, k]).all():
            return None
        return self.work_hours[:, k]


def draw_world(
    arrivals: Arrivals,
    closing: Closing | None,
    days: Days,
    last_seen: np.datetime64,
    start: int,
    draws: int,
    rng: np.random.Generator,
) -> Drawn:
    """Draw an ensemble.

    Parameters
    ----------
    arrivals : Arrivals
    closing : Closing, optional
        Without it, waits are infinite: nothing is known of them.
    days : Days
        All simulated days, warm-up included, months counted as in the window that was fitted.
    last_seen : datetime64[D]
        Day of the last request.
    start : int
        Measured days begin so many days after the first of `days`.
    draws : int
    """
    means = mean_counts(arrivals, days, draws, rng)
    fixed = 1 + WEEKDAYS
    week = np.exp(means.profile[:, :, 1:fixed])
    weekday = week / week.mean(axis=2, keepdims=True)
    names = len(days.names)
    common = means.profile[:, :, fixed]
    holiday = np.exp(common[:, :, None] + means.profile[:, :, fixed + 1 : fixed + 1 + names])
    after = np.exp(means.profile[:, :, fixed + 1 + names])
    shape = _shape(days, weekday, holiday, after)
    births = (
        np.median(means.kind.sum(axis=1) / np.maximum(shape.sum(axis=1), 1e-9), axis=0)
        * DAYS_OF_YEAR
    )
    first = np.searchsorted(means.month, np.arange(int(means.month[-1]) + 1))
    level = np.add.reduceat(means.kind, first, axis=1)
    level /= np.add.reduceat(shape, first, axis=1) * births / DAYS_OF_YEAR
    usual = arrivals.mixed.T @ births
    area = means.area_share / (usual / usual.sum())
    variance = arrivals.factor.draw(draws, rng)
    number = np.array([sort.seen for sort in sorts_of(arrivals)])
    rate = rng.gamma(number, 1.0, (draws, len(number))) * DAYS_OF_YEAR
    wait, never, once, other = _waits(closing, days, last_seen, start, (draws, len(births)), rng)
    return Drawn(
        level,
        area,
        births,
        weekday,
        holiday,
        after,
        variance[:, 0],
        variance[:, 1:],
        rate / (arrivals.shocks.days + 180.0),
        wait,
        never,
        once,
        other,
    )


def _shape(days: Days, weekday: Floats, holiday: Floats, after: Floats) -> Floats:
    """Factor of weekday and holiday of each day; shape (draws, days, kinds)."""
    shape = np.swapaxes(weekday[:, :, days.weekday], 1, 2).copy()
    kept = np.flatnonzero(days.holiday >= 0)
    shape[:, kept] *= np.swapaxes(holiday[:, :, days.holiday[kept]], 1, 2)
    shape[:, days.after] *= after[:, None, :]
    return shape


def _waits(
    closing: Closing | None,
    days: Days,
    last_seen: np.datetime64,
    start: int,
    size: tuple[int, int],
    rng: np.random.Generator,
) -> tuple[Floats, Floats, Floats, Floats]:
    draws, kinds = size
    if closing is None:
        nothing = np.zeros(size)
        none = np.zeros((draws, kinds, 6))
        return np.full((draws, kinds, len(STEPS)), np.inf), nothing, nothing, none
    first = quarter_number(days.first + start * DAY)
    last = quarter_number(days.first + (len(days) - 1) * DAY)
    skipped = first - quarter_number(last_seen) - 1
    law = draw_closing(closing, max(skipped, -1), last - first + 1, draws, rng)
    log = law.level[:, :, :, None] + law.spread[:, :, :, None] * law.shape[:, :, None, :]
    table = np.sort(np.exp(log).reshape(draws, kinds, -1), axis=2)
    closed = np.isfinite(table).sum(axis=2)
    place = np.rint(STEPS * np.maximum(closed - 1, 0)[:, :, None]).astype(np.int64)
    wait = np.take_along_axis(table, place, axis=2)
    other = other_ends(closing, draws, rng)
    never = 1.0 - closed / table.shape[2]
    return wait, never, law.at_once, other


@dataclass(frozen=True)
class Sort:
    """Bursts that raise the same kinds.

    Attributes
    ----------
    kinds : tuple of int
        Kinds that they raise; all of them in the sort that is assumed.
    seen : float
        How many were seen, and for the one assumed one half.
    length, size : tuple of float
        Days and factors of each.
    """

    kinds: tuple[int, ...]
    seen: float
    length: tuple[float, ...]
    size: tuple[float, ...]


def sorts_of(arrivals: Arrivals) -> tuple[Sort, ...]:
    """Put episodes of the same kinds together; the assumed one comes last."""
    from ..arrivals.shocks import ASSUMED, HALF

    groups: dict[tuple[int, ...], list[Floats]] = {}
    for episode in arrivals.shocks.seen:
        groups.setdefault(episode.kinds, []).append(episode.factor)
    sorts = [
        Sort(
            kinds,
            float(len(group)),
            tuple(float(len(factor)) for factor in group),
            tuple(float(factor[:, list(kinds)].mean()) for factor in group),
        )
        for kinds, group in groups.items()
        if kinds
    ]
    everything = tuple(range(arrivals.shocks.kinds))
    mean = float(np.mean(ASSUMED))
    return (*sorts, Sort(everything, HALF, (float(len(ASSUMED)),), (mean,)))
