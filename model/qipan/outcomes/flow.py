"""Where tickets enter, and where they end (小事不出网格)."""

import numpy as np
from numpy.typing import NDArray

from ..engine.codes import CLOSED, LEVELS, WITHDRAWN
from .table import MetricTable
from .window import Floats, Window, share

ENDS = (*LEVELS, "withdrawn", "open")


def add_flow(table: MetricTable, window: Window) -> None:
    """Tickets opened in the measured days, by the level they entered at, and where they ended.

    A ticket enters at the level of its first desk, the right one or not, or of the patrol or
    counter that settles it; it ends at the level that closed it. Shares are of those that entered
    at the same level, as they stand at the end of the horizon.
    """
    counts = flow_counts(window)
    entered = counts.sum(axis=1)
    table.add("entered_at_level_per_year", entered / window.years, "level")
    for column, end in enumerate(ENDS):
        table.add(f"ended_{end}_share", share(counts[:, column], entered), "level")
    closed = counts[:, : len(LEVELS)]
    stayed = np.array([np.trace(closed)])
    table.add("closed_where_entered_share", share(stayed, np.array([closed.sum()])))


def flow_counts(window: Window) -> NDArray[np.int64]:
    """Tickets by the level they entered at and by `ENDS`, shape (levels, ends)."""
    state, end = window.ticket("state"), window.ticket("level").astype(np.int64)
    end = np.where(state == CLOSED, end, ENDS.index("open"))
    end[state == WITHDRAWN] = ENDS.index("withdrawn")
    cell = window.ticket("entered").astype(np.int64) * len(ENDS) + end
    counts = np.bincount(cell, minlength=len(LEVELS) * len(ENDS))
    return counts.reshape(len(LEVELS), len(ENDS))


def flow_of(table: MetricTable) -> Floats:
    """Tickets a year by the level they entered at and by `ENDS`, shape (levels, ends)."""
    entered = table.values("entered_at_level_per_year", "level")
    shares = [table.values(f"ended_{end}_share", "level") for end in ENDS]
    return entered[:, None] * np.nan_to_num(np.stack(shares, axis=1)) / 100.0
