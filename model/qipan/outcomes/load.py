"""How busy desks are, and how busy they would have to be; gates have no staff and are left out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine.codes import LEVELS
from ..engine.record import Record
from .table import MetricTable
from .window import Floats, Window, ratio


def utilisation(record: Record) -> Floats:
    """Busy over staffed hours of the desks of each level over the measured days.

    NaN for a level without staff.
    """
    return ratio(_by_level(record, _at_desks(record, "busy_hours")), staffed_hours(record))


def load(record: Record) -> Floats:
    """Offered work over capacity of each level; above 1 the backlog of its desks must grow.

    A desk's busy hours are the work of the services it started; what it was offered is taken to be
    that times arrivals / services: tickets not yet taken up would take as long, on average, as
    those that were. Desks are summed before the division, so that each weighs by its capacity. A
    desk that started nothing is given the busy hours per service of its level. Tickets withdrawn
    while they wait count as offered, as in a queue with impatience, and the small work of a desk is
    scaled with its tickets, so that this is rather an upper bound where duplicates are many.
    """
    return ratio(_by_level(record, offered_hours(record)), staffed_hours(record))


def offered_hours(record: Record) -> Floats:
    """Hours of work that each desk was offered over the measured days; see `load`."""
    busy, arrivals, services = (
        _at_desks(record, name) for name in ("busy_hours", "arrivals", "services")
    )
    typical = ratio(_by_level(record, busy), _by_level(record, services))
    level = desk_levels(record)
    idle = services == 0
    offered: Floats = np.where(
        idle,
        np.where(arrivals > 0, arrivals * typical[level], busy),
        busy * arrivals / np.maximum(services, 1),
    )
    return offered


def staffed_hours(record: Record) -> Floats:
    """Hours staffed at the desks of each level over the measured days."""
    return _by_level(record, _at_desks(record, "open_hours"))


def community_loads(record: Record) -> Floats:
    """Load of each community's desk; where staff follow the statutes they differ by far."""
    first = record.layout.first_community
    rows = slice(first, first + record.layout.communities)
    return ratio(offered_hours(record)[rows], _at_desks(record, "open_hours")[rows])


def add_load(table: MetricTable, window: Window) -> None:
    """Utilisation, load and staffed hours by level; `load` of the city is the communities' level.

    The communities' desks are where "a small horse draws a big cart" (小马拉大车).
    """
    record = window.record
    loads = load(record)
    table.add("utilisation", utilisation(record), "level")
    table.add("load", loads, "level")
    table.add("load", loads[LEVELS.index("community")])
    table.add("load", community_loads(record), "community")
    table.add("utilisation", utilisation(record)[LEVELS.index("community")])
    hours = staffed_hours(record) / window.years
    table.add("staffed_hours_per_year", hours, "level")
    table.add("staffed_hours_per_year", hours.sum())


def desk_levels(record: Record) -> NDArray[np.uint8]:
    """Level of each desk, without the gates."""
    levels: NDArray[np.uint8] = record.desks_after["level"][: record.layout.desks]
    return levels


def change(record: Record, column: str) -> NDArray[Any]:
    """How much a running total of each desk and gate has risen over the measured days."""
    rise: NDArray[Any] = record.desks_after[column] - record.desks_before[column]
    return rise


def _at_desks(record: Record, column: str) -> NDArray[Any]:
    return change(record, column)[: record.layout.desks]


def _by_level(record: Record, values: NDArray[Any]) -> Floats:
    level = desk_levels(record)
    return np.bincount(level, weights=values, minlength=len(LEVELS)).astype(float)
