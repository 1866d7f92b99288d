"""A result folder on disk: written whole or not at all, and read back."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DiskError
from ..words import Phrase, placed
from .file_formats import read_json, read_parquet, write_json

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
RUN_INFO = "run_info.json"
METRICS = "metrics.parquet"
SUMMARY = "summary.json"
DAILY = "daily.parquet"
EVENTS = "events.parquet"
CHARTS = "charts"
RESULTS = "results"  # where folders land that nobody has named a place for
FILES = "files"  # in run_info.json: what has been written
OF_A_MANIFEST = {"qipan", "command", "scenarios", "versions"}
# Of what is written in a result folder; for folders that do not list it.
ENDINGS = {
    *(".json", ".csv", ".parquet", ".png", ".svg", ".html", ".docx", ".xlsx", ".lp", ".mps"),
    ".txt",
}
OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}  # what file managers leave
SHOWN = 3  # foreign files that are named

StrPath = str | os.PathLike[str]


class ResultFolderError(DiskError):
    """A result folder cannot be written or read.

    Attributes
    ----------
    path : Path
        The folder.
    reason : str
        Why, in a sentence a user can act on.
    """

    def __init__(self, path: StrPath, reason: str) -> None:
        super().__init__(placed(os.fspath(path), reason))
        self.path = Path(path)
        self.reason = reason


@dataclass(frozen=True, eq=False)
class ResultFolder:
    """What a result folder holds; `events` is None and `charts` empty where there are none."""

    manifest: dict[str, Any]
    run_info: dict[str, Any]
    metrics: "pd.DataFrame"
    daily: "pd.DataFrame"
    summary: dict[str, Any]
    events: "pd.DataFrame | None"
    charts: dict[str, bytes]


def check_writable(path: StrPath) -> None:
    """Make sure that a result folder could be written at `path`, before anything is computed.

    Raises
    ------
    ResultFolderError
        If its parent is missing or not writable, or something is there that is not a result folder
        (an empty folder may be replaced). A missing folder `results` here is made by and by.
    """
    target = _target(path)
    if target.exists():
        _check_ours(target)
    parent = target.parent
    if parent.exists() and not parent.is_dir():
        raise ResultFolderError(target, Phrase("{parent} is a file, not a folder", parent=parent))
    if parent == _target(RESULTS) and not parent.exists():
        parent = parent.parent
    if not parent.is_dir():
        raise ResultFolderError(
            target, Phrase("there is no folder {parent} to put it in", parent=parent)
        )
    try:
        os.rmdir(tempfile.mkdtemp(prefix=_prefix(target, "probe"), dir=parent))
    except OSError as error:
        raise ResultFolderError(
            target,
            Phrase("cannot write in {parent}: {strerror}", parent=parent, strerror=error.strerror),
        ) from error


@contextmanager
def whole_folder(path: StrPath) -> Iterator[Path]:
    """Folder to write into, which appears at `path` when the block has ended well, whole.

    It must be given a manifest (`MANIFEST`), by which it is known as a result folder. An older
    result folder at `path` is replaced; until then, or if anything fails, it stays as it was.

    Raises
    ------
    ResultFolderError
        As `check_writable`, or if the disk refuses; nothing is left half written.
    """
    check_writable(path)
    target = _target(path)
    try:
        target.parent.mkdir(exist_ok=True)
        _clear_leftovers(target)
        with _in_place_of(target) as folder:
            yield folder
            _list_files(folder)
    except OSError as error:
        reason = Phrase("could not be written: {part}", part=error.strerror or error)
        raise ResultFolderError(target, reason) from error


def read_result_folder(path: StrPath) -> ResultFolder:
    """Read a result folder.

    Raises
    ------
    ResultFolderError
        If there is none, or a file of it is missing or damaged.
    """
    folder = _target(path)
    if not (folder / MANIFEST).is_file():
        raise ResultFolderError(
            folder, Phrase("is no result folder: it has no {manifest}", manifest=MANIFEST)
        )
    for name in (RUN_INFO, SUMMARY, METRICS, DAILY):
        if not (folder / name).is_file():
            raise ResultFolderError(folder, Phrase("{name} is missing", name=name))
    try:
        events = folder / EVENTS
        return ResultFolder(
            manifest=read_json(folder / MANIFEST),
            run_info=read_json(folder / RUN_INFO),
            metrics=read_parquet(folder / METRICS),
            daily=read_parquet(folder / DAILY),
            summary=read_json(folder / SUMMARY),
            events=read_parquet(events) if events.is_file() else None,
            charts={file.name: file.read_bytes() for file in sorted((folder / CHARTS).glob("*"))},
        )
    except (OSError, ValueError) as error:  # pyarrow's and json's errors are ValueErrors
        raise ResultFolderError(folder, Phrase("is damaged: {error}", error=error)) from error


# -- temporary names ------------------------------------------------------------------------------


def _target(path: StrPath) -> Path:
    return Path(path).resolve()


def _prefix(target: Path, purpose: str) -> str:
    return f".{target.name}.{purpose}-"


def _check_ours(target: Path) -> None:
    """Make sure that all that stands in a folder was written by Qipan: it is to be replaced."""
    if not target.is_dir():
        raise ResultFolderError(target, Phrase("is a file, not a folder"))
    there = _files(target)
    if not there:
        return
    if not _is_manifest(target / MANIFEST):
        reason = Phrase(
            "is not empty and no result folder (it has no {manifest} of Qipan's)", manifest=MANIFEST
        )
        raise ResultFolderError(
            target, Phrase("{reason}; it is left alone: give another folder (--out)", reason=reason)
        )
    foreign = sorted(there - _written(target, there))
    if foreign:
        names = ", ".join(foreign[:SHOWN]) + (", …" if len(foreign) > SHOWN else "")
        reason = Phrase("holds what Qipan did not write there ({names})", names=names)
        raise ResultFolderError(
            target, Phrase("{reason}; it is left alone: move that, or give --out", reason=reason)
        )


def _files(folder: Path) -> set[str]:
    """Paths of all files in a folder and below, and of links, which are not followed."""
    return {
        Path(place, name).relative_to(folder).as_posix()
        for place, folders, names in os.walk(folder)
        for name in (*names, *(f for f in folders if Path(place, f).is_symlink()))
        if name not in OF_THE_SYSTEM
    }


def _is_manifest(file: Path) -> bool:
    """Whether a file is a manifest of Qipan's: whole, and with all that one says."""
    try:
        content = read_json(file)
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.keys() >= OF_A_MANIFEST


