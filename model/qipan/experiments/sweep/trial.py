"""Points tried: simulated one after another, so that memory stays flat however many there are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..runner import Runner
from .designs import Design
from .worlds import Point, Worlds

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Trial:
    """What came of the points of a design.

    Attributes
    ----------
    values : array of float, shape (points, scenarios, replications, metrics)
        NaN where a metric does not exist, or nothing could be made.
    sound : array of bool, shape (points,)
        Whether the point is a sound scenario.
    failed : array of bool, shape (points,)
        Whether a replication of it has failed.
    """

    values: Floats
    sound: NDArray[np.bool_]
    failed: NDArray[np.bool_]

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Points that were simulated in full."""
        usable: NDArray[np.bool_] = self.sound & ~self.failed
        return usable


@dataclass(frozen=True)
class Simulator:
    """Simulates the scenarios of points.

    Attributes
    ----------
    worlds : Worlds
    runner : Runner
    metrics : tuple of str
    replications, seed : int
        Of each scenario at each point; block b has the numbers b * replications and on.
    told : callable
        Called with the number of points done, and of all.
    """

    worlds: Worlds
    runner: Runner
    metrics: tuple[str, ...]
    replications: int
    seed: int
    told: Callable[[int, int], None] = lambda _done, _all: None

    def try_design(self, design: Design) -> Trial:
        """Simulate every point of a design."""
        names = [factor.name for factor in self.worlds.factors]
        points = (dict(zip(names, row, strict=False)) for row in design.points)
        return self._tried(list(self._each(points, design.blocks.tolist(), len(design))))

    def try_points(self, points: Sequence[Point]) -> Trial:
        """Simulate some points, all on the same seeds."""
        return self._tried(list(self._each(points, [0] * len(points), len(points))))

    def _each(
        self, points: "Iterator[Point] | Sequence[Point]", blocks: Sequence[int], count: int
    ) -> Iterator[tuple[Floats, bool, bool]]:
        shape = (len(self.worlds.scenarios), self.replications, len(self.metrics))
        for done, (point, block) in enumerate(zip(points, blocks, strict=True)):
            scenarios = None if self.runner_stopped else self.worlds.at(point)
            if scenarios is None:
                yield np.full(shape, np.nan), False, False
            else:
                before = len(self.runner.failures)
                first = block * self.replications
                numbers = range(first, first + self.replications)
                found = self.runner.values(scenarios, numbers, self.seed, self.metrics)
                yield found, True, len(self.runner.failures) > before
            self.told(done + 1, count)

    @property
    def runner_stopped(self) -> bool:
        """Whether the runner was told to stop."""
        return bool(getattr(self.runner, "stopped", False))

    @staticmethod
    def _tried(rows: list[tuple[Floats, bool, bool]]) -> Trial:
        values, sound, failed = zip(*rows, strict=True)
        return Trial(np.stack(values), np.array(sound), np.array(failed))
