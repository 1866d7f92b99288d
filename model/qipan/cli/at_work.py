"""A runner as a command uses it: with a bar, stopped by Ctrl-C, and what must be said after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from ..runs.execution.dask_cluster import is_open
from ..runs.opening import Workers, opened_runner
from ..runs.runner import Runner
from .progress import growing_progress, stop_on_interrupt

FAILURES_SHOWN = 3
OPEN = (
    "! {address} is not encrypted, and whoever reaches it can have its workers run any program: "
    "use it where everybody is trusted, or tls://."
)


@contextmanager
def runner_at_work(
    out: Console, title: str, workers: Workers, *, expected: int | None = None
) -> Iterator[Runner]:
    """Runner for a block; the first Ctrl-C stops it and keeps what is finished.

    A bar shows how far it is, on a terminal. When the block has ended well, `out` gets how many
    replications were in the store and which have failed.

    Parameters
    ----------
    out : Console
    title : str
        Beside the bar.
    workers : Workers
        What a command's options say; see `cli.options.takes_workers`.
    expected : int, optional
        How many replications there will be, if that is known before they are asked for.

    Raises
    ------
    RunnerError
        See `runs.opening.opened_runner`.
    """
    warn_of_open(workers, out)
    with (
        stop_on_interrupt() as stop,
        growing_progress(out, title, expected) as progress,
        opened_runner(workers, stop=stop, progress=progress) as runner,
    ):
        tell_before(runner, out)
        yield runner
    for sentence in notes(runner):
        out.print(sentence, highlight=False, markup=False)


def warn_of_open(workers: Workers, out: Console) -> None:
    """Say that a cluster is open to others, before anything is sent to it."""
    if workers.dask is not None and is_open(workers.dask):
        out.print(OPEN.format(address=workers.dask), highlight=False, markup=False)


def tell_before(runner: Runner, out: Console) -> None:
    """Say what a user should know before hours are spent."""
    if runner.not_kept:
        out.print(f"! {runner.not_kept}", highlight=False, markup=False)


def notes(runner: Runner) -> list[str]:
    """What a user should know of how replications came about."""
    said = []
    if runner.found:
        total = runner.found + runner.made
        said.append(f"{runner.found} of {total} replications were in the store.")
    elif runner.others_kept:
        said.append(
            "The store holds replications of another version of qipan or its packages; they are "
            "not used, and stay there until `qipan store --prune`."
        )
    if runner.passed_over:
        files = "1 file" if runner.passed_over == 1 else f"{runner.passed_over} files"
        said.append(
            f"! {files} of the store could not be used (damaged, or written by something else) and "
            "were passed over; what was missing was made again."
        )
    if runner.failures:
        several = runner.failures[:FAILURES_SHOWN]
        shown = "; ".join(f"{f.scenario}, seed {f.seed}: {f.reason}" for f in several)
        more = len(runner.failures) - len(several)
        rest = f"; and {more} more" if more else ""
        said.append(f"! {len(runner.failures)} replications have failed: {shown}{rest}.")
    if runner.stopped:
        kept = "; what is finished is in the store, and the same command goes on from there"
        said.append(f"Stopped early{kept if runner.keeps else ''}.")
    return said
