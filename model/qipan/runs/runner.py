"""Replications of many scenarios: looked up where they were made before, made where not."""

import itertools
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from ..outcomes.ledger import Language
from ..outcomes.metrics import METRICS
from ..scenario import Scenario
from ..scenario.districts import refuse_districts
from ..words import Phrase
from .execution.task import Wish
from .interrupted import Interrupted
from .kept import Arrays, Keep, arrays_in
from .outcome import Outcome
from .replication import Stopped
from .runner_state import RunnerState
from .runs import Replication, Runs
from .trouble import RunnerError
from .variants import Variant
from .wanted import Wanted, wanted, wanted_on


class Runner(RunnerState):
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
    share : Share, optional
        Make these only; nothing comes of the others, as if they had been given up. Only of use
        where a store keeps what is made, and the study asks for the same whatever comes of it.

    Attributes
    ----------
    stop : threading.Event
        The one given, or its own.
    not_kept : str
        Why a store was asked for and finished replications are not kept; empty if they are.
    """

    def replicate(
        self,
        scenarios: Sequence[Scenario],
        numbers: Sequence[int],
        seed: int = 1,
        *,
        by_community: bool = False,
        events: bool = False,
        ledger: Language | None = None,
        each: Callable[[Replication], object] | None = None,
    ) -> list[Runs]:
        """Return the replications of these numbers of each scenario, one `Runs` a scenario.

        Numbers are counted from 0; the replication `number` has the seed
        `replication_seed(seed, number)`. One that has failed is left out, and is in `failures`.

        Parameters
        ----------
        scenarios : sequence of Scenario
        numbers : sequence of int
        seed : int
        by_community : bool
            `daily` of a replication is by community, not of the whole city.
        events : bool
            Have the event logs too. No store holds them: replications are made again for them.
        ledger : 'en' or 'zh', optional
            Have the ledger of replication 0, in this language, which is made again for it.
        each : callable, optional
            Called with each replication, in the order of the numbers.

        Raises
        ------
        RunnerError
            If all replications of a scenario have failed.
        StoreError
            If the store can no longer be written; what is finished is in it.
        Interrupted
            After Ctrl-C, a KeyboardInterrupt whose `partial` are the `Runs` so far.
        """
        self._supply.expect(scenarios, numbers)
        self._supply.refresh()
        distinct = list(dict.fromkeys(numbers))
        made: list[list[Replication]] = [[] for _ in scenarios]
        wish = Wish(full=True, by_community=by_community, events=events, ledger=ledger)
        # Number by number, so that a stop leaves the same replications of every scenario.
        several = [wanted(one, distinct, seed, self._added(one, wish)) for one in scenarios]
        in_turn = itertools.chain.from_iterable(zip(*several, strict=True))
        try:
            for place, (one, outcome) in enumerate(self._supply.in_order(in_turn)):
                if outcome is not None:
                    replication = _replication(one, outcome, by_community)
                    made[place % len(scenarios)].append(replication)
                    if each is not None:
                        self._supply.call(partial(each, replication))
        except KeyboardInterrupt:  # between two of them
            self._supply.interrupt()
        if distinct and not self.stopped and self._supply.share is None:
            for scenario, found in zip(scenarios, made, strict=True):
                if not found:
                    self._give_up(len(distinct), scenario.name)
        runs = [
            Runs(scenario, seed, len(numbers), tuple(sorted(found, key=lambda r: r.number)))
            for scenario, found in zip(scenarios, made, strict=True)
        ]
        if self._supply.interrupted:
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
        self._supply.expect(scenarios, numbers)
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
            self._supply.interrupt()
        if self._supply.interrupted:
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
        self._supply.refresh()
        begun: deque[tuple[int, Sequence[int]]] = deque()

        def each() -> Iterator[Wanted]:
            for scenarios, numbers in asked:
                self._supply.expect(scenarios, numbers)
                begun.append((len(scenarios), numbers))
                distinct = list(dict.fromkeys(numbers))
                for one in scenarios:
                    yield from wanted(one, distinct, seed, self._added(one, Wish()))

        outcomes: list[Outcome | None] = []
        failed = len(self.failures)
        try:
            for _, outcome in self._supply.in_order(each()):
                outcomes.append(outcome)
                rows, numbers = begun[0]
                if len(outcomes) == rows * len(set(numbers)) and not self.stopped:
                    yield _values(outcomes, rows, numbers, metrics), len(self.failures) - failed
                    begun.popleft()
                    outcomes, failed = [], len(self.failures)
        except KeyboardInterrupt:  # between two replications
            self._supply.interrupt()
        if self._supply.interrupted:
            raise Interrupted

    def kept(
        self, variants: Sequence[Variant], seeds: Sequence[int], keep: Keep
    ) -> list[list[Arrays]]:
        """Arrays that a function keeps of replications: of each variant, a tuple a seed.

        Parameters
        ----------
        variants : sequence of Variant
            Of cities without districts.
        seeds : sequence of int
            Seeds of the replications themselves.
        keep : callable
            A function of a module, of a finished model; the store finds what it has kept by its
            name, and by its source if it is not of this package.

        Raises
        ------
        ScenarioError
            If a city has districts.
        RunnerError
            If one has failed: a study of arrays has no use for a part of them.
        Stopped
            If the runner was told to stop before all were made; those made are in the store.
        Interrupted
            After Ctrl-C, a KeyboardInterrupt.
        """
        for variant in variants:
            refuse_districts(variant.scenario, "models are kept of")
        self._supply.refresh()
        self._supply.expect([variant.scenario for variant in variants], seeds)
        failed = len(self.failures)

        def each() -> Iterator[Wanted]:
            for variant in variants:
                wish = self._added(variant.scenario, Wish(keep=keep, newcomers=variant.newcomers))
                own = (*wish.additions.institutions, *variant.institutions)
                added = replace(wish.additions, institutions=own)
                yield from wanted_on(variant.scenario, seeds, replace(wish, additions=added))

        try:
            outcomes = [outcome for _, outcome in self._supply.in_order(each())]
        except KeyboardInterrupt:  # between two of them
            self._supply.interrupt()
        if self._supply.interrupted:
            raise Interrupted
        if len(self.failures) > failed:
            first = self.failures[failed]
            raise RunnerError(
                Phrase(
                    "{scenario}, seed {seed}: {reason}",
                    scenario=first.scenario,
                    seed=first.seed,
                    reason=first.reason,
                )
            )
        if self.stopped:
            raise Stopped
        found = iter([arrays_in(outcome) for outcome in outcomes if outcome is not None])
        return [[next(found) for _ in seeds] for _ in variants]

    def _by_scenario(
        self, scenarios: Iterable[Scenario], numbers: Sequence[int], seed: int
    ) -> Iterator[dict[int, Outcome]]:
        """Outcomes of each scenario by number; those that failed are left out.

        Once the runner is stopped, the scenarios that nothing was begun of do not come.
        """
        self._supply.refresh()
        distinct = list(dict.fromkeys(numbers))
        several = (
            one for s in scenarios for one in wanted(s, distinct, seed, self._added(s, Wish()))
        )
        outcomes: dict[int, Outcome] = {}
        for passed, (one, outcome) in enumerate(self._supply.in_order(several), start=1):
            if outcome is not None:
                outcomes[one.number] = outcome
            if passed % len(distinct) == 0:
                yield outcomes
                outcomes = {}
        if outcomes:
            yield outcomes

    def _give_up(self, failed: int, scenario: str | None = None) -> NoReturn:
        told = [f for f in self.failures if scenario in (None, f.scenario)]
        last = told[-1]
        which = Phrase(
            "replication {number} of {scenario}, seed {seed}",
            number=last.number,
            scenario=last.scenario,
            seed=last.seed,
        )
        raise RunnerError(
            Phrase(
                "all {failed} replications of {scenario} have failed; {which}: {reason}",
                failed=failed,
                scenario=last.scenario,
                which=which,
                reason=last.reason,
            )
        )


@contextmanager
def given_or_own(
    runner: Runner | None, jobs: int = 1, stop: threading.Event | None = None
) -> Iterator[Runner]:
    """The runner that was given, or one for a block."""
    if runner is not None:
        yield runner
        return
    with Runner(jobs=jobs, stop=stop) as own:
        yield own


def _replication(one: Wanted, outcome: Outcome, by_community: bool) -> Replication:
    horizon = one.scenario.document.horizon
    made = outcome.replication(one.number, one.key.seed, horizon, by_community=by_community)
    if one.beside is None:
        return made
    return replace(made, events=one.beside.events, ledger=one.beside.ledger)


def _values(
    outcomes: Sequence[Outcome | None], rows: int, numbers: Sequence[int], metrics: Sequence[str]
) -> NDArray[np.float64]:
    """Values of `rows` scenarios on these numbers; NaN where there is no outcome."""
    distinct = list(dict.fromkeys(numbers))
    nothing = np.full(len(metrics), np.nan)
    found = [nothing if one is None else one.city(metrics) for one in outcomes]
    by_number = np.array(found).reshape(rows, len(distinct), len(metrics))
    return by_number[:, [distinct.index(number) for number in numbers]]


def _check_metrics(metrics: Sequence[str]) -> None:
    for name in metrics:
        if not METRICS[name].of_city:
            raise LookupError(Phrase("metric {name!r} has no value for the whole city", name=name))
