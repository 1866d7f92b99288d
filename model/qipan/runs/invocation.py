"""The command line that is being carried out, for the manifest of what it writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_WORDS: ContextVar[Callable[[], list[str]] | None] = ContextVar("words", default=None)


@contextmanager
def invoked(words: Callable[[], list[str]]) -> Iterator[None]:
    """While the block runs, manifests name a command line.

    Parameters
    ----------
    words : callable
        Returns the command and those of its arguments that decide results, as typed, without
        the program's name. It is asked when a manifest is written.
    """
    token = _WORDS.set(words)
    try:
        yield
    finally:
        _WORDS.reset(token)


def command_line() -> list[str] | None:
    """Return the command being carried out; None where Python code calls the library."""
    words = _WORDS.get()
    return words() if words is not None else None
