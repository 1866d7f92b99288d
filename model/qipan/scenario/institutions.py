"""Desks on four levels, triage, hand-offs, patrols and closure."""

from typing import Annotated

from pydantic import Field, model_validator

from .fields import Block, Identifier, NonNegative, Positive, PositiveShare, Random, Share, Title


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

    @model_validator(mode="after")
    def _staffed_once(self) -> "Level":
        if (self.staff_per_10000_residents is None) == (self.staff_per_desk is None):
            raise ValueError("give one of staff_per_10000_residents and staff_per_desk")
        return self


class Office(Level):
    """The desks of a level whose staff have duties and paperwork beside their tickets."""

    paperwork: Paperwork | None = None


class Department(Block):
    """A department (职能部门)."""

    title: Title
    staff_share: Share = Field(description="Its share of the staff of level `department`.")
    obeys_dispatch: bool = Field(
        False, description="Takes every whistle where policy.authority has one_call_dispatch."
    )


class LoadEffect(Block):
    """Busy desks refer more: p(escalate) (1 + per_sd z), z the desk's standardised load."""

    on: bool
    per_sd: NonNegative
    memory_days: Positive = Field(description="Time constant of the running mean of load.")


class Desks(Block):
    """The four levels 小区 estate, 社区 community, 街道 subdistrict, 职能部门 department."""

    estate: Level
    community: Office
    subdistrict: Office
    department: Level
    posts: dict[Identifier, Share] = Field(
        description="Posts of a subdistrict centre and their share of its staff."
    )
    enforcement_posts: tuple[Identifier, ...] = Field(
        (), description="Posts that an enforcement centre (一街道一中心) pools."
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


class Handling(Block):
    """What happens between two desks, and where a decision must be waited for."""

    hand_off_hours: Random = Field(description="Delay of a hand-off to the next level.")
    whistle: Whistle
    joint_meeting_days: Random = Field(
        description="Stand-in wait for a joint meeting where none is scheduled."
    )
    consensus_days: Random = Field(description="Stand-in wait for neighbours to agree.")
    money_days: Random = Field(description="Stand-in wait for money to be approved and spent.")


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


class Calls(Block):
    """Repeat calls."""

    most_per_ticket: Annotated[int, Field(ge=0, le=50)] = Field(
        description="Repeat calls after which a resident gives up calling."
    )
