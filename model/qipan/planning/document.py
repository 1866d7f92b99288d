"""A plan file: what a planner may decide, what it costs and what is asked for."""

from typing import Annotated, Literal

from pydantic import Field

from ..scenario.fields import Block, Identifier, NonNegative, Positive, Title
from .levers.funds import FundLever
from .levers.hours import HoursLever
from .levers.meetings import MeetingLever
from .levers.officers import OfficerLever
from .levers.paperwork import PaperworkLever
from .levers.patrols import PatrolLever
from .levers.sites import SiteLever
from .levers.staff import StaffLever
from .levers.training import TrainingLever
from .levers.volunteers import VolunteerLever


class Solved(Block):
    """So many of all issues truly solved so soon."""

    days: Annotated[float, Field(gt=0.0, le=360.0)] = Field(
        description="Days from an issue's birth, reported or not."
    )
    share: Annotated[float, Field(gt=0.0, lt=1.0)] = Field(
        description="Of the issues of each community."
    )


class Requirements(Block):
    """What a plan must keep, in every community."""

    wait_days: Positive | None = Field(
        None, description="Most open days a ticket, mean of the year, in each community."
    )
    solved: Solved | None = Field(
        None, description="Share of issues truly solved in so many days, in each community."
    )
    equity: Annotated[float, Field(ge=1.0)] | None = Field(
        None, description="No community waits longer than so many times the mean."
    )
    no_worse: bool = Field(False, description="No community has more open than today.")
    confidence: Annotated[float, Field(ge=0.5, lt=1.0)] = Field(
        0.95, description="Share of years in which requirements are to hold."
    )


class PlanDocument(Block):
    """A plan file."""

    plan: Title
    scenario: str = Field(description="Scenario file, as seen from the plan file.")
    objective: Literal["least_waiting", "least_cost", "max_min"] = "least_waiting"
    budgets_yuan: Annotated[tuple[NonNegative, ...], Field(min_length=1, max_length=5)] = Field(
        description="Yuan of each year; as many years are planned."
    )
    frontier_yuan: Annotated[tuple[NonNegative, ...], Field(max_length=12)] = Field(
        (), description="Other budgets, yuan of each year, of which it is told what they would buy."
    )
    budgets_by_source: dict[str, NonNegative] = Field({}, description="Yuan a year, by source.")
    periods_per_year: Annotated[int, Field(ge=1, le=12)] = 1
    growth_share_year: Annotated[float, Field(gt=-0.5, lt=1.0)] = Field(
        0.0, description="By which work grows from one year to the next."
    )
    lapse_share_year: Annotated[float, Field(ge=0.0, lt=1.0)] = Field(
        0.5, description="Of work left over, what lapses in a year; corrected by the simulation."
    )
    staff: dict[Identifier, StaffLever] = Field({})
    hours: dict[Identifier, HoursLever] = Field({})
    patrols: PatrolLever | None = Field(
        None, description="More patrollers, who find issues before they are reported."
    )
    funds: dict[Identifier, FundLever] = Field(
        {}, description="Money for projects by earmark of the scenario's `policy.fund`."
    )
    meetings: MeetingLever | None = Field(
        None, description="More sittings of councils, or of community meetings where none sit."
    )
    paperwork: PaperworkLever | None = Field(
        None, description="More clerks for the paperwork of communities' desks."
    )
    officers: OfficerLever | None = Field(
        None, description="More enforcement officers at subdistricts' posts."
    )
    training: TrainingLever | None = Field(
        None, description="More places in courses for communities' staff."
    )
    volunteers: VolunteerLever | None = Field(
        None, description="More volunteers, who are called to orders, at no desk."
    )
    sites: SiteLever | None = Field(
        None, description="More service centres, at sites that are offered."
    )
    waiting: Literal["tickets", "issues"] = Field(
        "tickets",
        description="tickets: days that tickets are open; issues: days that issues are unsolved, "
        "from birth, reported or not. Who finds more makes more tickets.",
    )
    requirements: Requirements = Requirements()
    table: str | None = Field(
        None, description="CSV or workbook of floors, caps and today's posts by place and type."
    )
    replications: Annotated[int, Field(ge=2, le=1000)] = 4
    fresh: Annotated[int, Field(ge=2, le=1000)] = 8
    ensemble: str | None = Field(
        None,
        description="Folder of an ensemble, relative to this file: the plan, made with all numbers "
        "as given, the best rule, today and nobody more are tried in each draw, for an interval "
        "over chance and data.",
    )
    further: Annotated[int, Field(ge=2, le=1000)] = Field(
        16, description="Years on which the best plans are chosen from and promised by."
    )
    rounds: Annotated[int, Field(ge=1, le=20)] = 3
    seed: Annotated[int, Field(ge=0, le=10**9)] = 1
