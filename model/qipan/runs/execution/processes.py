"""Processes of this machine, each with a city of its own."""

import os
import signal
import threading
from concurrent.futures import Future
from concurrent.futures.process import ProcessPoolExecutor
from multiprocessing import parent_process
from multiprocessing.util import Finalize
from pathlib import Path

from ...agents.simulation import Simulation
from ...engine.compile import is_compiled
from ...engine.compiling import StopSign
from ..store.lock import Lock
from . import crew
from .begun import context_of_workers
from .crew import Crew
from .task import Made, Task, unpacked
from .workplace import Workplace


class ProcessCrew(Crew):
    """A pool of processes, started anew if one of them dies.

    Threads are as fast on one machine and share their cities; processes are for code that does
    not let go of the interpreter lock, and for those who do not trust one process with all.

    Parameters
    ----------
    workers : int
    folder : Path or None
        As those of `ThreadCrew`.
    stop : event or None
        Looked at while the engine is compiled, which `submit` waits for.
    """

    def __init__(self, workers: int, folder: Path | None, stop: StopSign | None = None) -> None:
        self._folder, self._asked_to_stop = folder, stop
        self._is_compiled = False
        self._context = context_of_workers()
        self._stop = self._context.Event()
        super().__init__(self._pool(workers), workers)

    def submit(self, task: Task) -> Future[Made]:
        """Have a replication made; the engine is compiled before the first, here and once.

        Raises
        ------
        GivenUpError
            If it was told to stop while it compiled.
        """
        if not self._is_compiled:
            if not is_compiled():
                model = Simulation(unpacked(task.scenario).parts[0], task.key.seed)
                model.layer.make_ready(self._asked_to_stop)
            self._is_compiled = True
        return super().submit(task)

    def recover(self) -> bool:
        """Replace a pool that has lost a process; the others of it are gone as well."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._pool(self.workers)
        return True

    def halt(self) -> None:
        """Give up replications under way at the end of their simulated day."""
        self._stop.set()

    def close(self) -> None:
        """Wait for the processes to end; what nobody waits for any more is given up."""
        self._stop.set()
        self._executor.shutdown(cancel_futures=True)

    def _pool(self, workers: int) -> ProcessPoolExecutor:
        begin = (self._folder, self._stop, dict(os.environ))
        return ProcessPoolExecutor(workers, self._context, _begin, begin)


def _begin(folder: Path | None, stop: StopSign, environment: dict[str, str]) -> None:
    """Set up a process; Ctrl-C reaches all of them, and the one who asks decides.

    What it was forked from may have another environment, as it was when the first pool began.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.clear()
    os.environ.update(environment)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    crew.workplace = Workplace(folder, stop)
    if folder is not None:
        lock = Lock(folder)  # so that nobody tidies while this process writes
        lock.share()
    Finalize(None, crew.workplace.close, exitpriority=10)


def _end_with_parent() -> None:
    """End when the process that asks was killed; the pool itself would wait for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
