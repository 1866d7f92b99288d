"""Files that one writer adds to, a replication at a time, so that a kill loses none of them."""

import contextlib
import os
import socket
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...words import Phrase
from ..outcome import Outcome
from ..trouble import StoreError
from .rows import Key, as_table, keys_in, schema

if TYPE_CHECKING:
    import pyarrow as pa

FULL, CITY = "full", "city"
DAYS = "days"  # full ones with daily counts by community: large, and so each stays a file
KINDS = (DAYS, FULL, CITY)
SUFFIX = ".parquet"
UNFINISHED = ".unfinished"

FILES_TO_MERGE = 32
LARGEST_TO_MERGE = 32 << 20  # bytes; larger files are left as they are
ROWS_PER_GROUP = {DAYS: 1, FULL: 1, CITY: 256}  # a group is what is read at a time


def kind_of(path: Path) -> str:
    """Return what a file holds, one of `KINDS`; another name if it is none of a store."""
    return path.name.split("-", 1)[0]


def writer_name() -> str:
    """Name that no other writer has, on this machine or another."""
    host = "".join(c for c in socket.gethostname().split(".")[0] if c.isalnum()) or "host"
    return f"{host}-{os.getpid()}-{uuid.uuid4().hex[:8]}"


class Series:
    """A writer's files.

    Each replication is a file of its own at first, written under another name and renamed, so that
    whatever has its final name is whole. Once there are `FILES_TO_MERGE` of a size, they are merged
    into one, and so on: as many files as a number has digits. Killed between merging and removing
    what was merged, a replication is there twice, and the same.

    Parameters
    ----------
    folder : Path
        Folder of a version of the store.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.name = folder, writer_name()
        self._number = 0
        self._tiers: dict[str, list[list[Path]]] = {FULL: [[]], CITY: [[]]}

    def append(self, key: Key, outcome: Outcome) -> None:
        """Add a replication; when this returns a kill no longer loses it.

        Raises
        ------
        StoreError
            If the disk refuses, because it is full, say.
        """
        detail = outcome.detail
        kind = CITY if detail is None else FULL if detail.counters is None else DAYS
        self.append_rows(kind, as_table(key, outcome))

    def append_rows(self, kind: str, rows: "pa.Table") -> None:
        """Add replications of a kind; when this returns a kill no longer loses them.

        Raises
        ------
        StoreError
            If the disk refuses, because it is full, say.
        """
        with refusals_explained(self.folder):
            file = self._written(kind, rows)
            if kind != DAYS:
                self._add(kind, 0, file)

    def close(self) -> None:
        """Merge what is left, so that a run leaves one or two files."""
        for kind, tiers in self._tiers.items():
            files = [path for tier in tiers for path in tier]
            if len(files) > 1:
                self.merge(kind, files)
            self._tiers[kind] = [[]]

    def merge(self, kind: str, files: Sequence[Path]) -> Path | None:
        """Merge files, of others too: nobody may be writing or removing them.

        None if the disk refuses: nothing is lost then, and a later run will merge them.
        """
        try:
            merged = self._written(kind, without_repeats(files))
            for path in files:
                path.unlink(missing_ok=True)
        except OSError:
            return None
        return merged

    def _add(self, kind: str, tier: int, file: Path) -> None:
        if file.stat().st_size > LARGEST_TO_MERGE:
            return
        tiers = self._tiers[kind]
        if tier == len(tiers):
            tiers.append([])
        tiers[tier].append(file)
        if len(tiers[tier]) >= FILES_TO_MERGE:
            merged = self.merge(kind, tiers[tier])
            tiers[tier] = []
            if merged is not None:
                self._add(kind, tier + 1, merged)

    def _written(self, kind: str, table: "pa.Table") -> Path:
        """Write a file under another name, then rename it."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._number += 1
        target = self.folder / f"{kind}-{self.name}-{self._number:06d}{SUFFIX}"
        unfinished = target.with_suffix(UNFINISHED)
        try:
            # Opened here, since a writer that fails leaves its file open for as long as the error
            # is looked at, and a file that is open takes up the full disk even when removed.
            with pa.OSFile(os.fspath(unfinished), "wb") as sink:
                pq.write_table(
                    table,
                    sink,
                    compression="zstd",
                    row_group_size=ROWS_PER_GROUP[kind],
                    write_page_checksum=True,
                )
            os.replace(unfinished, target)
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
        return target


def without_repeats(files: Sequence[Path]) -> "pa.Table":
    """Rows of some files of one kind, each replication once; damaged files are passed over."""
    import pyarrow as pa

    table = pa.concat_tables([schema(kind_of(files[0]) == FULL).empty_table(), *_readable(files)])
    first: dict[Key, int] = {}
    for row, key in enumerate(keys_in(table)):
        first.setdefault(key, row)
    return table if len(first) == len(table) else table.take(list(first.values()))


def _readable(files: Sequence[Path]) -> "Iterator[pa.Table]":
    import pyarrow.parquet as pq

    for path in files:
        with contextlib.suppress(OSError, ValueError):  # of pyarrow: cut short, or wrong checksum
            yield pq.read_table(path, page_checksum_verification=True)


@contextlib.contextmanager
def refusals_explained(folder: Path) -> Iterator[None]:
    """Turn an error of the disk into a sentence."""
    try:
        yield
    except OSError as error:
        said = os.strerror(error.errno) if error.errno else str(error)
        hint = Phrase("what was finished is kept; --store DIR takes another place")
        raise StoreError(
            folder, Phrase("cannot be written: {said}; {hint}", said=said, hint=hint)
        ) from error
