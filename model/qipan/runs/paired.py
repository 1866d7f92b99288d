"""Differences between two policies on the same city and the same seeds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..outcomes.metrics import METRICS, headline
from ..scenario import Scenario
from ..scenario.city import City
from ..statistics.interval import Interval, paired_interval
from .runs import Runs

if TYPE_CHECKING:
    import pandas as pd


def paired_difference(first: Runs, second: Runs, metric: str) -> Interval:
    """Mean and 95 % interval of `second` - `first`, replication by replication.

    Raises
    ------
    ValueError
        If they differ in more than policy: in seeds, number of replications, city or horizon.
    """
    check_comparable(first, second)
    values = second.values(metric), first.values(metric)
    return paired_interval(*values, settled=METRICS[metric].settled)


def check_comparable(first: Runs, second: Runs) -> None:
    """Refuse to compare runs that differ in seeds, number, city or horizon."""
    names = f"{first.scenario.name} and {second.scenario.name}"
    if len(first) != len(second):
        raise ValueError(f"{names} have {len(first)} and {len(second)} replications")
    if [r.seed for r in first.replications] != [r.seed for r in second.replications]:
        raise ValueError(f"{names} have different seeds")
    if (reason := refusal(first.scenario, second.scenario)) is not None:
        raise ValueError(reason)


def refusal(first: Scenario, second: Scenario) -> str | None:
    """Why two scenarios cannot be compared; None if they can."""
    names = f"{first.name} and {second.name}"
    if _cities(first) != _cities(second):
        return f"{names} are not the same city"
    if first.document.horizon != second.document.horizon:
        return f"{names} are not over the same days"
    return None


def _cities(scenario: Scenario) -> dict[str, City]:
    """The city, or that of each district."""
    if not scenario.districts:
        return {"": scenario.document.city}
    return {name: one.document.city for name, one in scenario.districts.items()}


def comparison(first: Runs, second: Runs, metrics: Sequence[str] | None = None) -> "pd.DataFrame":
    """Tabulate two policies side by side with the interval of their paired difference.

    Columns: metric, unit, first, second, difference, low, high.
    """
    import pandas as pd

    names = list(metrics) if metrics is not None else headline()
    rows = []
    for name in names:
        difference = paired_difference(first, second, name)
        means = (float(np.mean(runs.values(name))) for runs in (first, second))
        rows.append((name, METRICS[name].unit, *means, *difference[:3]))
    columns = ["metric", "unit", "first", "second", "difference", "low", "high"]
    return pd.DataFrame(rows, columns=columns)
