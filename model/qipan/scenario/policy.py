"""The thirteen mechanisms of reform, each a block with a switch, and dated changes."""

import datetime
from typing import Annotated, Any, Self

from pydantic import Field

from .behaviour import BuildingHeads, CouncilMembers
from .career import Career
from .dispatch import Dispatch
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
from .funds import Fund
from .mechanism import Mechanism
from .meetings import Council as Council  # also found here
from .meetings import JointMeetings
from .meetings import Meeting as Meeting
from .planner import Planner
from .service_circle import ServiceCircle

MOST_CALLS_AT_ONCE = 64  # the engine keeps a list of this length
DAYS_PER_MONTH = 365.0 / 12.0
Finite = Annotated[float, Field(allow_inf_nan=False)]


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
    plan: str | None = Field(
        None,
        description="CSV file with the allocation, in columns `community` and `plan` (社区, 方案).",
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
        1.0, description="Share of each cadre that the sending desk goes without."
    )
    from_outside_share: Share = Field(
        0.0, description="Share of the cadres whose units (enterprises, institutions) have no desk."
    )
    from_subdistricts_share: Share = Field(
        0.0,
        description="Of those who leave a desk, the share that subdistricts send; departments send "
        "the others.",
    )
    rotation: Rotation | None = None


class PatrolPolicy(Mechanism):
    """m3 巡查: daily patrol, fix on the spot (随手做)."""

    patrollers_per_grid: NonNegative = Field(
        1.0,
        description="0.5 is one for two grids of a community; 0 only where `extra` has some.",
        json_schema_extra=CHOICE,
    )
    extra: dict[Identifier, NonNegative] = Field(
        {},
        description="Patrollers beside these by community id, divided over its grids, who are paid "
        "for and none of the community's own staff.",
        json_schema_extra=CHOICE,
        exclude_if=lambda extra: not extra,
    )
    calendar: Identifier = Field("patrol", description="Hours of patrol.")
    fix_on_the_spot: bool = False
    own_staff_share: Share = Field(
        0.0,
        description="Patrol hours taken out of the community desks; the rest is the brigade's.",
        json_schema_extra=CHOICE,
    )

    def extra_in(self, community: str) -> float:
        """Patrollers of a community beside those that every grid has."""
        return self.extra.get(community, 0.0)

    def own_share(self, walked: float) -> float:
        """Share of the patrol hours that own staff walk, of so many grids: none of the extra."""
        if not any(self.extra.values()):
            return self.own_staff_share
        usual = self.patrollers_per_grid * walked
        return self.own_staff_share * usual / (usual + sum(self.extra.values()))

    def in_grid(self, community: str, walked: int) -> float:
        """Patrollers of each of the `walked` grids that a community's team walks."""
        return self.patrollers_per_grid + self.extra_in(community) / max(1, walked)


class StaffMoved(Block):
    """People who leave a department for the subdistricts, each of which gets its part."""

    people: NonNegative | None = Field(
        None,
        description="Of the city's department, in full-time equivalents; divided like the "
        "subdistricts' own staff.",
        json_schema_extra=CHOICE,
    )
    share: Share | None = Field(
        None,
        description="In place of `people`: of the department's staff before anybody leaves, so "
        "that the policy means the same in a city of another size.",
        json_schema_extra=CHOICE,
    )
    post: Identifier = Field(description="Post at which they work.", json_schema_extra=CHOICE)


class Authority(Mechanism):
    """m4 赋权: powers handed down with staff, whistle powers, enforcement centre, obey dispatch."""

    acceptance: Share = Field(1.0, description="Probability that a department accepts a whistle.")
    subdistrict_success_gain: Share = Field(
        0.0, description="Share of the failures at the subdistrict that its powers turn round."
    )
    enforcement_centre: bool = Field(False, description="一街道一中心: enforcement posts pooled.")
    one_call_dispatch: bool = Field(
        False, description="Departments that obey dispatch take every whistle, without refusal."
    )
    handed_down: dict[Identifier, Share] = Field(
        {},
        description="Kinds whose power to enforce (执法权) the subdistrict is given: the share of "
        "the cases, 1 for all.",
        json_schema_extra=CHOICE,
    )
    taken_back: dict[Identifier, datetime.date] = Field(
        {},
        description="Kinds handed down until a date, from which departments hold the power again.",
        json_schema_extra=CHOICE,
    )
    staff_moved: dict[Identifier, StaffMoved] = Field(
        {}, description="People who leave a department's desk for posts of the subdistricts."
    )
    legal_error_share: Share = Field(
        0.0,
        description="Acts on a power handed down that are set aside on review (撤销), where nobody "
        "at the post has come from a department; it falls with those who have.",
    )
    review_days: Random | None = Field(
        None, description="From such an act until it is set aside and the ticket reopened."
    )
    legal_advice: bool = Field(False, description="法律顾问: each of these acts is read before.")
    advice_prevents_share: Share = Field(0.0, description="Errors that advice prevents.")
    advice_hours: NonNegative = Field(0.0, description="Work that advice adds to each act.")

    def as_of(self, date: datetime.date) -> Self:
        """Return the mechanism as on a date, with what was taken back by then gone."""
        kept = {
            kind: share
            for kind, share in self.handed_down.items()
            if kind not in self.taken_back or date < self.taken_back[kind]
        }
        return self.model_copy(update={"handed_down": kept, "taken_back": {}})

    @property
    def dates(self) -> dict[str, datetime.date]:
        """Dates on which it changes, by key."""
        ends = {f"taken_back.{kind}": date for kind, date in self.taken_back.items()}
        return {**super().dates, **ends}


