"""Stores made one large store: what the jobs of an array have left, each in a folder of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...words import Phrase
from ..trouble import StoreError
from .failures import read_failures
from .index import UNUSABLE
from .rows import keys_in
from .series import KINDS, SUFFIX, kind_of
from .store import MARK, Store, version_folder

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Merged:
    """What came of merging stores.

    Attributes
    ----------
    new : int
        Replications that were not there before, or not in full.
    known : int
        Replications that were there already.
    failures : int
        Failures noted anew.
    damaged : tuple of Path
        Files that could not be used.
    others : tuple of Path
        Stores that hold nothing of this version of the code.
    """

    new: int
    known: int
    failures: int
    damaged: tuple[Path, ...]
    others: tuple[Path, ...]


def merge_stores(target: Path, sources: Sequence[Path]) -> Merged:
    """Take into a store what others hold of this version of the code; the others stay as they are.

    Merged twice, or by two at a time, a replication is there once, or twice and the same.

    Raises
    ------
    StoreError
        If a source is no store, or the target cannot be written.
    """
    for source in sources:
        if not (source / MARK).is_file():
            raise StoreError(source, Phrase("is no store: it has no {mark}", mark=MARK))
        if source.resolve() == target.resolve():
            raise StoreError(source, Phrase("cannot be merged into itself"))
    new = known = failures = 0
    damaged: list[Path] = []
    others = [source for source in sources if not _files(source)]
    with Store(target) as store:
        if store.read_only:
            raise StoreError(
                target, Phrase("cannot be written: {unwritable}", unwritable=store.unwritable)
            )
        for source in sources:
            for file in _files(source):
                taken = _take(store, file)
                if taken is None:
                    damaged.append(file)
                else:
                    new, known = new + taken[0], known + taken[1]
            failures += _take_failures(store, version_folder(source))
    return Merged(new, known, failures, tuple(damaged), tuple(others))


def _files(source: Path) -> list[Path]:
    """Files of this version, the most detailed first: they hold what the others do."""
    folder = version_folder(source)
    return [file for kind in KINDS for file in sorted(folder.glob(f"{kind}-*{SUFFIX}"))]


def _take(store: Store, file: Path) -> tuple[int, int] | None:
    """Add the rows of a file that a store has not; how many, and how many it had."""
    import pyarrow.parquet as pq

    kind = kind_of(file)
    try:
        table: pa.Table = pq.read_table(file, page_checksum_verification=True)
        keys = keys_in(table)
    except UNUSABLE:
        return None
    rows = [row for row, key in enumerate(keys) if not store.holds(key, kind)]
    if rows:
        store.put_rows(table.take(rows), kind)
        store.refresh()
    return len(rows), len(table) - len(rows)


def _take_failures(store: Store, folder: Path) -> int:
    taken = 0
    for key, failure in read_failures(folder).items():
        if store.failure(key) is None:
            store.put_failure(key, "", 0, failure)
            taken += 1
    return taken
