"""One-stop centres (党群服务中心) of the city: open or not, whom they reach, how large they are."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..city.circle import Circle, centre_space, circle_of, standing_in
from ..scenario.document import ScenarioDocument
from ..scenario.service_circle import ServiceCircle
from .transactions import transactions

if TYPE_CHECKING:
    from .simulation import Simulation

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Counters:
    """Counters of the communities' centres, then those of added ones.

    Attributes
    ----------
    people : array of float, shape (counters,)
        Residents who go there with all they have.
    clerks : array of float, shape (counters,)
    space : array of float, shape (counters,)
        Floor space in m2 per 100 households of these residents.
    """

    people: Values
    clerks: Values
    space: Values


class Centres:
    """The service circle (服务圈) as it is in force.

    Attributes
    ----------
    reached : array of float64, shape (communities,)
        Share of each community's residents within reach of a centre; NaN without the circle.
    space : array of float64, shape (communities,)
        Floor space in m2 per 100 households; NaN without the circle.
    """

    def __init__(self, model: "Simulation") -> None:
        self._model = model
        self.reached: NDArray[np.float64] = np.full(len(model.city.places.ids), np.nan)
        self.space = self.reached.copy()

    def adopt(self, document: ScenarioDocument) -> None:
        """Open the centres, or close them, as the policy now in force says."""
        policy, city = document.policy.service_circle, self._model.city
        self.reached, self.space = np.full((2, len(city.places.ids)), np.nan)
        if not policy.on:
            return
        circle = circle_of(city.places, city.people, policy)
        counters = self._counters(policy, circle)
        hours = self._model.weekly_hours(policy.calendar)
        taken = [
            transactions(policy, people, clerks, hours)
            for people, clerks in zip(counters.people, counters.clerks, strict=True)
        ]
        self.space = self._space(policy)
        offered = np.minimum(1.0, counters.space / policy.standard_m2_per_100_households)
        self._model.layer.open_circle(
            circle.reached,
            circle.window,
            policy.absorbed_share * offered,
            counters.clerks,
            np.array([each.full for each in taken]),
            np.array([each.slowed for each in taken]),
        )
        residents = np.where(circle.reached, city.people.building_residents, 0)
        owner = city.people.grid_community[city.people.building_grid]
        self.reached = np.bincount(owner, residents) / city.places.residents

    def _counters(self, policy: ServiceCircle, circle: Circle) -> Counters:
        """Count who goes to each counter; what a centre offers is shared by those."""
        places, people = self._model.city.places, self._model.city.people
        count, added = len(places.ids), list(policy.added.values())
        owner = people.grid_community[people.building_grid]
        gone = circle.window >= count
        size = people.building_residents * gone
        left = places.residents - np.bincount(owner, size, count)
        theirs = np.bincount(circle.window, size, count + len(added))[count:]
        households = np.bincount(
            circle.window, size / places.household_size[owner], count + len(added)
        )[count:]
        clerks = [policy.clerks(residents) for residents in places.residents]
        metres = np.array([centre.m2 for centre in added])
        nobody = np.zeros(len(added))
        each = np.divide(100.0 * metres, households, out=nobody, where=households > 0.0)
        own = centre_space(places, policy) * (places.residents / np.maximum(left, 1.0))
        return Counters(
            people=np.concatenate([left, theirs]),
            clerks=np.array([*clerks, *(centre.clerks for centre in added)]),
            space=np.concatenate([own, each]),
        )

    def _space(self, policy: ServiceCircle) -> Values:
        """Floor space by community, with that of added centres which stand there."""
        places = self._model.city.places
        if not policy.added:
            return centre_space(places, policy)
        households = places.residents / places.household_size
        metres = np.array([centre.m2 for centre in policy.added.values()])
        more = np.bincount(standing_in(places, policy), metres, len(places.ids))
        return centre_space(places, policy) + 100.0 * more / households
