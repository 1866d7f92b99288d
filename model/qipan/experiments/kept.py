"""What a study keeps of a replication in place of metrics: arrays, and how a store holds them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..agents import CityModel
from ..engine.codes import N_ORDERS, N_ORDERS_DONE, NEEDS_MONEY
from ..engine.record import Record
from ..outcomes.backlog import open_tickets
from .additions import source_of
from .hours_pricing import PricingPlanner
from .outcome import Outcome
from .waits import solved_by_age

Values = NDArray[np.float64]
Arrays = tuple[Values, ...]
# A function of a module, of a finished model, so that other processes find it.
Keep = Callable[[CityModel], Arrays]
DAYS_PER_YEAR = 365.0
HOURS_PER_YEAR = 8760.0
_COLUMNS = "kept/all"

# What is kept of hours, before the orders done by community.
OF_HOURS = (
    "ticket_days",
    "orders_done",
    "orders",
    "volunteer_hours",
    "unit_hours",
    "promised_hours",
    "worked_hours",
    "promised_saving",
)


def yearly_ticket_days(record: Record) -> Values:
    """Open ticket-days a year of each community's residents, over the measured days."""
    days = open_tickets(record)[record.document.horizon.warm_up_days :]
    yearly: Values = days.sum(axis=0) * DAYS_PER_YEAR / len(days)
    return yearly


def ticket_days(model: CityModel) -> Arrays:
    """Open ticket-days a year, shape (communities,)."""
    return (yearly_ticket_days(model.record()),)


def ticket_days_and_waits(model: CityModel) -> Arrays:
    """Beside them, the share solved by each age, shape (1 + communities, ages)."""
    record = model.record()
    return yearly_ticket_days(record), solved_by_age(record)


def ticket_days_and_projects(model: CityModel) -> Arrays:
    """Beside them, tickets a year that need money, shape (communities,)."""
    record = model.record()
    opened = record.tickets["opened"] >= record.begin
    issues = record.tickets["issue"][opened]
    issues = issues[record.issues["needs"][issues] & NEEDS_MONEY != 0]
    places = len(record.city.places.ids)
    asked = np.bincount(record.issues["community"][issues], minlength=places)
    years = (record.end - record.begin) / HOURS_PER_YEAR
    return yearly_ticket_days(record), asked / years


def prices_of_hours(model: CityModel) -> Arrays:
    """What hours more and fewer change a year by the program, shape (communities, 2)."""
    planner = model.planner
    assert isinstance(planner, PricingPlanner)
    return (planner.a_year(model.horizon.warm_up_days),)


def hours_promised_and_worked(model: CityModel) -> Arrays:
    """What `OF_HOURS` names, and orders that volunteers did a year in each community."""
    record = model.record()
    begin = record.document.horizon.warm_up_days
    years = (record.end - record.begin) / HOURS_PER_YEAR
    counts = record.counters[begin:]
    promised = [promise for promise in model.planner.promises if promise.day >= begin]
    hours = worked = saved = 0.0
    if promised:
        period = model.document.policy.planner.hours
        assert period is not None
        last = model.horizon.total_days
        parts = [min(1.0, (last - p.day) / period.period_days) for p in promised]
        span = (last - promised[0].day) / 365.0
        hours = sum(p.volunteer_hours * part for p, part in zip(promised, parts, strict=True))
        saved = sum(p.saved * part for p, part in zip(promised, parts, strict=True)) / span
        hours /= span
        at_end = float(np.sum(model.layer.volunteers["hours"], dtype=float))
        worked = (at_end - promised[0].worked) / span
    done = counts[:, :, N_ORDERS_DONE].sum(axis=0) / years
    scalars = [
        yearly_ticket_days(record).sum(),
        done.sum(),
        counts[:, :, N_ORDERS].sum() / years,
        record.volunteers["hours"].sum(dtype=float) / years,
        record.units["hours"].sum() / years,
        hours,
        worked,
        saved,
    ]
    return np.array(scalars, float), done


def identity(keep: Keep) -> str:
    """What tells it from any other; of a function that is not of this package, its source too."""
    name = f"keeps {keep.__module__}.{keep.__qualname__}"
    return name if keep.__module__.startswith("qipan.") else f"{name} {source_of(keep)}"


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
