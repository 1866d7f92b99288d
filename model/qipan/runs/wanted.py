"""A replication on its way, what came of it, and how far all that were asked for are."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..scenario import Scenario
from .execution.task import Beside, Made, Mishap, Task, Wish, packed
from .outcome import Outcome
from .runs import replication_seed
from .store.key import engine_version, replication_hash
from .store.rows import Key


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
class Wanted:
    """A replication on its way.

    Attributes
    ----------
    scenario : Scenario
    number : int
    task : Task
    found : bool
        Whether it was in the store.
    future : Future or None
        Of the worker that makes it.
    result : Outcome, Mishap or None
        What came of it; None as long as nothing has, and for good if it was given up.
    beside : Beside or None
        What was asked for that no store holds.
    """

    scenario: Scenario
    number: int
    task: Task
    found: bool = False
    future: Future[Made] | None = None
    result: Outcome | Mishap | None = None
    beside: Beside | None = None

    @property
    def key(self) -> Key:
        """Where the store has it."""
        return self.task.key

    @property
    def is_over(self) -> bool:
        """Whether nobody has to be waited for."""
        return self.future is None or self.future.done()


def wanted(scenario: Scenario, numbers: Sequence[int], seed: int, wish: Wish) -> Iterator[Wanted]:
    """Replications of these numbers; the ledger that may be wished for is of the first, 0."""
    content, sent = replication_hash(scenario, wish.identity()), packed(scenario)
    others = replace(wish, ledger=None)
    for number in numbers:
        key = Key(content, replication_seed(seed, number))
        yield Wanted(
            scenario, number, Task(key, sent, others if number else wish, engine_version())
        )


def wanted_on(scenario: Scenario, seeds: Sequence[int], wish: Wish) -> Iterator[Wanted]:
    """Replications on seeds of one's own, numbered in their order."""
    content, sent = replication_hash(scenario, wish.identity()), packed(scenario)
    for number, seed in enumerate(seeds):
        yield Wanted(scenario, number, Task(Key(content, int(seed)), sent, wish, engine_version()))
