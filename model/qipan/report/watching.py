"""What a user sees of a long search: a sentence a step, and how many years it took so far."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from ..engine.compile import is_compiled


@dataclass(frozen=True)
class Watched:
    """What tells a user how a long search goes on.

    Attributes
    ----------
    ran : callable
        To be called after each simulated year, from any thread.
    said : callable
        To be called with a sentence for each step.
    """

    ran: Callable[[], None]
    said: Callable[[str], None]


@contextmanager
def years_simulated(out: Console, name: str) -> Iterator[Watched]:
    """Sentences for each step, everywhere; on a terminal a count of simulated years below them."""

    def said(sentence: str) -> None:
        out.print(Text(sentence), style="dim")

    if not out.is_terminal:
        yield Watched(lambda: None, said)
        return
    if not is_compiled():
        said("Compiling the engine, once; this takes about half a minute.")
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}: {task.completed:,.0f} simulated years"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield Watched(lambda: bar.advance(task), said)
