"""Why replications cannot be made or kept: each says so in a sentence a user can act on."""

from pathlib import Path

from ..errors import DiskError, ImpossibleError


class RunnerError(ImpossibleError):
    """Replications could not be made or kept; the message says why."""


class StoreError(RunnerError, DiskError):
    """A store cannot be used, or no longer be written.

    Attributes
    ----------
    path : Path
        The store's folder.
    reason : str
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason

    def __reduce__(self) -> tuple[type["StoreError"], tuple[Path, str]]:
        """Travel between processes."""
        return type(self), (self.path, self.reason)


class NoStoreError(StoreError):
    """There is no store, and none can be made."""


class ClusterError(RunnerError):
    """A cluster cannot be reached, or cannot be used."""


class WrongVersionError(RunnerError):
    """A worker has other code, or other packages, than the one who asks."""
