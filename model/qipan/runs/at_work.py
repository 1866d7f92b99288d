"""How a study is carried out, which its results do not depend on."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .runner import Runner


def nobody(*_: object) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class AtWork:
    """How a study is carried out, which its results do not depend on.

    Attributes
    ----------
    runner : Runner
        Makes the replications; it stops and counts by itself. By default one of its own, with
        neither store nor more than one thread.
    told : callable
        Receives a line for each step.
    """

    runner: Runner = field(default_factory=Runner)
    told: Callable[[str], None] = nobody
