"""Times to response, closure and true resolution."""

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
    _add(table, "birth_to_solved", resolution_from_birth(window), HOURS_PER_DAY)
    _add(table, "report_to_solved", resolution_from_report(window), HOURS_PER_DAY)
    _add(table, "response", first_response(window), 1.0)
    closing = closure(window)
    _add(table, "close", closing, HOURS_PER_DAY)
    for by in GROUPINGS:
        table.add("close_completed_mean", closing.completed_mean(by) / HOURS_PER_DAY, by)


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
