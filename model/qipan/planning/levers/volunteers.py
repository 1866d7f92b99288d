"""Volunteers more, with an organiser's stipend."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import numpy as np
from pydantic import Field

from ...city.more_volunteers import Newcomers
from ...scenario import Scenario
from ...scenario.faults import Fault
from ...scenario.fields import Positive
from ...words import Phrase, Words
from .lever import Setting, Values
from .option import PricedLever, unpriced
from .staff import POSTS


class VolunteerLever(PricedLever):
    """Active volunteers beside those of today, called and tired as these; paid for what they offer.

    They take orders (点单) of the kinds that need nothing but labour, at no desk.
    """

    unit: ClassVar[str] = "volunteers"
    counted: ClassVar[Words] = Words("volunteers")
    amount: ClassVar[Words] = POSTS
    default_name: ClassVar[Words | None] = Words("more volunteers")

    hours_per_year: Positive = Field(description="Hours that each offers.")
    yuan_per_hour: Positive | None = Field(
        None,
        description="Price of an hour that is offered, worked or not; by default "
        "`volunteer_yuan_per_hour` by `costs` of the scenario.",
    )

    def faults(self, name: str, scenario: Scenario) -> Iterable[Fault]:
        """Ask for a price, and for orders that volunteers are called to."""
        document, yuan = scenario.document, self.yuan_per_hour
        priced = document.costs is not None
        yield from unpriced(name, "yuan_per_hour", yuan, self.price_from, in_scenario=priced)
        if document.volunteers is None or not document.policy.orders.on:
            yield Fault(
                key=name,
                found=Phrase("no orders to volunteers in the scenario"),
                allowed=Phrase("volunteers must be given, and policy.orders on"),
            )

    def yuan(self, at: Setting) -> float:
        """Price of a volunteer for a year."""
        if self.yuan_per_hour is not None:
            return self.hours_per_year * self.yuan_per_hour
        prices = at.scenario.document.costs
        assert prices is not None  # refused otherwise
        return self.hours_per_year * prices.volunteer_yuan_per_hour

    def changes(
        self, name: str, units: Values, at: Setting, before: Mapping[str, Any]
    ) -> dict[str, Any]:
        """No value: they are people of the city."""
        return {}

    def newcomers(self, units: Values) -> Newcomers | None:
        """So many volunteers more in each community, the mean of periods rounded."""
        more = np.round(units).astype(np.int64)
        return Newcomers(tuple(more.tolist()), self.hours_per_year) if more.any() else None
