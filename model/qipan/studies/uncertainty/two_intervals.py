"""Two intervals of one quantity: over chance alone, and over chance and data."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...statistics.interval import Interval
from .ensemble import Spread, spread


@dataclass(frozen=True)
class TwoIntervals:
    """A quantity with both its intervals.

    Attributes
    ----------
    chance : Interval or None
        Of the mean, with all numbers as the scenario has them; None where that was not simulated.
    data : Spread
        Of one period in each draw of an ensemble: nine in ten of them lie between its ends.
    """

    chance: Interval | None
    data: Spread


def over_draws(
    values: NDArray[np.float64], metric: str, chance: Interval | None = None
) -> TwoIntervals:
    """Both intervals, of values in draws that weigh alike, shape (draws,)."""
    even = np.full(len(values), 1.0 / max(1, len(values)))
    return TwoIntervals(chance, spread(values, even, metric))
