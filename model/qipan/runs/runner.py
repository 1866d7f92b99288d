"""Replications of many scenarios: looked up where they were made before, made where not."""

import itertools
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from concurrent.futures import BrokenExecutor, CancelledError, Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, NoReturn, Self

import numpy as np
from numpy.typing import NDArray

from ..engine.compiling import GivenUpError
from ..engine.estimate import check_room_whole
from ..outcomes.metrics import METRICS
from ..scenario import Scenario
from .additions import NONE, Additions, Institutions, Measure, additions, for_scenario
from .execution.crew import Crew, ThreadCrew
from .execution.task import Made, Mishap, Task, packed
from .interrupted import Interrupted, Noted, noting_interrupts
from .kept import Arrays, Keep, arrays_in, identity
from .outcome import Outcome
from .replication import Stopped
from .runs import Replication, Runs, replication_seed
from .store.failures import KnownFailure
from .store.key import engine_version, replication_hash
from .store.rows import Key
from .store.store import Store
from .trouble import RunnerError

AHEAD = 4  # replications begun for each worker before the first of them is waited for
PATIENCE = 0.1  # seconds between looks at the stop sign
DEATHS_FORGIVEN = 1  # of a worker process that makes a replication alone
DIED = "its worker process died: killed, or out of memory"


@dataclass(frozen=True)
class Failure:
    """A replication that could not be made; the others go on.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    number, seed : int
        Which replication, and the seed it can be repeated with.
    reason : str
        What went wrong, in one line.
    """

    scenario: str
    number: int
    seed: int
    reason: str


class Progress(NamedTuple):
    """How far the replications asked for so far are.

    Attributes
    ----------
    done : int
        Made, found in the store, or failed.
    expected : int or None
        How many were asked for; None if that is not known yet.
    """

    done: int
    expected: int | None


@dataclass(eq=False)
class _Wanted:
    """A replication on its way."""

    scenario: Scenario
    packed: bytes
    key: Key
    number: int
    full: bool
    additions: Additions = NONE
    keep: Keep | None = None
    found: bool = False
    future: Future[Made] | None = None
    result: Outcome | Mishap | None = None

    @property
    def is_over(self) -> bool:
        return self.future is None or self.future.done()


