"""Bursts of requests: set apart from the calm law, and handed back as a process of episodes."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import nbinom

from ..requests import Flags, Floats

TAIL = 1e-5  # a day less probable than this under the calm law is no calm day
TRIMMED = 0.02  # share of the most unusual days left out of the first guess of the calm variance
ASSUMED = (2.5, 1.8)  # factors of the one episode that every city is thought to have had
HALF = 0.5
DAYS_KNOWN_BEFORE = 180.0
LEAST_VARIANCE = 1e-4


@dataclass(frozen=True)
class Episode:
    """One burst.

    Attributes
    ----------
    start : int
        Its first day, -1 for the one assumed.
    factor : array, shape (days, kinds)
        Requests against usual; 1 for kinds that it leaves alone.
    """

    start: int
    factor: Floats

    @property
    def kinds(self) -> tuple[int, ...]:
        """Kinds that it raises."""
        return tuple(int(k) for k in np.flatnonzero((self.factor > 1.0).any(axis=0)))


@dataclass(frozen=True)
class Shocks:
    """Episodes seen in a window of so many days, among so many kinds."""

    seen: tuple[Episode, ...]
    days: int
    kinds: int

    def draw(self, draws: int, days: int, rng: np.random.Generator) -> Floats:
        """Factors on births, shape (draws, days, kinds).

        Episodes come as a Poisson process whose rate is drawn as well: (n + 1/2) in so many days
        and half a year. Each is one of those seen or, with half the weight, the one assumed.
        """
        factor = np.ones((draws, days, self.kinds))
        pool = [*self.seen, Episode(-1, np.outer(ASSUMED, np.ones(self.kinds)))]
        weight = np.append(np.ones(len(self.seen)), HALF)
        rate = rng.gamma(weight.sum(), 1.0 / (self.days + DAYS_KNOWN_BEFORE), size=draws)
        for draw, number in enumerate(rng.poisson(rate * days)):
            for place in rng.choice(len(pool), size=number, p=weight / weight.sum()):
                start = int(rng.integers(days))
                there = pool[place].factor[: days - start]
                factor[draw, start : start + len(there)] *= there
        return factor


def unusual(count: Floats, mu: Floats, variance: float) -> Flags:
    """Days that the calm law does not explain."""
    size = 1.0 / max(variance, LEAST_VARIANCE)
    tail = nbinom.sf(count - 1.0, size, size / (size + mu))
    return np.asarray((tail < TAIL) & (count > 0))


def first_guess(count: Floats, mu: Floats) -> Flags:
    """Days to keep out of the first guess of the calm variance: the highest for their mean."""
    distance = (count - mu) / np.sqrt(mu + 0.1 * mu**2)
    return np.asarray(distance > np.quantile(distance, 1.0 - TRIMMED))


def episodes(flag: Flags, ratio: Floats) -> tuple[Episode, ...]:
    """Put flagged days in a row together; one calm day between two does not part them.

    Parameters
    ----------
    flag : array of bool, shape (days, kinds)
    ratio : array of float, shape (days, kinds)
        Requests against the calm mean.
    """
    struck = np.flatnonzero(flag.any(axis=1))
    if not len(struck):
        return ()
    found = []
    for run in np.split(struck, np.flatnonzero(np.diff(struck) > 2) + 1):
        rows = slice(int(run[0]), int(run[-1]) + 1)
        found.append(Episode(int(run[0]), np.where(flag[rows], ratio[rows], 1.0)))
    return tuple(found)
