"""Own staff of community offices: how many patrols and counters leave for tickets."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ..city.places import Places
from ..scenario.document import ScenarioDocument
from ..words import Phrase
from .staffing import StaffingError


@dataclass(frozen=True)
class OwnStaff:
    """What the staff of a city's communities are asked for besides their tickets.

    No more of a city is needed than its places and the hours of its calendars, so that a scenario
    can be checked without its residents.

    Attributes
    ----------
    places : Places
    weekly_hours : mapping of str to float
        Open hours of each calendar in an average week.
    """

    places: Places
    weekly_hours: Mapping[str, float]

    def for_tickets(self, document: ScenarioDocument, community: int) -> float:
        """Staff left for tickets, in full-time equivalents: not on patrol, nor at the counter.

        Parameters
        ----------
        document : ScenarioDocument
            As it is in force.
        community : int
            Its row in the city's places.

        Raises
        ------
        StaffingError
            If patrols and counters need more staff than the desk has.
        """
        places, level = self.places, document.desks.community
        stated = float(places.staff[community])
        usual = level.staff(int(places.residents[community]), bool(places.village[community]))
        heads = (usual if math.isnan(stated) else stated) * level.ticket_share
        walking = self.on_patrol(document, community)
        standing = self.at_counter(document, community)
        if walking + standing < heads:
            return heads - walking - standing
        raise StaffingError(self._nobody_left(community, heads, walking, standing))

    def on_patrol(self, document: ScenarioDocument, community: int) -> float:
        """Own staff who walk the grids, as full-time equivalents of the desk's week."""
        policy = document.policy.patrol
        if not policy.on:
            return 0.0
        hours = self.weekly_hours[policy.calendar] * policy.patrollers_per_grid
        week = self.weekly_hours[document.desks.community.calendar]
        return float(policy.own_staff_share * hours * self._walked_grids(community) / week)

    def at_counter(self, document: ScenarioDocument, community: int) -> float:
        """Own staff who stand at the centre's counter, as full-time equivalents of the week."""
        policy = document.policy.service_circle
        if not policy.on:
            return 0.0
        clerks = policy.clerks(int(self.places.residents[community]))
        week = self.weekly_hours[document.desks.community.calendar]
        return policy.own_staff_share * (self.weekly_hours[policy.calendar] * clerks) / week

    def _walked_grids(self, community: int) -> int:
        return self.places.grids.item(community) - self.places.dedicated.item(community)

    def _nobody_left(self, community: int, heads: float, walking: float, standing: float) -> Phrase:
        name, grids = self.places.ids[community], self._walked_grids(community)
        if not standing:
            return Phrase(
                "community {name}: patrolling {grids} grids takes {walking:.1f} full-time "
                "staff "
                "of the {heads:.1f} who handle tickets; lower policy.patrol.own_staff_share or "
                "patrollers_per_grid",
                name=name,
                grids=grids,
                walking=walking,
                heads=heads,
            )
        return Phrase(
            "community {name}: the counter takes {standing:.1f} and patrolling {grids} grids "
            "{walking:.1f} full-time staff of the {heads:.1f} who handle tickets; lower "
            "own_staff_share of policy.service_circle or policy.patrol, or the number of "
            "clerks or patrollers",
            name=name,
            standing=standing,
            grids=grids,
            walking=walking,
            heads=heads,
        )
