"""Volunteers: who stays, how much they do, and how often they are called in vain."""

import math

import numpy as np

from ..engine.record import Record
from .table import MetricTable
from .window import Floats, Window, ratio, share

MEMBERS = "party_members"  # pool of the Party members in service (在职党员)


def add_volunteers(table: MetricTable, window: Window) -> None:
    """Add volunteers and their orders; all NaN where no order was placed in the measured days.

    A city has its volunteers without orders too, but then nobody calls them and nobody tires.
    """
    people, years = window.record.volunteers, _years(window)
    for name, column in (("hours", "hours"), ("hours_wasted", "wasted")):
        table.add(f"volunteer_{name}_per_year", people[column].sum(dtype=float) / years)
    present = np.count_nonzero(people["gone"] == 0)
    table.add("volunteers_active", math.nan if math.isnan(years) else present)
    _add_retention(table, window)
    _add_orders(table, window)


def _add_retention(table: MetricTable, window: Window) -> None:
    """Of the volunteers of the beginning, those who have not given up by the end."""
    before = window.record.present_before
    stayed = before & (window.record.volunteers["gone"][: len(before)] == 0)
    years = _years(window)
    kept = math.nan if math.isnan(years) else ratio(stayed.sum(), before.sum())
    table.add("volunteer_retention", 100.0 * kept)
    table.add("volunteer_retention_per_year", 100.0 * kept ** (1.0 / years))


def _add_orders(table: MetricTable, window: Window) -> None:
    orders, calls, accepted, done = (
        window.counted(name)
        for name in ("orders", "volunteer_calls", "volunteer_accepts", "orders_done")
    )
    table.add("calls_per_order", ratio(calls, orders))
    table.add("acceptance_rate", share(accepted, calls))
    table.add("order_success_share", share(done, orders))
    registered = sum(window.record.registered.values())
    table.add("solved_per_registered", ratio(done, registered * _years(window)))
    table.add("solved_per_member", _per_member(window.record) / _years(window))


def _per_member(record: Record) -> Floats:
    """Orders done by Party members in service per registered one; NaN without such a pool."""
    pools = list(record.registered)
    pool = pools.index(MEMBERS) if MEMBERS in pools else -1
    done = record.volunteers["done"][record.volunteers["pool"] == pool].sum()
    return ratio(done, record.registered.get(MEMBERS, 0))


def _years(window: Window) -> float:
    """Measured years, NaN without orders."""
    return window.years if window.counted("orders")[0] > 0 else math.nan
