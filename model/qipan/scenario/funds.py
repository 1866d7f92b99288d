"""The community fund and its earmarks: blocks of a policy."""

from typing import Annotated, Literal

from pydantic import Field

from .fields import (
    CHOICE,
    Block,
    Identifier,
    NonNegative,
    PositiveCount,
    Random,
    Share,
    Title,
)
from .mechanism import Mechanism

DAYS_PER_MONTH = 365.0 / 12.0


class Earmark(Block):
    """Money for one purpose (专项经费)."""

    title: Title
    yuan_per_community_year: NonNegative
    yuan_per_village_year: NonNegative = 0.0
    yuan_per_small_village_year: NonNegative = 0.0
    kinds: Annotated[tuple[Identifier, ...], Field(min_length=1)] = Field(
        description="Kinds of issues whose projects it may pay for.", json_schema_extra=CHOICE
    )
    places: dict[Identifier, Share] = Field(
        {},
        description="Share of what is spent of it that buys places of each service, on 1 January.",
    )


class Fund(Mechanism):
    """m8 专项经费: service fund and its rules; it pays projects, never wages."""

    earmarks: dict[Identifier, Earmark] = Field({})
    allocation: dict[Identifier, dict[Identifier, NonNegative]] = Field(
        {},
        description="Yuan a year by earmark and community id, the county's part included; in place "
        "of the earmark's amounts for all.",
        json_schema_extra=CHOICE,
    )
    plan: str | None = Field(
        None,
        description="CSV file with the allocation, in columns `community`, `earmark` and `plan` "
        "(社区, 专项, 方案).",
    )
    village_step_residents: PositiveCount = Field(
        1, description="Residents from which a village is not small.", json_schema_extra=CHOICE
    )
    match_ratio: NonNegative = Field(
        0.0,
        description="County yuan for each yuan of the city, within the amounts given.",
        json_schema_extra=CHOICE,
    )
    match_paid_share: Share = Field(1.0, description="Part of the county's share that is paid.")
    absorption: Share = Field(
        1.0, description="Share that offices dare and know how to spend, until rules are clear."
    )
    rules_clear: bool = Field(False, description="Management rules are clear: all can be spent.")
    approval_days: Random | None = Field(None, description="From proposal to approval.")
    fast_track_yuan: NonNegative = Field(
        0.0, description="Projects up to this cost are approved on the fast track."
    )
    fast_approval_days: Random | None = None
    return_share: Share = Field(0.0, description="Proposals sent back once, to be approved anew.")
    build_days: Random | None = Field(None, description="From approval to the end of the works.")
    carry_over: bool = Field(False, description="Unspent money stays; else it lapses.")
    selection: Literal["first_come", "scored"] = Field(
        "first_come",
        description="Projects are paid for as they come, or compete and the best are (公益创投).",
    )
    selection_months: Annotated[int, Field(ge=1, le=12)] = Field(
        3,
        description="With scores: months between selections, the first on 1 January.",
        json_schema_extra=CHOICE,
    )
    score_noise: NonNegative = Field(
        0.0, description="Standard deviation of the logarithm of a jury's score."
    )
    own_share: Annotated[float, Field(ge=0.0, lt=1.0)] = Field(
        0.0, description="Share of a project's cost that residents bear (物业维修资金)."
    )
    own_agree_share: Share = Field(
        1.0, description="Projects for which they agree to; for the others the fund does not pay."
    )

    def selects_in(self, month: int) -> bool:
        """Whether proposals are selected by score on the first of a month."""
        return self.on and self.selection == "scored" and (month - 1) % self.selection_months == 0

    def project_days(self, cost: float) -> float:
        """Days from a proposal that is paid for to the end of the works, on average."""
        fast = self.fast_approval_days if cost <= self.fast_track_yuan else None
        approval = fast or self.approval_days
        days = approval.expected * (1.0 + self.return_share) if approval is not None else 0.0
        if self.selection == "scored":
            days += 0.5 * self.selection_months * DAYS_PER_MONTH
        return days + (self.build_days.expected if self.build_days is not None else 0.0)
