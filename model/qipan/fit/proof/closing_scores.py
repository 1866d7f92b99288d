"""Forecasts of times to close held against the requests that came."""

from collections.abc import Callable

import numpy as np

from ...outcomes.survival import kaplan_meier
from ..closing.closing import quarter_of
from ..closing.simulate import ClosingDraws
from ..requests import CLOSED, OPEN, Floats, Integers, Requests
from ..scores import inside, interval
from .naive import kaplan_meier_quantiles
from .score import FIT, Score

FEWEST = 20  # rows of a cell whose quantiles are held against forecasts
QUANTILES = (("median", 0.5), ("p90", 0.9))
SHORTEST = 1.0 / 1440.0

Drawn = Callable[[Integers, int, float], Floats]  # rows of a cell, its group, quantile -> draws


def closing_scores(
    law: ClosingDraws, known: Requests, held: Requests, rng: np.random.Generator
) -> list[Score]:
    """Score quantiles by kind x quarter, area x quarter and kind x area, beside Kaplan-Meier.

    How many requests of each kind came, and where, is taken as known: arrivals are scored by
    themselves. A quantile that was not reached when the ledger ends is left out.
    """
    quarter = quarter_of(held, held.day, held.first)
    draws = len(law.level)
    days = law.times(held.kind, held.area, quarter, rng.random((draws, len(held))))
    usual = (held.ending == CLOSED) | (held.ending == OPEN)
    quarters, areas = int(quarter.max(initial=0)) + 1, len(held.areas)
    grains = (
        ("kind x quarter", held.kind * quarters + quarter, known.kind, held.kind),
        ("area x quarter", held.area * quarters + quarter, known.area, held.area),
        ("kind x area", held.kind * areas + held.area, known.kind, held.kind),
    )

    rows = []
    for grain, cell, past, group in grains:
        cells = [np.flatnonzero(usual & (cell == one)) for one in np.unique(cell)]
        cells = [at for at in cells if len(at) >= FEWEST]
        for name, level in QUANTILES:
            seen = [_quantile(held, at, level) for at in cells]
            ours = [_drawn(days[:, at], level) for at in cells]
            plain = [
                _plain(known, past == group[at[0]], len(at), level, draws, rng) for at in cells
            ]
            rows.append(_score(f"time to close, {name}", grain, FIT, ours, seen))
            rows.append(_score(f"time to close, {name}", grain, "kaplan_meier", plain, seen))
    return [row for row in rows if row.cells]


def _quantile(held: Requests, rows: Integers, level: float) -> float:
    """Quantile by Kaplan-Meier of what came; infinite if it was not reached."""
    closed = held.ending[rows] == CLOSED
    if not closed.any():
        return float("inf")
    curve = kaplan_meier(held.days_open[rows], closed)
    place = int(np.searchsorted(1.0 - curve.value, level - 1e-9))
    return float(curve.time[place]) if place < len(curve.time) else float("inf")


def _drawn(days: Floats, level: float) -> Floats:
    """Quantile of each row: the least value that so large a share does not exceed."""
    place = int(np.ceil(level * days.shape[1])) - 1
    return np.asarray(np.partition(days, place, axis=1)[:, place])


def _plain(
    known: Requests,
    mine: np.ndarray,
    number: int,
    level: float,
    draws: int,
    rng: np.random.Generator,
) -> Floats:
    rows = mine & ((known.ending == CLOSED) | (known.ending == OPEN))
    closed = known.ending[rows] == CLOSED
    return kaplan_meier_quantiles(known.days_open[rows], closed, number, level, draws, rng)


def _score(subject: str, grain: str, method: str, drawn: list[Floats], seen: list[float]) -> Score:
    told = np.flatnonzero(np.isfinite(seen))
    if not len(told):
        return Score(subject, grain, method, 0, np.nan, np.nan, np.nan)
    table = np.column_stack([drawn[n] for n in told])
    low, high = interval(table)
    known = np.isfinite(high)
    wide = np.log(np.maximum(high[known], SHORTEST) / np.maximum(low[known], SHORTEST))
    return Score(
        subject,
        grain,
        method,
        len(told),
        float(inside(table, np.array(seen)[told]).mean()),
        np.nan,
        float(np.median(wide)) if len(wide) > len(told) / 2 else float("inf"),
    )