def _written(folder: Path, there: set[str]) -> set[str]:
    """Files that Qipan has written in a result folder; older ones do not list them."""
    try:
        listed = read_json(folder / RUN_INFO).get(FILES)
    except (OSError, ValueError, AttributeError):
        listed = None
    if isinstance(listed, list):
        return {str(name) for name in listed}
    return {name for name in there if Path(name).suffix in ENDINGS}


def _list_files(folder: Path) -> None:
    """Write down what is in a finished folder, so that it can be told from what others add."""
    info = folder / RUN_INFO
    said = read_json(info) if info.is_file() else {}
    write_json(info, {**said, FILES: sorted(_files(folder) | {RUN_INFO})})


def _clear_leftovers(target: Path) -> None:
    """Remove what killed runs left; bring back a folder whose replacement never came."""
    for old in sorted(target.parent.glob(_escaped(_prefix(target, "replaced")) + "*")):
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            os.rename(old, target)
    for purpose in ("partial", "probe"):
        for left in target.parent.glob(_escaped(_prefix(target, purpose)) + "*"):
            shutil.rmtree(left, ignore_errors=True)


def _escaped(name: str) -> str:
    from glob import escape

    return escape(name)


@contextmanager
def _in_place_of(target: Path) -> Iterator[Path]:
    """Temporary folder that takes the place of `target` if the block ends well."""
    folder = Path(tempfile.mkdtemp(prefix=_prefix(target, "partial"), dir=target.parent))
    try:
        yield folder
        folder.chmod(0o777 & ~_umask())  # mkdtemp makes it private
        _swap(folder, target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _swap(folder: Path, target: Path) -> None:
    """Rename `folder` to `target`; a folder that is there is moved aside first, then removed."""
    if not target.exists():
        os.rename(folder, target)
        return
    aside = tempfile.mkdtemp(prefix=_prefix(target, "replaced"), dir=target.parent)
    os.rmdir(aside)
    os.rename(target, aside)
    try:
        os.rename(folder, target)
    except OSError:
        os.rename(aside, target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# -- files ----------------------------------------------------------------------------------------
