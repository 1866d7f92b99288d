"""m12 服务圈: service centres within walking distance, their counters and who is turned away."""

from typing import Annotated

from pydantic import Field

from .fields import (
    CHOICE,
    Block,
    Count,
    Identifier,
    NonNegative,
    Positive,
    Share,
)
from .mechanism import Mechanism

MOST_CLERKS = 100  # at a counter
Finite = Annotated[float, Field(allow_inf_nan=False)]


class AddedCentre(Block):
    """A centre beside those of the communities, with a counter, clerks and space of its own."""

    x_km: Finite = Field(description="East.", json_schema_extra=CHOICE)
    y_km: Finite = Field(description="North.", json_schema_extra=CHOICE)
    m2: Positive = Field(
        description="Its floor space; whom it can offer everything hangs on it.",
        json_schema_extra=CHOICE,
    )
    clerks: Annotated[float, Field(gt=0.0, le=MOST_CLERKS)] = Field(
        description="At its counter, hired for it; a part of one is there for a part of the hours.",
        json_schema_extra=CHOICE,
    )


class ServiceCircle(Mechanism):
    """m12 服务圈: one-stop centres within walking distance."""

    radius_metres: Positive = Field(500.0, json_schema_extra=CHOICE)
    facilities: Count = Field(
        0, description="Service points of the city; 0 is one centre for each community."
    )
    points_km: tuple[tuple[Finite, Finite], ...] = Field(
        (),
        exclude_if=lambda points: not points,
        description="Service points at these places, km east and km north each, in place of "
        "`facilities`; `qipan site` finds such.",
        json_schema_extra=CHOICE,
    )
    added: dict[Identifier, AddedCentre] = Field(
        {},
        description="Centres beside these, by name. Residents to whom one is nearer than any other "
        "point, and within the radius, go to its counter with all they have.",
        json_schema_extra=CHOICE,
        exclude_if=lambda added: not added,
    )
    centre_m2_per_100_households: NonNegative = Field(
        30.0, description="Floor space of the centres, the median over communities."
    )
    centre_m2_sigma: NonNegative = Field(0.0, description="Its log standard deviation.")
    standard_m2_per_100_households: Positive = Field(
        30.0, description="Space from which a centre offers everything."
    )
    kinds: tuple[Identifier, ...] = Field(
        (), description="Kinds settled at the counter.", json_schema_extra=CHOICE
    )
    absorbed_share: Share = Field(
        0.0, description="Share of them settled at once, for residents within the circle."
    )
    counter_hours: NonNegative = Field(0.0, description="A clerk's work for each visitor.")
    calendar: Identifier = Field("office", description="Opening hours of the counters.")
    clerks_per_10000_residents: Positive = Field(
        1.25,
        le=1000,
        description="Clerks of a community's counters; a part of one is there for a part of the "
        "hours.",
        json_schema_extra=CHOICE,
    )
    own_staff_share: Share = Field(
        0.0,
        description="Clerks' hours taken out of the community desks; the rest are paid beside.",
        json_schema_extra=CHOICE,
    )
    longest_queue_minutes: NonNegative = Field(
        30.0, description="Visitors who would wait longer are turned away."
    )
    turned_away_call_share: Share = Field(0.0, description="Of those turned away: who calls.")
    turned_away_return_share: Share = Field(
        1.0, description="Of those turned away: who comes again. The rest give up."
    )
    return_days: NonNegative = Field(1.0, description="Until who was turned away comes again.")
    transactions_per_1000_residents_day: NonNegative = Field(
        0.0,
        le=1000,
        description="Transactions (便民服务事项) at the counters that are no matter of this model.",
    )
    transaction_minutes: NonNegative = Field(0.0, description="A clerk's work for each of them.")
    stations_share: Share = Field(
        0.0,
        description="Communities with a station (驿站) at which couriers tell of what they see.",
        json_schema_extra=CHOICE,
    )

    report_factor: Positive = Field(
        1.0, description="Reporting hazard of residents within the circle against the others'."
    )

    def clerks(self, residents: float) -> float:
        """Clerks of the communities' counters for so many residents."""
        return self.clerks_per_10000_residents * residents / 10_000

    @property
    def added_clerks(self) -> float:
        """Clerks of all added centres."""
        return sum(centre.clerks for centre in self.added.values())

    def paid_share(self, residents: float) -> float:
        """Share of all clerks who are paid beside the own staff, in a city of so many residents."""
        usual = self.clerks(residents)
        return 1.0 - self.own_staff_share * usual / (usual + self.added_clerks)
