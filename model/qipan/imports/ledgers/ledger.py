"""A ledger as it is kept: one Parquet file, one row a request, nothing personal in it.

Columns, of which only those are there that the ledger had (`id` and `opened_at` always are):

========================  ==================  ====================================================
`id`                      int64               0, 1, … in the order of the rows; not that of the
                                              office
`opened_at`               datetime64[ns]      never missing
`dispatched_at`,          datetime64[ns]      NaT where it did not happen
`accepted_at`,
`closed_at`, `due_at`
`ended_at`                datetime64[ns]      ended otherwise than by closing; NaT if not, or if
                                              the time is not known
`ending`                  str or None         `ENDINGS`: how a request ended; None while it is open
`status`                  str or None         `STATUSES`: what the office says of it
`kind`, `kind_2`, …       str or None         category, from the coarsest level down
`area`, `area_2`, …       str or None         area, from the largest down
`department`, `source`    str or None
`parent`                  Int64               `id` of the request that this one repeats or belongs
                                              to; <NA> if none
`repeats`                 Int64               repeat calls (催办, 追办)
`solved`, `satisfied`     boolean             what the resident says; <NA> where not asked
========================  ==================  ====================================================

Times are naive and local (`Provenance.zone` says where). Rows are sorted by `opened_at` and then by
everything else, so that the same requests give the same bytes whatever order, spelling of headers,
encoding or kind of file they came in. What depends on the file, its name and checksum, stands
beside it in the receipt (`receipt_of`).
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ...errors import InputError
from ...words import Phrase

if TYPE_CHECKING:
    import pandas as pd

TIMES = ("opened_at", "dispatched_at", "accepted_at", "closed_at", "ended_at", "due_at")
ENDINGS = ("closed", "cancelled", "duplicate", "transferred", "administrative")
# The last two say only whether a request met its deadline, and come without a time.
STATUSES = ("open", *ENDINGS, "closed_in_time", "closed_late")
TEXTS = ("ending", "status", "department", "source")  # beside the levels of kind and area
COUNTS = ("parent", "repeats")
VERDICTS = ("solved", "satisfied")
LEVELLED = ("kind", "area")
_ORDER = (
    "id",
    *TIMES,
    "ending",
    "status",
    *LEVELLED,
    "department",
    "source",
    *COUNTS,
    *VERDICTS,
)
_METADATA = b"qipan_ledger"
_FORM = 1  # of the file; raised when an older one could be misread

Resolution = Literal["day", "minute", "second"]


class LedgerFileError(InputError):
    """A file is no ledger that can be read, or cannot be written; the message says why."""


@dataclass(frozen=True)
class Provenance:
    """What is known of a ledger as a whole.

    Attributes
    ----------
    title, publisher, published : str
        As told at the import; empty if not.
    zone : str
        Time zone of the local times, as `Asia/Shanghai`; empty if not told.
    first, last : str
        Day of the first and of the last opening (ISO).
    rows, refused : int
        Requests kept, and rows that were refused.
    resolution : dict of str to 'day', 'minute' or 'second'
        How finely each column of times is stamped.
    content_sha256 : str
        Of the columns' values: the same for every file that says the same.
    """

    title: str = ""
    publisher: str = ""
    published: str = ""
    zone: str = ""
    first: str = ""
    last: str = ""
    rows: int = 0
    refused: int = 0
    resolution: Mapping[str, Resolution] = field(default_factory=dict)
    content_sha256: str = ""


@dataclass(frozen=True)
class Ledger:
    """Requests (`frame`, with the columns above) and what is known of them as a whole."""

    frame: "pd.DataFrame"
    provenance: Provenance

    def levels(self, name: Literal["kind", "area"]) -> tuple[str, ...]:
        """Return the columns that hold the levels of kinds or areas, the coarsest first."""
        return tuple(column for column in self.frame.columns if level_of(column, name))


def level_of(column: str, name: str) -> int:
    """Return which level of kinds or areas a column holds, from 1 on; 0 if it holds none."""
    if column == name:
        return 1
    number = column.removeprefix(f"{name}_")
    return int(number) if number != column and number.isdecimal() else 0


def columns_in_order(columns: list[str]) -> list[str]:
    """Return columns in the order in which a ledger has them."""

    def place(column: str) -> tuple[int, int]:
        for name in LEVELLED:
            if level := level_of(column, name):
                return _ORDER.index(name), level
        return _ORDER.index(column), 0

    return sorted(columns, key=place)


def receipt_of(path: str | os.PathLike[str]) -> Path:
    """Return where the receipt of a ledger lies: its files, their checksums, what was warned."""
    return Path(path).with_suffix(".import.json")


def write_ledger(ledger: Ledger, path: str | os.PathLike[str]) -> None:
    """Write a ledger, whole or not at all; equal ledgers give equal bytes.

    Raises
    ------
    LedgerFileError
        If the disk refuses.
    """
    target = Path(path)
    unfinished = target.with_name(f".{target.name}.part")
    try:
        _write(ledger, unfinished)
        os.replace(unfinished, target)
    except OSError as error:
        raise LedgerFileError(
            Phrase("cannot write {target}: {part}", target=target, part=error.strerror or error)
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)


def read_ledger(path: str | os.PathLike[str]) -> Ledger:
    """Read a ledger that `write_ledger` wrote.

    Raises
    ------
    LedgerFileError
        If there is no such file, or it is not a ledger.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not Path(path).is_file():
        raise LedgerFileError(Phrase("cannot read {path}: there is no such file", path=path))
    try:
        table = pq.read_table(path)
        known = json.loads((table.schema.metadata or {})[_METADATA])
        if known.pop("form") != _FORM:
            raise LedgerFileError(
                Phrase("{path} is a ledger of another version: import it again", path=path)
            )
        provenance = Provenance(**known)
    except (pa.ArrowInvalid, KeyError, TypeError, ValueError, OSError):
        hint = Phrase("make one with `qipan import ledger`")
        raise LedgerFileError(
            Phrase("{path} is not an imported ledger: {hint}", path=path, hint=hint)
        ) from None
    return Ledger(_typed(table.to_pandas(ignore_metadata=True)), provenance)


