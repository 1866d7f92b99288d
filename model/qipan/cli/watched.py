"""A long search as a command carries it out: told step by step, given up at Ctrl-C."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ..report.language import Words

if TYPE_CHECKING:
    from rich.console import Console

    from ..experiments.at_work import AtWork

Found = TypeVar("Found")

STOPPED = Words("Stopped; nothing written.", "已停止，未写入任何文件。")


def watched(
    find: "Callable[[AtWork], Found]", name: str, jobs: int
) -> "Callable[[Console], Found | None]":
    """Return a study for `pipeline.carried_out`: None if it was stopped.

    Parameters
    ----------
    find : callable
        Gets how to work, and returns the result.
    name : str
        Beside the count of simulated years.
    jobs : int
        Replications at the same time.
    """
    from ..experiments.at_work import AtWork
    from ..experiments.run import Stopped
    from ..report.progress import stop_on_interrupt
    from ..report.watching import years_simulated

    def study(out: "Console") -> "Found | None":
        with stop_on_interrupt() as stop, years_simulated(out, name) as seen:
            try:
                return find(AtWork(jobs, stop, seen.ran, seen.said))
            except Stopped:
                return None

    return study
