"""Meetings that decide, and talks before them: blocks of a policy."""

from typing import Annotated

from pydantic import Field

from .fields import (
    CHOICE,
    Block,
    Identifier,
    NonNegative,
    Positive,
    PositiveCount,
    Share,
)
from .mechanism import Mechanism


class Meeting(Block):
    """A periodic sitting (会议) that decides tickets: at most `slots` each time, in turn."""

    period_days: PositiveCount = Field(json_schema_extra=CHOICE)
    slots: PositiveCount = Field(description="Cases heard at a sitting.", json_schema_extra=CHOICE)
    success: Positive = Field(
        1.0, le=1.0, description="Chance that a case is decided, each time it is heard in earnest."
    )
    sittings: PositiveCount = Field(
        1,
        description="Sittings a hard case needs: it cannot be decided before this one.",
        json_schema_extra=CHOICE,
    )
    hard_from: Share = Field(1.0, description="Complexity from which a case is hard.")
    staff_hours: NonNegative = Field(
        0.0, description="Work a sitting takes from the desk of the office that holds it."
    )


class Council(Meeting):
    """A meeting of neighbours (议事会). It may fail: they then harden and are left alone."""

    quorum: Positive = Field(
        1.0, le=1.0, description="Chance that enough people come; else nobody is heard that day."
    )
    sittings_most: PositiveCount | None = Field(
        None,
        description="Sittings at which a case is heard in vain before it is given back; without "
        "it, it is heard again and again.",
        json_schema_extra=CHOICE,
    )
    extra: dict[Identifier, Annotated[float, Field(ge=0.0, le=365.0)]] = Field(
        {},
        description="Sittings a year beside these by community id, prepared by facilitators who "
        "are paid for, so that they take no time of the desk.",
        json_schema_extra=CHOICE,
        exclude_if=lambda extra: not extra,
    )


class Talks(Block):
    """Deputies' talks (恳谈): latent issues come up."""

    period_days: PositiveCount = Field(json_schema_extra=CHOICE)
    surfacing_share: Share = Field(
        lt=1.0, description="Chance that a latent issue of the community comes up at a talk."
    )


class JointMeetings(Mechanism):
    """m5 联席会议: scheduled joint meetings by level, deputies' talks."""

    community: Council | None = Field(
        None, description="Of the community: cases that need consensus, where no council sits."
    )
    subdistrict: Meeting | None = Field(
        None, description="Of the subdistrict: cases that need several departments."
    )
    city: Meeting | None = Field(
        None, description="Of the city: cases that departments refuse or fail to solve."
    )
    urgent_bypass: bool = Field(
        False, description="急事共商: urgent cases are heard at once, out of turn."
    )
    urgent_days: NonNegative = Field(
        1.0, description="Days until an urgent case is heard.", json_schema_extra=CHOICE
    )
    talks: Talks | None = None
