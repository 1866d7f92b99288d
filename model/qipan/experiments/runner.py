"""Replications of many scenarios: looked up where they were made before, made where not."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..scenario import Scenario
from .replications import Replication, Runs, replicate


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


class Runner:
    """Makes replications for comparisons, attributions, sweeps and searches.

    Parameters
    ----------
    jobs : int
        Replications at the same time; results do not depend on it.
    stop : threading.Event, optional
        Once set, nothing new is begun.
    progress : callable, optional
        Called with each replication as it is finished.

    Attributes
    ----------
    failures : list of Failure
    """

    def __init__(
        self,
        *,
        jobs: int = 1,
        stop: threading.Event | None = None,
        progress: Callable[[Replication], None] | None = None,
    ) -> None:
        self.failures: list[Failure] = []
        self._jobs, self._stop, self._progress = jobs, stop, progress

    def replicate(
        self, scenarios: Sequence[Scenario], numbers: Sequence[int], seed: int = 1
    ) -> list[Runs]:
        """Return the replications of these numbers of each scenario, one `Runs` a scenario.

        Numbers are counted from 0; the replication `number` has the seed
        `replication_seed(seed, number)`. One that has failed is left out, and is in `failures`.
        """
        return [self._runs(scenario, numbers, seed) for scenario in scenarios]

    def values(
        self,
        scenarios: Sequence[Scenario],
        numbers: Sequence[int],
        seed: int,
        metrics: Sequence[str],
    ) -> NDArray[np.float64]:
        """City-wide values of metrics, shape (scenarios, numbers, metrics).

        Nothing else is kept, so that thousands of scenarios take little memory. NaN where the
        metric does not exist or the replication has failed.
        """
        out = np.full((len(scenarios), len(numbers), len(metrics)), np.nan)
        for row, scenario in enumerate(scenarios):
            for replication in self._runs(scenario, numbers, seed).replications:
                column = list(numbers).index(replication.number)
                out[row, column] = [replication.table[metric] for metric in metrics]
        return out

    def _runs(self, scenario: Scenario, numbers: Sequence[int], seed: int) -> Runs:
        made = replicate(
            scenario,
            max(numbers) + 1,
            seed,
            jobs=self._jobs,
            stop=self._stop,
            progress=self._progress,
        )
        wanted = tuple(r for r in made.replications if r.number in set(numbers))
        return Runs(scenario, seed, len(numbers), wanted)