def content_hash(frame: "pd.DataFrame") -> str:
    """Return the SHA-256 of what a ledger's columns hold."""
    from pandas.util import hash_pandas_object

    digest = hashlib.sha256()
    for column in frame.columns:
        digest.update(column.encode() + b"\0")
        values = hash_pandas_object(frame[column], index=False, categorize=True)
        digest.update(values.to_numpy("<u8").tobytes())
    return digest.hexdigest()


def _write(ledger: Ledger, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    frame = ledger.frame[columns_in_order(list(ledger.frame.columns))]
    schema = pa.schema([(column, _arrow_type(column)) for column in frame.columns])
    table = pa.Table.from_pandas(frame, schema=schema, preserve_index=False)
    known: dict[str, Any] = {"form": _FORM, **asdict(ledger.provenance)}
    text = json.dumps(known, ensure_ascii=False, sort_keys=True)
    table = table.replace_schema_metadata({_METADATA: text.encode()})
    pq.write_table(table, path, compression="zstd")


def _arrow_type(column: str) -> Any:
    import pyarrow as pa

    if column in TIMES:
        return pa.timestamp("ms")
    if column in VERDICTS:
        return pa.bool_()
    if column == "id" or column in COUNTS:
        return pa.int64()
    return pa.string()


def _typed(frame: "pd.DataFrame") -> "pd.DataFrame":
    kinds: dict[str, str] = {}
    for column in frame.columns:
        if column in TIMES:
            kinds[column] = "datetime64[ns]"
        elif column in COUNTS:
            kinds[column] = "Int64"
        elif column in VERDICTS:
            kinds[column] = "boolean"
    return frame.astype(kinds)
