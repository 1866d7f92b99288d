"""A runner with its workers and its store, opened and closed together."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from .execution.crew import Crew, ThreadCrew
from .interrupted import Noted
from .runner import Progress, Runner
from .store.store import DEFAULT, Store
from .trouble import NoStoreError, RunnerError


@dataclass(frozen=True)
class Workers:
    """Who makes replications, and where finished ones are kept.

    Attributes
    ----------
    jobs : int
        Replications at the same time, on this machine.
    processes : bool
        In processes rather than in threads of this one.
    dask : str or None
        Address of the scheduler of a Dask cluster, whose workers are used instead.
    store : Path or None
        Folder of the store; None for none. If it is the usual one and cannot be made, there is none
        either.
    retry_failed : bool
        Whether what has failed before is tried again.
    """

    jobs: int = 1
    processes: bool = False
    dask: str | None = None
    store: Path | None = None
    retry_failed: bool = False


@contextmanager
def opened_runner(
    workers: Workers,
    *,
    stop: threading.Event | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Iterator[Runner]:
    """Runner with its workers, for a block.

    Parameters
    ----------
    workers : Workers
    stop, progress
        As those of `Runner`.

    Raises
    ------
    RunnerError
        If the store cannot be used, the cluster cannot be reached, or one of its workers has
        another version.
    """
    if workers.dask is not None and workers.processes:
        raise RunnerError("replications are made by processes or by a Dask cluster, not by both")
    stop = stop or Noted()  # heard by the workers too, while they compile
    with ExitStack() as stack:
        store, not_kept = _store(workers.store)
        if store is not None:
            stack.enter_context(store)
        crew = _crew(workers, store, stop)
        stack.callback(crew.close)
        runner = Runner(
            store=store,
            crew=crew,
            stop=stop,
            progress=progress,
            retry_failed=workers.retry_failed,
        )
        runner.not_kept = runner.not_kept or not_kept
        yield runner


def _store(path: Path | None) -> tuple[Store | None, str]:
    """Open a store; None, and why, if there is none and one was not asked for by name."""
    if path is None:
        return None, ""
    try:
        return Store(path), ""
    except NoStoreError as error:
        if path != DEFAULT:
            raise
        return None, f"{error}. What is finished is not kept; --store DIR takes another place."


def _crew(workers: Workers, store: Store | None, stop: threading.Event | None) -> Crew:
    if workers.dask is not None:
        from .execution.dask_cluster import DaskCrew

        return DaskCrew(workers.dask)
    folder = store.written_to if store is not None else None
    if workers.processes:
        from .execution.processes import ProcessCrew

        return ProcessCrew(workers.jobs, folder, stop)
    return ThreadCrew(workers.jobs, folder)
