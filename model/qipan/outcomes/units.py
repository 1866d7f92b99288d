"""Co-building units: what they give, and how long they keep giving."""

import math

import numpy as np

from .table import MetricTable
from .window import Floats, Window, ratio

HALF = 0.5


def add_units(table: MetricTable, window: Window) -> None:
    """Engagement and gifts of units; NaN where there are none or they were never paired."""
    record = window.record
    paired = len(record.units) > 0 and len(record.engagement) > 0
    years = window.years if paired else math.nan
    table.add("unit_hours_per_year", record.units["hours"].sum() / years)
    table.add("unit_yuan_per_year", record.units["yuan"].sum() / years)
    solved = window.counted("unit_solved") / years
    table.add("solved_per_unit", ratio(solved, len(record.units)))
    series = record.engagement.mean(axis=1) if paired else np.empty(0)
    table.add("engagement_half_life", half_life(series))
    last = record.engagement[-1] if paired else np.empty(0)
    assigned = record.unit_mandated[: len(last)]
    table.add("engagement_mean", _mean(last))
    table.add("engagement_voluntary_mean", _mean(last[~assigned]))
    table.add("engagement_assigned_mean", _mean(last[assigned]))


def half_life(levels: Floats) -> float:
    """Months until a series of months has fallen to half of its first value.

    Between two months it is taken to fall by a constant rate. NaN if it never falls so far.
    """
    below = np.flatnonzero(levels <= HALF * levels[:1])
    if len(below) == 0:
        return math.nan
    month = int(below[0])
    before, after = np.log(levels[month - 1]), np.log(levels[month])
    return float(month - 1 + (before - np.log(HALF * levels[0])) / (before - after))


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else math.nan
