"""Progress as JSON, one object a line on the standard error, for a program that starts a command.

Every object has `event`; docs/how-to/run-on-many-cores.md lists them. What is said on the standard
error besides, an error message above all, comes as an object too, so that each line can be read.
"""

import io
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from contextvars import ContextVar
from typing import TextIO

from ..engine.first_start import Clock, Teller, told_by

FORMAT = 1  # raised when a field is renamed or goes; new events and fields may come at any time


class Lines:
    """Writes events to a stream; from any thread, each a whole line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._done = 0

    def tell(self, event: str, **fields: object) -> None:
        """Write an event; nothing goes wrong for the command where nobody reads on."""
        line = json.dumps({"event": event, **fields}, ensure_ascii=False) + "\n"
        with self._lock, suppress(OSError, ValueError):
            self._stream.write(line)
            self._stream.flush()

    def one_more(self, expected: int | None) -> None:
        """Say that one more replication is finished, of as many as are expected."""
        with self._lock:
            self._done += 1
            done = self._done
        self.tell("progress", done=done, expected=expected)


_LINES: ContextVar[Lines | None] = ContextVar("lines", default=None)


def lines_told() -> Lines | None:
    """Return where progress goes as JSON, or None where nobody asked for that."""
    return _LINES.get()


class _Said(io.TextIOBase):
    """A stream that makes an event of each line of text written to it."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._begun = ""

    @property
    def encoding(self) -> str:  # type: ignore[override]  # what click asks of a stream
        return "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *whole, self._begun = (self._begun + text).split("\n")
        for line in whole:
            if line.strip():
                self._lines.tell("said", text=line)
        return len(text)

    def close(self) -> None:
        if self._begun.strip():
            self.write("\n")
        super().close()


@contextmanager
def as_lines(command: str) -> Iterator[None]:
    """Tell a command's progress as JSON while the block runs.

    Parameters
    ----------
    command : str
        Its name, for the first event.
    """
    lines = Lines(sys.stderr)
    token = _LINES.set(lines)
    said = _Said(lines)
    lines.tell("begun", format=FORMAT, command=command)
    code = 1
    try:
        with redirect_stderr(said), told_by(_compiling(lines)):
            yield
        code = 0
    except BaseException as error:
        code = getattr(error, "exit_code", 1)
        raise
    finally:
        said.close()
        lines.tell("ended", code=code)
        _LINES.reset(token)


def _compiling(lines: Lines) -> Teller:
    """Tell that the engine is being compiled, and for how many seconds already."""

    @contextmanager
    def teller(sentence: str) -> Iterator[Clock]:
        shown = 0

        def clock(seconds: float) -> None:
            nonlocal shown
            if int(seconds) > shown:
                shown = int(seconds)
                lines.tell("compiling", seconds=shown, text=sentence)

        lines.tell("compiling", seconds=0, text=sentence)
        yield clock

    return teller
