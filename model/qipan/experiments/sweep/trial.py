"""Points tried: simulated one after another, so that memory stays flat however many there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...scenario import Scenario
from ..runner import Runner
from .designs import Design, length_of_part
from .worlds import Point, Worlds

Floats = NDArray[np.float64]
_Row = tuple[Floats, bool, bool]  # values of a point, and whether it is sound and has failed


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
        """Simulate every point of a design.

        Points that are of use only together are simulated only if all of them are sound.
        """
        length, left = length_of_part(design), design.wanted
        rows: list[_Row] = []
        for start in range(0, len(design), length):
            part = range(start, start + length)
            of_use = left != 0 and (length == 1 or all(self._is_sound(design, n) for n in part))
            if of_use and left is not None:
                left -= 1
            for n in part:
                block = int(design.blocks[n])
                rows.append(self._at(self._point(design, n), block) if of_use else self._nothing())
                self.told(n + 1, len(design))
        return self._tried(rows)

    def try_points(self, points: Sequence[Point]) -> Trial:
        """Simulate some points, all on the same seeds."""
        rows = []
        for done, point in enumerate(points, 1):
            rows.append(self._at(point, 0))
            self.told(done, len(points))
        return self._tried(rows)

    def _point(self, design: Design, n: int) -> Point:
        names = (factor.name for factor in self.worlds.factors)
        return dict(zip(names, design.points[n].tolist(), strict=False))  # without chance

    def _is_sound(self, design: Design, n: int) -> bool:
        return not self.runner_stopped and self.worlds.at(self._point(design, n)) is not None

    def _at(self, point: Point, block: int) -> _Row:
        scenarios = None if self.runner_stopped else self.worlds.at(point)
        return self._nothing() if scenarios is None else self._simulated(scenarios, block)

    def _simulated(self, scenarios: Sequence[Scenario], block: int) -> _Row:
        before = len(self.runner.failures)
        first = block * self.replications
        numbers = range(first, first + self.replications)
        found = self.runner.values(scenarios, numbers, self.seed, self.metrics)
        return found, True, len(self.runner.failures) > before

    def _nothing(self) -> _Row:
        shape = (len(self.worlds.scenarios), self.replications, len(self.metrics))
        return np.full(shape, np.nan), False, False

    @property
    def runner_stopped(self) -> bool:
        """Whether the runner was told to stop."""
        return bool(getattr(self.runner, "stopped", False))

    @staticmethod
    def _tried(rows: list[_Row]) -> Trial:
        values, sound, failed = zip(*rows, strict=True)
        return Trial(np.stack(values), np.array(sound), np.array(failed))
