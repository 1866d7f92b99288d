"""The store: a folder of finished replications, by version of the code that made them."""

import json
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Self

from ...words import Phrase
from ..outcome import Outcome
from ..trouble import NoStoreError, StoreError
from .failures import KnownFailure, note_failure, read_failures
from .index import Index
from .key import engine_version, versions
from .lock import Lock, reader_lock
from .rows import Key
from .series import CITY, FULL, KINDS, LARGEST_TO_MERGE, SUFFIX, UNFINISHED, Series, kind_of

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT = Path("results") / ".store"
MARK = "store.json"
ABOUT = "about.json"
SMALL_FILES_TO_TIDY = 8

_MARK_TEXT = {"holds": "finished replications of qipan; they can all be made again"}


class Store:
    """Finished replications, open for reading and writing.

    Any number of processes may use one at the same time: each writes files of its own, under a
    temporary name that is changed when they are whole (`series.Series`). Who opens it alone tidies
    up what killed runs have left. One that can only be read (a colleague's, a share mounted
    read-only) is used as it is, and nothing new is kept.

    Parameters
    ----------
    path : Path
        Its folder; made if there is none.

    Attributes
    ----------
    unwritable : str
        Why it can only be read; empty if it can be written.

    Raises
    ------
    NoStoreError
        If there is none and none can be made.
    StoreError
        If the folder holds something else.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = version_folder(path)
        self.unwritable = ""
        self._lock: Lock | None = None
        try:
            _prepare(path, self.folder)
            self._lock = Lock(self.folder)
        except OSError as error:
            self.unwritable = error.strerror or str(error)
            if not (path / MARK).is_file():
                reason = Phrase(
                    "cannot be used as a store: {unwritable}", unwritable=self.unwritable
                )
                raise NoStoreError(path, reason) from error
            self._lock = reader_lock(self.folder)
        try:
            self._series = Series(self.folder)
            if self._lock is not None and not self.read_only:
                if self._lock.alone:
                    _tidy(self.folder, self._series)
                self._lock.share()
            self._index = Index(self.folder)
            self._failures = read_failures(self.folder)
        except BaseException:
            self._let_go()
            raise

    @property
    def read_only(self) -> bool:
        """Whether nothing new can be kept."""
        return bool(self.unwritable)

    @property
    def written_to(self) -> Path | None:
        """Folder that workers write to; None if nothing new can be kept."""
        return None if self.read_only else self.folder

    def __len__(self) -> int:
        """Count the replications of this version."""
        return len(self._index)

    @property
    def damaged(self) -> int:
        """Number of files that could not be used; what was in them is made again."""
        return len(self._index.damaged)

    def get(self, key: Key, *, full: bool, by_community: bool = False) -> Outcome | None:
        """Return a replication if it is there, in full if asked for in full.

        With `by_community`, only if daily counts of each community are there as well.
        """
        return self._index.get(key, full=full, by_community=by_community)

    def holds(self, key: Key, kind: str) -> bool:
        """Whether a replication is there, in as much detail as files of a kind have it."""
        return self._index.holds(key, kind)

    def put_rows(self, rows: "pa.Table", kind: str) -> None:
        """Keep many replications at once, as a file of a kind in another store had them.

        Raises
        ------
        StoreError
            If the disk refuses.
        """
        self._series.append_rows(kind, rows)

    def failure(self, key: Key) -> KnownFailure | None:
        """Return why a replication failed before, if it did."""
        return self._failures.get(key)

    def put(self, key: Key, outcome: Outcome) -> None:
        """Keep a replication; when this returns a kill no longer loses it.

        Raises
        ------
        StoreError
            If the disk refuses.
        """
        self._series.append(key, outcome)

    def put_failure(self, key: Key, name: str, number: int, failure: KnownFailure) -> None:
        """Note why a replication failed.

        Raises
        ------
        StoreError
            If the disk refuses.
        """
        if not self.read_only:
            note_failure(self.folder, self._series.name, key, name, number, failure)
        self._failures[key] = failure

    def refresh(self) -> None:
        """Take note of what was written since it was opened."""
        self._index.refresh()

    def others(self) -> int:
        """Number of files of replications that other versions have left in the store."""
        return sum(1 for file in self.path.glob(f"*/*{SUFFIX}") if file.parent != self.folder)

    def close(self) -> None:
        """Merge small files and let go of the folder."""
        try:
            if not self.read_only:
                self._series.close()
        finally:
            self._index.close()
            self._let_go()

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> Self:
        """Use it for a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def version_folder(path: Path) -> Path:
    """Folder within a store of what this version of the code has made."""
    return path / engine_version()


def _prepare(path: Path, folder: Path) -> None:
    """Make what is not there yet, and see that it can be written.

    Raises
    ------
    StoreError
        If something else is there.
    OSError
        If it cannot be made or written.
    """
    if path.exists() and not path.is_dir():
        raise StoreError(path, Phrase("is a file, not a store"))
    path.mkdir(parents=True, exist_ok=True)
    # The mark is the first thing in a store: what is seen before it is no other run's doing.
    if any(path.iterdir()) and not (path / MARK).is_file():
        reason = Phrase("is not empty and no store (it has no {mark}); it is left alone", mark=MARK)
        raise StoreError(path, reason)
    _write_once(path / MARK, _MARK_TEXT)
    folder.mkdir(exist_ok=True)
    _write_once(folder / ABOUT, {"qipan": version("qipan"), **versions()})
    with TemporaryFile(dir=folder):  # the lock alone may be of a kind that can be opened
        pass


def _write_once(path: Path, content: dict[str, str]) -> None:
    if not path.exists():
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _tidy(folder: Path, series: Series) -> None:
    """Remove what killed runs did not finish, and damaged files; merge small ones."""
    for left in folder.glob(f"*{UNFINISHED}"):
        with suppress(OSError):
            left.unlink()
    for file in Index(folder).damaged:
        if kind_of(file) in KINDS:  # anything else is not ours to remove
            with suppress(OSError):
                file.unlink()
    for kind in (FULL, CITY):
        small = [file for file in sorted(folder.glob(f"{kind}-*{SUFFIX}")) if _is_small(file)]
        if len(small) >= SMALL_FILES_TO_TIDY:
            series.merge(kind, small)


def _is_small(file: Path) -> bool:
    return kind_of(file) in (FULL, CITY) and file.stat().st_size <= LARGEST_TO_MERGE
