"""What residents do besides reporting: choose a channel, petition, live in households, ride."""

from typing import Annotated

from pydantic import Field

from .fields import Block, Identifier, NonNegative, Positive, Share, Title


class ChannelChoice(Block):
    """How residents choose a channel, and learn from how it has served.

    A channel is chosen in proportion to its share times exp(sensitivity D), D being how much better
    than usual it has served residents of the same type in the same building.
    """

    on: bool = False
    sensitivity: NonNegative = Field(0.0, le=100, description="beta: 0 is that of fixed shares.")
    learning_rate: Share = Field(
        0.0, description="D moves by this times (performance - usual - D); 0 is of fixed shares."
    )
    app_share: Share = Field(
        0.0, lt=1.0, description="Share who at first use an app; the other shares shrink to it."
    )
    talk_share: Share = Field(
        0.0, lt=1.0, description="Share who at first wait for a talk with deputies, where held."
    )
    petition_share: Share = Field(
        0.0, lt=1.0, description="Share who at first petition at once, where petitions are on."
    )
    visit_error_factor: NonNegative = Field(
        1.0, le=10, description="Wrong desks against `triage`, of who comes to the office."
    )
    hotline_error_factor: NonNegative = Field(
        1.0, le=10, description="Wrong desks against `triage`, of who calls 12345."
    )
    grid_worker_error_factor: NonNegative = Field(
        1.0, le=10, description="Wrong desks against `triage`, of who tells a grid worker."
    )
    app_error_factor: NonNegative = Field(
        1.0, le=10, description="Wrong desks against `triage`, of who uses an app."
    )


class Petitions(Block):
    """Petitions (信访): after bad experience a resident goes over the heads of all.

    Such a ticket is served before all others wherever it waits. The chance is that at trust 1/2; it
    is twice that at trust 0 and none at trust 1.
    """

    on: bool = False
    after_repeat_call_share: Share = Field(
        0.0, description="Repeat calls with which the resident also petitions."
    )
    after_false_closure_share: Share = Field(
        0.0, description="False closures found out upon which the resident petitions."
    )
    answer_hours: NonNegative = Field(
        0.0, description="Work that answering for a petition takes at the subdistrict's post."
    )
    points: NonNegative = Field(
        0.0, le=1000, description="Points that a petition costs the community in the ranking."
    )
    points_to_inspection: Positive = Field(
        1.0, le=1e6, description="Points that bring an inspection upon the community's office."
    )


class HouseholdType(Block):
    """Households of a kind: who lives there decides what they need, and when they can be met."""

    title: Title
    share: Share = Field(description="Of all residents.")
    share_in: dict[Identifier, Share] = Field(
        {}, description="Of the residents of a community type, by its name, where it differs."
    )
    needs: dict[Identifier, Annotated[float, Field(ge=0.0, le=100, allow_inf_nan=False)]] = Field(
        {},
        description="Births per head of a kind of issue against the other households'; the kind's "
        "births in the whole city stay what they are.",
    )
    home: Identifier = Field(
        "always",
        description="Calendar of the hours in which they can visit an office and be visited.",
    )
    report_factor: Positive = Field(
        1.0, le=100, description="Reporting hazard against that of all."
    )
    visit_factor: NonNegative = Field(1.0, le=100, description="Choice of visits against others'.")
    hotline_factor: NonNegative = Field(1.0, le=100, description="The same, of 12345.")
    grid_worker_factor: NonNegative = Field(1.0, le=100, description="The same, of grid workers.")
    app_factor: NonNegative = Field(1.0, le=100, description="The same, of the app.")

    def share_of(self, community_type: str) -> float:
        """Share of the residents of a community type."""
        return self.share_in.get(community_type, self.share)


class Couriers(Block):
    """Couriers (骑手), who ride through all grids and tell at stations of what they see.

    Each finds a visible latent issue at hazard v W / A an hour on the road (Koopman's random
    search) and tells of a share of what it sees.
    """

    type: Identifier = Field(description="Type of household to which they belong.")
    riding_share: Share = Field(
        description="Of the residents of these households: who rides at an hour of the calendar."
    )
    calendar: Identifier = Field(description="Hours in which they ride.")
    speed_km_per_hour: Positive
    sweep_width_km: Positive = Field(description="Width within which something is seen.")
    telling_share: Share = Field(description="Share of what is seen that is told at a station.")


class Households(Block):
    """Types of households in the city."""

    on: bool = False
    types: dict[Identifier, HouseholdType] = Field({}, description="By name; shares sum to 1.")
    couriers: Couriers | None = None


class Steward(Block):
    """Residents who look after their neighbours, in hours of their own."""

    on: bool = False
    hours_per_week: Positive = Field(le=168, description="Of each; what is more must wait.")
    find_mean_days: Positive = Field(
        description="Until one comes upon a latent issue that neighbours see or quarrel about."
    )
    record_hours: NonNegative = Field(description="Time to pass on what was found.")
    settle_share: Share = Field(
        description="Chance to settle a matter between neighbours (a private one, or one that "
        "needs their consent, and nothing else), times 1 less its complexity."
    )
    settle_hours: NonNegative = Field(description="Time that takes.")


class BuildingHeads(Steward):
    """Heads of buildings (楼栋长), each in its own."""

    buildings_share: Share = Field(description="Buildings that have one.")


class CouncilMembers(Steward):
    """Members of the residents' council (议事会成员), together in the whole community."""

    per_community: Annotated[int, Field(ge=1, le=1000)] = Field(description="Members of a council.")
