"""A runner that gives values of a formula instead of simulating."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from qipan.runs.runner import Failure, Runner
from qipan.runs.trouble import RunnerError
from qipan.scenario import Scenario

Formula = Callable[[Scenario, float], float]  # of the scenario and a standard normal draw


class Game(Runner):
    """Values by formula, the same for all metrics; chance is shared by equal seeds.

    Parameters
    ----------
    formula : callable
    fails : callable, optional
        Scenarios that fail on every seed.
    """

    def __init__(self, formula: Formula, fails: Callable[[Scenario], bool] | None = None) -> None:
        super().__init__()
        self._formula, self._fails = formula, fails or (lambda _: False)
        self.asked: list[tuple[str, int]] = []

    def values(
        self,
        scenarios: Sequence[Scenario],
        numbers: Sequence[int],
        seed: int,
        metrics: Sequence[str],
    ) -> np.ndarray:
        out = self._played(scenarios, numbers, seed, metrics)
        if np.isnan(out).all():
            raise RunnerError("all have failed")
        return out

    def each_point(
        self,
        asked: Iterable[tuple[Sequence[Scenario], Sequence[int]]],
        seed: int,
        metrics: Sequence[str],
    ) -> Iterator[tuple[np.ndarray, int]]:
        for scenarios, numbers in asked:
            failed = len(self.failures)
            out = self._played(scenarios, numbers, seed, metrics)
            if self.stopped:
                return
            yield out, len(self.failures) - failed

    def _played(
        self,
        scenarios: Sequence[Scenario],
        numbers: Sequence[int],
        seed: int,
        metrics: Sequence[str],
    ) -> np.ndarray:
        out = np.full((len(scenarios), len(numbers), len(metrics)), np.nan)
        for row, scenario in enumerate(scenarios):
            for column, number in enumerate(numbers):
                self.asked.append((scenario.name, number))
                if self._fails(scenario):
                    self.failures.append(Failure(scenario.name, number, number, "broke"))
                else:
                    draw = float(np.random.default_rng([seed, number]).normal())
                    out[row, column] = self._formula(scenario, draw)
        return out
