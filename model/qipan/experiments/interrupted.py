"""A Ctrl-C that stopped replications, with what was finished by then."""

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
