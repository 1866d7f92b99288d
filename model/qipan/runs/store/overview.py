"""What a store holds, by version, and removing what nobody uses."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..trouble import StoreError
from .key import engine_version
from .lock import Lock
from .series import FULL, SUFFIX, kind_of
from .store import ABOUT, MARK


@dataclass(frozen=True)
class Version:
    """What one version of the code has left in a store.

    Attributes
    ----------
    name : str
        Hash of the code and the packages it ran on: `key.engine_version`.
    qipan : str
        Version number it had.
    current : bool
        Whether it is the version that asks.
    full, city : int
        Replications in full, and with city-wide values only; some may be counted twice, if a run
        was killed while it merged files.
    failures : int
    size : int
        Bytes on disk.
    last_used : datetime
        When something was last written.
    """

    name: str
    qipan: str
    current: bool
    full: int
    city: int
    failures: int
    size: int
    last_used: datetime


def overview(path: Path) -> list[Version]:
    """Versions in a store, the last used first.

    Raises
    ------
    StoreError
        If there is no store.
    """
    folders = [about.parent for about in _checked(path).glob(f"*/{ABOUT}")]
    return sorted(map(_version, folders), key=lambda version: version.last_used, reverse=True)


def prune(path: Path, *, everything: bool = False) -> tuple[list[Version], list[Version]]:
    """Remove what other versions have left, or (`everything`) what this one has left too.

    Returns
    -------
    tuple
        Versions that were removed, and those that were not since a run is using them.

    Raises
    ------
    StoreError
        If there is no store, or the disk refuses.
    """
    removed: list[Version] = []
    used: list[Version] = []
    for version in overview(path):
        if everything or not version.current:
            (removed if _remove(path, path / version.name) else used).append(version)
    return removed, used


def _checked(path: Path) -> Path:
    if not (path / MARK).is_file():
        raise StoreError(path, f"is no store: it has no {MARK}")
    return path


def _remove(path: Path, folder: Path) -> bool:
    with Lock(folder) as lock:
        if not lock.alone:
            return False
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise StoreError(path, f"cannot be pruned: {error.strerror or error}") from error
    return True


def _version(folder: Path) -> Version:
    files = [file for file in folder.iterdir() if file.is_file()]
    stats = [file.stat() for file in files]
    counts = {True: 0, False: 0}
    failures = 0
    for file in files:
        if file.suffix == SUFFIX:
            counts[kind_of(file) == FULL] += _rows(file)
        elif file.name.startswith("failures-"):
            failures += len(file.read_bytes().splitlines())
    return Version(
        name=folder.name,
        qipan=_told(folder / ABOUT),
        current=folder.name == engine_version(),
        full=counts[True],
        city=counts[False],
        failures=failures,
        size=sum(stat.st_size for stat in stats),
        last_used=datetime.fromtimestamp(max(stat.st_mtime for stat in stats), UTC),
    )


def _rows(file: Path) -> int:
    import pyarrow.parquet as pq

    try:
        rows: int = pq.read_metadata(file).num_rows
    except (OSError, ValueError):
        return 0
    return rows


def _told(about: Path) -> str:
    try:
        return str(json.loads(about.read_text(encoding="utf-8"))["qipan"])
    except (OSError, ValueError, KeyError):
        return "unknown"
