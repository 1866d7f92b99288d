"""What a user sees, and can do, while replications run."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from ..engine.first_start import Clock, told_by
from ..runs.interrupted import Noted
from ..runs.runner import Progress as Step
from .progress_lines import lines_told


@contextmanager
def stop_on_interrupt() -> Iterator[threading.Event]:
    """Event that the first Ctrl-C, or a scheduler's SIGTERM, sets; the second kills as usual.

    A KeyboardInterrupt may be raised, and lost, in any callback; an event is not. A signal that
    whoever started the program has it ignore, as a shell does for what runs in the background,
    stays ignored.
    """
    stop = Noted()

    def first(_number: int, _frame: object) -> None:
        stop.set()
        restore()

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    both = (signal.SIGINT, signal.SIGTERM)
    heard = [number for number in both if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, first) for number in heard}
    try:
        yield stop
    finally:
        restore()


@contextmanager
def progress(
    out: Console, name: str, replications: int
) -> Iterator[Callable[[object], None] | None]:
    """A bar on a terminal, lines of JSON where they are asked for; silence elsewhere."""
    if (lines := lines_told()) is not None:
        lines.tell("progress", done=0, expected=replications)
        yield lambda _: lines.one_more(replications)
        return
    with _bar(out, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as bar:
        if bar is None:
            yield None
            return
        task = bar.add_task(name, total=replications)
        yield lambda _: bar.advance(task)


@contextmanager
def growing_progress(
    out: Console, name: str, expected: int | None = None
) -> Iterator[Callable[[Step], None] | None]:
    """A bar on a terminal; where its end is not known it moves on with what is asked for.

    Lines of JSON where they are asked for.
    """
    if (lines := lines_told()) is not None:
        lines.tell("progress", done=0, expected=expected)
        yield lambda step: lines.tell(
            "progress", done=step.done, expected=expected or step.expected
        )
        return
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with _bar(out, *columns) as bar:
        if bar is None:
            yield None
            return
        task = bar.add_task(name, total=expected)
        yield lambda step: bar.update(
            task, completed=step.done, total=expected if expected is not None else step.expected
        )


@contextmanager
def _bar(out: Console, *columns: ProgressColumn) -> Iterator[Progress | None]:
    if not out.is_terminal:
        yield None
        return
    name = TextColumn("{task.description}")
    with (
        Progress(SpinnerColumn(), name, *columns, console=out, transient=True) as bar,
        first_start_on(bar),
    ):
        yield bar


@contextmanager
def first_start_on(bar: Progress) -> Iterator[None]:
    """Show on a bar that the engine is compiled, and how long that has taken."""

    @contextmanager
    def teller(sentence: str) -> Iterator[Clock]:
        task = bar.add_task(sentence, total=None)
        try:
            yield lambda seconds: bar.update(task, description=f"{sentence}: {seconds:.0f} s")
        finally:
            bar.remove_task(task)

    with told_by(teller):
        yield
