"""How a city grows over the years of a horizon: more people, and more matters a head."""

from typing import Annotated

from pydantic import Field

from .fields import Block, Identifier

GrowthShare = Annotated[float, Field(ge=-0.5, le=1.0, allow_inf_nan=False)]
Shares = tuple[GrowthShare, ...]
_YEARS = "from the first measured year to the second, to the third, …; the last goes on"


class AreaGrowth(Block):
    """Growth of a subdistrict or a community, where it is not the city's."""

    population_shares: Shares | None = Field(None, description="By default the city's.")
    demand_shares: Shares | None = Field(None, description="By default the city's.")


class Growth(Block):
    """Growth of births of issues, day by day from the first measured day on; none before."""

    population_shares: Shares = Field(
        (),
        description=f"By which residents grow {_YEARS}. Births grow with them; the city's people, "
        "offices and funds stay as they are until the policy changes them.",
    )
    demand_shares: Shares = Field(
        (), description=f"By which births for each resident grow {_YEARS}."
    )
    areas: dict[Identifier, AreaGrowth] = Field(
        {}, description="By id of a subdistrict or a community, which goes before its subdistrict."
    )
