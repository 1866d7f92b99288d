"""Differences between two policies on the same city and the same seeds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..outcomes.metrics import METRICS, headline
from .intervals import Interval, mean_interval
from .replications import Runs

if TYPE_CHECKING:
    import pandas as pd


def paired_difference(first: Runs, second: Runs, metric: str) -> Interval:
    """Mean and 95 % interval of `second` - `first`, replication by replication.

    Raises
    ------
    ValueError
        If the two were not run on the same seeds.
    """
    seeds = [[replication.seed for replication in runs.replications] for runs in (first, second)]
    if seeds[0] != seeds[1]:
        raise ValueError(f"{first.scenario.name} and {second.scenario.name} have different seeds")
    return mean_interval(second.values(metric) - first.values(metric))


def comparison(first: Runs, second: Runs, metrics: Sequence[str] | None = None) -> "pd.DataFrame":
    """Tabulate two policies side by side with the interval of their paired difference.

    Columns: metric, unit, first, second, difference, ci_low, ci_high.
    """
    import pandas as pd

    names = list(metrics) if metrics is not None else headline()
    rows = []
    for name in names:
        difference = paired_difference(first, second, name)
        means = (float(np.mean(runs.values(name))) for runs in (first, second))
        rows.append((name, METRICS[name].unit, *means, *difference[:3]))
    columns = ["metric", "unit", "first", "second", "difference", "ci_low", "ci_high"]
    return pd.DataFrame(rows, columns=columns)
