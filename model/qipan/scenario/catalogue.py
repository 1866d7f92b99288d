"""The catalogue of issue kinds (事项目录): what arises, how often, and what it takes."""

import datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..words import Phrase
from .fields import (
    CHOICE,
    Block,
    Distribution,
    Identifier,
    NonNegative,
    Positive,
    Random,
    Share,
    Title,
)
from .found import CommunityBirths, Levels, Trace

SlaClass = Literal["urgent", "utility", "ordinary", "complex"]
SLA_CLASSES: tuple[SlaClass, ...] = ("urgent", "utility", "ordinary", "complex")
EntryLevel = Literal["community", "subdistrict", "department"]
Ending = Literal["cancelled", "duplicate", "transferred"]
ENDINGS: tuple[Ending, ...] = ("cancelled", "duplicate", "transferred")
SortingClass = Literal["private", "small", "big"]
MOST_DEPARTMENTS = 8  # of one case; the engine keeps a bit for each

CircleSize = Annotated[int, Field(ge=1, le=200)]


class Profile(Block):
    """Relative intensity over the day, the week and the year; each list is scaled to mean 1.

    Days of `public_holidays.closed` and `public_holidays.named` are multiplied by `holiday` beside
    their weekday and month.
    """

    hour: Annotated[tuple[NonNegative, ...], Field(min_length=24, max_length=24)] = (1.0,) * 24
    weekday: Annotated[tuple[NonNegative, ...], Field(min_length=7, max_length=7)] = (1.0,) * 7
    month: Annotated[tuple[NonNegative, ...], Field(min_length=12, max_length=12)] = (1.0,) * 12
    smooth: bool = Field(
        False, description="Interpolate the hours smoothly instead of in hourly steps."
    )
    holiday: NonNegative = Field(
        1.0, description="Births on public holidays against other days of their weekday and month."
    )
    holidays: dict[Identifier, NonNegative] = Field(
        {}, description="The same for holidays of `public_holidays.named`, in place of `holiday`."
    )
    day_after_holiday: NonNegative = Field(
        1.0, description="The same for the first working day after one or several holidays."
    )

    @model_validator(mode="after")
    def _not_all_zero(self) -> "Profile":
        for name in ("hour", "weekday", "month"):
            if not sum(getattr(self, name)):
                raise ValueError(Phrase("{name}: at least one number must be above 0", name=name))
        return self


class DailyFactor(Block):
    """A random mean-1 gamma factor a day, with lag-1 autocorrelation (over-dispersion)."""

    variance: NonNegative
    autocorrelation: Annotated[float, Field(ge=0.0, lt=1.0)]


class KindFactor(DailyFactor):
    """The same for each kind on its own."""

    variances: dict[Identifier, NonNegative] = Field(
        {}, description="Variance by kind; of kinds not named it is `variance`."
    )


class SlowFactor(Block):
    """A random mean-1 gamma factor that wanders over weeks, beside the daily one."""

    variance: NonNegative
    memory_weeks: Positive = Field(
        description="Weeks after which the correlation has fallen to 1/e."
    )


class Complexity(Block):
    """Complexity x in [0, 1], Beta distributed."""

    alpha: Positive
    beta: Positive


class Needs(Block):
    """Share of the issues of a kind that need each of these to be solved."""

    labour: Share = Field(0.0, description="Volunteers could do it; acts with policy.orders.")
    money: Share = 0.0
    consensus: Share = 0.0
    enforcement: Share = 0.0
    several_departments: Share = Field(
        0.0, description="Each of the kind's `departments_needed` must act."
    )


class OutsideWait(Block):
    """Time that a ticket waits for somebody outside: a crew, a notice period, a season.

    It takes nobody's time, stands in no queue, and is over whatever the desks do meanwhile. What a
    patrol or a counter settles where it stands does not wait.
    """

    wait_days: Random = Field(description="How long, drawn anew if the ticket is reopened.")
    calendar: Identifier | None = Field(
        None,
        description="Count only the days on which this calendar opens, such as working days; "
        "without it every day.",
    )
    when: Literal["before", "after"] = Field(
        "after",
        description="Before the first desk takes it up, or after all else, before it is closed.",
    )


class OtherEnding(Block):
    """A way in which tickets end without being closed."""

    share: Share = Field(description="Share of the kind's tickets that end so.")
    after_days: Random = Field(
        # Not called: its checks would be built whenever the schema is imported.
        Distribution.model_construct(distribution="deterministic", mean=0.0),
        description="Time until then; no desk works on them.",
    )


