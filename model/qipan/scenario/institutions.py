"""Desks on four levels, triage, hand-offs, patrols and closure."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..words import Phrase
from .career import Turnover
from .fields import (
    CHOICE,
    STRUCTURE,
    Block,
    Identifier,
    NonNegative,
    Positive,
    PositiveCount,
    PositiveShare,
    Random,
    Share,
    Title,
)


class Paperwork(Block):
    """Paperwork share phi = min(phi_max, phi_min + (phi_0 - phi_min)(D/D_0)^eta) of staff time."""

    share: Share = Field(description="phi_0, with today's duties.")
    lowest_share: Share = Field(description="phi_min, when no duty is left.")
    highest_share: Share = Field(description="Largest share paperwork can take.")
    exponent: Positive = Field(description="eta.")
    creep_per_year: NonNegative = Field(
        description="Relative growth a year of duties above today's, without an admission gate."
    )
    inspections_per_year: NonNegative = Field(description="Inspections at one desk.")
    inspection_hours: NonNegative = Field(description="Working hours an inspection takes.")


class Success(Block):
    """Success with an issue of complexity x: `simple` (1 - `slope` x)."""

    simple: Share
    slope: Share


Order = Literal["priority_first_come", "oldest", "shortest", "random", "by_age"]


class Level(Block):
    """The desks of one level."""

    title: Title
    staff_per_10000_residents: Positive | None = Field(
        None, description="Staff by population; not with `staff_per_desk`."
    )
    staff_per_desk: Positive | None = Field(None, description="Staff of each desk (or department).")
    ticket_share: PositiveShare = Field(1.0, description="Share of the staff who handle tickets.")
    speed: Positive = Field(1.0, description="Hours of work done in an hour without paperwork.")
    calendar: Identifier
    work_factor: Positive = Field(1.0, description="Work here against the kind's `work_hours`.")
    success: Success
    order: Order = Field(
        "priority_first_come",
        description="Who is served next: by priority and then arrival; the oldest ticket; the one "
        "with the least work; anyone; or the one that has used most of its SLA (`by_age`).",
        json_schema_extra=STRUCTURE,
    )

    @model_validator(mode="after")
    def _staffed_once(self) -> "Level":
        if (self.staff_per_10000_residents is None) == (self.staff_per_desk is None):
            raise ValueError(Phrase("give one of staff_per_10000_residents and staff_per_desk"))
        return self

    def staff(self, residents: float, village: bool = False) -> float:
        """Staff of one desk that serves so many residents, in full-time equivalents."""
        if self.staff_per_desk is not None:
            return self.staff_per_desk
        assert self.staff_per_10000_residents is not None
        return self.staff_per_10000_residents * residents / 10_000


class Office(Level):
    """The desks of a level whose staff have duties and paperwork beside their tickets."""

    paperwork: Paperwork | None = None


class Committee(Block):
    """A residents' committee (居委会) or villagers' committee (村委会): no larger with the place.

    Beside its members stand posts, granted in steps of population by `staff_per_10000_residents`.
    """

    members: NonNegative = Field(description="Members in a community, whatever its size.")
    village_members: NonNegative = Field(description="Members in a village.")
    step_residents: PositiveCount = Field(
        1, description="Posts are granted for each full so many residents."
    )


class CommunityOffice(Office):
    """The desks of communities and villages."""

    committee: Committee | None = Field(
        None, description="Members beside the posts; `staff_per_desk` has them within."
    )
    turnover: Turnover | None = Field(None, description="Without it nobody ever leaves.")
    clerks: dict[Identifier, NonNegative] = Field(
        {},
        description="Full-time clerks by community, beside the staff, who take over paperwork, "
        "never below its `lowest_share`.",
        json_schema_extra=CHOICE,
        exclude_if=lambda clerks: not clerks,
    )
    clerk_relief: PositiveShare = Field(
        1.0,
        description="Hours of the staff's paperwork that an hour of a clerk takes over.",
        exclude_if=lambda relief: relief == 1.0,
    )

    def staff(self, residents: float, village: bool = False) -> float:
        """Staff of the desk of a community or village, in full-time equivalents."""
        committee = self.committee
        if self.staff_per_10000_residents is None or committee is None:
            return super().staff(residents, village)
        members = committee.village_members if village else committee.members
        served = residents // committee.step_residents * committee.step_residents
        return members + super().staff(served, village)


class Department(Block):
    """A department (职能部门)."""

    title: Title
    staff_share: Share | None = Field(
        None,
        description="Its share of the staff of level `department`, among those that share it; "
        "where that is given by `staff_per_desk`, every department has so many.",
    )
    staff: Positive | None = Field(
        None, description="Staff of its own, in full-time equivalents; in place of `staff_share`."
    )
    calendar: Identifier | None = Field(
        None, description="Its own hours; by default those of level `department`."
    )
    speed: Positive | None = Field(
        None, description="Its own speed; by default that of level `department`."
    )
    obeys_dispatch: bool = Field(
        False, description="Takes every whistle where policy.authority has one_call_dispatch."
    )


class LoadEffect(Block):
    """Busy desks refer more: p(escalate) (1 + per_sd z), z the desk's standardised load."""

    on: bool = Field(json_schema_extra=STRUCTURE)
    per_sd: NonNegative
    memory_days: Positive = Field(description="Time constant of the running mean of load.")


