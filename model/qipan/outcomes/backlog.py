"""Open tickets: how many, for how long, and whether they become more."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine.codes import COMMUNITY, COUNTERS, LEVELS
from ..engine.record import Record
from .load import desk_levels
from .stationarity import Growth, growth, mser
from .table import MetricTable
from .window import Window

_CHANGES = {"opened": 1, "closed": -1, "reopened": 1, "withdrawn": -1}


def open_tickets(record: Record) -> NDArray[np.int64]:
    """Open tickets at the end of each day, shape (days, communities), warm-up included.

    Those that wait for a decision or are on their way between desks are open as well.
    """
    return open_after(record.counters)


def open_after(counters: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """As `open_tickets`, of daily counts, shape (days, communities, counters)."""
    change = np.zeros(counters.shape[:2], np.int64)
    for name, sign in _CHANGES.items():
        change += sign * counters[:, :, COUNTERS.index(name)].astype(np.int64)
    return np.cumsum(change, axis=0)


def tickets_by_level(record: Record) -> NDArray[np.int64]:
    """Tickets waiting or worked on at the desks of each level, shape (days, levels).

    Those that wait at a gate are at no desk.
    """
    level = desk_levels(record)
    columns = [record.backlog[:, level == n].sum(axis=1) for n in range(len(LEVELS))]
    return np.stack(columns, axis=1)


def desk_growth(record: Record) -> Growth:
    """Growth of the backlog of each desk over the measured days, with a 95 % interval."""
    return growth(record.backlog[_since_warm_up(record)])


def add_backlog(table: MetricTable, window: Window) -> None:
    """Open tickets of the city and its communities; tickets at desks by level.

    Ticket-days are summed over days as they stood at their ends.
    """
    series = open_tickets(window.record)[window.first_day :]
    for by, days in (("all", series.sum(axis=1, keepdims=True)), ("community", series)):
        table.add("backlog_end", days[-1], by)
        table.add("backlog_mean", days.mean(axis=0), by)
        table.add("backlog_ticket_days", days.sum(axis=0), by)
    levels = tickets_by_level(window.record)[window.first_day :]
    table.add("desk_backlog_end", levels[-1], "level")
    table.add("desk_backlog_mean", levels.mean(axis=0), "level")


def add_growth(table: MetricTable, window: Window) -> None:
    """Growth a month with its interval, and the flags that tell a reader what to make of times.

    `stationary` needs both the city's open tickets and those at the communities' desks to have an
    interval that includes 0. `warm_up_needed` is found on the city's open tickets from day 0.
    """
    record = window.record
    days = _since_warm_up(record)
    tickets = open_tickets(record)
    total = growth(tickets[days].sum(axis=1, keepdims=True))
    levels = growth(tickets_by_level(record)[days])
    _add(table, "backlog_growth", total, "all")
    _add(table, "backlog_growth", growth(tickets[days]), "community")
    _add(table, "desk_backlog_growth", levels, "level")
    desks = desk_growth(record)
    known = ~np.isnan(desks.low)
    rising = 100.0 * (desks.low[known] > 0.0).mean() if known.any() else np.nan
    table.add("growing_desks_share", rising)
    table.add("stationary", total.stationary[0] * levels.stationary[COMMUNITY])
    needed = mser(tickets.sum(axis=1))
    table.add("warm_up_needed", needed)
    table.add("warm_up_enough", float(needed <= window.first_day))


def _add(table: MetricTable, name: str, value: Growth, by: str) -> None:
    table.add(name, value.mean, by)
    table.add(f"{name}_low", value.low, by)
    table.add(f"{name}_high", value.high, by)


def _since_warm_up(record: Record) -> slice:
    """Measured days and the one before, from which the first increment is counted."""
    return slice(max(0, record.document.horizon.warm_up_days - 1), None)
