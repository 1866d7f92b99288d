"""Storms and epidemics: days on which far more happens than usual."""

import datetime

from pydantic import Field

from .fields import Block, Identifier, NonNegative, PositiveCount, Title


class Shock(Block):
    """A stretch of days on which births of issues are multiplied."""

    title: Title
    start: datetime.date
    days: PositiveCount
    factors: dict[Identifier, NonNegative] = Field(
        {}, description="Births against usual, by kind of issue."
    )
    other_kinds: NonNegative = Field(1.0, description="The same for all kinds not named.")
    acceptance_factor: NonNegative = Field(1.0, description="Volunteers' acceptance against usual.")
    units_lend_staff: bool = Field(
        False, description="Paired units lend their `surge_staff` to communities."
    )
