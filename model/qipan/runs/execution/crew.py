"""A crew: workers behind a standard executor, and what has to be known of them."""

import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

from .task import Made, Task
from .workplace import Workplace

workplace: Workplace | None = None  # of this process, if it works for another
_setting_up = threading.Lock()


class Crew:
    """Workers of any `concurrent.futures.Executor`; whoever asks writes the store.

    Parameters
    ----------
    executor : Executor
        Not shut down by the crew.
    workers : int
        Replications it makes at the same time.
    """

    def __init__(self, executor: Executor, workers: int) -> None:
        self.workers = workers
        self._executor = executor

    def submit(self, task: Task) -> Future[Made]:
        """Have a replication made."""
        return self._executor.submit(carry_out, task)

    def recover(self) -> bool:
        """Replace workers that have died; False if that cannot be done."""
        return False

    def lost(self) -> str:
        """Say in a sentence that the workers are gone."""
        return "the workers are gone, and with them what they were at"

    def halt(self) -> None:
        """Give up replications under way, as far as the workers can be told."""

    def close(self) -> None:
        """Send the workers home."""


class ThreadCrew(Crew):
    """Threads of this process: they share cities, and the engine holds no lock while it runs."""

    def __init__(self, workers: int, folder: Path | None) -> None:
        self._stop = threading.Event()
        self._place = Workplace(folder, self._stop)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="replication")
        super().__init__(self._pool, workers)

    def submit(self, task: Task) -> Future[Made]:
        """Have a replication made."""
        return self._pool.submit(self._place.carry_out, task)

    def halt(self) -> None:
        """Give up replications under way at the end of their simulated day."""
        self._stop.set()

    def close(self) -> None:
        """Wait for the threads, and merge what they have written.

        What nobody waits for any more, as after a Ctrl-C, is given up.
        """
        self._stop.set()
        self._pool.shutdown(cancel_futures=True)
        self._place.close()


def carry_out(task: Task) -> Made:
    """Make a replication at the workplace of this process; what a remote worker is asked to do."""
    global workplace
    with _setting_up:
        if workplace is None:
            workplace = Workplace()
    return workplace.carry_out(task)
