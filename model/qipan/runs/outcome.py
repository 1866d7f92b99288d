"""What is kept of a replication, as arrays: small enough for a store, enough for a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..engine.codes import COUNTERS, LEVELS
from ..outcomes.backlog import open_tickets
from ..outcomes.metrics import METRICS, MetricTable
from ..outcomes.table import ALL, CELL
from ..scenario.horizon import Horizon
from .replication import Run
from .runs import Replication, solved_curve

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

SERIES = (*COUNTERS, "open_tickets")


@dataclass(frozen=True, eq=False)
class Detail:
    """What charts and reports need beside metrics.

    Attributes
    ----------
    communities, kinds : tuple of str
        Their ids, in the order in which values by community and by kind come.
    daily : array of int64, shape (days, series)
        Counts of each day in the whole city, warm-up included, in the order of `SERIES`.
    solved : array of float
        Share of the fixed cohort truly solved by each age of `replications.CURVE_DAYS`.
    """

    communities: tuple[str, ...]
    kinds: tuple[str, ...]
    daily: NDArray[np.int64]
    solved: Floats


@dataclass(frozen=True, eq=False)
class Outcome:
    """Metrics of a replication, and where they were asked for the details.

    Attributes
    ----------
    columns : str
        What the values are of: ``metric/dimension``, separated by spaces, city-wide ones first. A
        text, since it is the same for all replications.
    values : array of float
        All values, column after column.
    detail : Detail or None
        None where only city-wide values are kept.
    """

    columns: str
    values: Floats
    detail: Detail | None

    def city(self, metrics: Sequence[str]) -> Floats:
        """City-wide values of some metrics.

        Raises
        ------
        UnknownMetricError
            If there is no metric of that name.
        LookupError
            If it has no value for the whole city.
        """
        parts = _parts(self.columns, *self._sizes())
        names = [METRICS[metric].name for metric in metrics]
        for name in names:
            if (name, ALL) not in parts:
                raise LookupError(f"metric {name!r} is not kept by {ALL!r}")
        return self.values[[parts[name, ALL].start for name in names]]

    def replication(self, number: int, seed: int, horizon: Horizon) -> Replication:
        """Return what comparisons and charts work with.

        Raises
        ------
        ValueError
            If only city-wide values were kept.
        """
        if self.detail is None:
            raise ValueError("only city-wide values were kept of this replication")
        table = MetricTable(self.detail.communities, self.detail.kinds)
        for (metric, by), part in _parts(self.columns, *self._sizes()).items():
            table.add(metric, self.values[part], by)
        daily = daily_of_city(self.detail.daily, horizon)
        return Replication(number, seed, table, daily, self.detail.solved, None)

    def _sizes(self) -> tuple[int, int]:
        if self.detail is None:
            return 0, 0
        return len(self.detail.communities), len(self.detail.kinds)


@lru_cache(maxsize=16)
def _parts(columns: str, communities: int, kinds: int) -> dict[tuple[str, str], slice]:
    """Where the values of each metric and dimension lie."""
    sizes = {ALL: 1, "level": len(LEVELS), "community": communities, "kind": kinds}
    sizes[CELL] = communities * kinds
    parts, begin = {}, 0
    for column in columns.split():
        metric, by = column.split("/")
        parts[metric, by] = slice(begin, begin + sizes[by])
        begin += sizes[by]
    return parts


def checked(outcome: Outcome) -> Outcome:
    """Return an outcome that was kept, if it can be one.

    Raises
    ------
    ValueError
        If there are other values than its columns say, or columns of no metric.
    LookupError
        If a column is of no known kind.
    """
    parts = _parts(outcome.columns, *outcome._sizes())
    needed = max((part.stop for part in parts.values()), default=0)
    # Without the details it is not known how many values there are beyond the city's.
    wrong = (
        len(outcome.values) < needed if outcome.detail is None else len(outcome.values) != needed
    )
    if not parts or wrong:
        raise ValueError(f"{len(outcome.values)} values for {len(parts)} columns")
    return outcome


def outcome_of(run: Run, *, full: bool) -> Outcome:
    """Keep of a run the city-wide metrics, or (`full`) all metrics, daily counts and the curve."""
    kept = [column for column in run.table if full or column.by == ALL]
    kept.sort(key=lambda column: column.by != ALL)
    columns = " ".join(f"{column.metric}/{column.by}" for column in kept)
    values = np.concatenate([column.values for column in kept])
    return Outcome(columns, values, _detail_of(run) if full else None)


def _detail_of(run: Run) -> Detail:
    record = run.record
    counts = record.counters.sum(axis=1, dtype=np.int64)
    backlog = open_tickets(record).sum(axis=1)
    return Detail(
        communities=tuple(record.city.places.ids),
        kinds=tuple(record.layout.kinds),
        daily=np.column_stack([counts, backlog]),
        solved=solved_curve(record),
    )


def daily_of_city(daily: NDArray[np.int64], horizon: Horizon) -> "pd.DataFrame":
    """Tabulate daily counts of the whole city.

    Columns as those of `outcomes.frames.daily_frame`, with ``all`` in place of a community.
    """
    import pandas as pd

    day = np.arange(len(daily), dtype=np.int32)
    first = np.datetime64(horizon.first_day.isoformat(), "D")
    columns: dict[str, Any] = {
        "date": (first + day).astype("datetime64[ms]"),
        "day": day,
        "community": pd.Categorical([ALL] * len(daily), categories=pd.Index([ALL])),
        "measured": day >= horizon.warm_up_days,
    }
    columns.update({name: daily[:, n] for n, name in enumerate(SERIES)})
    return pd.DataFrame(columns)
