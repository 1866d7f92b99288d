"""What ``qipan run`` does between a loaded scenario and its result folder."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..engine.compile import is_compiled
from ..experiments.replications import Replication, Runs, replicate
from ..experiments.result_folder import MANIFEST, check_writable
from ..experiments.save import save
from ..scenario import Scenario
from .charts import chart_files
from .console import console, print_summary


def run_and_report(
    scenario: Scenario, folder: Path, replications: int, seed: int, jobs: int, events: bool
) -> bool:
    """Replicate a scenario, print its summary and write its result folder.

    Returns
    -------
    bool
        Whether all replications are there; an interrupt keeps those that were finished.

    Raises
    ------
    ResultFolderError
        If the folder cannot be written; found out before anything is run.
    """
    out = console()
    check_writable(folder)
    begun = time.perf_counter()
    with _progress(out, scenario.name, replications) as finished, _stop_on_interrupt() as stop:
        runs = replicate(
            scenario, replications, seed, jobs=jobs, events=events, progress=finished, stop=stop
        )
    if len(runs) == 0:
        out.print("Stopped before any replication was finished; nothing written.")
        return False
    seconds = time.perf_counter() - begun
    folder = _spared(folder, runs)
    save(runs, folder, seconds=seconds, jobs=jobs, charts=chart_files([runs]))
    print_summary(runs, out)
    out.print(f"Written to {folder}/ in {seconds:.1f} s.", highlight=False)
    return runs.complete


@contextmanager
def _stop_on_interrupt() -> Iterator[threading.Event]:
    """Event that the first Ctrl-C sets; the second one kills as usual.

    A KeyboardInterrupt may be raised, and lost, in any callback; an event is not.
    """
    stop = threading.Event()

    def first(_number: int, _frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, first)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _spared(folder: Path, runs: Runs) -> Path:
    """Folder for the results; a complete one is not replaced by a run that was stopped."""
    if runs.complete or not (folder / MANIFEST).exists():
        return folder
    return folder.with_name(f"{folder.name}-stopped")


@contextmanager
def _progress(
    out: Console, name: str, replications: int
) -> Iterator[Callable[[Replication], None] | None]:
    """A bar on a terminal; silence elsewhere."""
    if not out.is_terminal:
        yield None
        return
    if not is_compiled():
        out.print("Compiling the engine, once; this takes about half a minute.")
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task(name, total=replications)
        yield lambda _: bar.advance(task)
