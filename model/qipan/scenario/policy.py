"""The twelve mechanisms of reform, each a block with a switch, and dated changes."""

import datetime
from typing import Annotated, Any

from pydantic import Field

from .fields import (
    CHOICE,
    Block,
    Count,
    Identifier,
    NonNegative,
    Positive,
    PositiveCount,
    Random,
    Share,
)


class Mechanism(Block):
    """A mechanism that can be off, on, or on from a date."""

    on: bool = False
    starts: datetime.date | None = Field(None, description="First day in force; by default all.")

    def in_force(self, date: datetime.date) -> bool:
        """Whether the mechanism acts on `date`."""
        return self.on and (self.starts is None or date >= self.starts)


class Burden(Mechanism):
    """m1 减负: duties and ledgers cut, admission gate."""

    community_duties_ratio: Share = Field(
        1.0, description="D/D_0 of communities.", json_schema_extra=CHOICE
    )
    subdistrict_duties_ratio: Share = Field(
        1.0, description="D/D_0 of subdistricts.", json_schema_extra=CHOICE
    )
    admission_gate: bool = Field(False, description="工作准入: duties stop growing.")
    inspections_ratio: NonNegative = Field(
        1.0, description="Inspections against before.", json_schema_extra=CHOICE
    )


class Rotation(Block):
    """Replacement of dispatched cadres by new ones."""

    every_days: PositiveCount = Field(json_schema_extra=CHOICE)
    cohorts: PositiveCount = Field(
        1,
        description="Groups replaced in turn within the period; 1 replaces all at once.",
        json_schema_extra=CHOICE,
    )
    overlap_days: Count = Field(
        0, description="压茬交接: days both serve, so the new one learns.", json_schema_extra=CHOICE
    )


class SentDown(Mechanism):
    """m2 力量下沉: cadres dispatched to communities."""

    full_time_per_community: NonNegative = Field(0.0, json_schema_extra=CHOICE)
    part_time_per_community: NonNegative = Field(0.0, json_schema_extra=CHOICE)
    part_time_share: Share = Field(
        0.0, description="Of a full week, each part-time cadre.", json_schema_extra=CHOICE
    )
    liaisons_per_community: NonNegative = Field(0.0, json_schema_extra=CHOICE)
    liaison_share: Share = Field(
        0.0, description="Of a full week, each liaison (联络员).", json_schema_extra=CHOICE
    )
    allocation: dict[Identifier, NonNegative] = Field(
        {},
        description="Full-time cadres by community id; in place of the number for all.",
        json_schema_extra=CHOICE,
    )
    speed: Positive = Field(1.0, description="Speed of a cadre who knows the place.")
    starting_speed: Positive = Field(1.0, description="Speed on arrival.")
    learning_days: Positive = Field(1.0, description="Time constant of learning.")
    ticket_share: Share = Field(
        1.0, description="Share of a cadre's week for tickets.", json_schema_extra=CHOICE
    )
    leader_hand_off_factor: Share = Field(
        1.0, description="Hand-off delays against before, where a city leader backs a community."
    )
    lost_at_sender_share: Share = Field(
        1.0, description="Share of a dispatched hour that the sending unit loses."
    )
    rotation: Rotation | None = None


class PatrolPolicy(Mechanism):
    """m3 巡查: daily patrol, fix on the spot (随手做)."""

    patrollers_per_grid: Positive = Field(1.0, json_schema_extra=CHOICE)
    calendar: Identifier = Field("patrol", description="Hours of patrol.")
    fix_on_the_spot: bool = False
    own_staff_share: Share = Field(
        0.0,
        description="Patrol hours taken out of the community desks; the rest is the brigade's.",
        json_schema_extra=CHOICE,
    )


class Authority(Mechanism):
    """m4 赋权: whistle powers, enforcement centre, obey dispatch."""

    acceptance: Share = Field(1.0, description="Probability that a department accepts a whistle.")
    subdistrict_success_gain: Share = Field(
        0.0, description="Share of the failures at the subdistrict that its powers turn round."
    )
    enforcement_centre: bool = Field(False, description="一街道一中心: enforcement posts pooled.")
    one_call_dispatch: bool = Field(
        False, description="Departments that obey dispatch take every whistle, without refusal."
    )


class Meeting(Block):
    """A periodic sitting that decides tickets."""

    period_days: Positive = Field(json_schema_extra=CHOICE)
    slots: PositiveCount = Field(json_schema_extra=CHOICE)
    success: Share
    sittings: PositiveCount = Field(1, json_schema_extra=CHOICE)


class JointMeetings(Mechanism):
    """m5 联席会议: scheduled joint meetings by level."""

    community: Meeting | None = None
    subdistrict: Meeting | None = None
    city: Meeting | None = None
    urgent_bypass: bool = False


class Pairing(Mechanism):
    """m6 共建: units paired with communities."""

    units: Count = 0
    units_per_community: NonNegative = 0.0
    one_to_one: bool = False
    mandated_share: Share = 0.0
    assessment_leverage: Share = 0.0
    benefit_share: Share = 0.0


class Orders(Mechanism):
    """m7 点单: order cycle and volunteer points."""

    volunteers: Count = 0
    hours_per_year: NonNegative = 0.0
    acceptance: Share = 0.0
    no_show: Share = 0.0
    points_gain: NonNegative = 0.0
    inactive_days: Random | None = None
    radius_km: NonNegative = 0.0


class Fund(Mechanism):
    """m8 专项经费: service fund and its rules."""

    yuan_per_community_year: NonNegative = Field(0.0, json_schema_extra=CHOICE)
    absorption: Share = 0.0
    approval_days: Random | None = None
    carry_over: bool = False


class TriParty(Mechanism):
    """m9 三方联动: property firm, owners' committee and Party branch cross-appointed."""

    estate_success_gain: Share = 0.0
    meeting: Meeting | None = None


class Councils(Mechanism):
    """m10 议事协商: residents' councils."""

    council: Meeting | None = None


class Shifts(Mechanism):
    """m11 两班倒: the same people spread over longer opening hours."""

    calendar: Identifier = Field("two_shifts", description="Opening hours of community desks.")


class ServiceCircle(Mechanism):
    """m12 服务圈: one-stop centres within walking distance."""

    radius_metres: Positive = 500.0
    absorbed_share: Share = 0.0
    report_barrier_factor: Positive = 1.0


class Change(Block):
    """A reform that starts on a date."""

    on: datetime.date
    set: Annotated[dict[str, Any], Field(min_length=1)] = Field(
        description="Keys of `policy`, `triage`, `closure` and `handling` with their new values."
    )


class Policy(Block):
    """The twelve mechanisms and the dated changes to them."""

    burden: Burden = Burden()
    sent_down: SentDown = SentDown()
    patrol: PatrolPolicy = PatrolPolicy()
    authority: Authority = Authority()
    joint_meetings: JointMeetings = JointMeetings()
    pairing: Pairing = Pairing()
    orders: Orders = Orders()
    fund: Fund = Fund()
    tri_party: TriParty = TriParty()
    councils: Councils = Councils()
    shifts: Shifts = Shifts()
    service_circle: ServiceCircle = ServiceCircle()
    changes: tuple[Change, ...] = ()


SIMULATED: tuple[str, ...] = ("burden", "sent_down", "patrol", "authority", "shifts")
MECHANISMS: tuple[str, ...] = tuple(name for name in Policy.model_fields if name != "changes")
