"""Enforcement officers more, at subdistricts' posts."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pydantic import Field

from ...scenario import Scenario
from ...scenario.faults import Fault
from ...scenario.fields import Positive, PositiveCount
from ...scenario.prices import Prices
from ...words import Phrase, Words
from .lever import Setting, Values
from .option import YearlyPriced, unpriced
from .staff import POSTS


class OfficerLever(YearlyPriced):
    """Whole enforcement officers more, hired by subdistricts, from no department."""

    unit: ClassVar[str] = "officers"
    counted: ClassVar[Words] = Words("officers")
    amount: ClassVar[Words] = POSTS
    default_name: ClassVar[Words | None] = Words("more enforcement officers at subdistricts")

    yuan_year: Positive | None = Field(
        None, description="Price of an officer; by default by `costs` of the scenario."
    )
    cap: PositiveCount = Field(description="Most more in each subdistrict.")

    @property
    def at_subdistricts(self) -> bool:
        """Officers stand at subdistricts, for all their communities."""
        return True

    def faults(self, name: str, scenario: Scenario) -> Iterable[Fault]:
        """Ask for a price, and for posts at which they stand."""
        prices, desks = scenario.document.costs, scenario.document.desks
        priced = prices is not None and prices.officer_yuan_year is not None
        yield from unpriced(name, "yuan_year", self.yuan_year, self.price_from, in_scenario=priced)
        if not sum(desks.posts.get(post, 0.0) for post in desks.enforcement_posts):
            yield Fault(
                key=name,
                found=Phrase("no enforcement posts in the scenario"),
                allowed=Phrase("desks.enforcement_posts must name posts that have staff"),
            )

    def yuan_by_costs(self, prices: Prices, at: Setting) -> float:
        """Price of an officer."""
        assert prices.officer_yuan_year is not None  # refused otherwise
        return prices.officer_yuan_year

    def changes(
        self, name: str, units: Values, at: Setting, before: Mapping[str, Any]
    ) -> dict[str, Any]:
        """More officers beside those of today, told of each community's subdistrict."""
        document, places = at.scenario.document, at.city.places
        today = document.desks.officers
        more = {
            area: today.get(area, 0.0) + float(units[places.subdistrict == row][0])
            for row, area in enumerate(places.subdistrict_ids)
        }
        changes: dict[str, Any] = {"desks.officers": more}
        if document.costs is not None and document.costs.officer_yuan_year is None:
            changes["costs.officer_yuan_year"] = self.yuan(at)
        return changes
