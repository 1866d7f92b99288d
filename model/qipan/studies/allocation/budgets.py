"""The communities' money in a scenario, as it is today and as a plan would have it."""

import numpy as np
from numpy.typing import NDArray

from ...agents.funds import place_yuan
from ...city import City, build_city
from ...runs.errors import ResourceError
from ...scenario import Scenario
from ...scenario.districts import refuse_districts

Yuan = NDArray[np.float64]


class Budgets:
    """Yearly amounts by community and earmark.

    Parameters
    ----------
    scenario : Scenario
        With `policy.fund` on.
    city : City, optional
        The scenario's city, if it is built already.

    Attributes
    ----------
    earmarks : tuple of str
    today : array, shape (communities, earmarks)
        Yuan a year, the county's part included whether it is paid or not, as in a scenario file.

    Raises
    ------
    ResourceError
        If there is no fund.
    """

    def __init__(self, scenario: Scenario, city: City | None = None) -> None:
        fund = scenario.document.policy.fund
        if not fund.on:
            raise ResourceError(
                f"{scenario.name}: policy.fund is off: there is no money to divide; set on: true"
            )
        refuse_districts(scenario, "funds are allocated in")
        self.city = city or build_city(scenario.document)
        self.earmarks = tuple(fund.earmarks)
        places = self.city.places
        self.today: Yuan = np.array(
            [
                [
                    fund.allocation[name].get(place, 0.0)
                    if name in fund.allocation
                    else place_yuan(fund, earmark, bool(village), int(residents))
                    for name, earmark in fund.earmarks.items()
                ]
                for place, village, residents in zip(
                    places.ids, places.village, places.residents, strict=True
                )
            ]
        )
        # A plan or an allocation of the scenario's own would be merged with those to be tried.
        own = {"plan": fund.plan, "allocation": fund.allocation}
        self._free = scenario.revise({f"policy.fund.{key}": None for key in own if own[key]})

    def funded(self, yuan: Yuan) -> Scenario:
        """Return the scenario with so many yuan a year for each community and earmark."""
        places = self.city.places.ids
        allocation = {
            earmark: dict(zip(places, yuan[:, e].tolist(), strict=True))
            for e, earmark in enumerate(self.earmarks)
        }
        return self._free.revise({"policy.fund.allocation": allocation})
