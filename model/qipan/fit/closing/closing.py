"""The law of times to close: log T = level(quarter) + spread(quarter) x shape, by kind."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import spearmanr

from ...outcomes.survival import kaplan_meier
from ..late_entry import Earlier
from ..requests import (
    ADMINISTRATIVE,
    CLOSED,
    ENDINGS,
    OPEN,
    Flags,
    Floats,
    Integers,
    Requests,
)
from .drift import Level, Wander, fit_level

SHORTEST_DAYS = 1.0 / 1440.0  # a minute
AT_ONCE_DAYS = 1.0 / 96.0  # a quarter of an hour: answered on the line
QUARTER_MONTHS = 3
FEWEST = 8  # closed rows of a quarter that tell its level
LEVEL_WANDER = Wander(0.25, 0.17)
SPREAD_WANDER = Wander(0.12, 0.10)
AREA_PRIOR = 0.15  # standard deviation of areas' log factors, before they are seen
FLOOR_OF_SHARED_DRIFT = 0.25
POINTS = 400  # of a shape's quantiles
FARTHEST = 8.0
OUTER = 0.15  # and 1 minus it are the quantiles that tell the spread
NORMAL_OUTER = 2.073  # how far apart they are in a normal law of standard deviation 1


@dataclass(frozen=True)
class KindTimes:
    """Times to close of one kind.

    Attributes
    ----------
    level, spread : Level
        Of the logarithm of days, and of the logarithm of its spread.
    residual : array of float
        Sorted; of those still open, where they were cut.
    closed : array of bool
        Whether the residual is of a closing.
    cohort : array of int
        Month of opening of each.
    entry : array of float
        Residual from which on each was seen; infinitely low of those seen from their opening.
    at_once : tuple of float
        Closed at once, and the others: counts.
    other_ends : array of float
        Counts by ending, as in `ENDINGS`.
    """

    level: Level
    spread: Level
    residual: Floats
    closed: Flags
    cohort: Integers
    entry: Floats
    at_once: tuple[float, float]
    other_ends: Floats

    def shapes(self, draws: int, rng: np.random.Generator) -> Floats:
        """Quantiles of the shape at `probabilities()`; infinite above the share seen closed.

        The months of opening bear Dirichlet weights, so that what one month did is not taken for
        what all do.
        """
        if not len(self.residual):
            return np.full((draws, POINTS), np.inf)
        months = int(self.cohort.max()) + 1
        weight = rng.standard_exponential((draws, months))[:, self.cohort]
        at_risk = np.maximum(self._at_risk(weight), weight)
        survival = np.cumprod(1.0 - np.where(self.closed, weight, 0.0) / at_risk, axis=1)
        table = np.full((draws, POINTS), np.inf)
        for draw in range(draws):
            place = np.searchsorted(1.0 - survival[draw], probabilities())
            found = place < len(self.residual)
            table[draw, found] = self.residual[place[found]]
        return table

    def _at_risk(self, weight: Floats) -> Floats:
        """Weight of all that are neither closed nor cut, and were seen, at each residual."""
        left = np.cumsum(weight[:, ::-1], axis=1)[:, ::-1]
        late = np.flatnonzero(np.isfinite(self.entry))
        if not len(late):
            return np.asarray(left)
        order = late[np.argsort(self.entry[late], kind="stable")]
        to_come = np.cumsum(weight[:, order[::-1]], axis=1)[:, ::-1]
        to_come = np.column_stack([to_come, np.zeros(len(weight))])
        return left - to_come[:, np.searchsorted(self.entry[order], self.residual, side="left")]


@dataclass(frozen=True)
class Closing:
    """Times to close of all kinds.

    Attributes
    ----------
    kinds : tuple of KindTimes
    area, area_error : array, shape (kinds, areas)
        Log factor of each area on the times of each kind, shrunk, and its standard error.
    shared : float
        Correlation of the drift between kinds.
    quarters : int
        Quarters seen.
    start : int
        Months from the first month of the first quarter to the first day.
    exact : bool
        Whether stamps of endings have a time of day.
    """

    kinds: tuple[KindTimes, ...]
    area: Floats
    area_error: Floats
    shared: float
    quarters: int
    exact: bool


def probabilities() -> Floats:
    """Probabilities at which shapes are kept."""
    return (np.arange(POINTS) + 0.5) / POINTS


def quarter_of(requests: Requests, day: Integers, origin: np.datetime64) -> Integers:
    """Calendar quarters since that of a day; `day` counted from the first of the requests."""
    months = (requests.first + day.astype("m8[D]")).astype("M8[M]").astype(np.int64)
    first = int(origin.astype("M8[M]").astype(np.int64))
    return np.asarray(months // QUARTER_MONTHS - first // QUARTER_MONTHS, np.int64)


def exact_stamps(requests: Requests) -> bool:
    """Whether closings bear times of day of their own, not one or two for all."""
    ended = requests.ending != OPEN
    if ended.sum() < 2:
        return True
    minute = np.rint((requests.opened + requests.days_open)[ended] * 1440.0) % 1440
    counted = np.unique(minute, return_counts=True)[1]
    return bool(np.sort(counted)[-2:].sum() < 0.8 * ended.sum())


def fit_closing(requests: Requests, earlier: Earlier | None = None) -> Closing:
    """Fit the times to close of a ledger; what is open at its end is censored there.

    Parameters
    ----------
    requests : Requests
    earlier : Earlier, optional
        What was open when the ledger began: it bears on the shape alone, from the age on at which
        it was seen, at the level of the first quarter.
    """
    quarter = quarter_of(requests, requests.day, requests.first)
    quarters = int(quarter.max()) + 1
    exact = exact_stamps(requests)
    length = np.log(np.maximum(requests.days_open, SHORTEST_DAYS))
    once = exact & (requests.ending == CLOSED) & (requests.days_open <= AT_ONCE_DAYS)
    usual = ~once & ((requests.ending == CLOSED) | (requests.ending == OPEN))
    usual |= requests.ending == ADMINISTRATIVE  # open until the day on which all were closed
    cohort = (requests.first + requests.day.astype("m8[D]")).astype("M8[M]").astype(np.int64)
    old = _Old.of(earlier, requests) if earlier is not None else None
    begin = cohort.min() if len(cohort) else 0
    if old is not None and len(old.cohort):
        begin = min(begin, old.cohort.min())
    cohort -= begin
    kinds, standard = [], np.full(len(requests), np.nan)
    for k in range(len(requests.kinds)):
        mine = requests.kind == k
        rows = np.flatnonzero(mine & usual)
        level, spread = _levels(
            length[rows], requests.ending[rows] == CLOSED, quarter[rows], quarters
        )
        scale = np.exp(spread.seen)[quarter[rows]]
        left = np.clip((length[rows] - level.seen[quarter[rows]]) / scale, -FARTHEST, FARTHEST)
        standard[rows] = np.where(requests.ending[rows] == CLOSED, left * scale, np.nan)
        closed = requests.ending[rows] == CLOSED
        month, entry = cohort[rows], np.full(len(rows), -np.inf)
        if old is not None:
            more = old.of_kind(k, float(level.seen[0]), float(np.exp(spread.seen[0])))
            left, closed, entry = (
                np.concatenate(pair) for pair in zip((left, closed, entry), more[:3], strict=True)
            )
            month = np.concatenate([month, more[3] - begin])
        order = np.lexsort((~closed, left))
        counted = np.bincount(requests.ending[mine], minlength=len(ENDINGS)).astype(float)
        kinds.append(
            KindTimes(
                level,
                spread,
                left[order],
                closed[order],
                month[order],
                entry[order],
                (float((mine & once).sum()), float((mine & ~once).sum())),
                counted,
            )
        )
    area, error = _areas(
        standard, requests.kind, requests.area, (len(requests.kinds), len(requests.areas))
    )
    return Closing(tuple(kinds), area, error, _shared(kinds), quarters, exact)


@dataclass(frozen=True)
class _Old:
    """What was open when the ledger began: logarithms of ages at its end and at its entry."""

    kind: Integers
    length: Floats
    entry: Floats
    closed: Flags
    cohort: Integers

    @staticmethod
    def of(earlier: Earlier, requests: Requests) -> "_Old":
        old = earlier.requests
        month = (requests.first + old.day.astype("m8[D]")).astype("M8[M]").astype(np.int64)
        told = (old.ending == OPEN) | (old.ending == CLOSED) | (old.ending == ADMINISTRATIVE)
        told &= old.days_open > earlier.entry
        return _Old(
            old.kind[told],
            np.log(np.maximum(old.days_open[told], SHORTEST_DAYS)),
            np.log(np.maximum(earlier.entry[told], SHORTEST_DAYS)),
            (old.ending == CLOSED)[told],
            month[told],
        )

    def of_kind(self, k: int, level: float, scale: float) -> tuple[Floats, Flags, Floats, Integers]:
        """Residuals, whether closed, residuals at entry, and months of opening."""
        mine = self.kind == k
        left, entry = (
            np.clip((each[mine] - level) / scale, -FARTHEST, FARTHEST)
            for each in (self.length, self.entry)
        )
        return left, self.closed[mine], entry, self.cohort[mine]


def _levels(length: Floats, closed: Flags, quarter: Integers, quarters: int) -> tuple[Level, Level]:
    """Level and log spread by quarter, from quantiles that the cut has left identified."""
    middle, apart = np.full(quarters, np.nan), np.full(quarters, np.nan)
    error, apart_error = np.ones(quarters), np.ones(quarters)
    whole = quantiles_of(length, closed)
    usual = max((whole[2] - whole[0]) / NORMAL_OUTER, 0.1) if not np.isnan(whole[2]) else 1.0
    for q in range(quarters):
        rows = quarter == q
        number = int((rows & closed).sum())
        if number < FEWEST:
            continue
        low, middle[q], high = quantiles_of(length[rows], closed[rows])
        error[q] = 1.25 * usual / np.sqrt(number)
        if high - low > 0.05:  # also false for NaN
            apart[q] = np.log((high - low) / NORMAL_OUTER)
            apart_error[q] = 1.1 / np.sqrt(number)
    known = length[closed]
    about = float(np.median(known)) if len(known) else 0.0
    return (
        fit_level(middle, error, LEVEL_WANDER, about),
        fit_level(apart, apart_error, SPREAD_WANDER, float(np.log(usual))),
    )


def quantiles_of(length: Floats, closed: Flags) -> tuple[float, float, float]:
    """Median and outer quantiles by Kaplan-Meier; NaN above the share seen closed."""
    if not closed.any():
        return (np.nan,) * 3
    least = length.min()
    curve = kaplan_meier(length - least, closed)
    place = np.searchsorted(1.0 - curve.value, np.array([OUTER, 0.5, 1.0 - OUTER]) - 1e-9)
    found = np.append(curve.time + least, np.nan)[np.minimum(place, len(curve.time))]
    return float(found[0]), float(found[1]), float(found[2])


def _areas(
    standard: Floats, kind: Integers, area: Integers, shape: tuple[int, int]
) -> tuple[Floats, Floats]:
    """Log factors of areas within kinds, shrunk to their area's and that to none.

    Returns
    -------
    factor, error : arrays, shape (kinds, areas)
    """
    known = ~np.isnan(standard)
    kinds, areas = shape
    if not known.any():
        return np.zeros(shape), np.full(shape, AREA_PRIOR)
    cell = kind[known] * areas + area[known]
    number = np.bincount(cell, minlength=kinds * areas).reshape(shape).astype(float)
    total = np.bincount(cell, standard[known], minlength=kinds * areas).reshape(shape)
    centre = total.sum() / number.sum()
    chance = float(np.var(standard[known]))
    whole, error = _shrunk(
        total.sum(axis=0) / np.maximum(number.sum(axis=0), 1.0) - centre,
        chance / np.maximum(number.sum(axis=0), 1.0),
        number.sum(axis=0),
    )
    left = total / np.maximum(number, 1.0) - centre - whole
    own, own_error = _shrunk(left, chance / np.maximum(number, 0.1), number)
    return whole + own, np.hypot(error, own_error)


def _shrunk(mean: Floats, noise: Floats, number: Floats) -> tuple[Floats, Floats]:
    """Means drawn to 0 by what they differ beyond chance; and their standard errors."""
    seen = float(np.average(mean**2 - noise * (number > 0), weights=number))
    between = 0.5 * (max(seen, 0.0) + AREA_PRIOR**2)
    gain = between / (between + noise)
    return gain * mean, np.sqrt(between * (1.0 - gain))


def _shared(kinds: list[KindTimes]) -> float:
    """Rank correlation of quarterly changes between kinds, with a floor.

    Estimated from eight noisy quarters it comes out near 0 where kinds do move together, and
    intervals of areas, which mix kinds, then are too narrow.
    """
    change = np.array([np.diff(kind.level.seen) for kind in kinds])
    change = change[np.ptp(change, axis=1) > 0] if change.shape[1] > 2 else change[:0]
    if len(change) < 3:
        return FLOOR_OF_SHARED_DRIFT
    table = np.atleast_2d(spearmanr(change, axis=1).statistic)
    pairs = table[np.triu_indices(len(table), 1)]
    return float(np.clip(np.nanmean(pairs), FLOOR_OF_SHARED_DRIFT, 0.9))
