"""The working grid (网格): its estate desk and its patrol."""

from typing import TYPE_CHECKING

from ..scenario.document import ScenarioDocument
from .institution import Institution
from .staffing import staff_of, staffing

if TYPE_CHECKING:
    from .city_model import CityModel


class Grid(Institution):
    """A grid with its estate desk, of level L0.

    Attributes
    ----------
    index : int
        Its row among the grids, which is also its desk's.
    community : int
        Row of its community.
    area_km2 : float
    """

    def __init__(self, model: "CityModel", name: str, index: int) -> None:
        super().__init__(model, name)
        self.index = index
        self.community = int(model.city.people.grid_community[index])
        places = model.city.places
        grids = int(places.grids[self.community])
        self.residents = int(places.residents[self.community]) / grids
        self.area_km2 = float(places.area_km2[self.community]) / grids

    def adopt(self, document: ScenarioDocument) -> None:
        """Staff the estate desk, and walk the grid as the policy now in force says."""
        self.document = document
        level = document.desks.estate
        heads = staff_of(level, self.residents) * level.ticket_share
        present = staffing(heads, heads * level.speed)
        self.model.layer.staff(self.index, present.servers, present.speed)
        self.model.layer.open_by(self.index, self.model.calendar_row(level.calendar))
        policy = document.policy.patrol
        calendar = self.model.calendar_row(policy.calendar) if policy.on else 0
        self.model.layer.patrol(self.index, calendar, self.find_rate())

    def find_rate(self) -> float:
        """Hazard an hour at which patrols find an issue: v W n / A (Koopman's random search)."""
        policy = self.document.policy.patrol
        if not policy.on:
            return 0.0
        search = self.document.patrol
        swept = search.speed_km_per_hour * search.sweep_width_km
        return swept * policy.patrollers_per_grid / self.area_km2

    @property
    def backlog(self) -> int:
        """Tickets at the estate desk now."""
        return int(self.model.layer.tickets_at_desks()[self.index])
