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

    Attributes
    ----------
    alone : bool
        Whether nobody else used the folder when it was taken; until `share`, nobody else can.
    """

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o666)
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
