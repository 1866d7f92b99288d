"""What happened in each year of a horizon of several years."""

import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..scenario.horizon import measured_years
from .runs import Runs

DAYS_PER_YEAR = 365.0
# Counters of the daily frame that are told by year, as rates a year of 365 days.
COUNTED = ("born", "reports", "opened", "closed", "solved", "lapsed")
METRICS = (*(f"{name}_per_year" for name in COUNTED), "backlog_mean", "backlog_end")


class Year(NamedTuple):
    """A measured year, the last perhaps a part of one."""

    first: datetime.date
    days: int


def years_of(runs: Runs) -> list[Year]:
    """Return the measured years; none where there is but one, which other tables tell of."""
    horizon = runs.scenario.document.horizon
    firsts = measured_years(horizon)
    if len(firsts) < 2:
        return []
    ends = [*firsts[1:], horizon.end]
    return [Year(first, (end - first).days) for first, end in zip(firsts, ends, strict=True)]


def yearly_values(runs: Runs) -> NDArray[np.float64]:
    """Values of `METRICS` in each year, shape (replications, years, metrics)."""
    horizon, years = runs.scenario.document.horizon, years_of(runs)
    found = np.zeros((len(runs), len(years), len(METRICS)))
    for row, replication in enumerate(runs.replications):
        city = replication.daily.groupby("day")[[*COUNTED, "open_tickets"]].sum().to_numpy(float)
        for n, year in enumerate(years):
            first = horizon.day_of(year.first)
            days = city[first : first + year.days]
            counts = days[:, :-1].sum(axis=0) * DAYS_PER_YEAR / year.days
            found[row, n] = [*counts, days[:, -1].mean(), days[-1, -1]]
    return found
