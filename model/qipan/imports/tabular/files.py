"""From files to grids: what a file is, is told by its content and not by its name."""

import gzip
import io
import os
import zipfile
import zlib
from collections.abc import Collection, Sequence

from ...scenario.file_kinds import binary_kind
from ...words import Phrase
from ..refused import refused
from .delimited import Delimited
from .grid import Grid
from .parquet import ParquetTable
from .workbook import sheets_of

MOST_BYTES = 4 * 2**30  # of one table, unpacked
_OLD_EXCEL, _ZIP, _GZIP, _PARQUET = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"\x1f\x8b", b"PAR1"


def content_of(file: str | os.PathLike[str]) -> bytes:
    """Return what stands in a file.

    Raises
    ------
    ImportRefusedError
        If it is none that can be read, or larger than any table.
    """
    if not os.path.exists(file):
        raise refused(str(file), Phrase("there is no such file"))
    if not os.path.isfile(file):
        raise refused(str(file), Phrase("is a folder or a device, not a file"))
    try:
        if os.path.getsize(file) > MOST_BYTES:
            raise refused(str(file), Phrase("is larger than {number} GiB", number=MOST_BYTES >> 30))
        with open(file, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise refused(
            str(file), Phrase("cannot be read: {strerror}", strerror=error.strerror)
        ) from None


def grids_of(content: bytes, file: str, words: Collection[str]) -> Sequence[Grid]:
    """Return the grids of a file: sheets of a workbook, or one table.

    Parameters
    ----------
    content : bytes
    file : str
        Its name, for what is said of it.
    words : collection of str
        Headers that are likely, by which encodings are told apart.

    Raises
    ------
    ImportRefusedError
        If it holds no table.
    """
    content = _unpacked(content, file)
    if content.startswith((_OLD_EXCEL, _ZIP)):
        found: Sequence[Grid] = sheets_of(content, file)
    elif content.startswith(_PARQUET):
        found = [ParquetTable(content, file)]
    elif kind := binary_kind(content):
        raise refused(file, Phrase("this is {kind}, not a table", kind=kind))
    else:
        found = [Delimited(content, file, words)] if content.strip() else []
    if not found:
        raise refused(file, Phrase("is empty"))
    return found


def _unpacked(content: bytes, file: str) -> bytes:
    """Take a file out of gzip, or out of a zip archive that holds it alone."""
    try:
        if content.startswith(_GZIP):
            return _bounded(gzip.GzipFile(fileobj=io.BytesIO(content)), file)
        if not content.startswith(_ZIP):
            return content
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            names = [name for name in names if not name.startswith("__MACOSX/")]
            if {"[Content_Types].xml", "mimetype"} & set(names):
                return content  # a workbook
            if len(names) != 1:
                found = Phrase(
                    "is an archive of {number} files; must hold one table", number=len(names)
                )
                raise refused(file, found, Phrase("unpack it, and name the files"))
            with archive.open(names[0]) as member:
                return _unpacked(_bounded(member, file), file)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        raise refused(file, Phrase("cannot be unpacked: {error}", error=error)) from None


def _bounded(stream: object, file: str) -> bytes:
    content: bytes = stream.read(MOST_BYTES + 1)  # type: ignore[attr-defined]
    if len(content) > MOST_BYTES:
        raise refused(
            file, Phrase("is larger than {number} GiB when unpacked", number=MOST_BYTES >> 30)
        )
    return content
