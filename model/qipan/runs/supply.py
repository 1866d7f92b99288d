"""Replications in the order in which they are asked for: looked up, made, and made again.

Who asks for them is the `Runner`; here is how they come about, whatever becomes of the workers.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from concurrent.futures import BrokenExecutor, CancelledError, Future
from dataclasses import replace

from ..engine.compiling import GivenUpError
from ..engine.estimate import check_room_whole
from ..scenario import Scenario
from ..words import Phrase
from .execution.crew import Crew
from .execution.task import Made, Mishap
from .interrupted import Noted, noting_interrupts
from .outcome import Outcome
from .replication import Stopped
from .share import Share
from .store.failures import KnownFailure
from .store.store import Store
from .trouble import RunnerError
from .wanted import Failure, Progress, Wanted

AHEAD = 4  # replications begun for each worker before the first of them is waited for
PATIENCE = 0.1  # seconds between looks at the stop sign
DEATHS_FORGIVEN = 1  # of a worker process that makes a replication alone
DIED = Phrase("its worker process died: killed, or out of memory")


class Supply:
    """Where replications come from: a store, and workers that may die.

    Parameters
    ----------
    crew : Crew
    store : Store or None
    stop : threading.Event
        Once set, nothing new is begun.
    progress : callable or None
        Called with a `Progress` after each replication.
    retry_failed : bool
        Try again what the store says has failed.
    share : Share or None
        What is not of this share is neither made nor looked up: nothing comes of it.

    Attributes
    ----------
    failures : list of Failure
        Of all that was asked for, in that order.
    done, made, found : int
        How many are over, were made, and were in the store.
    """

    def __init__(
        self,
        crew: Crew,
        store: Store | None,
        stop: threading.Event,
        progress: Callable[[Progress], object] | None,
        retry_failed: bool,
        share: Share | None = None,
    ) -> None:
        self.crew, self.store, self.stop, self.progress = crew, store, stop, progress
        self.failures: list[Failure] = []
        self.done = self.made = self.found = 0
        self._retry_failed, self.share = retry_failed, share
        self._asked = 0
        self._interrupted = Noted()
        # A stop sign that may be set by a handler is, so that whoever compiles looks at it.
        own = (stop,) if isinstance(stop, Noted) else ()
        self._heard = (self._interrupted, *own)
        self._expected: int | None = 0

    @property
    def interrupted(self) -> bool:
        """Whether a Ctrl-C has come."""
        return self._interrupted.is_set()

    @property
    def stopped(self) -> bool:
        """Whether nothing new is begun."""
        return self.stop.is_set() or self.interrupted

    def refresh(self) -> None:
        """Take note of what others have put into the store."""
        if self.store is not None:
            self.store.refresh()

    def call(self, told: Callable[[], object]) -> None:
        """Call somebody's function; a Ctrl-C that comes meanwhile is noted."""
        with noting_interrupts(*self._heard):
            told()
        if self.interrupted:
            self.stop.set()

    def in_order(self, wanted: Iterable[Wanted]) -> Iterator[tuple[Wanted, Outcome | None]]:
        """Hand over one after another, None of those that failed or were given up.

        Some are begun before the first is waited for; once the runner is stopped, no more come.
        """
        begun: deque[Wanted] = deque()
        most = AHEAD * self.crew.workers
        try:
            for one in wanted:
                with noting_interrupts(*self._heard):
                    self._begin(one)
                begun.append(one)
                while begun and (len(begun) >= most or begun[0].is_over):
                    yield self._finished(begun)
                if self.stopped:
                    break
            while begun:
                yield self._finished(begun)
        finally:
            for one in begun:
                if one.future is not None:
                    one.future.cancel()

    def _begin(self, one: Wanted) -> None:
        self._asked += 1
        if self.share is not None and not self.share.holds(self._asked - 1):
            return
        if self.store is not None:
            self._look_up(one, self.store)
        if not one.found and not self.stopped:
            check_room_whole(one.scenario)
            self._submit(one)

    def _look_up(self, one: Wanted, store: Store) -> None:
        wish = one.task.wish
        there = store.get(one.key, full=wish.full, by_community=wish.by_community)
        if there is not None and wish.beside:
            one.task = replace(one.task, there=True)
            return
        one.result = there
        if there is None and not self._retry_failed:
            known = store.failure(one.key)
            one.result = Mishap(*known) if known is not None else None
        one.found = one.result is not None

    def _submit(self, one: Wanted) -> None:
        try:
            one.future = self.crew.submit(one.task)
        except GivenUpError:
            self.stop.set()
        except BrokenExecutor as error:  # seen here if it broke since the last was waited for
            one.future = Future()
            one.future.set_exception(error)

    def _finished(self, begun: "deque[Wanted]") -> tuple[Wanted, Outcome | None]:
        """Wait for the first of those begun, and take note of how it ended."""
        one = begun[0]
        with noting_interrupts(*self._heard):
            if one.future is not None:
                try:
                    one.result = self._kept(one, self._awaited(one.future))
                except BrokenExecutor as error:
                    self._recover(begun, error)
            begun.popleft()
            noted = self._noted(one)
        if self.interrupted:
            self.stop.set()
        return one, noted

    def _awaited(self, future: Future[Made]) -> Made | None:
        """Return what a worker hands back; None if it was told to stop before."""
        while True:
            try:
                return future.result(timeout=PATIENCE)
            except (RunnerError, BrokenExecutor):
                raise
            except Stopped:
                return None
            except CancelledError:
                if self.stopped:
                    return None
                raise RunnerError(self.crew.lost()) from None
            except KeyboardInterrupt:  # a second one, or of a handler that is not Python's
                self.interrupt()
            except Exception as error:  # of whoever carries results between us and the worker
                if future.done():
                    return Made(Mishap.of(error), kept=False)
            if self._interrupted.is_set():
                self.stop.set()
            if self.stopped and not future.done():
                self.crew.halt()
                future.cancel()

    def interrupt(self) -> None:
        """Take note of a Ctrl-C; it is raised anew once what is under way has been given up."""
        self._interrupted.set()
        self.stop.set()

    def _kept(self, one: Wanted, made: Made | None) -> Outcome | Mishap | None:
        """Put into the store what a worker did not put there itself."""
        if made is None:
            return None
        result, one.beside = made.result, made.beside
        if self.store is not None:
            if isinstance(result, Mishap):
                known = KnownFailure(result.reason, result.traceback)
                self.store.put_failure(one.key, one.scenario.name, one.number, known)
            elif not made.kept and not self.store.read_only:
                self.store.put(one.key, result)
        return result

    def _recover(self, begun: "deque[Wanted]", error: BrokenExecutor) -> None:
        """After a worker process has died: find out over which replication, and do the others."""
        lost = [one for one in begun if one.future is not None and _is_lost(one.future)]
        self._replace_workers(error)
        for one in lost:
            one.result = self._alone(one)
            one.future = None

    def _alone(self, one: Wanted) -> Outcome | Mishap | None:
        """Make a replication while no other is made, so that it is clear whose fault a death is."""
        for _ in range(1 + DEATHS_FORGIVEN):
            self._submit(one)
            if one.future is None:
                return None
            try:
                return self._kept(one, self._awaited(one.future))
            except BrokenExecutor as error:
                self._replace_workers(error)
        return self._kept(one, Made(Mishap(DIED, ""), kept=False))

    def _replace_workers(self, error: BrokenExecutor) -> None:
        if not self.crew.recover():
            raise RunnerError(self.crew.lost()) from error

    def _noted(self, one: Wanted) -> Outcome | None:
        if one.result is None:
            return None
        self.done += 1
        if isinstance(one.result, Mishap):
            failure = Failure(one.scenario.name, one.number, one.key.seed, one.result.reason)
            self.failures.append(failure)
        elif one.found:
            self.found += 1
        else:
            self.made += 1
        if self.progress is not None:
            self.progress(Progress(self.done, self._expected))
        return one.result if isinstance(one.result, Outcome) else None

    def expect(self, scenarios: Iterable[Scenario], numbers: Sequence[int]) -> None:
        """Count what is going to be asked for, where that is known."""
        more = len(scenarios) * len(set(numbers)) if isinstance(scenarios, Sized) else None
        if more is None or self._expected is None:
            self._expected = None
        else:
            self._expected += -(-more // self.share.of) if self.share is not None else more


def _is_lost(future: Future[Made]) -> bool:
    """Whether a replication was lost with the pool, or would wait for ever in a broken one."""
    if not future.done() or future.cancelled():
        return True
    return isinstance(future.exception(), BrokenExecutor)
