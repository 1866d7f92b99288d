"""A planner (统筹) of hours, money and cadres within the simulation, by what was seen so far."""

from typing import Literal

from pydantic import Field

from .fields import CHOICE, Block, Count, NonNegative, Positive, PositiveCount, Share
from .mechanism import Mechanism

Rule = Literal["program", "equal", "per_head", "by_load"]
HOW = "By a linear program, or a rule of thumb: in equal parts, by residents, by what is waiting."


class PlannedHours(Block):
    """Volunteers' and units' hours, divided anew every so many days."""

    period_days: PositiveCount = Field(30, description="Days of a plan.", json_schema_extra=CHOICE)
    rule: Rule = Field("program", description=HOW)
    objective: Literal["total", "worst"] = Field(
        "total",
        description="What the program makes small: all that is left over, weighted by the waiting "
        "it causes; or first that of the community where it is most per resident.",
    )
    unplanned_share: Share = Field(
        0.0,
        description="Share of the hours left to whoever asks first; 1 is as without a planner.",
        json_schema_extra=CHOICE,
    )
    least_return_share: NonNegative = Field(
        0.0,
        description="A unit is asked for no more than what returns to it is this share of.",
        json_schema_extra=CHOICE,
    )


class PlannedFunds(Block):
    """The earmarks' money, divided anew every budget year."""

    rule: Rule = Field("program", description=HOW)
    floor_share: Share = Field(
        0.0,
        description="Least a community gets, of what it gets without a planner; 1 leaves it so.",
        json_schema_extra=CHOICE,
    )
    indifference_share: Share = Field(
        0.0,
        description="A plan that saves this share less is as good; of such plans the program takes "
        "the one that takes least money away.",
        json_schema_extra=CHOICE,
    )


class PlannedCadres(Block):
    """The full-time cadres of `sent_down`, placed anew every so many days; nobody comes or goes."""

    period_days: PositiveCount = Field(
        91, description="Days of a plan; 91 is a quarter.", json_schema_extra=CHOICE
    )
    rule: Literal["program", "by_load"] = Field(
        "program",
        description="By the linear program of `qipan allocate`, its curves as seen so far; or the "
        "next cadre to the most loaded desk.",
    )
    ahead_days: PositiveCount = Field(
        182, description="Days that a plan looks ahead.", json_schema_extra=CHOICE
    )
    most_per_community: PositiveCount = Field(
        description="Most full-time cadres in a community.", json_schema_extra=CHOICE
    )
    notice_days: Count = Field(
        14,
        description="Days from a plan to the day on which cadres move; until then they work where "
        "they are.",
        json_schema_extra=CHOICE,
    )
    least_saved_days: NonNegative = Field(
        0.0,
        description="Open ticket-days that a move must save over the days ahead, or none is made.",
        json_schema_extra=CHOICE,
    )
    hand_over_hours: NonNegative = Field(
        description="Work of the desk that a cadre leaves, to take over what was begun."
    )
    yuan_per_move: NonNegative = Field(
        description="Travel and lodging of a cadre who moves; in the cost by prices."
    )
    survey_hours: NonNegative = Field(
        description="Work of each subdistrict for each plan, to report what waits and what came."
    )


class Planner(Mechanism):
    """统筹: hours of volunteers and units, funds, and cadres sent down, divided by a plan."""

    hours: PlannedHours | None = None
    funds: PlannedFunds | None = None
    cadres: PlannedCadres | None = Field(None, exclude_if=lambda cadres: cadres is None)
    memory_days: Positive = Field(
        180.0, description="Days the planner looks back on.", json_schema_extra=CHOICE
    )
    pooling_days: NonNegative = Field(
        0.0,
        description="Days of the city's mean with which a community's own record is blended.",
        json_schema_extra=CHOICE,
    )

    @property
    def moves_cadres(self) -> bool:
        """Whether it is on and places cadres."""
        return self.on and self.cadres is not None
