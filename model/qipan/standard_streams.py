"""Standard output and errors of any machine: closed, of any encoding, or read by nobody."""

import contextlib
import os
import sys


def make_safe() -> None:
    """Make printing possible whatever standard output is.

    A letter that its encoding lacks is replaced; where there is no output at all, nobody reads.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None or stream.closed:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            with contextlib.suppress(ValueError, OSError):
                stream.reconfigure(errors="replace")


def give_up_output() -> None:
    """Let all further output go nowhere, once whoever read it is gone.

    Python would else complain when it empties its buffers at the end.
    """
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):  # there is no file behind it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
