"""Who helps the offices: volunteers, and units paired with communities."""

from typing import Annotated

from pydantic import Field

from .fields import (
    CHOICE,
    Block,
    Count,
    Identifier,
    NonNegative,
    Positive,
    Random,
    Share,
    Title,
)

Engagement = Annotated[float, Field(ge=0.01, le=0.99)]


class VolunteerPool(Block):
    """People registered to help: volunteers (志愿者), Party members in service (在职党员)."""

    title: Title
    registered: Count = Field(description="In the whole city.")
    active_share: Share = Field(description="Share of the registered who ever answer a call.")
    hours_per_year: NonNegative = Field(description="Hours an active one gives, on average.")
    hours_sigma: NonNegative = Field(0.0, description="Log standard deviation between them.")
    calendar: Identifier = Field(description="When they are free.")


class Skill(Block):
    """Something that not every volunteer can do."""

    title: Title
    share: Share = Field(description="Share of the volunteers who can.")
    kinds: Annotated[tuple[Identifier, ...], Field(min_length=1)] = Field(
        description="Kinds of issues that take it.", json_schema_extra=CHOICE
    )


class Volunteers(Block):
    """Volunteers of the city and how they bear being called; they act with policy.orders."""

    pools: dict[Identifier, VolunteerPool]
    skills: dict[Identifier, Skill] = Field({})
    acceptance: Share = Field(description="Chance that a rested volunteer accepts a call.")
    no_show: Share = Field(description="Accepted orders to which nobody comes.")
    inactive_days: Random = Field(description="Spell after each call in which no call reaches.")
    fatigue_memory_days: Positive = Field(description="Time constant of the memory of calls.")
    fatigue_free_calls: NonNegative = Field(description="Remembered calls that do not tire.")
    fatigue: NonNegative = Field(
        description="Acceptance is divided by 1 + fatigue (remembered calls - free)+."
    )
    exit_per_month: NonNegative = Field(description="Hazard of giving up, a month.")
    exit_fatigue: NonNegative = Field(
        description="The exit hazard is multiplied by 1 + this x remembered calls."
    )
    unmatched_loss: Share = Field(
        description="Acceptance lost by who was willing and not needed; regained by serving."
    )
    sign_up_trust: Share = Field(description="Trust from which a satisfied resident may sign up.")
    sign_up_share: Share = Field(description="Chance of it, at each satisfied rating.")
    sign_up_pool: Identifier = Field(description="Pool that residents sign up to.")


class UnitGroup(Block):
    """Units of one trade (行业): what they can do and give."""

    title: Title
    share: Share = Field(description="Share of the units.")
    kinds: tuple[Identifier, ...] = Field(
        description="Kinds of issues they can solve.", json_schema_extra=CHOICE
    )
    hours_per_year: NonNegative = Field(description="Hours a unit gives when fully engaged.")
    yuan_per_year: NonNegative = Field(description="Money a unit gives when fully engaged.")


class Units(Block):
    """Co-building units (共建单位) of the city; they act with policy.pairing.

    A month changes engagement g by alpha (r - theta) g (1-g) + kappa a (1-g) - delta m g: r the
    share of benefits in all that passes between the two in twelve months, a the assessment
    leverage, m 1 for assigned units.
    """

    count: Count
    groups: dict[Identifier, UnitGroup]
    initial_engagement: Engagement
    learning: NonNegative = Field(description="alpha.")
    expected_share: Share = Field(description="theta: r from which engagement grows.")
    leverage_gain: NonNegative = Field(description="kappa.")
    mandate_loss: NonNegative = Field(description="delta.")
    yuan_per_hour: Positive = Field(description="Value of an hour of a unit's people.")
    handling_days: Random = Field(description="From a claim to the end of the work.")
    surge_staff: NonNegative = Field(
        0.0, description="Staff a fully engaged unit lends its communities in a shock."
    )
