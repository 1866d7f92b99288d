"""Careers of community staff: how they come and go, and the policy that keeps and trains them."""

from pydantic import Field

from .fields import CHOICE, Block, Count, Identifier, NonNegative, Positive, Share
from .mechanism import Mechanism


class Turnover(Block):
    """Staff of a community's desk who leave and are replaced."""

    leave_per_year: NonNegative = Field(description="Hazard of leaving, a year.")
    vacancy_days: NonNegative = Field(description="Days a post stands empty.")
    starting_speed: Positive = Field(
        le=1.0, description="Speed of a newcomer against one who knows the place."
    )
    learning_days: Positive = Field(description="Time constant of learning.")
    overload_factor: Positive = Field(
        1.0, ge=1.0, description="Hazard of leaving where the backlog is endless, against none."
    )
    half_backlog_per_head: Positive = Field(
        1.0, description="Tickets waiting for each at which half of that is reached."
    )


class Career(Mechanism):
    """m13 职业发展: a pay ladder (等级序列), training (培训), a reserve (后备干部)."""

    ladder_leave_factor: Share = Field(
        1.0, description="Hazard of leaving with the pay ladder against without."
    )
    ladder_yuan_per_head_year: NonNegative = Field(
        0.0, description="What the ladder costs for each who holds a post."
    )
    training_hours_per_year: NonNegative = Field(
        0.0, description="Hours each is trained, out of the desk's time.", json_schema_extra=CHOICE
    )
    extra_training_hours: dict[Identifier, NonNegative] = Field(
        {},
        description="Hours a year by community that each who holds a post there is trained beside "
        "`training_hours_per_year`, out of the desk's time as well.",
        json_schema_extra=CHOICE,
        exclude_if=lambda hours: not hours,
    )
    training_hours_to_learn: Positive = Field(
        1.0, description="Hours after which 63 % of what training teaches is learned."
    )
    training_success_gain: Share = Field(
        0.0, description="Share of the failures at the desk that full training turns round."
    )
    training_errors_avoided: Share = Field(
        0.0, description="Share of the errors of sorting that full training avoids."
    )
    post_training_hours_per_year: NonNegative = Field(
        0.0,
        description="Hours each of a subdistrict's own people at its posts is trained, out of the "
        "posts' time; what it teaches is learned as `training_hours_to_learn` says.",
        json_schema_extra=CHOICE,
    )
    post_training_errors_avoided: Share = Field(
        0.0,
        description="Share of the acts set aside on review (撤销), see `legal_error_share` of "
        "`authority`, that full training of those people avoids.",
    )
    reserve_people: Count = Field(
        0, description="Reserve cadres chosen at a time, for the city.", json_schema_extra=CHOICE
    )
    reserve_renewed_years: Positive = Field(
        1.0, description="Years between two choices.", json_schema_extra=CHOICE
    )
    reserve_days: NonNegative = Field(0.0, description="Days until one of them takes a post.")
    reserve_starting_speed: Positive = Field(1.0, le=1.0, description="Their speed on arrival.")

    def training_hours_in(self, community: str) -> float:
        """Hours a year that each who holds a post of a community is trained."""
        return self.training_hours_per_year + self.extra_training_hours.get(community, 0.0)
