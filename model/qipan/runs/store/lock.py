"""Who is at a folder: many may use it, only one that is alone may tidy it."""

import os
from pathlib import Path
from typing import Self

try:
    import fcntl
except ImportError:  # Windows has no such locks: nobody ever finds itself alone there
    fcntl = None  # type: ignore[assignment]  # a module, or nothing

NAME = "in_use"


class Lock:
    """A lock on a folder, let go of when its process ends, however it ends.

    Parameters
    ----------
    folder : Path
        A folder that exists.
    flags : int
        How its file is opened.

    Attributes
    ----------
    alone : bool
        Whether nobody else used the folder when it was taken; until `share`, nobody else can.
    """

    def __init__(self, folder: Path, flags: int = os.O_RDWR | os.O_CREAT) -> None:
        self._file = os.open(folder / NAME, flags, 0o666)
        self.alone = self._try_alone()

    def _try_alone(self) -> bool:
        if fcntl is None:
            return False
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def share(self) -> None:
        """Let others use the folder too; waits for one that is tidying it."""
        if fcntl is not None:
            fcntl.flock(self._file, fcntl.LOCK_SH)
        self.alone = False

    def close(self) -> None:
        """Let go of it."""
        os.close(self._file)

    def __enter__(self) -> Self:
        """Hold it for a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of it."""
        self.close()


def reader_lock(folder: Path) -> Lock | None:
    """Share a folder that can only be read, so that nobody tidies it meanwhile.

    None where that cannot be done: nobody tidies what nobody can write.
    """
    try:
        lock = Lock(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        lock.share()
    except OSError:
        lock.close()
        return None
    return lock
