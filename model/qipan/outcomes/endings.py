"""How tickets end without being closed, and how much of their time they wait for others outside."""

import numpy as np

from ..engine.codes import CLOSED, FATES, WITHDRAWN
from ..scenario.catalogue import ENDINGS
from .table import MetricTable
from .window import GROUPINGS, HOURS_PER_DAY, Window, ratio, share


def add_endings(table: MetricTable, window: Window) -> None:
    """Add the share of the tickets opened in the measured days that ended in each other way.

    As they stand at the end of the horizon: of those opened last, some will still end so.
    """
    groups, fate = window.ticket_groups, window.ticket("fate")
    withdrawn = window.ticket("state") == WITHDRAWN
    for by in GROUPINGS:
        opened = groups.count(np.ones(len(fate), bool), by)
        for name in ENDINGS:
            ended = withdrawn & (fate == FATES.index(name))
            table.add(f"{name}_share", share(groups.count(ended, by), opened), by)


def add_outside_waits(table: MetricTable, window: Window) -> None:
    """Add where the time of closed tickets went: the part that was a wait for somebody outside.

    The mean is of those that had such a wait, the share of the days from opening to closing of all.
    """
    closed = window.ticket("state") == CLOSED
    groups, outside = window.ticket_groups.where(closed), window.ticket("outside")[closed]
    hours = (window.ticket("closed") - window.ticket("opened"))[closed]
    waited = outside > 0.0
    for by in GROUPINGS:
        total, number = groups.total(outside, by), groups.count(waited, by)
        table.add("outside_wait_mean", ratio(total, number) / HOURS_PER_DAY, by)
        table.add("outside_wait_share", share(total, groups.total(hours, by)), by)
