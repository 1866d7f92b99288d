"""Files that an import writes: all of them, or none."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from ..words import Phrase
from .refused import refused


def check_free(files: list[Path], replace: bool) -> None:
    """Make sure that files could be written, before anything is computed.

    Raises
    ------
    ImportRefusedError
        If one is there already and must not be replaced, or has no folder.
    """
    for file in files:
        if not file.parent.is_dir():
            raise refused(
                str(file), Phrase("there is no folder {parent} to put it in", parent=file.parent)
            )
        if file.is_dir() or (os.path.lexists(file) and not replace):
            hint = (
                Phrase("take another name")
                if file.is_dir()
                else Phrase("take another name, or --replace")
            )
            raise refused(str(file), Phrase("is there already; nothing is overwritten"), hint)
        if not os.access(file.parent, os.W_OK):
            raise refused(
                str(file), Phrase("cannot write in {parent}: permission denied", parent=file.parent)
            )


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write files under other names first, and give them theirs when all are whole.

    Raises
    ------
    ImportRefusedError
        If the disk refuses; no file is then half written.
    """
    unfinished = {file: file.with_name(f".{file.name}.part") for file in contents}
    try:
        for file, content in contents.items():
            unfinished[file].write_bytes(content)
        for file, part in unfinished.items():
            os.replace(part, file)
    except OSError as error:
        raise refused(
            str(error.filename), Phrase("cannot be written: {strerror}", strerror=error.strerror)
        ) from None
    finally:
        for part in unfinished.values():
            with contextlib.suppress(OSError):
                part.unlink()
