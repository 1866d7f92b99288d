"""Questions about resources: where cadres, funds and hours do most, and what more is worth."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from ...runs.bounds import (
    FEWEST_WORLDS,
    MOST_HOURS,
    MOST_IN_A_COMMUNITY,
    MOST_LISTED,
    MOST_POINTS,
    MOST_REPLICATIONS,
    MOST_ROUNDS,
    MOST_SECONDS,
    MOST_YUAN,
)
from ...scenario.fields import Block
from .variant import Listed, Program, as_tuple

Cadres = Annotated[int, Field(ge=0, le=MOST_IN_A_COMMUNITY)]
Listings = Annotated[int, Field(ge=0, le=MOST_LISTED)]
Worlds = Annotated[int, Field(ge=FEWEST_WORLDS, le=MOST_LISTED)]
Target = Literal["ticket_days", "p50", "p90", "worst_p50", "worst_p90", "unsolved_share"]


class Allocate(Block):
    """Where cadres, funds or hours do most, and whether a rule of thumb would do."""

    scenario: Listed
    resource: Literal["cadres", "funds", "hours"] = Field(
        "cadres",
        description="Full-time cadres (`policy.sent_down`), money of the earmarks (`policy.fund`), "
        "or hours of volunteers and units (`policy.orders`, `policy.pairing`).",
    )
    amount: Annotated[float, Field(ge=0, le=MOST_YUAN)] | None = Field(
        None,
        description="Cadres, or yuan a year of all earmarks; as much as today by default. Hours "
        "are those of whoever gives them.",
    )
    objective: Program = Field(
        "utilitarian", description="What makes a plan better; of hours, one of the first two."
    )
    target: Target | None = Field(
        None,
        description="Of cadres: what the final choice goes by, if not by the objective.",
    )
    floor: Annotated[float, Field(ge=0, le=MOST_YUAN)] = Field(
        0.0,
        description="Fewest cadres in a community; least yuan of each earmark for each that has "
        "any today.",
    )
    cap: Cadres = Field(7, description="Most cadres in a community.")
    floors: dict[str, Cadres] = Field(
        {}, description="Fewest cadres in communities of their own, in place of `floor`."
    )
    caps: dict[str, Cadres] = Field(
        {}, description="Most cadres in communities of their own, in place of `cap`; 0 for none."
    )
    loop: bool = Field(True, description="Of cadres: whether the plan is corrected by simulation.")
    rounds: Annotated[int, Field(ge=1, le=MOST_ROUNDS)] = Field(
        8, description="Of cadres: most rounds of the loop."
    )
    finalists: Annotated[int, Field(ge=1, le=MOST_LISTED)] = Field(
        4, description="Of cadres: plans of the loop that meet the rules on fresh years."
    )
    fresh: Annotated[int, Field(ge=2, le=MOST_REPLICATIONS)] = Field(
        40, description="Fresh simulated years on which it is decided."
    )
    check: Listings = Field(
        3, description="So many of the most and of the least valued communities are simulated."
    )
    worlds: Worlds | None = Field(
        None, description="In which the plan and the best rule are tried, for a second interval."
    )
    ensemble: str | None = Field(
        None,
        description="Folder of an ensemble, relative to this file: the plan and the best rule are "
        "tried in each draw, for an interval over chance and data.",
    )
    draws: Annotated[int, Field(ge=2, le=MOST_POINTS)] | None = Field(
        None, description="Of cadres: draws of all assumed ranges for another, robust plan."
    )
    frontier: Program | None = Field(
        None, description="Of cadres: another objective, and what each costs in the other."
    )
    time_limit: Annotated[float, Field(ge=0.1, le=MOST_SECONDS)] | None = Field(
        None, description="Seconds for each solve of a program."
    )
    programs: Annotated[tuple[Literal["lp", "mps"], ...], BeforeValidator(as_tuple)] = Field(
        (), description="As what the program is written to the folder too."
    )


class StepsOf(Block):
    """How much of each resource is valued."""

    cadres: Annotated[float, Field(gt=0, le=MOST_IN_A_COMMUNITY)] = Field(
        0.1, description="Part of a cadre."
    )
    yuan: Annotated[float, Field(gt=0, le=MOST_YUAN)] = Field(10_000.0, description="A year.")
    hours: Annotated[float, Field(gt=0, le=MOST_HOURS)] = Field(
        100.0, description="Of volunteers, a year."
    )
    points: Annotated[float, Field(gt=0, le=100)] = Field(
        10.0, description="Percentage points of paperwork less."
    )


class Valuing(Block):
    """What money, hours, cadres and less paperwork are worth beside each other."""

    scenario: Listed
    communities: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = Field(
        (), description="Each is valued by itself, besides the city."
    )
    loaded: Listings = Field(3, description="If none is named: so many of the most loaded.")
    steps: StepsOf = StepsOf()
    worlds: Worlds | None = Field(
        None, description="In which each step is valued again, for a second interval."
    )
    ensemble: str | None = Field(
        None,
        description="Folder of an ensemble, relative to this file: each step is valued in each "
        "draw, for an interval over chance and data.",
    )
