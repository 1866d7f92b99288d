"""A replication as a row of a Parquet file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..outcome import SERIES, Detail, Outcome, checked

if TYPE_CHECKING:
    import pyarrow as pa

KEY = ("scenario", "seed")
CITY = ("columns", "values")
DETAIL = ("communities", "kinds", "series", "daily", "solved")


class Key(NamedTuple):
    """What a replication is found by within one version.

    Attributes
    ----------
    scenario : str
        `key.content_hash` of it.
    seed : int
        Seed of the replication.
    """

    scenario: str
    seed: int


def schema(full: bool) -> "pa.Schema":
    """Columns of a file of full replications, or of those with city-wide values only."""
    import pyarrow as pa

    fields = [
        pa.field("scenario", pa.string(), nullable=False),
        pa.field("seed", pa.int64(), nullable=False),
        pa.field("columns", pa.string(), nullable=False),
        pa.field("values", pa.list_(pa.float64()), nullable=False),
    ]
    if full:
        fields += [
            pa.field("communities", pa.list_(pa.string()), nullable=False),
            pa.field("kinds", pa.list_(pa.string()), nullable=False),
            pa.field("series", pa.string(), nullable=False),
            pa.field("daily", pa.list_(pa.int64()), nullable=False),
            pa.field("solved", pa.list_(pa.float64()), nullable=False),
        ]
    return pa.schema(fields)


def as_table(key: Key, outcome: Outcome) -> "pa.Table":
    """Put a replication into a table of one row."""
    import pyarrow as pa

    row: dict[str, Any] = {
        "scenario": key.scenario,
        "seed": key.seed,
        "columns": outcome.columns,
        "values": outcome.values,
    }
    detail = outcome.detail
    if detail is not None:
        row |= {
            "communities": list(detail.communities),
            "kinds": list(detail.kinds),
            "series": " ".join(SERIES),
            "daily": detail.daily.ravel(),
            "solved": detail.solved,
        }
    kept = schema(detail is not None)
    return pa.table({name: pa.array([row[name]], kept.field(name).type) for name in row}, kept)


def outcome_in(table: "pa.Table", row: int) -> Outcome:
    """Read a replication back; city-wide values only if the other columns were not read.

    Raises
    ------
    ValueError
        If what was kept of it is something else than what is kept today.
    """

    def numbers(name: str) -> Any:
        return table[name][row].values.to_numpy(zero_copy_only=False)

    columns, values = table["columns"][row].as_py(), numbers("values")
    if "daily" not in table.column_names:
        return checked(Outcome(columns, values, None))
    if table["series"][row].as_py() != " ".join(SERIES):
        raise ValueError("other daily series were kept")
    detail = Detail(
        communities=tuple(table["communities"][row].as_py()),
        kinds=tuple(table["kinds"][row].as_py()),
        daily=np.ascontiguousarray(numbers("daily").reshape(-1, len(SERIES))),
        solved=numbers("solved"),
    )
    return checked(Outcome(columns, values, detail))


def keys_in(table: "pa.Table") -> Sequence[Key]:
    """Keys of all rows.

    Raises
    ------
    ValueError
        If there is something else in their place.
    """
    columns = [table[name].to_pylist() for name in KEY]
    if not all(isinstance(s, str) for s in columns[0]) or not all(
        isinstance(n, int) for n in columns[1]
    ):
        raise ValueError("no keys of replications")
    return [Key(*pair) for pair in zip(*columns, strict=True)]
