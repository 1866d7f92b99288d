"""A ledger on disk: one CSV file, written whole or not at all."""

import codecs
import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DiskError
from ..outcomes.ledger import COLUMNS
from .csv_files import csv_bytes

if TYPE_CHECKING:
    import pandas as pd

_HEADERS = (",".join(COLUMNS).encode(), ",".join(COLUMNS.values()).encode())


class LedgerError(DiskError):
    """A ledger cannot be written; the message says why."""


def check_ledger(path: str | os.PathLike[str]) -> None:
    """Make sure that a ledger could be written at `path`, before anything is computed.

    Raises
    ------
    LedgerError
        If its folder is missing or not writable, or something is there that is not a ledger.
    """
    target = Path(path)
    folder = target.parent
    if target.is_dir():
        raise LedgerError(f"{target}: is a folder; name a file in it, such as {target}/ledger.csv")
    if not folder.is_dir():
        raise LedgerError(f"{target}: there is no folder {folder} to put it in")
    try:
        if target.exists() and not _is_ledger(target):
            raise LedgerError(f"{target}: is there already and is no ledger; take another name")
        handle, probe = tempfile.mkstemp(prefix=f".{target.name}.", dir=folder)
        os.close(handle)
        os.unlink(probe)
    except OSError as error:
        raise LedgerError(f"{target}: cannot write in {folder}: {error.strerror}") from error


def write_ledger(frame: "pd.DataFrame", path: str | os.PathLike[str], *, bom: bool = False) -> None:
    """Write a ledger as CSV in UTF-8, under another name first; an older ledger is replaced.

    Parameters
    ----------
    frame : DataFrame
        As `Run.ledger` returns it.
    path : path
    bom : bool
        Begin with the byte order mark, by which Excel knows UTF-8.

    Raises
    ------
    LedgerError
        As `check_ledger`, or if the disk refuses; nothing is left half written.
    """
    check_ledger(path)
    target = Path(path)
    content = (codecs.BOM_UTF8 if bom else b"") + csv_bytes(frame)
    unfinished = None
    try:
        handle, unfinished = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(unfinished, 0o666 & ~_umask())
        os.replace(unfinished, target)
    except BaseException as error:
        if unfinished is not None:
            with contextlib.suppress(OSError):
                os.unlink(unfinished)
        if isinstance(error, OSError):
            raise LedgerError(f"{target}: could not be written: {error.strerror}") from error
        raise


def _is_ledger(path: Path) -> bool:
    """Whether a file begins with the header of a ledger, or with nothing at all."""
    with open(path, "rb") as file:
        first = file.readline(4096).removeprefix(codecs.BOM_UTF8).strip()
    return not first or first in _HEADERS


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
