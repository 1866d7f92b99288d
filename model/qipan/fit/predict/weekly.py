"""Each week that has come held against what was predicted for it, beside naive methods."""

import numpy as np
import pandas as pd

from ..arrivals.calendar import days_of
from ..arrivals.forecast import Forecast
from ..proof.naive import seasonal_naive, weeks_bootstrap
from ..proof.score import FIT
from ..requests import Floats, Requests
from ..scores import crps, inside, width
from .fitted import Fitted
from .prediction import FUTURES, WEEK, Future, date_of, open_at

KEYS = ("fitted_until", "first_day", "grain", "method")
NUMBERS = ("cells", "coverage", "crps", "width")
NAIVE = (("seasonal_naive", seasonal_naive), ("weeks_bootstrap", weeks_bootstrap))
FEWEST_WEEKS = 8  # known before a week, that naive methods may draw from


def weekly_scores(future: Future, fitted: Fitted, requests: Requests, weeks: range) -> pd.DataFrame:
    """Score weeks after the fitted ledger.

    Arrivals are those of the fit, as it stood at its end; the open requests of a week start from
    those that were open when it began.

    Parameters
    ----------
    requests : Requests
        The ledger as it has grown.
    weeks : range
        Weeks, counted from the day after the fitted ledger.
    """
    offset = int((future.start - requests.first).astype(int))
    before = range(offset % WEEK, requests.days + 1, WEEK)
    backlog = np.array([open_at(requests, day) for day in before]) if fitted.timed else None
    rows = []
    for week in weeks:
        day = WEEK * week
        at = offset + day
        came = requests.until(at + WEEK).since(at)
        seen = _seen(came)
        drawn = {FIT: _predicted(future, day)}
        known = requests.until(at)
        if at >= FEWEST_WEEKS * WEEK:
            ahead = days_of(came.first, WEEK, {})
            rng = np.random.default_rng([future.seed, 4, day])
            for name, naive in NAIVE:
                drawn[name] = _naive(naive(known, ahead, FUTURES, rng))
        if backlog is not None:
            place = at // WEEK
            seen["open"] = backlog[place + 1 : place + 2].astype(float)
            drawn[FIT]["open"] = future.open(known, day, 1)
            if len(drawn) > 1:
                change = np.diff(backlog[: place + 1])
                drawn["weeks_bootstrap"]["open"] = backlog[place] + rng.choice(change, (FUTURES, 1))
        for method, grains in drawn.items():
            for grain, values in grains.items():
                score = _score(values, seen[grain])
                rows.append((str(future.start), date_of(future.start, day), grain, method, *score))
    return pd.DataFrame(rows, columns=[*KEYS, *NUMBERS])


def _seen(came: Requests) -> dict[str, Floats]:
    kind = came.counts(came.kind, len(came.kinds))
    area = came.counts(came.area, len(came.areas))
    return {
        "day": kind.sum(axis=1),
        "week": kind.sum()[None],
        "kind": kind.sum(axis=0),
        "area": area.sum(axis=0),
    }


def _predicted(future: Future, day: int) -> dict[str, Floats]:
    kind = future.kind[:, day : day + WEEK]
    return {
        "day": kind.sum(axis=2),
        "week": kind.sum(axis=(1, 2))[:, None],
        "kind": kind.sum(axis=1),
        "area": future.area(day),
    }


def _naive(drawn: Forecast) -> dict[str, Floats]:
    return {
        "day": drawn.day,
        "week": drawn.day.sum(axis=1)[:, None],
        "kind": drawn.kind.sum(axis=1),
        "area": drawn.area.sum(axis=1),
    }


def _score(drawn: Floats, seen: Floats) -> tuple[int, float, float, float]:
    return (
        len(seen),
        round(float(inside(drawn, seen).mean()), 4),
        round(float(crps(drawn, seen).mean()), 4),
        round(float(width(drawn).mean()), 4),
    )
