"""Implausibility: how far from its window a target lies, in standard deviations of what blurs it.

A window is what one period of the city showed. What separates it from an emulator's mean without
any fault of the assumed numbers is the chance of that period, that of the replications' mean, and
what the emulator does not know:

    I = distance from the window / sqrt(chance (1 + 1 / replications) + variance of the emulator)

and a point is implausible where any target's I is 3 or more: whatever the distribution is, as long
as it has one peak, at most one in twenty lies farther out (Pukelsheim 1994).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .emulator import Emulator
from .windows import Window

Floats = NDArray[np.float64]

CUTOFF = 3.0
TINY = 1e-150  # for chance that is nothing


def distance(mean: Floats, low: float, high: float) -> Floats:
    """How far outside a window values lie; 0 inside."""
    out: Floats = np.maximum(np.maximum(low - mean, mean - high), 0.0)
    return out


def chance_variance(values: Floats) -> float:
    """Variance of one replication about the mean of its point.

    Parameters
    ----------
    values : array of float, shape (points, replications)
        Points with a NaN are left out.
    """
    known = values[np.isfinite(values).all(axis=1)]
    return float(known.var(axis=1, ddof=1).mean()) if len(known) else float("nan")


@dataclass(frozen=True, eq=False)
class Judge:
    """Says which points are plausible.

    Attributes
    ----------
    windows : tuple of Window
    emulators : tuple of Emulator
        Of each window's metric.
    chance : array of float, shape (windows,)
        Variance of one replication.
    replications : int
    cutoff : float
    """

    windows: tuple[Window, ...]
    emulators: tuple[Emulator, ...] = field(repr=False)
    chance: Floats
    replications: int
    cutoff: float = CUTOFF

    def implausibility(self, points: Floats) -> Floats:
        """By point and window; 0 of a target that follows no factor, as far as points tell.

        Such an emulator knows nothing of where a target lies: what it takes for noise may be what
        too few points have not told apart. Members are simulated, so that a window which nothing
        meets still shows.
        """
        out = np.empty((len(points), len(self.windows)))
        for n, (window, emulator) in enumerate(zip(self.windows, self.emulators, strict=True)):
            if not emulator.active:
                out[:, n] = 0.0
                continue
            mean, variance = emulator(points)
            away = distance(mean, window.low, window.high)
            out[:, n] = away / np.sqrt(self.blur[n] ** 2 + variance + 1e-300)
        return out

    def of_simulated(self, values: Floats) -> Floats:
        """Of means that were simulated, by point and window; infinite where there is none."""
        out = np.empty(values.shape)
        for n, window in enumerate(self.windows):
            away = distance(values[:, n], window.low, window.high)
            out[:, n] = away / max(float(self.blur[n]), TINY)
        return np.where(np.isfinite(values), out, np.inf)

    def holds(self, points: Floats) -> NDArray[np.bool_]:
        """Whether each point is plausible."""
        return np.asarray((self.implausibility(points) < self.cutoff).all(axis=1), np.bool_)

    @property
    def blur(self) -> Floats:
        """By window, the standard deviation of what chance puts between a mean and one period."""
        out: Floats = np.sqrt(self.chance * (1.0 + 1.0 / self.replications))
        return out

    def only(self, places: Sequence[int]) -> "Judge":
        """The same of some windows."""
        return Judge(
            tuple(self.windows[n] for n in places),
            tuple(self.emulators[n] for n in places),
            self.chance[list(places)],
            self.replications,
            self.cutoff,
        )
