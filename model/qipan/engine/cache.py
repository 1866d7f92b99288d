"""Where compiled code is kept between runs, and how it is known to be whole."""

import atexit
import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ..cache_folder import DAYS_KEPT, VARIABLE, cache_folder

SUMS = "sums.json"


def source_hash() -> str:
    """Hash of the engine's sources and of the versions that compile them."""
    from importlib.metadata import version

    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(version(package).encode())
    digest.update(sys.version.encode())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Cache:
    """A folder for compiled code of exactly these sources.

    Attributes
    ----------
    folder : Path or None
        None if nothing at all can be written, not even a temporary folder.
    remark : str
        What a user should know of it; empty if it lasts.
    """

    folder: Path | None
    remark: str = ""


def open_cache() -> Cache:
    """Return the user's cache, or a temporary one if that cannot be written.

    A temporary one is removed when this process ends; until then the processes it starts are shown
    to it, so that they need not compile anew.
    """
    wanted = cache_folder()
    if wanted is not None:
        folder = wanted / f"engine-{source_hash()}"
        if _is_writable(folder):
            _forget_old(folder)
            return Cache(folder)
    where = f"{wanted} cannot be written" if wanted is not None else "there is no home folder"
    remark = f"{where}, so every start compiles anew: set {VARIABLE} to a folder that can"
    try:
        home = Path(tempfile.mkdtemp(prefix="qipan-"))
    except OSError:
        return Cache(None, remark)
    atexit.register(_remove, home, os.getpid())
    os.environ[VARIABLE] = str(home)
    folder = home / f"engine-{source_hash()}"
    folder.mkdir()
    return Cache(folder, remark)


def seal(folder: Path) -> None:
    """Note the checksums of all files of a folder, by which `is_whole` knows it again."""
    sums = {path.relative_to(folder).as_posix(): _sum(path) for path in _files(folder)}
    (folder / SUMS).write_text(json.dumps(sums, indent=2), encoding="utf-8")


def is_whole(folder: Path) -> bool:
    """Whether a folder holds what it held when it was sealed: machine code is run unread."""
    try:
        sums = json.loads((folder / SUMS).read_text(encoding="utf-8"))
        return bool(sums) and sums == {
            path.relative_to(folder).as_posix(): _sum(path) for path in _files(folder)
        }
    except (OSError, ValueError):
        return False


def remove(folder: Path) -> None:
    """Remove a folder that is of no use; at once for whoever looks for it by its name."""
    with contextlib.suppress(OSError):
        aside = Path(tempfile.mkdtemp(prefix=".removed-", dir=folder.parent))
        with contextlib.suppress(OSError):
            os.rename(folder, aside / folder.name)
        shutil.rmtree(aside, ignore_errors=True)


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != SUMS]


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)  # used today
        with tempfile.TemporaryFile(dir=folder):
            return True
    except (OSError, ValueError):  # a name that no folder can have is a ValueError
        return False


def _forget_old(current: Path) -> None:
    """Remove code compiled from sources that have not been used for a month."""
    limit = time.time() - DAYS_KEPT * 86_400
    for other in current.parent.glob("engine-*"):
        with contextlib.suppress(OSError):
            if other != current and other.stat().st_mtime < limit:
                shutil.rmtree(other)


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # and not a process forked from it
        shutil.rmtree(folder, ignore_errors=True)
