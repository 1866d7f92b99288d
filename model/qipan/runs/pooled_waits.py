"""How long issues wait under a plan: quantiles of all simulated years together.

A community's p90 of one year is noisy, and where barely nine tenths are ever solved it exists in
one year and not in the next; the worst of many such is noisier still. So the share solved by each
age is averaged over the years first, and quantiles are those of the mean.
"""

from functools import partial

import numpy as np

from ..engine.record import Record
from ..outcomes.durations import fixed_cohort
from ..outcomes.survival import ROUNDING
from ..outcomes.window import HOURS_PER_DAY, Window
from ..programs.aim import TICKET_DAYS, Aim
from ..statistics.estimate import Values

SOLVED = "solved_by_age"
# Ages in days at which the share solved is kept; quantiles are interpolated between them.
AGES = np.concatenate(
    [
        np.arange(0.0, 4.0, 0.25),
        np.arange(4.0, 16.0, 0.5),
        np.arange(16.0, 40.0, 1.0),
        np.arange(40.0, 120.0, 4.0),
        np.arange(120.0, 361.0, 12.0),
    ]
)


def solved_by_age(record: Record) -> Values:
    """Share of the fixed cohort truly solved by each of AGES, shape (1 + communities, ages).

    From birth; lapse competes. The first row is the city. Where nothing arose, nobody waits: 1.
    """
    cohort = fixed_cohort(Window(record))
    rows = [cohort.at(by, AGES * HOURS_PER_DAY) for by in ("all", "community")]
    return np.nan_to_num(np.concatenate(rows), nan=1.0)


def quantile(share: float, solved: Values) -> float:
    """Days until this share of the city's issues is solved; NaN if that never comes."""
    return float(_quantiles(share, solved[:1])[0])


def worst_quantile(share: float, solved: Values) -> float:
    """Return the same of the community where it takes longest; NaN if it never comes in one."""
    return float(_quantiles(share, solved[1:]).max())


def unsolved(solved: Values) -> float:
    """Percentage of the city's issues that are not solved at the last age."""
    return 100.0 * (1.0 - float(solved[0, -1]))


def _quantiles(share: float, solved: Values) -> Values:
    """Age at which each row reaches a share, on the straight line between two ages."""
    reached = solved >= share - ROUNDING
    place = reached.argmax(axis=1)
    rows = np.arange(len(solved))
    before = np.maximum(place - 1, 0)
    low, high = solved[rows, before], solved[rows, place]
    part = np.clip((share - low) / np.where(high > low, high - low, 1.0), 0.0, 1.0)
    days = AGES[before] + part * (AGES[place] - AGES[before])
    return np.where(reached.any(axis=1), days, np.nan)


# What is said of the waits under a plan, less being better.
WAITS: dict[str, Aim] = {
    "p50": Aim("median days to solve", "days", partial(quantile, 0.5), SOLVED),
    "p90": Aim("p90 of days to solve", "days", partial(quantile, 0.9), SOLVED),
    "worst_p50": Aim("worst community's median", "days", partial(worst_quantile, 0.5), SOLVED),
    "worst_p90": Aim("worst community's p90", "days", partial(worst_quantile, 0.9), SOLVED),
    "unsolved_share": Aim("never solved within a year", "%", unsolved, SOLVED, additive=True),
}
TARGETS = {"ticket_days": TICKET_DAYS, **WAITS}
