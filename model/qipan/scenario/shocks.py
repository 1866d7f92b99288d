"""Storms and epidemics: days on which far more happens than usual, dated or at random."""

import datetime

from pydantic import Field

from .fields import Block, Identifier, NonNegative, Positive, PositiveCount, Random, Share, Title


class ShockEffects(Block):
    """What a shock does beside multiplying births."""

    acceptance_factor: NonNegative = Field(1.0, description="Volunteers' acceptance against usual.")
    units_lend_staff: bool = Field(
        False, description="Paired units lend their `surge_staff` to communities."
    )
    reports_held_share: Share = Field(
        0.0, description="Share of residents' reports that are held back at first; none is lost."
    )
    reports_held_days: PositiveCount | None = Field(
        None, description="Days from its start on which they are; by default all its days."
    )
    reports_released_days: NonNegative = Field(
        1.0, description="Days after those over which they are made, evenly."
    )
    desk_work_factor: Positive = Field(
        1.0, description="Work of tickets begun meanwhile against usual: desks are slow."
    )
    waits_factor: Positive = Field(
        1.0, description="Waits between and outside desks that begin meanwhile against usual."
    )


class Shock(ShockEffects):
    """A stretch of days on which births of issues are multiplied."""

    title: Title
    start: datetime.date
    days: PositiveCount
    factors: dict[Identifier, NonNegative] = Field(
        {}, description="Births against usual, by kind of issue."
    )
    other_kinds: NonNegative = Field(1.0, description="The same for all kinds not named.")


class RandomShock(ShockEffects):
    """Shocks of a sort that come at random, each of a length and a size of its own.

    They are drawn from the seed of the run: policies that are compared bear the same ones.
    """

    title: Title
    shocks_per_year: Positive = Field(
        description="How many begin in a year of 365 days, on average."
    )
    length_days: Random = Field(
        description="How long one lasts; rounded to whole days, 1 at least."
    )
    size: Random = Field(description="Births against usual while one lasts, drawn once for each.")
    kinds: tuple[Identifier, ...] = Field((), description="Kinds it multiplies; none named: all.")
