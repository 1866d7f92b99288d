"""The static network as a bare compiled event loop: the limit, with nothing but the work.

Two arrays make a binary heap of (time, code). A code below the number of desks is an arrival at
that desk; any other is the completion of issue `code - desks`. Waiting issues form a linked list
per desk. Times beyond the heap are infinite, so that the earlier of two children is chosen without
a branch; an event that follows from the earliest takes its place in one pass. There are no
cancellations, no priorities, no calendars and no ties to break.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from benchmarks.network import StaticNetwork
from benchmarks.record import IssueRecord

NONE = -1


@njit(inline="always")
def _uniform(state: NDArray[np.uint64]) -> float:
    """Draw from (0, 1] by SplitMix64 (Steele, Lea and Flood 2014)."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return (float(z >> np.uint64(11)) + 1.0) * 2.0**-53


@njit(inline="always")
def _exponential(state: NDArray[np.uint64], mean: float) -> float:
    """Draw an exponential time by inversion."""
    return -mean * math.log(_uniform(state))


@njit(inline="always")
def _push(
    times: NDArray[np.float64], codes: NDArray[np.int32], size: int, time: float, code: int
) -> int:
    """Add an event to the heap; return the new size."""
    hole = size
    while hole > 0:
        parent = (hole - 1) >> 1
        if times[parent] <= time:
            break
        times[hole] = times[parent]
        codes[hole] = codes[parent]
        hole = parent
    times[hole] = time
    codes[hole] = code
    return size + 1


@njit(inline="always")
def _replace_first(
    times: NDArray[np.float64], codes: NDArray[np.int32], size: int, time: float, code: int
) -> None:
    """Put an event in the place of the earliest, and let it sink to where it belongs."""
    hole = 0
    child = 1
    while child < size:
        child += times[child + 1] < times[child]
        if times[child] >= time:
            break
        times[hole] = times[child]
        codes[hole] = codes[child]
        hole = child
        child = 2 * hole + 1
    times[hole] = time
    codes[hole] = code


@njit(inline="always")
def _drop_first(times: NDArray[np.float64], codes: NDArray[np.int32], size: int) -> int:
    """Take the earliest event off the heap; return the new size."""
    size -= 1
    time = times[size]
    times[size] = np.inf
    _replace_first(times, codes, size, time, codes[size])
    return size


@njit
def _loop(
    servers: NDArray[np.int64],
    mean_service: NDArray[np.float64],
    up: NDArray[np.int64],
    arrival_rate: NDArray[np.float64],
    escalation: float,
    days: float,
    state: NDArray[np.uint64],
    opened: NDArray[np.float64],
    closed: NDArray[np.float64],
    at: NDArray[np.int32],
    after: NDArray[np.int32],
) -> int:
    """Run all events up to the horizon; return the number of issues, or -1 if room ran out.

    `opened`, `closed`, `at` (the desk where an issue is) and `after` (the issue behind it in the
    queue) have a place for each issue, and `state` is that of the generator.
    """
    desks = len(up)
    times = np.full(desks + servers.sum() + 1, np.inf)
    codes = np.empty(len(times), np.int32)
    free = servers.copy()
    first = np.full(desks, NONE, np.int32)
    last = np.full(desks, NONE, np.int32)
    issues = 0
    size = 0
    for desk in range(desks):
        if arrival_rate[desk] > 0.0:
            size = _push(times, codes, size, _exponential(state, 1.0 / arrival_rate[desk]), desk)

    while size > 0 and times[0] <= days:
        now = times[0]
        code = codes[0]
        if code < desks:
            if issues == len(opened):
                return -1
            gap = _exponential(state, 1.0 / arrival_rate[code])
            _replace_first(times, codes, size, now + gap, code)
            issue = issues
            issues += 1
            opened[issue] = now
            closed[issue] = np.nan
            desk = code
        else:
            issue = code - desks
            desk = at[issue]
            begun = first[desk]
            if begun == NONE:
                free[desk] += 1
                size = _drop_first(times, codes, size)
            else:
                first[desk] = after[begun]
                end = now + _exponential(state, mean_service[desk])
                _replace_first(times, codes, size, end, desks + begun)
            if up[desk] == NONE or _uniform(state) > escalation:
                closed[issue] = now
                continue
            desk = up[desk]

        at[issue] = desk
        if free[desk] > 0:
            free[desk] -= 1
            end = now + _exponential(state, mean_service[desk])
            size = _push(times, codes, size, end, desks + issue)
        else:
            after[issue] = NONE
            if first[desk] == NONE:
                first[desk] = issue
            else:
                after[last[desk]] = issue
            last[desk] = issue
    return issues


def simulate(network: StaticNetwork, seed: int) -> IssueRecord:
    """Run the network once in the compiled loop.

    Parameters
    ----------
    network : StaticNetwork
        The work.
    seed : int
        Seed of the generator.

    Raises
    ------
    RuntimeError
        If more issues arrive than ten standard deviations above the expected number.
    """
    room = int(network.expected_issues + 10.0 * math.sqrt(network.expected_issues) + 100.0)
    opened, closed = np.empty(room), np.empty(room)
    at, after = np.empty(room, np.int32), np.empty(room, np.int32)
    issues = _loop(
        network.servers,
        network.mean_service,
        network.up,
        network.arrival_rate,
        network.escalation,
        network.days,
        np.random.SeedSequence(seed).generate_state(1, np.uint64).astype(np.uint64),
        opened,
        closed,
        at,
        after,
    )
    if issues < 0:
        raise RuntimeError(f"more than {room} issues arrived")
    level = network.level[at[:issues]].astype(np.int8)
    return IssueRecord(opened[:issues], closed[:issues], level)
