"""How evenly the wait for a true resolution is spread over communities."""

import numpy as np

from .durations import Spells
from .equity import gini, kolm_pollak, missing, outer_thirds, worst
from .table import MetricTable
from .window import HOURS_PER_DAY, Groups, Window

AVERSION = -1.0  # a burden, so negative


def add_equity(table: MetricTable, window: Window, cohort: Spells) -> None:
    """Equity of the fixed cohort's p90 between communities that had any such issue.

    A community's p90 does not exist where fewer than nine tenths are ever solved. Gini and
    Kolm-Pollak are then of the others, whose number is told by `p90_missing_communities`; the
    worst is NaN, since it would be one of the missing.
    """
    had_any = cohort.groups.count(np.ones(len(cohort.hours), bool), "community") > 0
    p90 = cohort.quantiles("community", (0.9,))[0][had_any] / HOURS_PER_DAY
    table.add("p90_worst_community", worst(p90))
    table.add("p90_gini", gini(p90))
    table.add("p90_kolm_pollak", kolm_pollak(p90, AVERSION))
    table.add("p90_missing_communities", missing(p90))
    quiet, vocal = _p90_by_voice(window, cohort)
    table.add("p90_quiet_third", quiet)
    table.add("p90_vocal_third", vocal)
    table.add("p90_voice_gap", quiet - vocal)


def _p90_by_voice(window: Window, cohort: Spells) -> tuple[float, float]:
    """P90 in days of the thirds of communities whose residents report least and most."""
    third = outer_thirds(window.record.city.places.voice)
    community = third[cohort.groups.community].astype(np.int32)
    groups = Groups(community, cohort.groups.kind, 3, cohort.groups.kinds)
    days = cohort.regrouped(groups).quantiles("community", (0.9,))[0] / HOURS_PER_DAY
    return float(days[0]), float(days[2])
