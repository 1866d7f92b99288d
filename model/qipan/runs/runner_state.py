"""What a runner is made with, how far it is, and what somebody adds for a block."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Self

from ..scenario import Scenario
from ..words import Phrase
from .additions import Institutions, Measure, additions, for_scenario
from .execution.crew import Crew, ThreadCrew
from .execution.task import Wish
from .interrupted import Noted
from .share import Share
from .store.store import Store
from .supply import Supply
from .wanted import Failure, Progress


class RunnerState:
    """A runner without what it can be asked; `Runner` says what its parameters are."""

    def __init__(
        self,
        *,
        jobs: int = 1,
        store: Store | None = None,
        crew: Crew | None = None,
        stop: threading.Event | None = None,
        progress: Callable[[Progress], object] | None = None,
        retry_failed: bool = False,
        share: Share | None = None,
    ) -> None:
        self._store, self.stop = store, stop or Noted()
        self.not_kept = ""
        if store is not None and store.read_only:
            self.not_kept = Phrase(
                "{path} can only be read ({unwritable}): what is in it is used, and nothing new "
                "is kept.",
                path=store.path,
                unwritable=store.unwritable,
            )
        self._own_crew = crew is None
        made_by = crew or ThreadCrew(jobs, store.written_to if store is not None else None)
        self._supply = Supply(made_by, store, self.stop, progress, retry_failed, share)
        self._institutions: Institutions = ()
        self._measures: Mapping[str, Measure] = {}

    @property
    def failures(self) -> list[Failure]:
        """What could not be made of all that was asked for, in that order."""
        return self._supply.failures

    @property
    def made(self) -> int:
        """How many replications were made."""
        return self._supply.made

    @property
    def found(self) -> int:
        """How many replications were in the store."""
        return self._supply.found

    @property
    def stopped(self) -> bool:
        """Whether it was told to stop: what it returned then may not be complete."""
        return self._supply.stopped

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
                if made and not isinstance(self._supply.crew, ThreadCrew):
                    made.check_they_travel()
            yield self
        finally:
            self._institutions, self._measures = before

    def _added(self, scenario: Scenario, wish: Wish) -> Wish:
        """What is wished for, with what somebody adds."""
        if not (self._institutions or self._measures):
            return wish
        own = for_scenario(self._institutions, scenario.name)
        return replace(wish, additions=additions(own, self._measures))

    def close(self) -> None:
        """Send the runner's own workers home."""
        if self._own_crew:
            self._supply.crew.close()

    def __enter__(self) -> Self:
        """Use it for a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()
