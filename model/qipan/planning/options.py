"""Levers of a plan file that are no hours at a desk, in a city: options, and what they change."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..city import City
from ..city.more_volunteers import Newcomers
from ..scenario import Scenario
from .document import PlanDocument
from .levers.lever import Setting
from .levers.of_plan import option_levers
from .problem import Option, Values


@dataclass(frozen=True)
class OptionWork:
    """What options are in a city: prices, and the scenario of a plan.

    Attributes
    ----------
    document : PlanDocument
    scenario : Scenario
    city : City
    """

    document: PlanDocument
    scenario: Scenario
    city: City

    @cached_property
    def _at(self) -> Setting:
        return Setting(self.scenario, self.city)

    def options(self, bounds: dict[str, tuple[Values, Values]]) -> tuple[Option, ...]:
        """Pose the options, by floors and caps at each desk."""
        return tuple(
            lever.posed(name, self._at, *bounds[name])
            for name, lever in option_levers(self.document).items()
        )

    def changes(self, units: Values) -> dict[str, Any]:
        """Values of the scenario under so many units, shape (options, communities)."""
        found: dict[str, Any] = {}
        levers = option_levers(self.document)
        for (name, lever), row in zip(levers.items(), units, strict=True):
            if row.any():
                found |= lever.changes(name, row, self._at, found)
        return found

    def newcomers(self, units: Values) -> Newcomers | None:
        """Volunteers more under so many units, whom no scenario lists."""
        levers = option_levers(self.document).values()
        found = (lever.newcomers(row) for lever, row in zip(levers, units, strict=True))
        return next((one for one in found if one is not None), None)
