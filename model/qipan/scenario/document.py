"""A scenario file as a whole: the root of the schema."""

from typing import Literal

from pydantic import Field

from .catalogue import Issues
from .city import City, Residents
from .fields import CHOICE, Block, FileName, Identifier, Title
from .growth import Growth
from .horizon import Calendar, Horizon, PublicHolidays
from .institutions import Calls, Closure, Desks, Handling, Patrol, Triage
from .policy import Policy
from .prices import Prices
from .shocks import RandomShock, Shock
from .volunteers_and_units import Units, Volunteers

# What a scenario is called, held against and rests on: no replication can depend on it.
WITHOUT_EFFECT = {"name", "title", "targets", "sources", "own_documents", "fit", "untold_loads"}


class Source(Block):
    """A publication that numbers are taken from."""

    title: str
    publisher: str
    date: str = Field(description="Date of publication, or 'undated'.")
    kind: Literal["case", "literature"] = Field(
        description="case: what a city says of itself; literature: anything else published."
    )
    address: str | None = None


class Target(Block):
    """A window that a calibrated run should fall into."""

    metric: Identifier
    low: float = Field(json_schema_extra=CHOICE)  # its source is `published_in`
    high: float = Field(json_schema_extra=CHOICE)
    unit: str
    published_in: Identifier | None = Field(None, description="Its source, by id.")


class ScenarioDocument(Block):
    """Everything a scenario file may say, after `extends` and provenance are taken out."""

    name: FileName
    title: Title
    horizon: Horizon = Field(json_schema_extra=CHOICE)
    calendars: dict[Identifier, Calendar] = Field(json_schema_extra=CHOICE)
    public_holidays: PublicHolidays = PublicHolidays.absent()
    city: City
    residents: Residents
    issues: Issues
    desks: Desks
    triage: Triage
    handling: Handling
    calls: Calls
    patrol: Patrol
    closure: Closure
    volunteers: Volunteers | None = None
    units: Units | None = None
    shocks: tuple[Shock, ...] = Field((), json_schema_extra=CHOICE)
    random_shocks: dict[Identifier, RandomShock] = Field(
        {}, description="Shocks that come at random, by the name of their sort."
    )
    policy: Policy = Policy.absent()
    growth: Growth | None = Field(
        None,
        exclude_if=lambda growth: growth is None,
        description="How births of issues grow over the years; without it they do not.",
    )
    costs: Prices | None = Field(
        None,
        exclude_if=lambda prices: prices is None,
        description="Prices, by which a year's cost is told in yuan; nothing that happens depends "
        "on them.",
    )
    targets: dict[Identifier, Target] = Field({})
    sources: dict[Identifier, Source] = Field({})
    fit: Literal["validated", "not_validated"] | None = Field(
        None,
        exclude_if=lambda mark: mark is None,
        description="Whether held-out days bore out a scenario that was fitted to a ledger; "
        "written by `qipan fit`, and told wherever a number of the scenario stands.",
    )
    untold_loads: tuple[Identifier, ...] = Field(
        (),
        exclude_if=lambda departments: not departments,
        description="Departments of which the ledger a scenario was fitted to does not tell how "
        "much of the time to close is work; written by `qipan fit`, and told by a comparison that "
        "is not made at both ends (`qipan compare --ends`).",
    )
    own_documents: tuple[Identifier, ...] | None = Field(
        None,
        description="Sources in which this city itself speaks: what it states counts apart from "
        "what other cities state of themselves. By default every source of kind `case`.",
    )
