"""What a study keeps of a replication in place of metrics: arrays, and how a store holds them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .outcome import Outcome
from .replication import Run
from .variants import yearly_ticket_days
from .waits import solved_by_age

Arrays = tuple[NDArray[np.float64], ...]
Keep = Callable[[Run], Arrays]  # a function of a module, so that other processes find it
_COLUMNS = "kept/all"


def ticket_days(run: Run) -> Arrays:
    """Open ticket-days a year, shape (communities,)."""
    return (yearly_ticket_days(run.record),)


def ticket_days_and_waits(run: Run) -> Arrays:
    """Beside them, the share solved by each age, shape (1 + communities, ages)."""
    return yearly_ticket_days(run.record), solved_by_age(run.record)


def identity(keep: Keep) -> str:
    """Name that tells what is kept; two functions never share one."""
    return f"keeps {keep.__module__}.{keep.__qualname__}"


def outcome_of_arrays(arrays: Arrays) -> Outcome:
    """Return arrays as the store keeps an outcome: their number and shapes, then all values."""
    head = [len(arrays)]
    for array in arrays:
        head += [array.ndim, *array.shape]
    values = [np.array(head, float), *(array.ravel() for array in arrays)]
    return Outcome(_COLUMNS, np.concatenate(values), None)


def arrays_in(outcome: Outcome) -> Arrays:
    """Return the arrays again, to the last bit."""
    values, place, shapes = outcome.values, 1, []
    for _ in range(int(values[0])):
        ends = place + 1 + int(values[place])
        shapes.append(values[place + 1 : ends].astype(int))
        place = ends
    arrays = []
    for shape in shapes:
        size = int(np.prod(shape))
        arrays.append(values[place : place + size].reshape(shape))
        place += size
    return tuple(arrays)
