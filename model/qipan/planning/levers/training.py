"""Places more in courses for communities' staff."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pydantic import Field

from ...city.posts import posts_by_community
from ...scenario import Scenario
from ...scenario.career import Career
from ...scenario.faults import Fault
from ...scenario.fields import Positive, PositiveCount
from ...words import Phrase, Words
from .lever import Setting, Values
from .option import PricedLever, unpriced

PRICE = "costs.training_yuan_per_hour"


class TrainingLever(PricedLever):
    """Places a year in courses for who holds a post of a community, in the hours of its desk.

    They are taken in turn, so that all at a desk are trained alike.
    """

    unit: ClassVar[str] = "places"
    counted: ClassVar[Words] = Words("places in courses")
    amount: ClassVar[Words] = Words("{name}: {n:,.0f} in year {year}, ¥{yuan:,.0f}")
    default_name: ClassVar[Words | None] = Words("places in courses for staff")
    sets: ClassVar[tuple[str, ...]] = ("policy.career.extra_training_hours",)

    cap: PositiveCount = Field(description="Most places a year more in each community.")
    course_hours: Positive = Field(description="Hours that a course takes of each who is there.")
    yuan_per_place: Positive | None = Field(
        None,
        description="Price of a place: teacher, room, materials; by default `course_hours` at "
        "`training_yuan_per_hour` by `costs` of the scenario.",
    )

    def faults(self, name: str, scenario: Scenario) -> Iterable[Fault]:
        """Ask for a price, and for staff who are people that learn."""
        prices = scenario.document.costs
        priced = prices is not None and prices.training_yuan_per_hour is not None
        yuan, price_from = self.yuan_per_place, self.price_from
        yield from unpriced(name, "yuan_per_place", yuan, price_from, in_scenario=priced)
        if scenario.document.desks.community.turnover is None:
            yield Fault(
                key=name,
                found=Phrase("no desks.community.turnover in the scenario"),
                allowed=Phrase("must be given: without it staff are no people who learn"),
            )
        career = scenario.document.policy.career
        if not career.training_success_gain and not career.training_errors_avoided:
            yield Fault(
                key=name,
                found=Phrase("training that teaches nothing in the scenario"),
                allowed=Phrase(
                    "policy.career must have training_success_gain or training_errors_avoided"
                ),
            )

    def yuan(self, at: Setting) -> float:
        """Price of a place in a course."""
        if self.yuan_per_place is not None:
            return self.yuan_per_place
        prices = at.scenario.document.costs
        assert prices is not None  # refused otherwise
        assert prices.training_yuan_per_hour is not None
        return self.course_hours * prices.training_yuan_per_hour

    def changes(
        self, name: str, units: Values, at: Setting, before: Mapping[str, Any]
    ) -> dict[str, Any]:
        """More training for each beside that of today; where career is off, nothing else of it."""
        document, places = at.scenario.document, at.city.places
        career, prices = document.policy.career, document.costs
        each = units * self.course_hours / posts_by_community(places, document.desks.community)
        today = career.extra_training_hours if career.on else {}
        named = zip(places.ids, each.tolist(), strict=True)
        more = {place: today.get(place, 0.0) + hours for place, hours in named}
        changes: dict[str, Any] = {"policy.career.extra_training_hours": more}
        if not career.on:
            changes |= {f"policy.career.{key}": value for key, value in _nothing_else(career)}
        if prices is not None and prices.training_yuan_per_hour is None:
            changes[PRICE] = self.yuan(at) / self.course_hours
        return changes


def _nothing_else(career: Career) -> Iterable[tuple[str, Any]]:
    """Keys of a career that trains nobody else, pays no ladder and has no reserve."""
    yield "on", True
    yield "ladder_leave_factor", 1.0
    for key in (
        "ladder_yuan_per_head_year",
        "training_hours_per_year",
        "post_training_hours_per_year",
        "post_training_errors_avoided",
        "reserve_people",
    ):
        if getattr(career, key):
            yield key, 0
