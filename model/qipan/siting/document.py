"""A siting file: which centres may be opened, how many, and what makes a choice good."""

from typing import Annotated, Literal

from pydantic import Field

from ..scenario.fields import Block, Positive, PositiveCount, Title


class SiteDocument(Block):
    """A siting file."""

    site: Title
    scenario: str = Field(description="Scenario file, as seen from the siting file.")
    objective: Literal["least_distance", "most_covered", "fewest_centres"] = Field(
        "least_distance",
        description="least_distance: metres that residents have to their centre (p-median); "
        "most_covered: residents within `within_metres` of one; fewest_centres: the fewest that "
        "cover `share` of them.",
    )
    centres: PositiveCount | None = Field(
        None, description="Centres open, existing ones among them; not with fewest_centres."
    )
    within_metres: Positive | None = Field(
        None,
        description="How far a centre reaches, as the crow flies from the middle of a community; "
        "with least_distance nobody is sent farther.",
    )
    share: Annotated[float, Field(gt=0.0, le=1.0)] = Field(
        1.0, description="Of all residents, to be covered; of fewest_centres alone."
    )
    residents_per_centre: Positive | None = Field(
        None, description="Residents whom a centre can serve; a site's own stands in the table."
    )
    existing: tuple[str, ...] = Field((), description="Sites open today, which stay open.")
    forbidden: tuple[str, ...] = Field((), description="Sites where nothing may be opened.")
    table: str | None = Field(
        None,
        description="CSV or workbook of sites: `site`, and `community` or `x_km` and `y_km`, "
        "`status`, `capacity`. By default the middle of each community, called by its id.",
    )
    time_limit_seconds: Positive = Field(
        120.0, description="After which the best choice found is taken, with what is proven of it."
    )
