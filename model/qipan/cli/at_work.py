"""A runner as a command uses it: with a bar, stopped by Ctrl-C, and what must be said after it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from ..errors import ImpossibleError
from ..runs.execution.dask_cluster import is_open
from ..runs.opening import Workers, opened_runner
from ..runs.runner import Runner
from ..runs.trouble import RunnerError
from ..words import Phrase, Words, clauses
from .app import INTERRUPTED
from .progress import growing_progress, stop_on_interrupt

FAILURES_SHOWN = 3
OPEN = Words(
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
    typer.Exit
        Once a share is made: without the others there is no result.
    """
    warn_of_open(workers, out)
    with (
        stop_on_interrupt() as stop,
        growing_progress(out, title, expected) as progress,
        opened_runner(workers, stop=stop, progress=progress) as runner,
    ):
        tell_before(runner, out)
        if workers.share is None:
            yield runner
        else:
            with no_result_of_a_share():
                yield runner
    for sentence in notes(runner):
        out.print(sentence, highlight=False, markup=False)
    if workers.share is not None:
        say_share(runner, workers, out)
        raise typer.Exit(INTERRUPTED if runner.stopped else 0)


@contextmanager
def no_result_of_a_share() -> Iterator[None]:
    """Pass over that a study comes to nothing without the replications of other shares."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of means over nothing
        try:
            yield
        except RunnerError:  # a store or a cluster that refuses
            raise
        except ImpossibleError:
            pass


def say_share(runner: Runner, workers: Workers, out: Console) -> None:
    """Say what was made of a share, and what is to be done with it."""
    assert workers.share is not None
    place, of = workers.share
    out.print(
        f"Share {place} of {of}: {runner.made} made, {runner.found} were there; kept in "
        f"{workers.store}. Once all shares are there, qipan store --merge takes several stores "
        "into one, and the same command without --shard gives the result.",
        highlight=False, markup=False, soft_wrap=True,
    )  # fmt: skip


def warn_of_open(workers: Workers, out: Console) -> None:
    """Say that a cluster is open to others, before anything is sent to it."""
    if workers.dask is not None and is_open(workers.dask):
        out.print(Phrase(OPEN, address=workers.dask), highlight=False, markup=False)


def tell_before(runner: Runner, out: Console) -> None:
    """Say what a user should know before hours are spent."""
    if runner.not_kept:
        out.print(
            Phrase(Words.of("! {said}", "! {said}"), said=runner.not_kept),
            highlight=False,
            markup=False,
        )


def notes(runner: Runner) -> list[str]:
    """What a user should know of how replications came about."""
    said: list[str] = []
    if runner.found:
        total = runner.found + runner.made
        said.append(
            Phrase(
                "{found} of {total} replications were in the store.",
                found=runner.found,
                total=total,
            )
        )
    elif runner.others_kept:
        said.append(
            Phrase(
                "The store holds replications of another version of qipan or its packages; they "
                "are "
                "not used, and stay there until `qipan store --prune`."
            )
        )
    if runner.passed_over:
        said.append(
            Phrase(
                "! {number} {number:file|files} of the store could not be used (damaged, or "
                "written by something "
                "else) and were passed over; what was missing was made again.",
                number=runner.passed_over,
            )
        )
    if runner.failures:
        several = runner.failures[:FAILURES_SHOWN]
        shown = clauses(
            *(
                Phrase(
                    "{scenario}, seed {seed}: {reason}",
                    scenario=f.scenario,
                    seed=f.seed,
                    reason=f.reason,
                )
                for f in several
            )
        )
        more = len(runner.failures) - len(several)
        rest = Phrase("; and {more} more", more=more) if more else ""
        said.append(
            Phrase(
                "! {number} replications have failed: {shown}{rest}.",
                number=len(runner.failures),
                shown=shown,
                rest=rest,
            )
        )
    if runner.stopped:
        kept = Phrase("; what is finished is in the store, and the same command goes on from there")
        said.append(Phrase("Stopped early{part}.", part=kept if runner.keeps else ""))
    return said
