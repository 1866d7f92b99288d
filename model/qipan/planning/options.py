"""Levers of a plan file that are no hours at a desk, in a city: options, and what they change."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..city import City
from ..city.more_volunteers import Newcomers
from ..scenario import Scenario
from .cover import Cover
from .document import PlanDocument
from .levers.lever import OfferedSite, Setting
from .levers.of_plan import SITES, option_levers
from .problem import Option, Values


@dataclass(frozen=True)
class OptionWork:
    """What options are in a city: prices, and the scenario of a plan.

    Attributes
    ----------
    document : PlanDocument
    scenario : Scenario
    city : City
    sites : tuple of OfferedSite
        Where centres may be opened.
    """

    document: PlanDocument
    scenario: Scenario
    city: City
    sites: tuple[OfferedSite, ...] = ()

    @cached_property
    def _at(self) -> Setting:
        return Setting(self.scenario, self.city, self.sites)

    def options(self, bounds: dict[str, tuple[Values, Values]]) -> tuple[Option, ...]:
        """Pose the options, by floors and caps at each desk."""
        return tuple(
            option
            for name, lever in option_levers(self.document).items()
            for option in lever.posed_all(name, self._at, *bounds[name])
        )

    def cover(self, bounds: dict[str, tuple[Values, Values]]) -> Cover | None:
        """Whom the sites of centres would reach, if the plan offers any."""
        lever = self.document.sites
        if lever is None:
            return None
        return lever.cover(self._at, *bounds[SITES], self.rows[SITES].start)

    @cached_property
    def rows(self) -> dict[str, slice]:
        """Rows of each lever among all options."""
        found, first = {}, 0
        for name, lever in option_levers(self.document).items():
            number = len(lever.rows(name, self._at))
            found[name] = slice(first, first + number)
            first += number
        return found

    def changes(self, units: Values) -> dict[str, Any]:
        """Values of the scenario under so many units, shape (options, communities)."""
        found: dict[str, Any] = {}
        for name, lever in option_levers(self.document).items():
            had = units[self.rows[name]]
            if had.any():
                told = had if name == SITES else had[0]
                found |= lever.changes(name, told, self._at, found)
        return found

    def newcomers(self, units: Values) -> Newcomers | None:
        """Volunteers more under so many units, whom no scenario lists."""
        levers = option_levers(self.document).items()
        # Of sites there may be none.
        found = (lever.newcomers(row) for name, lever in levers for row in units[self.rows[name]])
        return next((one for one in found if one is not None), None)
