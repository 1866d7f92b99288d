"""Metrics of one replication, collected family by family."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..engine.codes import LEVELS
from .catalogue import METRICS

if TYPE_CHECKING:
    import pandas as pd

ALL = "all"
CELL: Literal["cell"] = "cell"  # a kind in a community
DIMENSIONS = ("level", "community", "kind")


class Column(NamedTuple):
    """Values of one metric, one a member of one dimension (or a single one for all)."""

    metric: str
    by: str
    values: NDArray[np.float64]


class MetricTable:
    """Values by metric, level, community, kind, and kind in a community.

    Parameters
    ----------
    communities, kinds : sequence of str
        Their ids, in the order in which arrays of values come.
    """

    def __init__(self, communities: Sequence[str], kinds: Sequence[str]) -> None:
        self.members: dict[str, tuple[Any, ...]] = {
            ALL: (ALL,),
            "level": LEVELS,
            "community": tuple(communities),
            "kind": tuple(kinds),
            CELL: tuple(product(communities, kinds)),
        }
        self._columns: dict[tuple[str, str], Column] = {}

    def add(self, metric: str, values: ArrayLike, by: str = ALL) -> None:
        """Add a metric: one number, or an array with a value for each member of a dimension.

        Raises
        ------
        UnknownMetricError
            If `METRICS` does not have it.
        ValueError
            If it is there already, or has not one value a member.
        """
        name = METRICS[metric].name
        array = np.atleast_1d(np.asarray(values, float))
        if array.shape != (len(self.members[by]),):
            raise ValueError(f"{name} by {by}: {array.shape} values for {len(self.members[by])}")
        if (name, by) in self._columns:
            raise ValueError(f"{name} by {by} is there already")
        self._columns[name, by] = Column(name, by, array)

    def values(self, metric: str, by: str) -> NDArray[np.float64]:
        """Values of a metric over a dimension, in the order of `members`.

        Raises
        ------
        UnknownMetricError
            If `METRICS` does not have it.
        LookupError
            If it is not kept by that dimension.
        """
        name = METRICS[metric].name
        if (name, by) not in self._columns:
            raise LookupError(f"metric {name!r} is not kept by {by!r}")
        return self._columns[name, by].values

    def __getitem__(self, metric: str) -> float:
        """Value of a metric for the whole city."""
        return float(self.values(metric, ALL)[0])

    def __iter__(self) -> Iterator[Column]:
        """Columns, in the order in which they were added."""
        return iter(self._columns.values())

    def frame(self) -> "pd.DataFrame":
        """Tidy frame: metric, unit, level, community, kind, value.

        Rows are sorted by metric as `METRICS` has them, then the whole city before levels,
        communities, kinds and kinds in communities, and these by name except levels, which go up.
        """
        import pandas as pd

        rank = {name: n for n, name in enumerate(METRICS)}
        dimension = {by: n for n, by in enumerate(self.members)}
        columns = sorted(self, key=lambda c: (rank.get(c.metric, len(rank)), dimension[c.by]))
        parts = zip(*(self._rows(column) for column in columns), strict=True)
        names = ("metric", "unit", *DIMENSIONS, "value")
        return pd.DataFrame({n: np.concatenate(p) for n, p in zip(names, parts, strict=True)})

    def _rows(self, column: Column) -> tuple[NDArray[np.generic], ...]:
        members, values = self.members[column.by], column.values
        size = len(values)
        where = {by: np.full(size, ALL, dtype=object) for by in DIMENSIONS}
        if column.by == CELL:
            where["community"], where["kind"] = np.array(members, dtype=object).reshape(size, 2).T
        elif column.by != ALL:
            where[column.by] = np.array(members, dtype=object)
        if column.by not in (ALL, "level"):
            names = (where["kind"].astype(str), where["community"].astype(str))
            order = np.lexsort(names)
            values, where = values[order], {by: ids[order] for by, ids in where.items()}
        metric = np.full(size, column.metric, dtype=object)
        units = np.full(size, METRICS[column.metric].unit, dtype=object)
        return metric, units, *where.values(), values
