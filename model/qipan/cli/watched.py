"""A long search as a command carries it out: told step by step, given up at Ctrl-C."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from ..words import Words

if TYPE_CHECKING:
    from rich.console import Console

    from ..runs.at_work import AtWork
    from ..runs.opening import Workers

Found = TypeVar("Found")

STOPPED = Words("Stopped; nothing written.")


def watched(
    find: "Callable[[AtWork], Found]", name: str, workers: "Workers"
) -> "Callable[[Console], Found | None]":
    """Return a study for `pipeline.carried_out`: None if it was stopped.

    Parameters
    ----------
    find : callable
        Gets how to work, and returns the result.
    name : str
        Beside the count of simulated years.
    workers : Workers
        Who makes the replications, and where they are kept.
    """
    from ..runs.at_work import AtWork
    from ..runs.opening import opened_runner
    from ..runs.replication import Stopped
    from .at_work import notes, tell_before, warn_of_open
    from .progress import stop_on_interrupt
    from .watching import years_simulated

    def study(out: "Console") -> "Found | None":
        found = None
        warn_of_open(workers, out)
        with (
            stop_on_interrupt() as stop,
            years_simulated(out, name) as seen,
            opened_runner(workers, stop=stop, progress=lambda _: seen.ran()) as runner,
        ):
            tell_before(runner, out)
            with suppress(Stopped):
                found = find(AtWork(runner, seen.said))
        for sentence in notes(runner):
            out.print(sentence, highlight=False, markup=False)
        return found

    return study