class Desks(Block):
    """The four levels 小区 estate, 社区 community, 街道 subdistrict, 职能部门 department."""

    estate: Level
    community: CommunityOffice
    subdistrict: Office
    department: Level
    posts: dict[Identifier, Share] = Field(
        description="Posts of a subdistrict centre and their share of its staff."
    )
    enforcement_posts: tuple[Identifier, ...] = Field(
        (), description="Posts that an enforcement centre (一街道一中心) pools."
    )
    officers: dict[Identifier, NonNegative] = Field(
        {},
        description="Full-time enforcement officers by subdistrict, beside its staff and from no "
        "department, over the `enforcement_posts` by their shares.",
        json_schema_extra=CHOICE,
        exclude_if=lambda officers: not officers,
    )
    departments: dict[Identifier, Department]
    load_effect: LoadEffect


class Triage(Block):
    """What becomes of tickets on arrival; policy.tri_party sorts them (三事分流)."""

    private_to_estate_share: Share = Field(
        description="Private matters that come to the estate desk where nothing is sorted: people "
        "ask the property firm or a mediator first."
    )
    error_with_sorting: Share = Field(
        description="Tickets sent to a wrong desk with policy.tri_party.three_way_sorting."
    )
    error_without_sorting: Share = Field(description="The same without it.")
    look_hours: NonNegative = Field(description="Work until a wrong desk sees that it is wrong.")
    duplicate_hours: NonNegative = Field(description="Community work to link a duplicate report.")
    merged_share: Share = Field(
        description="Duplicates that a shared platform (多网合一) catches at no cost."
    )


class Whistle(Block):
    """A subdistrict's call on a department (吹哨)."""

    acceptance: Share = Field(description="Chance that the department accepts, without powers.")
    return_delay_hours: Random = Field(description="Time until a refused whistle is back.")
    returns_limit: Annotated[int, Field(ge=0, le=100)] = Field(
        description="Refusals after which the joint meeting decides."
    )
    free_per_month: Positive = Field(
        description="Whistles a month and desk that departments take without fatigue."
    )
    fatigue: NonNegative = Field(
        description="Acceptance is divided by 1 + fatigue (whistles/free - 1)+."
    )


class SeveralDepartments(Block):
    """Cases that several departments must act on, where nothing binds them to act.

    They are asked one after another, and each may say that it is another's business (推诿).
    """

    rounds: Annotated[int, Field(ge=1, le=100)] | None = Field(
        None,
        description="Rounds in which those are asked who have not acted; then the case is stalled. "
        "Without it they are asked until they act.",
    )
    next_chance_factor: Share = Field(
        1.0, description="Chance that a department acts, after each that has passed the case on."
    )
    work_factor: Positive = Field(
        1.0, description="Work of each department against that of the one that acts alone."
    )
    inspection_share: Share = Field(
        0.0, description="Chance that an inspection takes up a stalled case of those inspected."
    )


