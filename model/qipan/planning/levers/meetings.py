"""Sittings more, which facilitators prepare."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from ...scenario import Scenario
from ...scenario.faults import Fault
from ...scenario.fields import Positive
from ...scenario.meetings import Council
from ...words import Phrase, Words
from .lever import Setting, Values
from .option import PricedLever, unpriced


class MeetingLever(PricedLever):
    """Sittings beside those of today, prepared by facilitators in place of the desk's staff."""

    unit: ClassVar[str] = "sittings"
    counted: ClassVar[Words] = Words("sittings")
    amount: ClassVar[Words] = Words("{name}: {n:,.0f} in year {year}, ¥{yuan:,.0f}")
    default_name: ClassVar[Words | None] = Words("more sittings with a facilitator")
    sets: ClassVar[tuple[str, ...]] = (
        "policy.councils.council.extra",
        "policy.joint_meetings.community.extra",
    )

    cap: Annotated[int, Field(ge=1, le=200)] = Field(
        description="Most sittings a year more in each community."
    )
    most: Annotated[int, Field(ge=0)] | None = Field(
        None, description="Most sittings a year more in all."
    )
    yuan_per_sitting: Positive | None = Field(
        None,
        description="What a facilitator is paid for a sitting; by default the sitting's "
        "`staff_hours` at a worker's price by `costs` of the scenario.",
    )

    def faults(self, name: str, scenario: Scenario) -> Iterable[Fault]:
        """Ask for a price, and for meetings that sit."""
        priced = scenario.document.costs is not None
        yuan, price_from = self.yuan_per_sitting, self.price_from
        yield from unpriced(name, "yuan_per_sitting", yuan, price_from, in_scenario=priced)
        if council_of(scenario) is None:
            yield Fault(
                key=name,
                found=Phrase("no council and no community meeting sits in the scenario"),
                allowed=Phrase("policy.councils or policy.joint_meetings.community must be on"),
            )

    def yuan(self, at: Setting) -> float:
        """Price of a sitting that a facilitator prepares."""
        if self.yuan_per_sitting is not None:
            return self.yuan_per_sitting
        held, prices = council_of(at.scenario), at.scenario.document.costs
        assert held is not None  # refused otherwise
        assert prices is not None
        return held[1].staff_hours * prices.worker_yuan_year / prices.post_hours_per_year

    def changes(
        self, name: str, units: Values, at: Setting, before: Mapping[str, Any]
    ) -> dict[str, Any]:
        """More sittings beside those of today."""
        held = council_of(at.scenario)
        assert held is not None  # refused otherwise
        key, council = held
        named = zip(at.city.places.ids, units.tolist(), strict=True)
        return {f"{key}.extra": {place: council.extra.get(place, 0.0) + n for place, n in named}}


def council_of(scenario: Scenario) -> tuple[str, Council] | None:
    """Key and council of the communities: residents' councils, or else community meetings."""
    policy = scenario.document.policy
    if policy.councils.on and policy.councils.council is not None:
        return "policy.councils.council", policy.councils.council
    if policy.joint_meetings.on and policy.joint_meetings.community is not None:
        return "policy.joint_meetings.community", policy.joint_meetings.community
    return None
