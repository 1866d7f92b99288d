"""Times to response, closure and true resolution: p50, p90 and p99, estimated in `survival`."""

import numpy as np

from ..engine.codes import CLOSED, LEVELS
from .durations import (
    Spells,
    closure,
    first_response,
    resolution_from_birth,
    resolution_from_report,
)
from .table import MetricTable
from .window import GROUPINGS, HOURS_PER_DAY, Floats, Window

QUANTILES = {"p50": 0.5, "p90": 0.9, "p99": 0.99}
WITHIN_DAYS = (3, 7, 15, 30)  # spells by which the fixed cohort is counted
HOUR = 1.0  # closures quicker than this are left out of the spread


def add_times(table: MetricTable, window: Window, cohort: Spells) -> None:
    """Add quantiles and mean of every duration, for the city, communities and kinds.

    Parameters
    ----------
    cohort : Spells
        The fixed cohort, which equity needs as well.
    """
    _add(table, "fixed_cohort", cohort, HOURS_PER_DAY)
    for by in GROUPINGS:
        table.add("fixed_cohort_solved_share", 100.0 * cohort.final(by), by)
        table.add("fixed_cohort_lapsed_share", 100.0 * cohort.final_competing(by), by)
    add_solved_within(table, window, cohort)
    _add(table, "birth_to_solved", resolution_from_birth(window), HOURS_PER_DAY)
    _add(table, "report_to_solved", resolution_from_report(window), HOURS_PER_DAY)
    _add(table, "response", first_response(window), 1.0)
    closing = closure(window)
    _add(table, "close", closing, HOURS_PER_DAY)
    for by in GROUPINGS:
        table.add("close_completed_mean", closing.completed_mean(by) / HOURS_PER_DAY, by)


def add_solved_within(table: MetricTable, window: Window, cohort: Spells) -> None:
    """Add the share of the fixed cohort that is truly solved within so many days of its birth.

    Unlike a quantile it exists however few are ever solved. Issues born too late to be seen so long
    are censored, and count as their elders did (Aalen-Johansen); where nobody was seen so long, the
    measured days being fewer, there is no share. The worst community is the one with the smallest
    share, among those that had such an issue.
    """
    days = np.array(WITHIN_DAYS)
    hours = days * HOURS_PER_DAY
    seen = hours <= window.end - window.begin
    for by in GROUPINGS:
        shares = np.where(seen, 100.0 * cohort.at(by, hours), np.nan)
        for label, values in zip(days, shares.T, strict=True):
            table.add(f"solved_within_{label}_days", values, by)
        if by == "community":
            for label, values in zip(days, shares.T, strict=True):
                table.add(f"solved_within_{label}_days_worst_community", _smallest(values))


def _smallest(values: Floats) -> float:
    there = values[~np.isnan(values)]
    return float(there.min()) if len(there) else float("nan")


def _add(table: MetricTable, name: str, spells: Spells, unit: float) -> None:
    for by in GROUPINGS:
        values = spells.quantiles(by, tuple(QUANTILES.values()))
        for label, row in zip(QUANTILES, values, strict=True):
            table.add(f"{name}_{label}", row / unit, by)
        table.add(f"{name}_mean", spells.mean(by) / unit, by)


def add_closed_tickets(table: MetricTable, window: Window) -> None:
    """Add what closed tickets alone can tell: the spread of their times, and times by level.

    A ticket belongs to the level that closed it, which an open one does not have yet; so times by
    level are those of closed tickets, without censoring. p50 and p90 are the smallest time by
    which half and nine tenths of them were closed.
    """
    closed = window.ticket("state") == CLOSED
    hours = (window.ticket("closed") - window.ticket("opened"))[closed]
    level = window.ticket("level")[closed]
    table.add("close_log_sd", log_sd(hours))
    number = np.bincount(level, minlength=len(LEVELS))
    table.add("closed_per_year", number / window.years, "level")
    for label in ("p50", "p90"):
        values = [_quantile(hours[level == n], QUANTILES[label]) for n in range(len(LEVELS))]
        table.add(f"close_{label}", np.array(values) / HOURS_PER_DAY, "level")


def log_sd(hours: Floats) -> float:
    """Compute the standard deviation of log times of an hour or more; NaN with fewer than two."""
    logs = np.log(hours[hours >= HOUR])
    return float(logs.std(ddof=1)) if len(logs) > 1 else float("nan")


def _quantile(hours: Floats, q: float) -> float:
    return float(np.quantile(hours, q, method="inverted_cdf")) if len(hours) else float("nan")
