"""What an hour of work taken off a desk saves, as far as a planner can see from its queue."""

from typing import TYPE_CHECKING

import numpy as np

from .seen import Numbers

if TYPE_CHECKING:
    from .simulation import Simulation

DAYS_PER_WEEK = 7.0


class DeskRelief:
    """Ticket-days that an hour of work taken off a desk saves, by community.

    A ticket of h hours that a helper does need not wait for the q hours of work that stand before
    it, nor for its own; and each of the n tickets of the queue is served sooner by its work. With a
    capacity of w hours of work a day an hour taken off saves

        ((q + h) / h + n) / w    ticket-days.

    Work that comes later and would have waited too is not counted: the queue is taken as it stands.
    """

    def __init__(self, model: "Simulation") -> None:
        self._model = model

    def per_hour(self, kinds: list[str], hours: Numbers) -> Numbers:
        """Ticket-days saved per hour of desk work, shape (communities, kinds).

        Parameters
        ----------
        kinds : list of str
        hours : array, shape (kinds,)
            Mean work of a ticket of each.
        """
        document = self._model.document
        found = np.zeros((len(self._model.communities), len(kinds)))
        at_office, at_estate = self._office(), self._estates()
        tri_party = document.policy.tri_party
        sorts = tri_party.on and tri_party.three_way_sorting
        below = 1.0 if sorts else document.triage.private_to_estate_share
        for column, name in enumerate(kinds):
            own = hours[column]
            private = document.issues.kinds[name].sorting_class == "private"
            for share, (waiting, work, capacity) in (
                (below * private, at_estate),
                (1.0 - below * private, at_office),
            ):
                saved = ((work + own) / own + waiting) / np.maximum(capacity, 1e-9)
                found[:, column] += share * saved
        return found

    def _office(self) -> tuple[Numbers, Numbers, Numbers]:
        """Tickets and hours of work waiting, and hours of work a day, at each community's desk."""
        layer, model = self._model.layer, self._model
        first = layer.layout.first_community
        rows = slice(first, first + layer.layout.communities)
        open_a_day = np.array(
            [model.weekly_hours(c.calendar) / DAYS_PER_WEEK for c in model.communities]
        )
        factor = model.document.desks.community.work_factor
        waiting = layer.world.desks["length"][rows].astype(float)
        capacity = layer.servers[rows] * layer.speed[rows] * open_a_day
        return waiting, waiting * self._mean_work * factor, capacity

    def _estates(self) -> tuple[Numbers, Numbers, Numbers]:
        """The same for the mean of a community's estate desks."""
        layer, model = self._model.layer, self._model
        of = model.city.people.grid_community
        grids = np.bincount(of, minlength=len(model.communities)).astype(float)
        level = model.document.desks.estate
        open_a_day = model.weekly_hours(level.calendar) / DAYS_PER_WEEK
        desks = slice(0, layer.layout.grids)
        waiting = np.bincount(of, layer.world.desks["length"][desks]) / grids
        capacity = np.bincount(of, layer.servers[desks] * layer.speed[desks]) / grids * open_a_day
        return waiting, waiting * self._mean_work * level.work_factor, capacity

    @property
    def _mean_work(self) -> float:
        """Mean work of a ticket that arises, in hours."""
        kinds = self._model.document.issues.kinds.values()
        births = np.array([kind.births_per_1000_residents_year for kind in kinds])
        hours = np.array([kind.work_hours.expected for kind in kinds])
        # Where births are known by community, the catalogue may have none at all.
        return float(np.average(hours, weights=births if births.any() else None))
