"""The working grid (网格): its estate desk and its patrol."""

from typing import TYPE_CHECKING

from ..city import City
from ..city.draws import Keys, keys_of_texts, uniform
from ..engine.purposes import P_COVERED
from ..scenario.document import ScenarioDocument
from ..scenario.meetings import Meeting
from ..scenario.policy import PatrolPolicy
from .institution import Institution
from .staffing import staffing

if TYPE_CHECKING:
    from .simulation import Simulation


def coverage_draws(city_key: Keys, names: list[str]) -> list[float]:
    """Uniform number of each grid: those below the coverage of a policy are covered.

    All at once, since a draw of one costs as much as one of a thousand.
    """
    draws: list[float] = uniform(keys_of_texts(city_key, names), P_COVERED, 0).tolist()
    return draws


class Grid(Institution):
    """A grid with its estate desk, of level L0.

    Attributes
    ----------
    index : int
        Its row among the grids, which is also its desk's.
    community : int
        Row of its community.
    area_km2 : float
    institution : bool
        Whether it is the grid of a mall, a hospital or a school (专属网格).
    together : bool
        Whether property firm, owners' committee and Party branch sit together here.
    """

    def __init__(self, model: "Simulation", name: str, index: int) -> None:
        super().__init__(model, name)
        self.index = index
        self.community = int(model.city.people.grid_community[index])
        places = model.city.places
        self.institution = bool(model.layer.world.grids["institution"][index])
        grids = int(places.grids[self.community] - places.dedicated[self.community])
        self.residents = int(places.residents[self.community]) / grids
        self.area_km2 = float(places.area_km2[self.community]) / grids
        dedicated = model.document.city.dedicated_grids
        if self.institution and dedicated is not None:
            self.residents = 0.0
            self.area_km2 = dedicated.area_km2
        self.together = False
        self.coverage = model.grid_coverage[index]

    def adopt(self, document: ScenarioDocument) -> None:
        """Staff the estate desk, and walk the grid as the policy now in force says."""
        self.document = document
        level = document.desks.estate
        heads = self.heads(document)
        present = staffing(heads, heads * level.speed)
        self.model.layer.staff(self.index, present.servers, present.speed)
        self.model.layer.open_by(self.index, self.model.calendar_row(level.calendar))
        policy = document.policy.patrol
        calendar = self.model.calendar_row(policy.calendar) if policy.on else 0
        self.model.layer.patrol(self.index, calendar, self.find_rate())
        together = document.policy.tri_party
        self.together = together.on and not self.institution and self.coverage < together.coverage
        self.model.layer.world.grids["tri_party"][self.index] = self.together

    def heads(self, document: ScenarioDocument) -> float:
        """Full-time equivalents at the estate desk: an institution has its own people."""
        dedicated = document.city.dedicated_grids
        if self.institution and dedicated is not None:
            return dedicated.staff
        level = document.desks.estate
        return level.staff(self.residents) * level.ticket_share

    def hold_meeting(self, meeting: Meeting, quorum: bool = True) -> None:
        """Hold the meeting of property firm, owners and branch (三方联席会), if there is one."""
        # Where the three no longer sit together, what is left on the list is still heard.
        gate = self.model.layer.layout.gates["estate_meeting"][self.index]
        if self.model.layer.hold_sitting(gate, quorum) and self.together:
            self.model.give_time(self.index, meeting.staff_hours)

    def find_rate(self) -> float:
        """Hazard an hour at which patrols find an issue: v W n / A (Koopman's random search)."""
        policy = self.document.policy.patrol
        if not policy.on:
            return 0.0
        search = self.document.patrol
        swept = search.speed_km_per_hour * search.sweep_width_km
        return swept * self._patrollers(policy) / self.area_km2

    def _patrollers(self, policy: PatrolPolicy) -> float:
        """Who walk it; institutions walk their own grids, with nobody beside."""
        if self.institution:
            return policy.patrollers_per_grid
        places = self.model.city.places
        walked = int(places.grids[self.community] - places.dedicated[self.community])
        return policy.in_grid(places.ids[self.community], walked)

    @property
    def backlog(self) -> int:
        """Tickets at the estate desk now."""
        return int(self.model.layer.tickets_at_desks()[self.index])


def grid_names(city: City) -> list[str]:
    """Names of all grids, by community."""
    places = city.places
    return [
        f"{name}/{n}"
        for name, grids in zip(places.ids, places.grids, strict=True)
        for n in range(1, int(grids) + 1)
    ]
