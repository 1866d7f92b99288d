"""One-stop centres (党群服务中心) of the city: open or not, whom they reach, how large they are."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..city.circle import centre_space, reach
from ..scenario.document import ScenarioDocument
from .transactions import transactions

if TYPE_CHECKING:
    from .simulation import Simulation


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
        buildings = reach(city.places, city.people, policy)
        self.space = centre_space(city.places, policy)
        offered = np.minimum(1.0, self.space / policy.standard_m2_per_100_households)
        taken = [
            transactions(policy, residents, self._model.weekly_hours(policy.calendar))
            for residents in city.places.residents
        ]
        self._model.layer.open_circle(
            buildings,
            policy.absorbed_share * offered,
            np.array([policy.clerks(residents) for residents in city.places.residents]),
            np.array([each.full for each in taken]),
            np.array([each.slowed for each in taken]),
        )
        residents = np.where(buildings, city.people.building_residents, 0)
        owner = city.people.grid_community[city.people.building_grid]
        self.reached = np.bincount(owner, residents) / city.places.residents
