"""Which files were read, and what stood in them: so that a result can be made again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_KEPT: ContextVar[dict[str, bytes] | None] = ContextVar("kept", default=None)


@contextmanager
def inputs_kept() -> Iterator[None]:
    """While the block runs, what is read for a user is kept in memory as it stood."""
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def keep_input(file: str, content: bytes) -> None:
    """Keep what stood in a file, if anybody asked for that."""
    kept = _KEPT.get()
    if kept is not None:
        kept[file] = content


def inputs() -> Mapping[str, bytes] | None:
    """Return the content of each file read so far, by its name as given; None if none is kept."""
    return _KEPT.get()