class Runner:
    """Makes replications for comparisons, attributions, sweeps and searches.

    Results depend neither on who makes the replications nor on what the store holds.

    Parameters
    ----------
    jobs : int
        Replications at the same time, where no crew is given.
    store : Store, optional
        Looked into first, and added to. Closed by whoever opened it.
    crew : Crew, optional
        Who makes replications; threads of this process by default. Closed by whoever made it.
    stop : threading.Event, optional
        Once set, nothing new is begun; what is finished is kept and returned. Ctrl-C sets it, and
        is raised as `Interrupted` once what was under way has been given up.
    progress : callable, optional
        Called with a `Progress` after each replication.
    retry_failed : bool
        Try again what the store says has failed, rather than report it.

    Attributes
    ----------
    stop : threading.Event
        The one given, or its own.
    failures : list of Failure
        Of all that was asked for, in that order.
    made, found : int
        How many replications were made, and how many were in the store.
    not_kept : str
        Why a store was asked for and finished replications are not kept; empty if they are.
    """

    def __init__(
        self,
        *,
        jobs: int = 1,
        store: Store | None = None,
        crew: Crew | None = None,
        stop: threading.Event | None = None,
        progress: Callable[[Progress], object] | None = None,
        retry_failed: bool = False,
    ) -> None:
        self.failures: list[Failure] = []
        self.made = self.found = 0
        self._store, self.stop = store, stop or Noted()
        self.not_kept = ""
        if store is not None and store.read_only:
            self.not_kept = (
                f"{store.path} can only be read ({store.unwritable}): what is in it is used, and "
                "nothing new is kept."
            )
        self._own_crew = crew is None
        self._crew = crew or ThreadCrew(jobs, store.written_to if store is not None else None)
        self._progress, self._retry_failed = progress, retry_failed
        self._interrupted = Noted()
        # A stop sign that may be set by a handler is, so that whoever compiles looks at it.
        own = (self.stop,) if isinstance(self.stop, Noted) else ()
        self._heard = (self._interrupted, *own)
        self._done = 0
        self._expected: int | None = 0
        self._institutions: Institutions = ()
        self._measures: Mapping[str, Measure] = {}

    @property
    def stopped(self) -> bool:
        """Whether it was told to stop: what it returned then may not be complete."""
        return self.stop.is_set() or self._interrupted.is_set()

    @property
    def keeps(self) -> bool:
        """Whether finished replications are kept in a store."""
        return self._store is not None and not self._store.read_only

    @property
    def passed_over(self) -> int:
        """Number of files of the store that could not be used: damaged, or not of this program."""
        return self._store.damaged if self._store is not None else 0

    @property
    def others_kept(self) -> bool:
        """Whether the store holds replications of another version, which are not used."""
        return self._store is not None and self._store.others() > 0

    def replicate(
        self, scenarios: Sequence[Scenario], numbers: Sequence[int], seed: int = 1
    ) -> list[Runs]:
        """Return the replications of these numbers of each scenario, one `Runs` a scenario.

        Numbers are counted from 0; the replication `number` has the seed
        `replication_seed(seed, number)`. One that has failed is left out, and is in `failures`.
        `daily` of a replication is of the whole city, not by community.

        Raises
        ------
        RunnerError
            If all replications of a scenario have failed.
        StoreError
            If the store can no longer be written; what is finished is in it.
        Interrupted
            After Ctrl-C, a KeyboardInterrupt whose `partial` are the `Runs` so far.
        """
        self._expect(scenarios, numbers)
        if self._store is not None:
            self._store.refresh()
        distinct = list(dict.fromkeys(numbers))
        made: list[list[Replication]] = [[] for _ in scenarios]
        # Number by number, so that a stop leaves the same replications of every scenario.
        wanted = [
            _wanted(scenario, distinct, seed, self._added(scenario), full=True)
            for scenario in scenarios
        ]
        side_by_side = itertools.chain.from_iterable(zip(*wanted, strict=True))
        try:
            for place, (one, outcome) in enumerate(self._in_order(side_by_side)):
                if outcome is not None:
                    row = place % len(scenarios)
                    horizon = scenarios[row].document.horizon
                    own = replication_seed(seed, one.number)
                    made[row].append(outcome.replication(one.number, own, horizon))
        except KeyboardInterrupt:  # between two of them
            self._interrupt()
        if distinct and not self.stopped:
            for scenario, found in zip(scenarios, made, strict=True):
                if not found:
                    self._give_up(len(distinct), scenario.name)
        runs = [
            Runs(scenario, seed, len(numbers), tuple(sorted(found, key=lambda r: r.number)))
            for scenario, found in zip(scenarios, made, strict=True)
        ]
        if self._interrupted.is_set():
            raise Interrupted(runs)
        return runs

    def values(
        self,
        scenarios: Iterable[Scenario],
        numbers: Sequence[int],
        seed: int,
        metrics: Sequence[str],
    ) -> NDArray[np.float64]:
        """City-wide values of metrics, shape (scenarios, numbers, metrics).

        Nothing else is kept, so that thousands of scenarios take little memory. NaN where the
        metric does not exist, the replication has failed, or the runner was stopped before.

        Raises
        ------
        RunnerError
            If all replications have failed.
        Interrupted
            After Ctrl-C, a KeyboardInterrupt whose `partial` are the values so far.
        """
        rows: list[NDArray[np.float64]] = []
        try:
            rows.extend(self.each_values(scenarios, numbers, seed, metrics))
        except Interrupted:
            raise Interrupted(np.stack(rows) if rows else None) from None
        missing = len(scenarios) - len(rows) if isinstance(scenarios, Sized) else 0
        shape = (len(numbers), len(metrics))
        rows += [np.full(shape, np.nan)] * missing
        return np.stack(rows) if rows else np.empty((0, *shape))

    def each_values(
        self,
        scenarios: Iterable[Scenario],
        numbers: Sequence[int],
        seed: int,
        metrics: Sequence[str],
    ) -> Iterator[NDArray[np.float64]]:
        """As `values`, a scenario after another, shape (numbers, metrics) each.

        Scenarios may come from a generator: a few more than there are workers are alive at a time.
        """
        _check_metrics(metrics)
        self._expect(scenarios, numbers)
        failed_before, any_made = len(self.failures), False
        try:
            for outcomes in self._by_scenario(scenarios, numbers, seed):
                out = np.full((len(numbers), len(metrics)), np.nan)
                for place, number in enumerate(numbers):
                    if number in outcomes:
                        out[place] = outcomes[number].city(metrics)
                any_made |= bool(outcomes)
                yield out
        except KeyboardInterrupt:  # between two replications
            self._interrupt()
        if self._interrupted.is_set():
            raise Interrupted
        if not any_made and len(self.failures) > failed_before and not self.stopped:
            self._give_up(len(self.failures) - failed_before)

    def each_point(
        self,
        asked: Iterable[tuple[Sequence[Scenario], Sequence[int]]],
        seed: int,
        metrics: Sequence[str],
    ) -> Iterator[tuple[NDArray[np.float64], int]]:
        """As `values`, of scenarios and numbers after scenarios and numbers.

        Following ones are begun while the first are waited for, so that no worker stands idle
        however few replications each has. They may come from a generator.

        Yields
        ------
        array, int
            Values, shape (scenarios, numbers, metrics), and how many replications have failed;
            that all have is no error. Once the runner is stopped, no more come.

        Raises
        ------
        Interrupted
            After Ctrl-C, a KeyboardInterrupt.
        """
        _check_metrics(metrics)
        if self._store is not None:
            self._store.refresh()
        begun: deque[tuple[int, Sequence[int]]] = deque()

        def each() -> Iterator[_Wanted]:
            for scenarios, numbers in asked:
                self._expect(scenarios, numbers)
                begun.append((len(scenarios), numbers))
                distinct = list(dict.fromkeys(numbers))
                for one in scenarios:
                    yield from _wanted(one, distinct, seed, self._added(one), full=False)

        outcomes: list[Outcome | None] = []
        failed = len(self.failures)
        try:
            for _, outcome in self._in_order(each()):
                outcomes.append(outcome)
                rows, numbers = begun[0]
                if len(outcomes) == rows * len(set(numbers)) and not self.stopped:
                    yield _values(outcomes, rows, numbers, metrics), len(self.failures) - failed
                    begun.popleft()
                    outcomes, failed = [], len(self.failures)
        except KeyboardInterrupt:  # between two replications
            self._interrupt()
        if self._interrupted.is_set():
            raise Interrupted

    def kept(self, scenario: Scenario, seeds: Sequence[int], keep: Keep) -> list[Arrays]:
        """Arrays that a function keeps of a scenario's replications, a tuple a seed.

        Parameters
        ----------
        scenario : Scenario
        seeds : sequence of int
            Seeds of the replications themselves.
        keep : callable
            A function of a module; the store finds what it has kept by its name.

        Raises
        ------
        RunnerError
            If one has failed: a study of arrays has no use for a part of them.
        Stopped
            If the runner was told to stop before all were made; those made are in the store.
        Interrupted
            After Ctrl-C, a KeyboardInterrupt.
        """
        if self._store is not None:
            self._store.refresh()
        self._expect([scenario], seeds)
        added, failed = self._added(scenario), len(self.failures)
        content = replication_hash(scenario, f"{added.identity()} {identity(keep)}")
        sent = packed(scenario)
        wanted = (
            _Wanted(scenario, sent, Key(content, int(seed)), number, False, added, keep)
            for number, seed in enumerate(seeds)
        )
        try:
            outcomes = [outcome for _, outcome in self._in_order(wanted)]
        except KeyboardInterrupt:  # between two of them
            self._interrupt()
        if self._interrupted.is_set():
            raise Interrupted
        if len(self.failures) > failed:
            first = self.failures[failed]
            raise RunnerError(f"{first.scenario}, seed {first.seed}: {first.reason}")
        if self.stopped:
            raise Stopped
        return [arrays_in(outcome) for outcome in outcomes if outcome is not None]

    @contextmanager
    def adding(
        self, institutions: Institutions = (), measures: Mapping[str, Measure] | None = None
    ) -> Iterator[Self]:
        """Have every replication made with institutions and measures of one's own, for a block.

        So any study put to the runner within it knows them: a comparison, a sweep, an attribution.
        Nothing given leaves what holds around it.

        Parameters
        ----------
        institutions : sequence of type, or mapping
            For all scenarios, or by the scenario's name.
        measures : mapping of str to callable
            Functions of a finished `Run`; their values are metrics under these names.

        Raises
        ------
        InputError
            If one cannot be used: see `additions`, and `Additions.check_they_travel`.
        """
        before = self._institutions, self._measures
        if institutions:
            self._institutions = institutions
        if measures:
            self._measures = {**self._measures, **measures}
        try:
            each = self._institutions
            groups = list(each.values()) if isinstance(each, Mapping) else [each]
            for group in groups or [()]:
                made = additions(group, self._measures)
                made.register()
                if made and not isinstance(self._crew, ThreadCrew):
                    made.check_they_travel()
            yield self
        finally:
            self._institutions, self._measures = before

    def _added(self, scenario: Scenario) -> Additions:
        if not (self._institutions or self._measures):
            return NONE
        return additions(for_scenario(self._institutions, scenario.name), self._measures)

    def close(self) -> None:
        """Send the runner's own workers home."""
        if self._own_crew:
            self._crew.close()

    def __enter__(self) -> Self:
        """Use it for a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    # -- one after another, in the order in which they were asked for ------------------------------

    def _by_scenario(
        self, scenarios: Iterable[Scenario], numbers: Sequence[int], seed: int
    ) -> Iterator[dict[int, Outcome]]:
        """Outcomes of each scenario by number; those that failed are left out.

        Once the runner is stopped, the scenarios that nothing was begun of do not come.
        """
        if self._store is not None:
            self._store.refresh()
        distinct = list(dict.fromkeys(numbers))
        wanted = (
            one for s in scenarios for one in _wanted(s, distinct, seed, self._added(s), full=False)
        )
        outcomes: dict[int, Outcome] = {}
        for passed, (one, outcome) in enumerate(self._in_order(wanted), start=1):
            if outcome is not None:
                outcomes[one.number] = outcome
            if passed % len(distinct) == 0:
                yield outcomes
                outcomes = {}
        if outcomes:
            yield outcomes

    def _in_order(self, wanted: Iterable[_Wanted]) -> Iterator[tuple[_Wanted, Outcome | None]]:
        begun: deque[_Wanted] = deque()
        most = AHEAD * self._crew.workers
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

    def _begin(self, one: _Wanted) -> None:
        if self._store is not None:
            one.result = self._store.get(one.key, full=one.full)
            if one.result is None and not self._retry_failed:
                known = self._store.failure(one.key)
                one.result = Mishap(*known) if known is not None else None
            one.found = one.result is not None
        if not one.found and not self.stopped:
            check_room_whole(one.scenario)
            self._submit(one)

    def _submit(self, one: _Wanted) -> None:
        try:
            one.future = self._crew.submit(
                Task(one.key, one.packed, one.full, engine_version(), one.additions, one.keep)
            )
        except GivenUpError:
            self.stop.set()
        except BrokenExecutor as error:  # seen here if it broke since the last was waited for
            one.future = Future()
            one.future.set_exception(error)

    def _finished(self, begun: "deque[_Wanted]") -> tuple[_Wanted, Outcome | None]:
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
        if self._interrupted.is_set():
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
                raise RunnerError(self._crew.lost()) from None
            except KeyboardInterrupt:  # a second one, or of a handler that is not Python's
                self._interrupt()
            except Exception as error:  # of whoever carries results between us and the worker
                if future.done():
                    return Made(Mishap.of(error), kept=False)
            if self._interrupted.is_set():
                self.stop.set()
            if self.stopped and not future.done():
                self._crew.halt()
                future.cancel()

    def _interrupt(self) -> None:
        """Take note of a Ctrl-C; it is raised anew once what is under way has been given up."""
        self._interrupted.set()
        self.stop.set()

    def _kept(self, one: _Wanted, made: Made | None) -> Outcome | Mishap | None:
        """Put into the store what a worker did not put there itself."""
        if made is None:
            return None
        result = made.result
        if self._store is not None:
            if isinstance(result, Mishap):
                known = KnownFailure(result.reason, result.traceback)
                self._store.put_failure(one.key, one.scenario.name, one.number, known)
            elif not made.kept and not self._store.read_only:
                self._store.put(one.key, result)
        return result

    def _recover(self, begun: "deque[_Wanted]", error: BrokenExecutor) -> None:
        """After a worker process has died: find out over which replication, and do the others."""
        lost = [one for one in begun if one.future is not None and _is_lost(one.future)]
        self._replace_workers(error)
        for one in lost:
            one.result = self._alone(one)
            one.future = None

    def _alone(self, one: _Wanted) -> Outcome | Mishap | None:
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
        if not self._crew.recover():
            raise RunnerError(self._crew.lost()) from error

    def _noted(self, one: _Wanted) -> Outcome | None:
        if one.result is None:
            return None
        self._done += 1
        if isinstance(one.result, Mishap):
            failure = Failure(one.scenario.name, one.number, one.key.seed, one.result.reason)
            self.failures.append(failure)
        elif one.found:
            self.found += 1
        else:
            self.made += 1
        if self._progress is not None:
            self._progress(Progress(self._done, self._expected))
        return one.result if isinstance(one.result, Outcome) else None

    def _expect(self, scenarios: Iterable[Scenario], numbers: Sequence[int]) -> None:
        more = len(scenarios) * len(set(numbers)) if isinstance(scenarios, Sized) else None
        if more is None or self._expected is None:
            self._expected = None
        else:
            self._expected += more

    def _give_up(self, failed: int, scenario: str | None = None) -> NoReturn:
        told = [f for f in self.failures if scenario in (None, f.scenario)]
        last = told[-1]
        which = f"replication {last.number} of {last.scenario}, seed {last.seed}"
        raise RunnerError(
            f"all {failed} replications of {last.scenario} have failed; {which}: {last.reason}"
        )


def _wanted(
    scenario: Scenario, numbers: Sequence[int], seed: int, added: Additions, *, full: bool
) -> Iterator[_Wanted]:
    content, sent = replication_hash(scenario, added.identity()), packed(scenario)
    for number in numbers:
        key = Key(content, replication_seed(seed, number))
        yield _Wanted(scenario, sent, key, number, full, added)


def _values(
    outcomes: Sequence[Outcome | None], rows: int, numbers: Sequence[int], metrics: Sequence[str]
) -> NDArray[np.float64]:
    """Values of `rows` scenarios on these numbers; NaN where there is no outcome."""
    distinct = list(dict.fromkeys(numbers))
    nothing = np.full(len(metrics), np.nan)
    found = [nothing if one is None else one.city(metrics) for one in outcomes]
    by_number = np.array(found).reshape(rows, len(distinct), len(metrics))
    return by_number[:, [distinct.index(number) for number in numbers]]


def _is_lost(future: Future[Made]) -> bool:
    """Whether a replication was lost with the pool, or would wait for ever in a broken one."""
    if not future.done() or future.cancelled():
        return True
    return isinstance(future.exception(), BrokenExecutor)


def _check_metrics(metrics: Sequence[str]) -> None:
    for name in metrics:
        if not METRICS[name].of_city:
            raise LookupError(f"metric {name!r} has no value for the whole city")
