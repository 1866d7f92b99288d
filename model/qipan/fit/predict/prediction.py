"""Counts and open requests of days to come, drawn from all scenarios of an ensemble."""

from dataclasses import dataclass

import numpy as np

from ..requests import DAY, OPEN, Flags, Floats, Integers, Requests
from .births import Births, births_of
from .fitted import Fitted
from .stay import Stay, stay_of

FUTURES = 600  # drawn in all
WEEK = 7
NOON = 0.5


@dataclass(frozen=True)
class Future:
    """Draws of all days that a fit reaches; draws of all scenarios in a row.

    Attributes
    ----------
    kind : array, shape (draws, days, kinds)
    births : tuple of Births
        Of each scenario.
    stays : tuple of tuples of Stay
        Of each scenario, by kind.
    each : int
        Draws of a scenario.
    start : datetime64[D]
    seed : int
    """

    kind: Floats
    births: tuple[Births, ...]
    stays: tuple[tuple[Stay, ...], ...]
    each: int
    start: np.datetime64
    seed: int

    @property
    def days(self) -> int:
        """Count the days."""
        return len(self.kind[0])

    def area(self, day: int) -> Floats:
        """Counts of the week that begins on a day, by area; shape (draws, areas)."""
        rng = np.random.default_rng([self.seed, 1, day])
        week = self.kind[:, day : day + WEEK].sum(axis=1)
        parts = [
            births.spread(week[self._mine(j)], day, rng) for j, births in enumerate(self.births)
        ]
        return np.concatenate(parts)

    def open(self, known: Requests, day: int, weeks: int) -> Floats:
        """Open requests at the end of each week, given those open at the beginning of a day.

        Parameters
        ----------
        known : Requests
            The ledger as it was known then.
        day : int
            First day of the weeks.
        weeks : int

        Returns
        -------
        array, shape (draws, weeks)
        """
        rng = np.random.default_rng([self.seed, 2, day])
        ends = WEEK * np.arange(1, weeks + 1, dtype=float)
        kind, age = open_requests(known)
        parts = []
        for j, stays in enumerate(self.stays):
            new = self.kind[self._mine(j), day : day + WEEK * weeks]
            parts.append(_left(kind, age, stays, ends, self.each, rng))
            parts[-1] += _stayed(new, stays, ends, rng)
        return np.concatenate(parts)

    def _mine(self, j: int) -> slice:
        return slice(j * self.each, (j + 1) * self.each)


def future_of(fitted: Fitted, seed: int) -> Future:
    """Draw the days that a fit reaches. Equal fits and seeds give equal draws."""
    members = fitted.members
    each = max(FUTURES // len(members), 1)
    births = tuple(births_of(member.scenario.document) for member in members)
    streams = np.random.default_rng([seed, 0]).spawn(len(members))
    kind = np.concatenate([one.draw(each, rng) for one, rng in zip(births, streams, strict=True)])
    if fitted.sample < 1.0:
        kind = np.random.default_rng([seed, 3]).binomial(kind.astype(np.int64), fitted.sample)
    stays = tuple(
        tuple(stay_of(kind) for kind in member.scenario.document.issues.kinds.values())
        for member in members
    )
    return Future(kind.astype(float), births, stays, each, fitted.start, seed)


def open_requests(known: Requests) -> tuple[Integers, Floats]:
    """Kind and age in days of what is open at the end of a ledger."""
    still = is_open(known)
    return known.kind[still], known.days - known.opened[still]


def is_open(known: Requests) -> Flags:
    """Rows that are open; what ended at a time that is not told is not."""
    return np.asarray((known.ending == OPEN) & (known.days_open > 0.0))


def open_at(requests: Requests, day: int) -> int:
    """Count what is open at the beginning of a day."""
    return int(is_open(requests.until(day)).sum())


def _left(
    kind: Integers,
    age: Floats,
    stays: tuple[Stay, ...],
    ends: Floats,
    draws: int,
    rng: np.random.Generator,
) -> Floats:
    """How many of those open now are open at the ends; one luck a request, whatever the end."""
    left = np.zeros((draws, len(ends)))
    for k, stay in enumerate(stays):
        ages = age[kind == k]
        if not len(ages):
            continue
        share = stay.still_open(ages[:, None], ends)
        luck = rng.random((draws, len(ages)))
        for n in range(len(ends)):
            left[:, n] += (luck < share[:, n]).sum(axis=1)
    return left


def _stayed(new: Floats, stays: tuple[Stay, ...], ends: Floats, rng: np.random.Generator) -> Floats:
    """How many of those opened meanwhile are open at the ends."""
    counted = np.zeros((len(new), len(ends)))
    day = np.arange(new.shape[1])
    for k, stay in enumerate(stays):
        for n, end in enumerate(ends):
            before = day[day < end]
            share = np.clip(stay.open_after(end - before - NOON), 0.0, 1.0)
            opened = new[:, before, k].astype(np.int64)
            counted[:, n] += rng.binomial(opened, share).sum(axis=1)
    return counted


def date_of(start: np.datetime64, day: int) -> str:
    """Date of a day counted from the start."""
    return str(start + day * DAY)
