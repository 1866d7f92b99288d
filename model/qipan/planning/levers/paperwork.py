"""Clerks more, who take over paperwork of communities' desks."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pydantic import Field

from ...scenario import Scenario
from ...scenario.faults import Fault
from ...scenario.fields import Positive
from ...scenario.prices import Prices
from ...words import Phrase, Words
from .lever import Setting, Values
from .option import YearlyPriced, unpriced
from .staff import POSTS


class PaperworkLever(YearlyPriced):
    """Clerks beside those of today who take over paperwork of a community's desk, whole ones."""

    unit: ClassVar[str] = "clerks"
    counted: ClassVar[Words] = Words("clerks")
    amount: ClassVar[Words] = POSTS
    default_name: ClassVar[Words | None] = Words("more clerks for paperwork")

    yuan_year: Positive | None = Field(
        None, description="Price of a clerk; by default by `costs` of the scenario."
    )

    def faults(self, name: str, scenario: Scenario) -> Iterable[Fault]:
        """Ask for a price, and for paperwork to take over."""
        priced = scenario.document.costs is not None
        yield from unpriced(name, "yuan_year", self.yuan_year, self.price_from, in_scenario=priced)
        if scenario.document.desks.community.paperwork is None:
            yield Fault(
                key=name,
                found=Phrase("no paperwork at the communities' desks of the scenario"),
                allowed=Phrase("desks.community.paperwork must be given"),
            )

    def yuan_by_costs(self, prices: Prices, at: Setting) -> float:
        """Price of a clerk, who is there in a desk's hours like its staff."""
        return prices.clerk_yuan_year

    def changes(
        self, name: str, units: Values, at: Setting, before: Mapping[str, Any]
    ) -> dict[str, Any]:
        """More clerks for paperwork beside those of today."""
        today = at.scenario.document.desks.community.clerks
        named = zip(at.city.places.ids, units.tolist(), strict=True)
        return {"desks.community.clerks": {place: today.get(place, 0.0) + n for place, n in named}}
