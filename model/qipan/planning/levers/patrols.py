"""Patrollers more, who walk in all hours of patrol."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pydantic import Field

from ...scenario import Scenario
from ...scenario.faults import Fault
from ...scenario.fields import Positive
from ...scenario.prices import Prices
from ...words import Words
from .lever import HOURS_PER_YEAR, Setting, Values
from .option import YearlyPriced, unpriced
from .staff import POSTS


class PatrolLever(YearlyPriced):
    """Patrollers beside those of today, whole ones, who walk in all hours of patrol."""

    unit: ClassVar[str] = "patrollers"
    counted: ClassVar[Words] = Words("patrollers")
    amount: ClassVar[Words] = POSTS
    default_name: ClassVar[Words | None] = Words("more patrollers")
    sets: ClassVar[tuple[str, ...]] = ("policy.patrol.extra",)

    yuan_year: Positive | None = Field(
        None, description="Price of a patroller; by default by `costs` of the scenario."
    )

    def faults(self, name: str, scenario: Scenario) -> Iterable[Fault]:
        """Ask for a price."""
        priced = scenario.document.costs is not None
        return unpriced(name, "yuan_year", self.yuan_year, self.price_from, in_scenario=priced)

    def yuan_by_costs(self, prices: Prices, at: Setting) -> float:
        """Price of a patroller: all hours of patrol are paid for like full-time hours."""
        calendars = at.city.calendars
        row = calendars.index[at.scenario.document.policy.patrol.calendar]
        hours = float(calendars.open[row].mean()) * HOURS_PER_YEAR
        return prices.patroller_yuan_year * hours / prices.post_hours_per_year

    def changes(
        self, name: str, units: Values, at: Setting, before: Mapping[str, Any]
    ) -> dict[str, Any]:
        """More patrollers beside those of today; where nobody walks today, they alone."""
        patrol = at.scenario.document.policy.patrol
        today = patrol.extra if patrol.on else {}  # nobody walks where patrols are off
        named = zip(at.city.places.ids, units.tolist(), strict=True)
        more = {place: today.get(place, 0.0) + number for place, number in named}
        changes: dict[str, Any] = {"policy.patrol.extra": more}
        if not patrol.on:
            changes |= {"policy.patrol.on": True, "policy.patrol.patrollers_per_grid": 0.0}
        return changes
