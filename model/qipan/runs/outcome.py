"""What is kept of a replication, as arrays: small enough for a store, enough for a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..engine.codes import COUNTERS, LEVELS
from ..outcomes.backlog import open_tickets
from ..outcomes.frames import daily_counts
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
    counters : array of int32, shape (days, communities, counters), or None
        Counts of each day by community, where they were asked for, in the order of `COUNTERS`.
    """

    communities: tuple[str, ...]
    kinds: tuple[str, ...]
    daily: NDArray[np.int64]
    solved: Floats
    counters: NDArray[np.int32] | None = None


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

    def replication(
        self, number: int, seed: int, horizon: Horizon, *, by_community: bool = False
    ) -> Replication:
        """Return what comparisons and charts work with, daily counts of the city or by community.

        Raises
        ------
        ValueError
            If only city-wide values were kept, or no counts by community where they are asked for.
        """
        detail = self.detail
        if detail is None:
            raise ValueError("only city-wide values were kept of this replication")
        table = MetricTable(detail.communities, detail.kinds)
        for (metric, by), part in _parts(self.columns, *self._sizes()).items():
            table.add(metric, self.values[part], by)
        daily = self._days(horizon, by_community)
        return Replication(number, seed, table, daily, detail.solved, None)

    def _days(self, horizon: Horizon, by_community: bool) -> "pd.DataFrame":
        assert self.detail is not None
        if not by_community:
            return daily_of_city(self.detail.daily, horizon)
        if self.detail.counters is None:
            raise ValueError("daily counts by community were not kept of this replication")
        return daily_counts(self.detail.counters, self.detail.communities, horizon)

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


def outcome_of(run: Run, *, full: bool, by_community: bool = False) -> Outcome:
    """Keep of a run the city-wide metrics, or (`full`) all metrics, daily counts and the curve.

    With `by_community`, daily counts of each community as well.
    """
    kept = [column for column in run.table if full or column.by == ALL]
    kept.sort(key=lambda column: column.by != ALL)
    columns = " ".join(f"{column.metric}/{column.by}" for column in kept)
    values = np.concatenate([column.values for column in kept])
    return Outcome(columns, values, _detail_of(run, by_community) if full else None)


def _detail_of(run: Run, by_community: bool) -> Detail:
    record = run.record
    counts = record.counters.sum(axis=1, dtype=np.int64)
    backlog = open_tickets(record).sum(axis=1)
    return Detail(
        communities=tuple(record.city.places.ids),
        kinds=tuple(record.layout.kinds),
        daily=np.column_stack([counts, backlog]),
        solved=solved_curve(record),
        counters=record.counters.astype(np.int32, copy=False) if by_community else None,
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
