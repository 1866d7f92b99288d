"""The canonical export of an experiment: the same bytes whoever made its replications."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..outcomes.metrics import METRICS
from ..outcomes.table import ALL, CELL, DIMENSIONS
from ..scenario import Scenario
from .file_formats import PARQUET
from .runs import Replication, Runs

if TYPE_CHECKING:
    import pyarrow as pa

REPLICATIONS = "replications.parquet"
CELL_DIMENSIONS = ("community", "kind")  # as `MetricTable` pairs them
ROWS_IN_MEMORY = 1 << 18  # and in a row group


def write_replications(path: Path, several: Iterable[Runs]) -> None:
    """Write all metrics of all replications as one Parquet file, a few at a time.

    Columns: scenario, replication, metric, unit, level, community, kind, value; sorted by all of
    them but unit and value, names by their letters. The bytes depend on the values only.

    Raises
    ------
    ValueError
        If two different scenarios have one name.
    """
    import pyarrow.parquet as pq

    with pq.ParquetWriter(path, _schema(), **PARQUET) as writer:
        for group in _groups(_by_scenario(several)):
            writer.write_table(group, row_group_size=ROWS_IN_MEMORY)


def _by_scenario(several: Iterable[Runs]) -> dict[str, Runs]:
    """Replications by name of their scenario, both in order, each once."""
    found: dict[str, Runs] = {}
    for runs in several:
        name = runs.scenario.name
        known = found.get(name, runs)
        if known.scenario != runs.scenario:
            raise ValueError(f"two different scenarios are named {name!r}")
        numbers = {r.number: r for r in (*known.replications, *runs.replications)}
        replications = tuple(numbers[number] for number in sorted(numbers))
        wanted = max(known.wanted, runs.wanted, len(replications))
        found[name] = Runs(runs.scenario, runs.seed, wanted, replications)
    return {name: found[name] for name in sorted(found)}


def _groups(found: Mapping[str, Runs]) -> "Iterator[pa.Table]":
    """Tables of `ROWS_IN_MEMORY` rows, the last one of fewer."""
    import pyarrow as pa

    waiting = _schema().empty_table()
    for runs in found.values():
        for replication in runs.replications:
            waiting = pa.concat_tables([waiting, _rows(runs.scenario, replication)])
            while len(waiting) >= ROWS_IN_MEMORY:
                yield waiting.slice(0, ROWS_IN_MEMORY)
                waiting = waiting.slice(ROWS_IN_MEMORY)
    if len(waiting):
        yield waiting


def _rows(scenario: Scenario, replication: Replication) -> "pa.Table":
    import pyarrow as pa

    columns = list(replication.table)
    members = tuple(replication.table.members.items())
    names, order = _labels(members, tuple((column.metric, column.by) for column in columns))
    values = np.concatenate([column.values for column in columns])[order]
    rows = len(values)
    who = {
        "scenario": pa.repeat(pa.scalar(scenario.name, pa.string()), rows),
        "replication": pa.repeat(pa.scalar(replication.number, pa.int32()), rows),
    }
    return pa.table({**who, **names, "value": pa.array(values)}, _schema())


@lru_cache(maxsize=4)
def _labels(
    members: tuple[tuple[str, tuple[Any, ...]], ...], columns: tuple[tuple[str, str], ...]
) -> "tuple[dict[str, pa.Array], Any]":
    """Metric, unit, level, community and kind of each value in their order, and that order."""
    import pyarrow as pa

    of = dict(members)
    sizes = [len(of[by]) for _, by in columns]
    metrics = np.repeat([metric for metric, _ in columns], sizes)
    parts = {
        dimension: np.concatenate([_named(dimension, by, of[by]) for _, by in columns])
        for dimension in DIMENSIONS
    }
    order = np.lexsort((*(parts[name] for name in reversed(DIMENSIONS)), metrics))
    units = np.array([METRICS[metric].unit for metric, _ in columns], str).repeat(sizes)
    names = {"metric": metrics, "unit": units, **parts}
    return {name: pa.array(column[order], pa.string()) for name, column in names.items()}, order


def _named(dimension: str, by: str, members: tuple[Any, ...]) -> Any:
    """Return the member of a dimension that each value is of, or that it is of all."""
    if by == CELL and dimension in CELL_DIMENSIONS:
        place = CELL_DIMENSIONS.index(dimension)
        return np.array([member[place] for member in members], str)
    return np.array(members if by == dimension else (ALL,) * len(members), str)


def _schema() -> "pa.Schema":
    import pyarrow as pa

    texts = ("metric", "unit", *DIMENSIONS)
    return pa.schema(
        [
            ("scenario", pa.string()),
            ("replication", pa.int32()),
            *((name, pa.string()) for name in texts),
            ("value", pa.float64()),
        ]
    )
