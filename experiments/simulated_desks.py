"""Ledgers of one desk whose load is known: a queue in office hours, cheap enough for hundreds."""

import heapq
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import gamma, norm

Floats = NDArray[np.float64]

FIRST = pd.Timestamp("2022-01-03")  # a Monday
OPENS, CLOSES = 9.0, 17.0
WORKDAYS = 5
WEEK = np.array([1.2] * WORKDAYS + [0.5] * 2)
MEMORY = 0.4


@dataclass(frozen=True)
class DeskTruth:
    """What a desk is.

    Attributes
    ----------
    hands : int
    load : float
        Mean work that comes against capacity; what came in the window differs by chance.
    sigma : float
        Of the logarithm of work.
    a_day : float
    variance : float
        Of the factor of days.
    days : int
    order : 'fifo' or 'random'
    outside_days : float
        Mean of a log-normal wait after the work, in calendar days.
    """

    hands: int
    load: float
    sigma: float = 0.9
    a_day: float = 10.0
    variance: float = 0.1
    days: int = 728
    order: str = "fifo"
    outside_days: float = 0.0


def worked(days: Floats) -> Floats:
    """Working days that have passed at moments in calendar days."""
    day = np.floor(days)
    inside = np.clip((24 * (days - day) - OPENS) / (CLOSES - OPENS), 0.0, 1.0)
    full = day // 7 * WORKDAYS + np.minimum(day % 7, WORKDAYS)
    return np.asarray(full + np.where(day % 7 < WORKDAYS, inside, 0.0))


def calendar(passed: Floats) -> Floats:
    """Moments in calendar days at which so many working days have passed."""
    day = np.floor(passed)
    hour = OPENS + (passed - day) * (CLOSES - OPENS)
    return np.asarray(day // WORKDAYS * 7 + day % WORKDAYS + hour / 24)


def openings(truth: DeskTruth, rng: np.random.Generator) -> Floats:
    """Moments of opening, in calendar days."""
    score = np.empty(truth.days)
    score[0] = rng.standard_normal()
    for n in range(1, truth.days):
        score[n] = MEMORY * score[n - 1] + np.sqrt(1 - MEMORY**2) * rng.standard_normal()
    factor = gamma.ppf(norm.cdf(score), 1 / truth.variance, scale=truth.variance)
    count = rng.poisson(truth.a_day * factor * WEEK[np.arange(truth.days) % 7])
    day = np.repeat(np.arange(truth.days), count)
    return np.sort(day + rng.uniform(8, 20, len(day)) / 24)


def served(truth: DeskTruth, rng: np.random.Generator) -> tuple[Floats, Floats, float]:
    """Return when requests were opened and closed, in days, and the load of what came."""
    opened = openings(truth, rng)
    due = worked(opened)
    capacity = truth.hands * float(worked(np.array([float(truth.days)]))[0])
    mean = truth.load * capacity / (truth.a_day * WEEK.mean() * truth.days)
    work = mean * np.exp(truth.sigma * rng.standard_normal(len(due)) - truth.sigma**2 / 2)
    done = (
        _in_turn(due, work, truth.hands)
        if truth.order == "fifo"
        else _drawn(due, work, truth.hands, rng)
    )
    closed = calendar(done)
    if truth.outside_days:
        wait = np.exp(rng.standard_normal(len(due)) - 0.5)
        closed = calendar(worked(closed + truth.outside_days * wait) + 1e-9)
    return opened, closed, float(work.sum() / capacity)


def waiting_only(truth: DeskTruth, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return requests that wait and that nobody works on: times drift from quarter to quarter."""
    opened = openings(truth, rng)
    quarters = int(truth.days // 91) + 1
    drift = np.cumsum(rng.normal(0, 0.15, quarters)) + rng.normal(0, 0.2, quarters)
    middle = drift[(opened // 91).astype(int)] + np.log(rng.choice([1.0, 5.0, 15.0, 30.0]))
    took = np.exp(middle + truth.sigma * rng.standard_normal(len(opened)))
    return opened, calendar(worked(opened + took) + 1e-9)


def frame_of(
    opened: Floats, closed: Floats, days: int, *, to_the_day: bool = False
) -> pd.DataFrame:
    """Make a ledger of it, cut at the window's end."""
    began = FIRST + pd.to_timedelta(opened, unit="D")
    known = closed < days
    ended = pd.Series(FIRST + pd.to_timedelta(closed, unit="D")).where(known)
    if to_the_day:
        ended = ended.dt.normalize() + pd.Timedelta(hours=23, minutes=59)
    return pd.DataFrame(
        {
            "id": np.arange(len(opened)),
            "opened_at": began.floor("s"),
            "closed_at": ended.dt.floor("s"),
            "ending": np.where(known, "closed", None),
            "kind": "噪音扰民",
            "area": "西潞街道",
            "department": "城管",
        }
    )


def _in_turn(due: Floats, work: Floats, hands: int) -> Floats:
    free = [0.0] * hands
    done = np.empty(len(due))
    for n, (at, hours) in enumerate(zip(due, work, strict=True)):
        done[n] = max(at, heapq.heappop(free)) + hours
        heapq.heappush(free, done[n])
    return done


def _drawn(due: Floats, work: Floats, hands: int, rng: np.random.Generator) -> Floats:
    """Serve whoever is drawn among those that wait."""
    free, waiting = [0.0] * hands, list[int]()
    done, come, now = np.empty(len(due)), 0, 0.0
    for _ in range(len(due)):
        now = max(now, heapq.heappop(free))
        if not waiting:
            now = max(now, float(due[come]))
        while come < len(due) and due[come] <= now:
            waiting.append(come)
            come += 1
        place = int(rng.integers(len(waiting)))
        waiting[place], waiting[-1] = waiting[-1], waiting[place]
        one = waiting.pop()
        done[one] = now + work[one]
        heapq.heappush(free, done[one])
    return done
