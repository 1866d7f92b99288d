"""What a study keeps of a replication in place of metrics: arrays, and how a store holds them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..agents.simulation import Simulation
from ..engine.record import Record
from ..outcomes.backlog import open_tickets
from .additions import source_of
from .outcome import Outcome
from .pooled_waits import solved_by_age
from .store.key import is_covered

Values = NDArray[np.float64]
Arrays = tuple[Values, ...]
# A function of a module, of a finished model, so that other processes find it.
Keep = Callable[[Simulation], Arrays]
DAYS_PER_YEAR, HOURS_PER_DAY = 365.0, 24.0
_COLUMNS = "kept/all"


def yearly_ticket_days(record: Record) -> Values:
    """Open ticket-days a year of each community's residents, over the measured days."""
    days = open_tickets(record)[record.document.horizon.warm_up_days :]
    yearly: Values = days.sum(axis=0) * DAYS_PER_YEAR / len(days)
    return yearly


def ticket_days(model: Simulation) -> Arrays:
    """Open ticket-days a year, shape (communities,)."""
    return (yearly_ticket_days(model.record()),)


def ticket_days_and_waits(model: Simulation) -> Arrays:
    """Beside them, the share solved by each age, shape (1 + communities, ages)."""
    record = model.record()
    return yearly_ticket_days(record), solved_by_age(record)


def yearly_issue_days(record: Record) -> Values:
    """Days a year that each community's issues are unsolved, reported or not, as measured.

    From birth until they are truly solved or lapse.
    """
    issues = record.issues
    over = np.where(issues["over"] < 0, record.end, issues["over"])
    begun, ended = np.maximum(issues["birth"], record.begin), np.minimum(over, record.end)
    hours = np.maximum(0.0, ended - begun)
    count = len(record.city.places.ids)
    days = np.bincount(issues["community"], hours, minlength=count) / HOURS_PER_DAY
    yearly: Values = days * DAYS_PER_YEAR * HOURS_PER_DAY / (record.end - record.begin)
    return yearly


def issue_days(model: Simulation) -> Arrays:
    """Unsolved issue-days a year, shape (communities,)."""
    return (yearly_issue_days(model.record()),)


def issue_days_and_waits(model: Simulation) -> Arrays:
    """Beside them, the share solved by each age, shape (1 + communities, ages)."""
    record = model.record()
    return yearly_issue_days(record), solved_by_age(record)


def identity(keep: Keep) -> str:
    """What tells it from any other: its name, and its source where no store's version covers it."""
    name = f"keeps {keep.__module__}.{keep.__qualname__}"
    return name if is_covered(keep.__module__) else f"{name} {source_of(keep)}"


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
