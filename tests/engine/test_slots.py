"""The event list gives events back in order, and their memory again, however chunks are filled."""

from functools import cache

import numba
import numpy as np
import pytest

import qipan
from qipan.engine.codes import WAKE
from qipan.engine.columns import CHUNK
from qipan.engine.compile import OPTIONS
from qipan.engine.placed import Placed
from qipan.engine.slots import open_hour, schedule, take_first
from qipan.engine.state import HEAP_SIZE, PENDING_USED

FULL = int(CHUNK) - 1  # events of a chunk


@numba.njit(**OPTIONS)
def _fill(w, times):
    for n in range(times.shape[0]):
        schedule(w, times[n], WAKE, n, 0)


@numba.njit(**OPTIONS)
def _drain(w, slot, out):
    open_hour(w, slot)
    n = 0
    while w.clock[HEAP_SIZE] > 0:
        out[n] = take_first(w) >> 24
        n += 1
    return n


@cache
def _scenario() -> qipan.Scenario:
    return qipan.load("tiny")


def drained(placed: Placed, slot: int) -> list[int]:
    """Return the numbers of an hour's events, in the order in which they happen."""
    out = np.full(4 * FULL, -1, np.int64)
    return out[: _drain(placed, slot, out)].tolist()


@pytest.mark.parametrize("number", [0, 1, FULL, FULL + 1, 2 * FULL, 3 * FULL - 1])
def test_an_hours_events_come_in_order_of_time_and_leave_their_chunks(number: int) -> None:
    world = qipan.CityModel(_scenario(), 1).layer.world
    world.clock[HEAP_SIZE] = world.clock[PENDING_USED] = 0
    world.slots["head"], world.slots["count"] = -1, 0
    placed = Placed(world).of(world)
    rng = np.random.default_rng(number)
    for hour in (3, 5):  # the second finds the chunks that the first has left
        times = hour + rng.permutation(number) / max(1, number)
        _fill(placed, times)
        _fill(placed, np.array([hour + 10.0]))  # another hour's list in between
        assert drained(placed, hour) == np.argsort(times).tolist()
    assert world.clock[PENDING_USED] == CHUNK * (-(-number // FULL) + 2)
    assert drained(placed, 13) == drained(placed, 15) == [0]
