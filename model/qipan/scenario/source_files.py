"""Files that a user names, read whole: regular files of a sensible size, and nothing else."""

import errno
import os
import stat
from collections.abc import Iterator

from ..errors import DiskError
from ..words import Language, Phrase, clauses
from .faults import listing, nearest
from .inputs import keep_input
from .shipped import shipped_instead

MOST_BYTES = 16 * 2**20  # ten times the scenario that names each of 10,000 communities
SHOWN = 5  # files of a folder that was given in the place of one
YAML_ENDINGS = (".yaml", ".yml")

# Neither waits for the writer of a pipe; both are 0 where a system has no such thing.
_OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class UnreadableFileError(DiskError):
    """A file cannot be read.

    Attributes
    ----------
    found
        What is in the way, as a sentence: ``cannot read fudin.yaml: there is no such file``.
    hint
        A way out, or nothing.
    """

    def __init__(self, found: str, hint: str = "") -> None:
        super().__init__(found, hint)
        self.found = found
        self.hint = hint

    def say(self, language: Language) -> str:
        """Return both in a language."""
        return clauses(self.found, self.hint).say(language)


def read_file(file: str) -> bytes:
    """Return what stands in a file.

    Raises
    ------
    UnreadableFileError
        If there is no such file, it may not be read, it is a folder, a device or a pipe, or it is
        larger than anything that is read here.
    """
    try:
        handle = os.open(file, _OPENING)
    except (OSError, ValueError) as error:
        raise _refused(file, error) from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise _no_regular_file(file)
        content = _read(handle)
    except OSError as error:
        raise _refused(file, error) from None
    finally:
        os.close(handle)
    if len(content) > MOST_BYTES:
        found = Phrase(
            "cannot read {file}: it is larger than {number} MiB", file=file, number=MOST_BYTES >> 20
        )
        raise UnreadableFileError(found)
    keep_input(file, content)
    return content


def _read(handle: int) -> bytes:
    """Read one byte more than is allowed at most: files grow, and some say they are empty."""
    parts, left = [], MOST_BYTES + 1
    while left and (part := os.read(handle, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _no_regular_file(file: str) -> UnreadableFileError:
    if not os.path.isdir(file):
        return UnreadableFileError(
            Phrase("cannot read {file}: it is no file but a device or a pipe", file=file)
        )
    inside = [os.path.join(file, name) for name in _names(file) if name.endswith(YAML_ENDINGS)]
    hint = Phrase("in it are {inside}", inside=listing(inside, SHOWN)) if inside else ""
    return UnreadableFileError(
        Phrase("cannot read {file}: it is a folder, not a file", file=file), hint
    )


def _refused(file: str, error: OSError | ValueError) -> UnreadableFileError:
    if isinstance(error, ValueError):  # a NUL or half a character in it
        return UnreadableFileError(Phrase("cannot read {file}: not a usable file name", file=file))
    if os.path.isdir(file):  # where folders cannot even be opened
        return _no_regular_file(file)
    reasons = {
        errno.ENOENT: Phrase("there is no such file"),
        errno.ENOTDIR: Phrase("a part of its path is no folder"),
        errno.ELOOP: Phrase("links lead round in a circle"),
        errno.EACCES: Phrase("permission denied"),
        errno.ENAMETOOLONG: Phrase("its name is too long"),
    }
    reason = reasons.get(error.errno or 0, error.strerror or Phrase("it cannot be opened"))
    missing = error.errno in (errno.ENOENT, errno.ENOTDIR)
    hint = _nearby(file) or shipped_instead(file) if missing else ""
    return UnreadableFileError(
        Phrase("cannot read {file}: {reason}", file=file, reason=reason), hint
    )


def _nearby(file: str) -> str:
    """Name the file that was likely meant: of like name there, or of that name one folder down."""
    folder, name = os.path.split(file)
    if not os.path.isdir(folder or "."):
        near = _like(folder)
        meant = os.path.join(near, name) if near else ""
        if not os.path.isfile(meant):
            hint = Phrase("did you mean {near}?", near=near) if near else shipped_instead(file)
            missing = Phrase("there is no folder {folder}", folder=folder)
            return clauses(missing, hint)
        return Phrase("did you mean {meant}?", meant=meant)
    meant = next(_one_down(folder, name), "") or _like(file)
    return Phrase("did you mean {meant}?", meant=meant) if meant else ""


def _like(path: str) -> str:
    """Return the path beside one that is most like it, by the name alone; '' if none is."""
    folder, name = os.path.split(path)
    by_stem = {os.path.splitext(other)[0]: other for other in _names(folder or ".")}
    near = nearest(os.path.splitext(name)[0], by_stem)
    return os.path.join(folder, by_stem[near]) if near else ""


def _one_down(folder: str, name: str) -> Iterator[str]:
    for inner in _names(folder or "."):
        meant = os.path.join(folder, inner, name)
        if not inner.startswith(".") and os.path.isfile(meant):
            yield meant


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
