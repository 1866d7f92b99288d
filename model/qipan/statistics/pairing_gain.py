"""What pairing on common random numbers gains, and what keeps it from gaining more."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Pairing(NamedTuple):
    """Variance of a difference on separate seeds over that on the same seeds.

    With standard deviations a and b of the two policies and the correlation r between them the
    reduction is (a² + b²) / (a² + b² - 2 r a b). It is never above either ceiling.

    Attributes
    ----------
    correlation : float
        Of the two policies' values over replications.
    reduction : float
        So many times fewer replications does the same precision take; below 1 pairing hurts.
    ceiling : float
        1 / (1 - r): what the correlation would allow if both policies varied alike; 1 where the
        correlation is negative.
    ceiling_of_spreads : float
        (a² + b²) / (a - b)²: what the spreads would allow if the policies moved in step.
    """

    correlation: float
    reduction: float
    ceiling: float
    ceiling_of_spreads: float

    @property
    def limited_by(self) -> str:
        """What is in the way: ``correlation``, ``spreads``, or nothing if nothing varies."""
        if math.isnan(self.reduction) or math.isinf(self.reduction):
            return ""
        return "correlation" if self.ceiling <= self.ceiling_of_spreads else "spreads"


def pairing(first: NDArray[np.float64], second: NDArray[np.float64]) -> Pairing:
    """Measure what pairing gained; infinite where the difference does not vary at all.

    NaN where it cannot be told: fewer than three replications, a metric that is missing
    somewhere, or values that do not vary.
    """
    values = np.array([first, second])
    if values.shape[1] < 3 or np.isnan(values).any() or not values.std(axis=1).all():
        return Pairing(math.nan, math.nan, math.nan, math.nan)
    a, b = values.std(axis=1, ddof=1)
    apart = a * a + b * b
    left = float(np.var(first - second, ddof=1))
    correlation = float(np.clip(0.5 * (apart - left) / (a * b), -1.0, 1.0))
    ceiling = _over(1.0, 1.0 - max(0.0, correlation))
    return Pairing(correlation, _over(apart, left), ceiling, _over(apart, (a - b) ** 2))


def _over(above: float, below: float) -> float:
    return float(above / below) if below > 1e-12 * above else math.inf