class Pairing(Mechanism):
    """m6 共建: units paired with communities, which claim from the list of needs."""

    units_per_community: PositiveCount = Field(
        1, description="Fewest units paired with each community.", json_schema_extra=CHOICE
    )
    communities_per_unit: PositiveCount = Field(
        1,
        description="Most communities a unit serves; 1 is one-to-one (一对一包保).",
        json_schema_extra=CHOICE,
    )
    mandated_share: Share = Field(
        0.0,
        description="Share of the units that are assigned (拉郎配), not volunteering.",
        json_schema_extra=CHOICE,
    )
    assessment_leverage: Share = Field(
        0.0,
        description="Weight of the community's word in the unit's assessment (考核权).",
        json_schema_extra=CHOICE,
    )
    returned_share: NonNegative = Field(
        0.0,
        description="Benefits returned to units against their contributions, in yuan; 1 is even.",
        json_schema_extra=CHOICE,
    )
    projects_per_year: Count = Field(
        0,
        description="Tickets each pair must take up a year, however engaged the unit is.",
        json_schema_extra=CHOICE,
    )
    claims_per_meeting: PositiveCount = Field(
        1, description="Most tickets a unit takes up at a meeting.", json_schema_extra=CHOICE
    )


class Orders(Mechanism):
    """m7 点单—派单—接单—办单—评单: the order platform that calls volunteers."""

    calls_at_once: PositiveCount = Field(
        1,
        le=MOST_CALLS_AT_ONCE,
        description="Volunteers called in a round.",
        json_schema_extra=CHOICE,
    )
    rounds: PositiveCount = Field(
        1,
        description="Rounds of calls before the order goes to the community's desk.",
        json_schema_extra=CHOICE,
    )
    answer_hours: NonNegative = Field(0.0, description="Time until a round's answers are in.")
    radius_km: NonNegative = Field(
        0.0,
        description="From the second round on, communities this near are called too.",
        json_schema_extra=CHOICE,
    )
    work_factor: Positive = Field(1.0, description="A volunteer's work against `work_hours`.")
    points: bool = Field(False, description="先锋指数: hours are counted and recognised.")
    points_gain: NonNegative = Field(0.0, description="Rise of acceptance through points.")
    recognition: Share = Field(0.0, description="Fall of the exit hazard through points.")
    least_hours_per_year: NonNegative = Field(
        0.0,
        description="Hours asked of each active volunteer by rule.",
        json_schema_extra=CHOICE,
    )


class TriParty(Mechanism):
    """m9 三方联动: property firm, owners' committee and Party branch cross-appointed."""

    coverage: Share = Field(1.0, description="Share of the grids where the three sit together.")
    estate_success_gain: Share = Field(
        0.0, description="Share of the failures at their estate desks that they turn round."
    )
    meeting: Council | None = Field(None, description="Of each such estate: consensus of owners.")
    three_way_sorting: bool = Field(
        False,
        description="三事分流: private matters go to the estate desk, small to the community, big "
        "above it.",
    )


class Councils(Mechanism):
    """m10 议事协商: residents' councils decide what needs consensus."""

    council: Council | None = None
    building_heads: BuildingHeads | None = None
    members: CouncilMembers | None = None


class Shifts(Mechanism):
    """m11 两班倒: the same people in two shifts, so that community desks are open for longer."""

    calendar: Identifier = Field(
        "two_shifts",
        description="Opening hours of community desks; each shift has half of a day's hours.",
    )
    hand_over_hours: NonNegative | None = Field(
        None,
        description="Work to take over what a clerk has not finished when the other shift comes; "
        "without it, it waits for its clerk.",
        json_schema_extra=CHOICE,
    )


class Change(Block):
    """A reform that starts on a date."""

    on: datetime.date
    set: Annotated[dict[str, Any], Field(min_length=1)] = Field(
        description="Keys of `policy`, `triage`, `closure` and `handling` with their new values."
    )


class Policy(Block):
    """The thirteen mechanisms, a planner, rules that lend cadres, and the dated changes."""

    burden: Burden = Burden.absent()
    sent_down: SentDown = SentDown.absent()
    patrol: PatrolPolicy = PatrolPolicy.absent()
    authority: Authority = Authority.absent()
    joint_meetings: JointMeetings = JointMeetings.absent()
    pairing: Pairing = Pairing.absent()
    orders: Orders = Orders.absent()
    fund: Fund = Fund.absent()
    tri_party: TriParty = TriParty.absent()
    councils: Councils = Councils.absent()
    shifts: Shifts = Shifts.absent()
    service_circle: ServiceCircle = ServiceCircle.absent()
    career: Career = Career.absent()
    planner: Planner = Planner.absent()
    dispatch: Dispatch = Field(
        Dispatch.absent(), exclude_if=lambda dispatch: dispatch == Dispatch.absent()
    )
    changes: tuple[Change, ...] = ()


# All that has a switch; the planner directs others and does nothing alone.
MECHANISMS: tuple[str, ...] = tuple(name for name in Policy.model_fields if name != "changes")