class IssueKind(Block):
    """A kind of issue."""

    title: Title
    sorting_class: SortingClass = Field(description="私事 private, 小事 small or 大事 big.")
    births_per_1000_residents_year: NonNegative
    profile: Identifier = Field(description="Name of its profile in `issues.profiles`.")
    visible: bool = Field(description="Seen from the street, so that patrols can find it.")
    work_hours: Random = Field(description="Work at the desk that solves it, before `work_factor`.")
    complexity: Complexity
    needs: Needs = Needs.absent()
    money_yuan: Random | None = Field(
        None, description="Cost of the project where money is needed; acts with policy.fund."
    )
    service: Identifier | None = Field(
        None, description="Service of `issues.services` of which a place alone meets it."
    )
    sla_class: SlaClass
    lapse_mean_days: Positive | None = Field(
        None, description="Mean life of an issue nobody solves; without it, it never lapses."
    )
    disorder_gain: Share = Field(
        0.0, description="b in 1 + b V/(V+K): how far visible disorder breeds more of this kind."
    )
    report_mean_days: NonNegative = Field(
        description="Mean days until the affected resident would report; 0 is at once."
    )
    circle: tuple[CircleSize, CircleSize] = Field(
        (1, 1), description="Fewest and most residents an issue touches."
    )
    on_the_spot_share: Share = Field(
        0.0, description="q in q(1-x): share a patrol can fix where it stands."
    )
    at_institutions_share: Share = Field(
        0.0, description="Share that arises in malls, hospitals and schools, where they are grids."
    )
    patience_days: Positive | None = Field(
        None, description="Mean wait until a resident calls again; without it, never."
    )
    post: Identifier = Field("general", description="Post of the subdistrict centre in charge.")
    department: Identifier = Field(description="Department in charge, by its id.")
    power: Literal["department", "subdistrict"] = Field(
        "department",
        description="Who holds the power to enforce (执法权) of itself; more is handed down by "
        "policy.authority.",
    )
    departments_needed: Annotated[tuple[Identifier, ...], Field(max_length=MOST_DEPARTMENTS)] = (
        Field(
            (),
            description="Departments that must each act where a case needs several, the one in "
            "charge among them, in the order in which they are asked.",
        )
    )
    enters_at: EntryLevel | None = Field(
        None,
        description="Level whose desk its tickets go to at once, unsorted and so never to a wrong "
        "one; without it they are sorted by `sorting_class`.",
    )
    outside_wait: OutsideWait | None = Field(
        None, description="Without it tickets wait for nobody outside."
    )
    at_once_share: Share = Field(
        0.0, description="Tickets closed as they are opened, without work or wait (直接答复)."
    )
    never_share: Share = Field(
        0.0,
        description="Tickets that nobody ever takes up: open until the issue lapses, or for ever.",
    )
    other_endings: dict[Ending, OtherEnding] = Field(
        {},
        description="Tickets that end without being closed: cancelled 作废, duplicate 重复, "
        "transferred elsewhere 退单. Their issue is no longer the city's, and counts as unsolved.",
    )

    @model_validator(mode="after")
    def _circle_rises(self) -> "IssueKind":
        if self.circle[0] > self.circle[1]:
            raise ValueError(
                Phrase(
                    "circle: {circle} is above {circle2}",
                    circle=self.circle[0],
                    circle2=self.circle[1],
                )
            )
        return self

    @property
    def unhandled_shares(self) -> tuple[float, ...]:
        """Shares of tickets that no desk handles: at once, never, then `ENDINGS` in their order."""
        ends = (self.other_endings.get(name) for name in ENDINGS)
        others = (end.share if end is not None else 0.0 for end in ends)
        return (self.at_once_share, self.never_share, *others)


class Service(Block):
    """A service of which there are only as many places as are paid for (老年食堂, 四点半课堂)."""

    title: Title
    yuan_per_place_year: Positive = Field(
        description="What a place costs; it meets one demand, and is over with the year."
    )


class PlantedIssue(Block):
    """One issue that is known to arise, beside the random ones."""

    on: datetime.date
    hour: Annotated[float, Field(ge=0.0, lt=24.0)] = 12.0
    community: Identifier
    kind: Identifier


class Issues(Block):
    """Everything about how issues arise."""

    kinds: dict[Identifier, IssueKind]
    services: dict[Identifier, Service] = Field(
        {}, description="Services whose places are paid for by funds and other budgets."
    )
    profiles: dict[Identifier, Profile]
    city_factor: DailyFactor = Field(description="Daily factor shared by all kinds.")
    kind_factor: KindFactor = Field(description="Daily factor of each kind on its own.")
    slow_factor: SlowFactor | None = Field(
        None, description="Slow factor shared by all kinds; without it there is none."
    )
    kind_slow_factor: SlowFactor | None = Field(
        None, description="Slow factor of each kind on its own; without it there is none."
    )
    disorder_half_level: Positive = Field(
        description="K: visible open issues per 1,000 residents at which disorder acts by half."
    )
    rate_factor: NonNegative = Field(1.0, description="Multiplies every kind's births.")
    planted: tuple[PlantedIssue, ...] = Field((), json_schema_extra=CHOICE)
    levels: Levels | None = Field(
        None,
        description="Level of births by month and, if wanted, kind and area: the name of a CSV "
        "file with the columns `month`, `factor`, `kind`, `area`, or the columns as lists.",
    )
    community_births: CommunityBirths | None = Field(
        None,
        description="Births by community and kind: the name of a CSV file with the columns "
        "`community`, `kind` and `factor` or `births_per_year`, or the columns as lists.",
    )
    trace: Trace | None = Field(
        None,
        description="Recorded arrivals in the place of random births: the name of a CSV file with "
        "the columns `on` (a date, or date and time), `community`, `kind`, or the columns as "
        "lists.",
        json_schema_extra=CHOICE,
    )
    sla_hours: dict[SlaClass, Positive] = Field(description="Time allowed to close, by class.")
