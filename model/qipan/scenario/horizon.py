"""When a run starts and ends, and when offices are open."""

import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from ..words import Phrase
from .fields import Block, Count, Identifier, PositiveCount
from .found import OpenTickets

if TYPE_CHECKING:
    from .document import ScenarioDocument

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_DAYS_OF_A_YEAR = 366
ClockHour = Annotated[int, Field(ge=0, le=24)]


class Horizon(Block):
    """The days that are simulated; those before `start` fill the queues and are not measured."""

    start: datetime.date = Field(description="First measured day.")
    days: PositiveCount = Field(description="Measured days.")
    open_tickets: OpenTickets | None = Field(
        None,
        description="Tickets open when the simulation begins: the name of a CSV file with the "
        "columns `community`, `kind`, `age_days` and `level`, or the columns as lists.",
    )
    warm_up_days: Count = Field(0, description="Days run before `start`, left out of all metrics.")

    @property
    def first_day(self) -> datetime.date:
        """Day on which the simulation begins, warm-up included."""
        return self.start - datetime.timedelta(days=self.warm_up_days)

    @property
    def end(self) -> datetime.date:
        """First day after the horizon."""
        return self.start + datetime.timedelta(days=self.days)

    @property
    def total_days(self) -> int:
        """Simulated days, warm-up included."""
        return self.warm_up_days + self.days

    def year_begins(self, number: int) -> datetime.date:
        """First day of a measured year, from 0; of 29 February in other years the 28th."""
        year = self.start.year + number
        try:
            return self.start.replace(year=year)
        except ValueError:
            return self.start.replace(year=year, day=28)

    def day_of(self, date: datetime.date) -> int:
        """Simulated day (0 is the first of the warm-up) on which `date` begins."""
        return (date - self.first_day).days


class Calendar(Block):
    """Opening hours (开放时间) of desks and patrols, in whole hours."""

    always: bool = Field(False, description="Open every hour of every day; nothing else given.")
    days: tuple[Weekday, ...] = Field((), description="Weekdays on which it opens.")
    hours: tuple[tuple[ClockHour, ClockHour], ...] = Field(
        (), description="Opening and closing hours of a day, as pairs [from, to]."
    )
    holidays: bool = Field(
        True, description="Closed on public holidays and open on the working days given in return."
    )

    @model_validator(mode="after")
    def _opens(self) -> "Calendar":
        if self.always:
            if self.days or self.hours:
                raise ValueError(
                    Phrase("a calendar that is always open takes neither days nor hours")
                )
            return self
        if not self.days or not self.hours:
            raise ValueError(Phrase("a calendar needs days and hours, or always: true"))
        closing = 0
        for opens, closes in self.hours:
            if opens < closing or closes <= opens:
                raise ValueError(
                    Phrase(
                        "hours {hours} must rise and not overlap", hours=list(map(list, self.hours))
                    )
                )
            closing = closes
        return self

    @property
    def usual_week_hours(self) -> float:
        """Open hours of a week without holidays."""
        if self.always:
            return 7.0 * 24.0
        return float(len(set(self.days)) * sum(closes - opens for opens, closes in self.hours))


class PublicHolidays(Block):
    """Days on which offices close, and weekend days worked in return (调休)."""

    closed: tuple[datetime.date, ...] = ()
    worked: tuple[datetime.date, ...] = ()
    named: dict[Identifier, Annotated[tuple[datetime.date, ...], Field(min_length=1)]] = Field(
        {},
        description="Holidays by name, their weekends included, for profiles of births; offices "
        "close on those of `closed`.",
    )


def measured_years(horizon: Horizon) -> list[datetime.date]:
    """First days of the measured years; the last may be a part of one."""
    firsts, number = [horizon.start], 1
    while (first := horizon.year_begins(number)) < horizon.end:
        firsts.append(first)
        number += 1
    return firsts


def years_without_holidays(document: "ScenarioDocument") -> list[int]:
    """Calendar years of a scenario in which no public holiday is given.

    Of a year or less, if any is given at all.
    """
    given, horizon = document.public_holidays, document.horizon
    closed = given.closed
    if not closed and not given.named and horizon.days <= MOST_DAYS_OF_A_YEAR:
        return []  # of a short game no holidays are expected
    known = {date.year for date in closed}
    last = horizon.end - datetime.timedelta(days=1)
    years = range(horizon.first_day.year, last.year + 1)
    return [year for year in years if year not in known]
