"""Points tried: a few are under way at a time, so that memory stays flat however many there are."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...agents.staffing import StaffingError
from ...runs.replication import Stopped
from ...runs.runner import Runner
from ...scenario import Scenario, ScenarioError
from ..uncertainty.ensemble import Draw
from .designs import Design, length_of_part
from .in_draws import Asked, points_in_draws
from .worlds import Point, Worlds

Floats = NDArray[np.float64]
_Made = tuple[Scenario, ...] | None
_Asked = tuple[_Made, int]  # of a point, and which block of seeds
_Row = tuple[Floats, bool, bool]  # values of a point, and whether it is sound and has failed

MOST_HELD = 64  # points of which the scenarios are held in memory


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


@dataclass
class Simulator:
    """Simulates the scenarios of points, and counts them.

    Raises `Stopped` as soon as its runner is told to stop.

    Attributes
    ----------
    worlds : Worlds
    runner : Runner
    metrics : tuple of str
    replications, seed : int
        Of each scenario at each point; block b has the numbers b * replications and on.
    told : callable
        Called with the number of points done, and of all.
    points : int
        Points simulated so far.
    tried : int
        Points of which scenarios were made, or found to be no sound ones, so far.
    draws : sequence of Draw
        Of an ensemble: replication n of a point is a draw laid over it; see `in_draws`.
    """

    worlds: Worlds
    runner: Runner
    metrics: tuple[str, ...]
    replications: int
    seed: int
    told: Callable[[int, int], None] = lambda _done, _all: None
    points: int = 0
    tried: int = 0
    draws: Sequence[Draw] = ()

    def try_design(self, design: Design) -> Trial:
        """Simulate every point of a design.

        Points that are of use only together are simulated only if all of them are sound.
        """
        return self._tried(self._points_of(design), len(design))

    def try_points(self, points: Sequence[Point]) -> Trial:
        """Simulate some points, all on the same seeds."""
        return self._tried(((self._try(point), 0) for point in points), len(points))

    def _points_of(self, design: Design) -> Iterator[_Asked]:
        """Scenarios of each point of a design with its block of seeds, in their order."""
        length, left = length_of_part(design), design.wanted
        for start in range(0, len(design), length):
            part = range(start, start + length)
            made = self._made(design, part) if left != 0 else None
            if made is not None and left is not None:
                left -= 1
            for n, scenarios in zip(part, made or [None] * length, strict=True):
                yield scenarios, int(design.blocks[n])

    def _tried(self, points: Iterable[_Asked], count: int) -> Trial:
        """Simulate points; the runner begins the following while it waits for the first."""
        sound: deque[bool] = deque()  # of points that were asked for and have no row yet
        rows: list[_Row] = []

        def asked() -> Iterator[Asked]:
            for scenarios, block in points:
                each = None if scenarios is None else self._replications(scenarios, block)
                sound.append(each is not None)
                if each is not None:
                    self.points += 1
                    yield from each

        def add(row: _Row) -> None:
            rows.append(row)
            self.told(len(rows), count)

        def add_unsound() -> None:
            while sound and not sound[0]:
                sound.popleft()
                add(self._nothing())

        parts: list[Floats] = []  # of the point under way, a part a draw
        failures = 0
        seed = 0 if self.draws else self.seed  # draws have seeds of their own
        for values, failed in self.runner.each_point(asked(), seed, self.metrics):
            parts.append(values)
            failures += failed
            if len(parts) < (self.replications if self.draws else 1):
                continue
            add_unsound()
            sound.popleft()
            add((np.concatenate(parts, axis=1), True, failures > 0))
            parts, failures = [], 0
        if self.runner.stopped:
            raise Stopped
        add_unsound()
        return _trial(rows)

    def _replications(self, scenarios: Sequence[Scenario], block: int) -> list[Asked] | None:
        """What is simulated of a point; None, and counted, if it is not sound with a draw."""
        first = block * self.replications
        numbers = range(first, first + self.replications)
        if not self.draws:
            return [(scenarios, numbers)]
        try:
            return points_in_draws(scenarios, numbers, self.draws)
        except (ScenarioError, StaffingError) as error:
            self.worlds.refuse(error)
            return None

    def _made(self, design: Design, part: range) -> "Iterable[_Made] | None":
        """Scenarios of the points of a part; None if they are of use only together, and not sound.

        Those of a long part are made anew one by one, so that memory stays flat.
        """
        points = (self._point(design, n) for n in part)
        if len(part) == 1:
            return map(self._try, points)
        first: list[_Made] = []
        for point in points:
            scenarios = self._try(point)
            if scenarios is None:
                return None
            if self.runner.stopped:
                raise Stopped
            if len(part) <= MOST_HELD:
                first.append(scenarios)
        return first or (self.worlds.at(self._point(design, n)) for n in part)

    def _try(self, point: Point) -> _Made:
        """Scenarios of a point that is met for the first time."""
        self.tried += 1
        return self.worlds.at(point)

    def _point(self, design: Design, n: int) -> Point:
        return dict(zip(design.names, design.points[n].tolist(), strict=False))  # without chance

    def _nothing(self) -> _Row:
        shape = (len(self.worlds.scenarios), self.replications, len(self.metrics))
        return np.full(shape, np.nan), False, False


def _trial(rows: Sequence[_Row]) -> Trial:
    values, sound, failed = zip(*rows, strict=True)
    return Trial(np.stack(values), np.array(sound), np.array(failed))
