"""Working time: a clock that stands still while nobody works."""

from dataclasses import dataclass

import numpy as np

from ..requests import HOURS, Floats

IDLE = 0.1  # of the usual closings of an hour of work: with fewer it is none
EXPECTED = 5.0  # closings that a day should have: with none at all nobody worked
SOME = 0.3  # of a working day's closings, from which a day of rest was one of work


@dataclass(frozen=True)
class Clock:
    """Working hours of a window, each as fast as it has hands.

    Attributes
    ----------
    speed : array of float
        By hour of the window from its first midnight on: 1 in the mean of the hours that are
        worked, 0 in others.
    """

    speed: Floats

    @property
    def hours(self) -> float:
        """Working hours of the window."""
        return float(self.speed.sum())

    def time(self, days: Floats) -> Floats:
        """Working hours from the window's begin to moments given in days."""
        passed = np.concatenate([[0.0], np.cumsum(self.speed)])
        return np.asarray(np.interp(days * HOURS, np.arange(len(passed)), passed), np.float64)


def worked_clock(people: Floats) -> Clock:
    """Return the clock of people on duty, given by hour."""
    on = people > 0
    return Clock(people / people[on].mean() if on.any() else people)


def seen_clock(closed: Floats, days: int, first_weekday: int) -> Clock:
    """Take the hours that are worked from the hours at which requests were closed.

    A day of the week that is usually worked and saw no closing where several were due was a
    holiday; a day of rest with many was worked in another's place.

    Parameters
    ----------
    closed : array of float
        Moments of closing, in days of the window.
    days : int
        Days of the window.
    first_weekday : int
        Of the first day; 0 is Monday.
    """
    hour = np.floor(closed * HOURS).astype(np.int64)
    hour = hour[(hour >= 0) & (hour < days * HOURS)]
    table = np.bincount(hour, minlength=days * HOURS).reshape(days, HOURS).astype(float)
    weekday = (first_weekday + np.arange(days)) % 7
    mean = np.array([table[weekday == d].mean(axis=0) for d in range(7)])
    usual = mean.sum(axis=1)
    works = usual >= SOME * usual.max()
    day = mean[works].mean(axis=0)
    day[day < IDLE * day[day > 0].mean()] = 0.0
    total, due = table.sum(axis=1), day.sum()
    on = np.where(works[weekday], (total > 0) | (due < EXPECTED), total >= SOME * due)
    speed = (on[:, None] * day).ravel()
    return Clock(speed / speed[speed > 0].mean())
