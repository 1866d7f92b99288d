"""Screens: how likely a simulation of a point would bring all targets near to their windows.

Far away from a window a target need not be known well, and near it a straight line serves where it
would not serve everywhere. Emulators of a screen therefore follow

    asinh((target - middle of its window) / scale)

where the scale is half the window's width and the reach of chance: straight about the window and
logarithmic far outside of it, on either side.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from .emulator import Emulator, emulate
from .windows import Window

Floats = NDArray[np.float64]

TINY = 1e-12  # so that a window of no width, far out, has a logarithm
NONE = 1e-300


@dataclass(frozen=True, eq=False)
class Screen:
    """Says how likely a simulation is to come near all windows.

    Attributes
    ----------
    windows : tuple of Window
    emulators : tuple of Emulator
        Of each target, squashed about its window.
    reach : array of float, shape (windows,)
        How far outside of its window a simulated mean still meets it, for chance.
    scale : array of float, shape (windows,)
        See `study.Study.scale`.
    """

    windows: tuple[Window, ...]
    emulators: tuple[Emulator, ...] = field(repr=False)
    reach: Floats
    scale: Floats

    def log_chances(self, points: Floats, level: float = 0.0) -> Floats:
        """By point, the log of the chance that all targets lie within `level` of being met.

        Windows are taken as independent of each other given the emulators' means. A target that
        follows no column is as likely everywhere.

        Parameters
        ----------
        points : array of float, shape (points, columns)
        level : float
            In `scale`; 0 is that windows are met.
        """
        out = np.zeros(len(points))
        aways = self.reach + level * self.scale
        for n, (window, emulator) in enumerate(zip(self.windows, self.emulators, strict=True)):
            if emulator.active:
                mean, variance = emulator(points)
                sd = np.sqrt(variance + NONE)
                ends = np.array([window.low - aways[n], window.high + aways[n]])
                low, high = _squashed(ends, window, float(self.scale[n]))
                out += _log_between((low - mean) / sd, (high - mean) / sd)
        return out


def screen_of(
    points: Floats,
    means: Floats,
    windows: Sequence[Window],
    reach: Floats,
    scale: Floats,
    factors: int,
    seed: int,
) -> Screen:
    """Make a screen of what was simulated.

    Parameters
    ----------
    points : array of float, shape (points, columns)
    means : array of float, shape (points, windows)
        Over replications; NaN where there is none.
    windows : sequence of Window
    reach, scale : array of float, shape (windows,)
        See `Screen`.
    factors : int
        The first so many columns are factors; the others are own parts of numbers.
    seed : int
    """
    emulators = tuple(
        emulate(points, _squashed(means[:, n], window, float(scale[n])), factors, seed)
        for n, window in enumerate(windows)
    )
    return Screen(tuple(windows), emulators, reach, scale)


def _squashed(values: Floats, window: Window, scale: float) -> Floats:
    """Values about their window; infinite ones stay so."""
    ends = [end for end in (window.low, window.high) if np.isfinite(end)]
    out: Floats = np.arcsinh((values - sum(ends) / len(ends)) / max(scale, TINY))
    return out


def _log_between(low: Floats, high: Floats) -> Floats:
    """Log of the standard normal probability between two ends, exact far out on either side."""
    turned = low > 0.0  # the lower tail is the one that is told exactly
    lower = log_ndtr(np.where(turned, -high, low))
    upper = log_ndtr(np.where(turned, -low, high))
    out: Floats = upper + np.log1p(-np.exp(np.minimum(lower - upper, -TINY)))
    return out
