"""How simulations are carried out, which results do not depend on."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from .runner import Runner


def nobody(*_: object) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class AtWork:
    """How simulations are carried out, which results do not depend on.

    Attributes
    ----------
    jobs : int
        Replications at the same time.
    stop : threading.Event or None
        Once set, all is given up.
    ran : callable
        Called after each simulated year of a placement, in the thread that ran it.
    told : callable
        Receives a line for each step.
    runner : Runner, optional
        Makes replications where a study can put them to one; it stops and counts by itself.
    """

    jobs: int = 1
    stop: threading.Event | None = None
    ran: Callable[[], None] = nobody
    told: Callable[[str], None] = nobody
    runner: Runner | None = None
