"""What a user sees of a long search: a sentence a step, and how many years it took so far."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import (
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from .progress import first_start_on
from .progress_lines import lines_told


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


class _Years(ProgressColumn):
    """Simulated years; nothing beside what counts none."""

    def render(self, task: Task) -> Text:
        """Return the text of a line."""
        return Text(f"{task.completed:,.0f} simulated years" if task.completed else "")


@contextmanager
def years_simulated(out: Console, name: str) -> Iterator[Watched]:
    """Sentences for each step, everywhere; on a terminal a count of simulated years below them."""

    def said(sentence: str) -> None:
        out.print(Text(sentence), style="dim")

    if (lines := lines_told()) is not None:
        yield Watched(
            lambda: lines.one_more(None), lambda sentence: lines.tell("step", text=sentence)
        )
        return
    if not out.is_terminal:
        yield Watched(lambda: None, said)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        _Years(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=out, transient=True) as bar, first_start_on(bar):
        task = bar.add_task(name, total=None)
        yield Watched(lambda: bar.advance(task), said)
