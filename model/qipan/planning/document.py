"""A plan file: what a planner may decide, what it costs and what is asked for."""

from typing import Annotated, Literal

from pydantic import Field

from ..scenario.fields import (
    Block,
    Count,
    Identifier,
    NonNegative,
    Positive,
    PositiveCount,
    Title,
)

Text = Annotated[str, Field(min_length=2)]  # 假设


class StaffLever(Block):
    """A type of post that may be given."""

    title: Title | None = Field(None, description="For readers; by default its key.")
    at: Literal["community", "area"] = Field(
        "community",
        description="community: works there; area: shared by the communities of a subdistrict "
        "(片区), which floors, caps and today's posts are then of.",
    )
    yuan_year: Positive = Field(description="Price of a post, with all that an employer pays.")
    price_from: Text = Field(description="Where the price is from: a source, or why it is assumed.")
    speed: Positive = Field(1.0, description="Against a cadre who knows the place.")
    floor: Count = Field(0, description="Fewest at each place.")
    cap: Count = Field(description="Most at each place.")
    most: Count | None = Field(None, description="Most in all.")
    change: PositiveCount | None = Field(
        None, description="Posts by which a place may grow or shrink from period to period."
    )
    source: str = Field("", description="Whose budget pays; '' for the common one.")


class HoursLever(Block):
    """Hours that can be had at communities: help by volunteers, shifts, less paperwork."""

    title: Title | None = Field(None, description="For readers; by default its key.")
    yuan_per_hour: Positive
    price_from: Text = Field(description="Where the price is from: a source, or why it is assumed.")
    hours_per_community_year: Positive = Field(description="Most that can be had.")
    source: str = ""


class PatrolLever(Block):
    """Patrollers beside those of today, whole ones, who walk in all hours of patrol."""

    title: Title | None = Field(None, description="For readers; by default its key.")
    yuan_year: Positive | None = Field(
        None, description="Price of a patroller; by default by `costs` of the scenario."
    )
    price_from: Text | None = Field(
        None, description="Where a price given here is from: a source, or why it is assumed."
    )
    cap: PositiveCount = Field(description="Most more in each community.")
    most: Count | None = Field(None, description="Most more in all.")
    source: str = Field("", description="Whose budget pays; '' for the common one.")


class FundLever(Block):
    """Money of an earmark beside that of today, which costs what it is, spent or not."""

    title: Title | None = Field(None, description="For readers; by default that of the earmark.")
    cap: PositiveCount = Field(description="Most yuan a year more in each community.")
    most: Count | None = Field(None, description="Most yuan a year more in all.")
    source: str = Field("", description="Whose budget pays; '' for the common one.")


class MeetingLever(Block):
    """Sittings beside those of today, prepared by facilitators in place of the desk's staff."""

    title: Title | None = Field(None, description="For readers; by default its key.")
    yuan_per_sitting: Positive | None = Field(
        None,
        description="What a facilitator is paid for a sitting; by default the sitting's "
        "`staff_hours` at a worker's price by `costs` of the scenario.",
    )
    price_from: Text | None = Field(
        None, description="Where a price given here is from: a source, or why it is assumed."
    )
    cap: Annotated[int, Field(ge=1, le=200)] = Field(
        description="Most sittings a year more in each community."
    )
    most: Count | None = Field(None, description="Most sittings a year more in all.")
    source: str = Field("", description="Whose budget pays; '' for the common one.")


class PaperworkLever(Block):
    """Clerks beside those of today who take over paperwork of a community's desk, whole ones."""

    title: Title | None = Field(None, description="For readers; by default its key.")
    yuan_year: Positive | None = Field(
        None, description="Price of a clerk; by default by `costs` of the scenario."
    )
    price_from: Text | None = Field(
        None, description="Where a price given here is from: a source, or why it is assumed."
    )
    cap: PositiveCount = Field(description="Most more in each community.")
    most: Count | None = Field(None, description="Most more in all.")
    source: str = Field("", description="Whose budget pays; '' for the common one.")


class OfficerLever(Block):
    """Whole enforcement officers more, hired by subdistricts, from no department."""

    title: Title | None = Field(None, description="For readers; by default its key.")
    yuan_year: Positive | None = Field(
        None, description="Price of an officer; by default by `costs` of the scenario."
    )
    price_from: Text | None = Field(
        None, description="Where a price given here is from: a source, or why it is assumed."
    )
    cap: PositiveCount = Field(description="Most more in each subdistrict.")
    most: Count | None = Field(None, description="Most more in all.")
    source: str = Field("", description="Whose budget pays; '' for the common one.")


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
