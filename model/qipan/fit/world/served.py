"""Departments that serve a queue: their staff, their hours, and the work of a request.

Only where the ledger shows the queue and the planner told the staff.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..queue.queue import DeskLoad, Queue
from ..queue.staff import WEEKDAYS, Shift
from ..requests import DAY, Floats, Requests

SIGMA = 1.0  # of work within a department, of which a ledger tells nothing
SIGMA_RANGE = (0.3, 1.5)


@dataclass(frozen=True)
class Served:
    """A department with its own staff.

    Attributes
    ----------
    staff : float
        Full-time people in its calendar.
    days : tuple of str
        Days of the week.
    hours : tuple of pair of int
    load : DeskLoad
    """

    staff: float
    days: tuple[str, ...]
    hours: tuple[tuple[int, int], ...]
    load: DeskLoad


def served_departments(queue: Queue | None, requests: Requests) -> Mapping[str, Served]:
    """Departments of kinds whose queue is seen and whose staff is known, by name."""
    return _with_staff(queue, requests, Queue.of_department)


def manned_departments(queue: Queue | None, requests: Requests) -> Mapping[str, Served]:
    """Departments whose staff is known and whose load the ledger only bounds, by name."""
    return _with_staff(queue, requests, Queue.unidentified)


def _with_staff(
    queue: Queue | None,
    requests: Requests,
    desk_of: Callable[[Queue, str], DeskLoad | None],
) -> Mapping[str, Served]:
    found = {}
    last = requests.first + (requests.days - 1) * DAY
    for name in sorted(set(requests.department)):
        load = desk_of(queue, name) if queue is not None else None
        if queue is None or load is None:
            continue
        there = [s for s in queue.shifts if s.department == name and _in_force(s, last)]
        if there:
            found[name] = _served(there, load)
    return found


def drawn_work(
    served: Mapping[str, Served], requests: Requests, draws: int, rng: np.random.Generator
) -> Floats:
    """Hours of work a request, by draw and kind; NaN of kinds that wait and are not worked on.

    All kinds of a department have the same: what takes longer cannot be told from what waits. A
    load is drawn from a triangle over its interval, one for the whole department.
    """
    work = np.full((draws, len(requests.kinds)), np.nan)
    rows = np.bincount(requests.kind, minlength=len(requests.kinds))
    for name, one in served.items():
        kinds = [k for k, each in enumerate(requests.department) if each == name]
        number = max(int(rows[kinds].sum()), 1)
        load = rng.triangular(one.load.low, one.load.load, one.load.high, draws)
        work[:, kinds] = (load * one.load.staff_hours / number)[:, None]
    return work


def _in_force(shift: Shift, day: np.datetime64) -> bool:
    return bool(
        (shift.first is None or shift.first <= day) and (shift.last is None or day <= shift.last)
    )


def _served(shifts: Sequence[Shift], load: DeskLoad) -> Served:
    """One calendar for all shifts: its people are the hours of all over its own."""
    open_ = np.zeros((7, 24), bool)
    total = 0.0
    for shift in shifts:
        for begin, end in shift.hours:
            open_[list(shift.days), begin:end] = True
            total += shift.people * len(shift.days) * (end - begin)
    days = np.flatnonzero(open_.any(axis=1))
    hour = open_.any(axis=0)
    edge = np.flatnonzero(np.diff(np.concatenate([[0], hour.astype(int), [0]])))
    hours = tuple((int(a), int(b)) for a, b in edge.reshape(-1, 2))
    return Served(
        total / (len(days) * int(hour.sum())), tuple(WEEKDAYS[d] for d in days), hours, load
    )
