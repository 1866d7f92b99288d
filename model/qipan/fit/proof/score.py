"""One line of a validation: a method's forecasts of one grain held against what came."""

from dataclasses import dataclass

import numpy as np

from ..requests import Floats
from ..scores import crps, inside, width

ENOUGH = 0.80  # least coverage of 90 % intervals with which a fit counts as validated
METHODS = ("fit", "seasonal_naive", "weeks_bootstrap", "kaplan_meier")
FIT = METHODS[0]


@dataclass(frozen=True)
class Score:
    """How well forecasts of one grain were.

    Attributes
    ----------
    subject : str
        `arrivals`, or the quantile of times to close.
    grain : str
        As `day` or `kind x month`.
    method : str
        One of `METHODS`.
    cells : int
        Forecasts that could be held against what came.
    coverage, crps, width : float
        Share of them inside the 90 % interval; mean score; mean width, of times the median width
        of the logarithm. NaN where there is none.
    """

    subject: str
    grain: str
    method: str
    cells: int
    coverage: float
    crps: float
    width: float

    @property
    def validated(self) -> bool:
        """Whether intervals of this grain may be relied on."""
        return self.method != FIT or not self.coverage < ENOUGH


def score_counts(grain: str, method: str, drawn: Floats, seen: Floats) -> Score:
    """Score forecasts of counts; draws come first."""
    drawn = drawn.reshape(len(drawn), -1)
    seen = seen.ravel()
    if not len(seen):
        return Score("arrivals", grain, method, 0, np.nan, np.nan, np.nan)
    return Score(
        "arrivals",
        grain,
        method,
        len(seen),
        float(inside(drawn, seen).mean()),
        float(crps(drawn, seen).mean()),
        float(width(drawn).mean()),
    )
