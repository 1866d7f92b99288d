"""A Ctrl-C that stopped replications, with what was finished by then."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Interrupted(KeyboardInterrupt):
    """Replications were stopped by Ctrl-C; a loop around them ends as well, as for any Ctrl-C.

    Attributes
    ----------
    partial : Runs, list of Runs, Comparison, array or None
        What the interrupted call would have returned, of the replications that were finished; None
        if it is of no use before all are.
    """

    def __init__(self, partial: Any = None) -> None:
        super().__init__("stopped by Ctrl-C; `partial` holds what was finished")
        self.partial = partial


class Noted(threading.Event):
    """A stop sign that a signal handler may set.

    The one of `threading` takes a lock, which the step that the signal came between may hold. Of
    this one nobody is woken: it is looked at.
    """

    def __init__(self) -> None:
        super().__init__()
        self._noted = False

    def is_set(self) -> bool:
        """Whether it was set."""
        return self._noted

    def set(self) -> None:
        """Set it, for good."""
        self._noted = True


@contextmanager
def noting_interrupts(*noted: Noted) -> Iterator[None]:
    """Have the first Ctrl-C noted rather than raised, for a block that waits for others.

    Python raises a KeyboardInterrupt between any two steps of the main thread, those of its own
    locks and queues among them: a lock so left is never let go, and whoever needs it waits for
    ever. So nothing is raised while we use any; whoever noted a Ctrl-C raises it afterwards. The
    second is raised at once. A program with a handler of its own keeps it, and what is ignored
    stays ignored.

    Parameters
    ----------
    noted : Noted
        All set by the first Ctrl-C.
    """
    here = threading.current_thread() is threading.main_thread()
    if not here or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return

    def first(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for one in noted:
            one.set()

    signal.signal(signal.SIGINT, first)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
