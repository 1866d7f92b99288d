"""Policies tried in many worlds, or many cities, a few replications in each."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...runs.interrupted import Interrupted
from ...runs.runner import Runner
from ...runs.trouble import RunnerError
from ...scenario import Scenario

Floats = NDArray[np.float64]
Made = Callable[[int], "tuple[Scenario, ...] | None"]

LOAD = "load"  # of the community desks; told with every layer, since verdicts hang on it
PATIENCE = 20  # so many times as many are tried as are wanted


class LayerError(InputError):
    """Worlds or cities cannot be tried as asked."""


@dataclass(frozen=True, eq=False)
class Layer:
    """Values of some policies in each of several worlds or cities.

    Attributes
    ----------
    scenarios : tuple of str
        Names, that of the reference among them.
    reference : str
    metrics : tuple of str
    drawn : tuple of int
        Which of the draws each member is: those that were no sound scenario are left out.
    values : array of float, shape (members, scenarios, replications, metrics)
        Within a member all scenarios share their seeds.
    wanted : int
        How many were asked for.
    unsound : dict of str to int
        Draws that were left out, by reason.
    """

    scenarios: tuple[str, ...]
    reference: str
    metrics: tuple[str, ...]
    drawn: tuple[int, ...]
    values: Floats = field(repr=False)
    wanted: int
    unsound: dict[str, int]

    def __len__(self) -> int:
        return len(self.drawn)

    def of(self, scenario: str, metric: str) -> Floats:
        """Values of a policy, by member and replication."""
        place = self.scenarios.index(scenario), self.metrics.index(metric)
        values: Floats = self.values[:, place[0], :, place[1]]
        return values

    def gain(self, scenario: str, metric: str) -> Floats:
        """Scenario minus reference on the same seeds, by member and replication."""
        return self.of(scenario, metric) - self.of(self.reference, metric)

    @property
    def others(self) -> tuple[str, ...]:
        """Names of the scenarios but for the reference."""
        return tuple(name for name in self.scenarios if name != self.reference)


def try_layer(
    made: Made,
    scenarios: Sequence[Scenario],
    reference: str,
    metrics: Sequence[str],
    count: int,
    replications: int,
    seed: int,
    runner: Runner,
) -> Layer:
    """Simulate policies in so many members of a layer, a few replications in each.

    Member n has the replications from n times `replications` on, so that chance differs between
    members. If the runner is stopped, those that are finished are returned; one in which a
    replication has failed is left out.

    Parameters
    ----------
    made : callable
        Scenarios of draw n; None if they are not sound.
    scenarios, reference
        As given: their names.
    metrics : sequence of str
        `LOAD` is added.
    count, replications, seed : int
    runner : Runner

    Raises
    ------
    RunnerError
        If nothing can be made, or kept.
    """

    def tried() -> Iterator[_Member]:
        for n in range(PATIENCE * count):
            member = made(n)
            if member is not None:
                yield _Member(n, member, range(n * replications, (n + 1) * replications), seed)

    return _tried(tried(), scenarios, reference, metrics, count, replications, runner)


def try_seeded(
    members: Sequence[tuple[Scenario, ...]],
    seeds: Sequence[int],
    scenarios: Sequence[Scenario],
    reference: str,
    metrics: Sequence[str],
    runner: Runner,
) -> Layer:
    """Simulate policies once in each of some members, each on a seed of its own.

    None takes the place of one that has failed; see `try_layer` for the rest.
    """
    each = zip(members, seeds, strict=True)
    tried = (_Member(n, member, range(1), seed) for n, (member, seed) in enumerate(each))
    return _tried(tried, scenarios, reference, metrics, len(members), 1, runner)


class _Member(NamedTuple):
    n: int
    scenarios: tuple[Scenario, ...]
    numbers: range
    seed: int


def _tried(
    members: Iterator[_Member],
    scenarios: Sequence[Scenario],
    reference: str,
    metrics: Sequence[str],
    count: int,
    replications: int,
    runner: Runner,
) -> Layer:
    names = tuple(dict.fromkeys((*metrics, LOAD)))
    drawn: list[int] = []
    rows: list[Floats] = []
    unsound: Counter[str] = Counter()
    while len(rows) < count and not runner.stopped:
        one = next(members, None)
        if one is None:
            break
        failed = len(runner.failures)
        try:
            found = runner.values(one.scenarios, one.numbers, one.seed, names)
        except Interrupted:
            break
        except RunnerError:
            if len(runner.failures) - failed < len(one.scenarios) * replications:
                raise
        if runner.stopped:
            break
        if len(runner.failures) > failed:
            unsound["a replication has failed"] += 1
            continue
        drawn.append(one.n)
        rows.append(found)
    shape = (0, len(scenarios), replications, len(names))
    return Layer(
        scenarios=tuple(scenario.name for scenario in scenarios),
        reference=reference,
        metrics=names,
        drawn=tuple(drawn),
        values=np.stack(rows) if rows else np.empty(shape),
        wanted=count,
        unsound=dict(unsound),
    )
