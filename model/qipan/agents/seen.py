"""What a planner has seen so far: counts of the past, and what is waiting now. Never the future."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..engine.codes import (
    BY_COUNTER,
    BY_PATROL,
    BY_VOLUNTEER,
    COULD_BE_LABOUR,
    HARD_NEEDS,
    N_CALLS,
    N_ORDERS,
    N_ORDERS_DONE,
    NEEDS_MONEY,
    QUEUED,
    WAITING,
)

if TYPE_CHECKING:
    from .simulation import Simulation

HOURS_PER_DAY = 24.0
Numbers = NDArray[np.float64]
Rows = NDArray[np.intp]


class Seen:
    """Counts of tickets by community and kind, as a planner's office would keep them.

    Parameters
    ----------
    model : Simulation
    memory_days : float
        How far back it looks.
    pooling_days : float
        Days of the city's mean per resident with which a community's own record is blended, as the
        mean of a Poisson rate under a gamma prior is.
    """

    def __init__(self, model: "Simulation", memory_days: float, pooling_days: float) -> None:
        self._model = model
        self._pooling = pooling_days
        self._first_day = max(0, model.day - int(memory_days))
        self.days = model.day - self._first_day
        tickets = model.layer.tickets
        self._recent = slice(
            int(np.searchsorted(tickets["opened"], self._first_day * HOURS_PER_DAY)), len(tickets)
        )

    def orders_per_day(self) -> Numbers:
        """Orders a day, shape (communities, kinds); those that a wrong desk gets are none."""
        tickets, needs = self._recent_tickets()
        at_once = (tickets["by"] == BY_PATROL) | (tickets["by"] == BY_COUNTER)
        count = self._count(tickets["issue"][(needs == COULD_BE_LABOUR) & ~at_once])
        placed, seen = self._counted(N_ORDERS), count.sum()
        return self._per_day(count * (min(1.0, placed / seen) if placed and seen else 1.0))

    def orders_waiting(self) -> Numbers:
        """Orders for which nobody has been found yet, shape (communities, kinds)."""
        tickets = self._model.layer.tickets
        waits = (tickets["by"] == BY_VOLUNTEER) & (tickets["state"] == WAITING)
        waits &= (tickets["responded"] < 0.0) | (tickets["next"] < 0)
        return self._count(tickets["issue"][waits])

    def calls_per_order(self) -> float | None:
        """Calls it has taken for an order that was done; None if none was done yet."""
        done = self._counted(N_ORDERS_DONE)
        return self._counted(N_CALLS) / done if done else None

    def needs_at_desks(self) -> Numbers:
        """Tickets in the communities' queues that helpers could do, (communities, kinds)."""
        layout, layer = self._model.layer.layout, self._model.layer
        tickets = layer.tickets
        rows = np.flatnonzero(tickets["state"] == QUEUED)
        desk = tickets["desk"][rows] - layout.first_community
        rows = rows[(desk >= 0) & (desk < layout.communities) & (tickets["look"][rows] == 0)]
        issues = tickets["issue"][rows]
        return self._count(issues[layer.issues["needs"][issues] & HARD_NEEDS == 0])

    def projects_per_day(self) -> Numbers:
        """New tickets a day that need money, shape (communities, kinds)."""
        tickets, needs = self._recent_tickets()
        return self._per_day(self._count(tickets["issue"][needs & NEEDS_MONEY != 0]))

    def projects_waiting(self) -> Numbers:
        """Projects on the communities' lists that nobody has paid for, (communities, kinds)."""
        layer = self._model.layer
        lists = layer.layout.gates["fund_queue"]
        tickets = layer.tickets
        rows = np.flatnonzero(tickets["state"] == QUEUED)
        desk = tickets["desk"][rows]
        return self._count(tickets["issue"][rows[(desk >= lists.start) & (desk < lists.stop)]])

    def _recent_tickets(self) -> tuple[NDArray[np.void], NDArray[np.uint8]]:
        tickets = self._model.layer.tickets[self._recent]
        return tickets, self._model.layer.issues["needs"][tickets["issue"]]

    def _count(self, issues: NDArray[np.integer]) -> Numbers:
        """Issues by community and kind."""
        records, layout = self._model.layer.issues, self._model.layer.layout
        kinds = len(layout.kinds)
        cell = records["community"][issues].astype(np.intp) * kinds + records["kind"][issues]
        counts = np.bincount(cell, minlength=layout.communities * kinds)
        return counts.reshape(layout.communities, kinds).astype(float)

    def _per_day(self, count: Numbers) -> Numbers:
        """Rates of communities, blended with the city's per resident."""
        if self.days == 0:
            return np.zeros_like(count)
        residents = self._model.city.places.residents
        share = residents / residents.sum()
        mean = np.outer(share, count.sum(axis=0)) / self.days
        rate: Numbers = (count + self._pooling * mean) / (self.days + self._pooling)
        return rate

    def _counted(self, what: int) -> int:
        counters = self._model.layer.world.counters
        return int(counters[self._first_day : self._model.day, :, what].sum())
