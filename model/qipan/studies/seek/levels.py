"""The levels of a lever, and the scenario at each."""

import math
import threading
from collections.abc import Callable

import numpy as np

from ...scenario import Scenario
from ...scenario.nodes import undotted
from ...scenario.schema import resolve
from ..file.checks import CADRES
from ..file.document import Lever
from ..file.scenario_checks import settable, tidy

STEPS = 64  # of a lever that is not whole, where no tolerance is given


def levels_of(lever: Lever) -> list[float]:
    """Values of a lever from low to high: whole ones, or so many that a tolerance is kept."""
    if is_whole(lever):
        return [float(value) for value in range(math.ceil(lever.low), math.floor(lever.high) + 1)]
    width = lever.high - lever.low
    steps = STEPS if lever.tolerance is None else max(1, math.ceil(width / lever.tolerance - 1e-9))
    return [float(value) for value in np.linspace(lever.low, lever.high, steps + 1)]


def is_whole(lever: Lever) -> bool:
    """Whether a lever takes whole values only: as the file says, or else as the schema does."""
    if lever.whole is not None or lever.key == CADRES:
        return lever.whole is not False
    slot = resolve(undotted(lever.key))
    return slot is not None and slot.core is int


def scenario_maker(
    scenario: Scenario,
    lever: Lever,
    seed: int,
    jobs: int = 1,
    stop: threading.Event | None = None,
) -> Callable[[float], Scenario]:
    """Return what makes the scenario at a value of the lever.

    Raises
    ------
    PlacementError
        If cadres cannot be placed in the scenario.
    Stopped
        If `stop` was set while it was measured what reaches the desks.
    """
    if lever.key == CADRES:
        from ..allocation.placer import Placer

        assert lever.placed_by is not None
        by = lever.placed_by
        placer = Placer(scenario, most=int(lever.high), seed=seed, jobs=jobs, stop=stop)
        return lambda value: placer.scenario(int(value), by)

    key = settable(scenario, lever.key)

    def make(value: float) -> Scenario:
        return scenario.revise({key: tidy(value)})

    return make
