"""Questions about one scenario or result: run it, hold it against targets, measure what next."""

from typing import Annotated

from pydantic import Field

from ...runs.bounds import MOST_DAYS, MOST_LISTED
from ...scenario.fields import Block, Identifier
from .variant import Listed


class Simulate(Block):
    """How a scenario fares."""

    scenario: Listed
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = Field(
        None, description="Measured days, in place of the scenario's."
    )
    events: bool = Field(
        False, description="Whether the event log is kept; no store holds it: all is simulated."
    )
    ensemble: str | None = Field(
        None,
        description="Folder of an ensemble, relative to this file: each draw is simulated too, for "
        "a range over chance and data.",
    )


class HoldAgainst(Block):
    """Whether a scenario comes out as its sources report."""

    scenario: Listed
    before: Listed | None = Field(
        None,
        description="The same city without the reform: a window that both meet says nothing of it.",
    )


class MeasureNext(Block):
    """Which family of assumed numbers a survey should measure first; nothing is simulated."""

    of: str = Field(
        min_length=1,
        description="Result folder of a comparison with worlds, relative to this file, or its "
        "experiment file, whose results are looked for in `results/NAME`.",
    )
    metric: Identifier | None = Field(
        None, description="By which one chooses; by default the first that has a better side."
    )
    comparison: Annotated[int, Field(ge=1, le=MOST_LISTED)] = Field(
        1, description="Which one, where the experiment has several pairs."
    )