class Neighbours(Block):
    """What else may become of neighbours than to settle after `handling.consensus_days`."""

    hardening_mean_days: Positive | None = Field(
        None, description="Mean time until they harden (矛盾激化); without it they never do."
    )
    giving_up_mean_days: Positive | None = Field(
        None,
        description="Mean time until they live with things as they are: the issue lapses, "
        "unsolved. Without it they never do.",
    )
    hardened_days_factor: Annotated[float, Field(ge=1.0, allow_inf_nan=False)] = Field(
        1.0, description="Time to settle by themselves, each time they have hardened."
    )
    hardened_success_factor: Share = Field(
        1.0, description="Chance of agreement at a sitting, each time they have hardened."
    )


class OtherBudgets(Block):
    """Budgets of departments, owners and donors, which pay what no fund of the community does.

    They have so much a year for each community, pay for what they have decided on while it lasts,
    and on 1 January for what had to wait, urgent kinds and repeated calls first, then the oldest.
    """

    yuan_per_1000_residents_year: NonNegative = Field(
        description="Money of a year, from 1 January; what is not spent lapses."
    )
    never_share: Share = Field(0.0, description="Projects that they never pay for.")
    places: dict[Identifier, Share] = Field(
        {}, description="Share of the money that buys places of each service, on 1 January."
    )
    build_days: Random = Field(description="From their payment to the end of the works.")


class Handling(Block):
    """What happens between two desks, and where a decision must be waited for."""

    hand_off_hours: Random = Field(description="Delay of a hand-off to the next level.")
    whistle: Whistle
    several_departments: SeveralDepartments = SeveralDepartments.absent()
    neighbours: Neighbours = Neighbours.absent()
    joint_meeting_days: Random = Field(
        description="Stand-in wait for a joint meeting where none is scheduled, for a case of one "
        "department."
    )
    consensus_days: Random = Field(
        description="Time in which neighbours who are left to themselves settle."
    )
    money_days: Random = Field(
        description="Wait until other budgets decide on a project; without `other_budgets`, until "
        "they have paid and built it, which they then always do."
    )
    other_budgets: OtherBudgets | None = Field(
        None, description="How much other budgets pay; without it they pay for everything."
    )


class Patrol(Block):
    """How patrollers search (Koopman random search), and what a find takes of their hours."""

    speed_km_per_hour: Positive
    sweep_width_km: Positive
    record_minutes: NonNegative = Field(description="Work to record a find.")
    fix_work_factor: NonNegative = Field(
        description="Work to fix a find on the spot, against the kind's `work_hours`."
    )


# Below 1: a ticket must be solved at last.
FalseShare = Annotated[float, Field(ge=0.0, lt=1.0)]


class MonthEnd(Block):
    """What offices do in the last days of a month, when their closure rate is about to be told."""

    on: bool = Field(False, json_schema_extra=STRUCTURE)
    last_days: Annotated[int, Field(ge=1, le=27)] = Field(
        description="How many days before the next month."
    )
    least_false_share: FalseShare = Field(
        description="Closures that solve nothing in these days; more where that is usual."
    )
    acceptance_factor: Share = Field(
        description="Whistles that departments take in these days, against others."
    )
    easy_first: bool = Field(
        True,
        description="Desks serve the shortest work first in these days.",
        json_schema_extra=STRUCTURE,
    )


class Closure(Block):
    """What "closed" (办结) is worth."""

    false_share: FalseShare = Field(description="Closures that solved nothing, without pressure.")
    false_share_under_pressure: FalseShare = Field(
        description="The same for tickets far past their SLA when `pressure` is 1."
    )
    pressure: Share = Field(description="How hard the closure rate is pressed for, 0 to 1.")
    recheck_mean_days: NonNegative = Field(
        description="Mean days until a resident finds a false closure and has it reopened."
    )
    three_rates_weights: tuple[Share, Share, Share] = Field(
        description="Weights of response, solved and satisfaction rate (三率) in their composite."
    )
    month_end: MonthEnd | None = None


class Calls(Block):
    """Repeat calls."""

    most_per_ticket: Annotated[int, Field(ge=0, le=50)] = Field(
        description="Repeat calls after which a resident gives up calling."
    )
