"""What is kept of a replication in which hours are planned."""

import numpy as np

from ...agents.simulation import Simulation
from ...engine.codes import N_ORDERS, N_ORDERS_DONE
from ...runs.kept import Arrays, yearly_ticket_days
from .hours_pricing import PricingPlanner

HOURS_PER_YEAR = 8760.0
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


def prices_of_hours(model: Simulation) -> Arrays:
    """What hours more and fewer change a year by the program, shape (communities, 2)."""
    planner = model.planner
    assert isinstance(planner, PricingPlanner)
    return (planner.a_year(model.horizon.warm_up_days),)


def hours_promised_and_worked(model: Simulation) -> Arrays:
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
