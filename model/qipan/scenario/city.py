"""The synthetic city: places and how many live there."""

from typing import Annotated, Literal

from pydantic import Field

from .behaviour import ChannelChoice, Households, Petitions
from .fields import CHOICE, Block, Identifier, NonNegative, Positive, PositiveCount, Random, Share


class CommunityType(Block):
    """A kind of neighbourhood: old urban, commodity housing, resettlement, village."""

    share: Share = Field(description="Share of generated communities that are of this type.")
    issue_rate_factor: Positive = Field(1.0, description="Births of issues against the catalogue.")
    households_per_building: PositiveCount = Field(description="Households sharing a building.")
    estate_success_factor: NonNegative = Field(
        1.0, description="Success at the estate desk against `desks.estate.success`."
    )
    density_per_km2: Positive = Field(description="Residents per km2 of community area.")
    village: bool = Field(False, description="A village (村): it has a fund of its own rules.")


class Place(Block):
    """A community (社区) or village (村) given by name instead of generated."""

    id: Identifier
    subdistrict: Identifier
    residents: PositiveCount
    type: str | None = Field(
        None, description="By default drawn by the shares of `types`, as where it is generated."
    )
    grids: PositiveCount | None = Field(
        None, description="Working grids (网格); by default `grids_per_community`, as drawn."
    )
    x_km: float | None = None
    y_km: float | None = None
    households: PositiveCount | None = Field(
        None, description="By default its residents over `household_size`."
    )
    staff: Positive | None = Field(
        None,
        description="Staff of its office, in full-time equivalents, counted instead of reckoned "
        "by `desks.community`.",
    )
    area_km2: Positive | None = Field(
        None, description="By default its residents over `density_per_km2` of its type."
    )


class Villages(Block):
    """Villages (村) generated beside the communities, in the same subdistricts and townships."""

    count: PositiveCount
    residents: PositiveCount = Field(description="Residents of all villages, of the city's.")
    size_sigma: NonNegative = Field(
        0.0, description="Log standard deviation of residents per village."
    )
    grids_per_village: Positive = Field(description="Working grids per village on average.")
    type: Identifier = Field("village", description="Their community type.")


class DedicatedGrids(Block):
    """Grids of malls, hospitals and schools (专属网格), beside those of residents.

    The institution's own people work at its desk and walk it when grids are patrolled. Which
    issues arise there is said by each kind's `at_institutions_share`.
    """

    per_community: NonNegative = Field(description="On average; spread by residents.")
    area_km2: Positive = Field(description="Area of one.")
    staff: Positive = Field(description="Full-time equivalents at its estate desk.")


class City(Block):
    """The city all scenarios of a comparison share, drawn once from `seed`."""

    seed: Annotated[int, Field(ge=0, lt=2**63)] = Field(
        1,
        description="Seed of the city; runs on the same city differ only in their own seed.",
        json_schema_extra=CHOICE,
    )
    id_prefix: Identifier | Literal[""] = Field(
        "",
        description="Put before the ids of generated communities and subdistricts; of a district "
        "its name and '-'.",
    )
    community_count: PositiveCount | None = Field(
        None, description="Communities to generate; not with `communities`."
    )
    subdistrict_count: PositiveCount | None = Field(
        None, description="Subdistricts (街道) to spread them over; not with `communities`."
    )
    communities: tuple[Place, ...] = Field((), description="Communities given one by one.")
    residents: Annotated[int, Field(ge=1, le=100_000_000)] | None = Field(
        None, description="Residents of the whole city; not with `communities`."
    )
    community_size_sigma: NonNegative = Field(
        0.0, description="Log standard deviation of residents per generated community."
    )
    grids_per_community: Positive = Field(
        description="Working grids per community on average; each community has one at least."
    )
    issue_rate_sigma: NonNegative = Field(
        0.0,
        description="Log standard deviation of births between communities of one type; mean 1.",
    )
    household_size: Positive = Field(description="Residents per household.")
    villages: Villages | None = Field(None, description="Not with `communities`.")
    dedicated_grids: DedicatedGrids | None = Field(None, description="Not with `communities`.")
    types: dict[str, CommunityType] = Field(description="Community types by name.")
    extent_factor: Positive = Field(
        1.0, description="City area against the sum of its communities' areas."
    )

    @property
    def everybody(self) -> int:
        """Residents of the whole city."""
        return self.residents or sum(place.residents for place in self.communities)

    def issue_rate_factor(self, kind: str | None) -> float:
        """Births of issues in a type of community against the catalogue; None: of the mean one."""
        if kind is not None:
            return self.types[kind].issue_rate_factor
        return sum(each.share * each.issue_rate_factor for each in self.types.values())


class Trust(Block):
    """Trust (信任) T in [0, 1] of a resident in the grassroots offices."""

    initial: Share
    initial_sd: NonNegative
    baseline: Share = Field(description="Level to which trust decays.")
    decay_days: Positive = Field(description="Time constant of the decay to the baseline.")
    learning_rate: Share = Field(description="T moves by this times (rating - T).")
    building_share: Share = Field(description="Share of a change that the whole building feels.")
    building_limit: Share = Field(description="Largest shift of a building's trust.")
    repeat_call_loss: Share = Field(description="Trust lost with each repeat call.")


class Rating(Block):
    """Satisfaction by expectancy-disconfirmation.

    S = logistic(b0 + bP P + b+ (P-E)+ - b- (E-P)+), P performance and E expectation.
    """

    constant: float
    performance: NonNegative
    positive_gap: NonNegative
    negative_gap: NonNegative
    initial_expectation: Share
    expectation_learning: Share
    return_penalty: Share = Field(description="P is multiplied by this for each return.")
    sla_multiple: Positive = Field(description="P halves when t is this many times the SLA.")


class Reporting(Block):
    """How residents come to report (上报)."""

    heterogeneity_ratio: Annotated[float, Field(ge=1.0)] = Field(
        description="Largest over smallest reporting hazard of communities, trust left out."
    )
    trust_slope: NonNegative = Field(description="gamma in exp(gamma (T - 1/2)).")
    trust_clip: Annotated[float, Field(ge=1.0)] = Field(
        description="That factor is kept between 1/clip and clip."
    )
    neighbour_weight: Share = Field(description="A neighbour's hazard against the affected one's.")
    visit_share: Share = Field(description="Share who visit the office, in its hours.")
    hotline_share: Share = Field(description="Share who call 12345; the rest tell a grid worker.")


class Residents(Block):
    """Behaviour of residents."""

    trust: Trust
    rating: Rating
    reporting: Reporting
    choice: ChannelChoice = ChannelChoice.absent()
    petitions: Petitions = Petitions.absent()
    households: Households = Households.absent()


__all__ = [
    "City",
    "CommunityType",
    "Place",
    "Random",
    "Rating",
    "Reporting",
    "Residents",
    "Trust",
]
