"""Posts by type, in communities or shared by a subdistrict's."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from ...scenario.fields import Count, Positive, PositiveCount
from ...words import Words
from ..problem import Staff
from .lever import Bounds, Lever, Text

POSTS = Words("{name}: {n:,.4g} in year {year}, ¥{yuan:,.0f}")


class StaffLever(Lever):
    """A type of post that may be given."""

    unit: ClassVar[str] = "posts"
    counted: ClassVar[Words] = Words("posts")
    amount: ClassVar[Words] = POSTS

    at: Literal["community", "area"] = Field(
        "community",
        description="community: works there; area: shared by the communities of a subdistrict "
        "(片区), which floors, caps and today's posts are then of.",
    )
    yuan_year: Positive = Field(description="Price of a post, with all that an employer pays.")
    price_from: Text = Field(description="Where the price is from: a source, or why it is assumed.")
    speed: Positive = Field(1.0, description="Against a cadre who knows the place.")
    floor: Count = Field(0, description="Fewest at each place.")
    cap: Count = Field(description="Most at each place.")
    most: Count | None = Field(None, description="Most in all.")
    change: PositiveCount | None = Field(
        None, description="Posts by which a place may grow or shrink from period to period."
    )

    @property
    def at_subdistricts(self) -> bool:
        """Whether its posts stand at subdistricts."""
        return self.at == "area"

    @property
    def stated_price(self) -> str | None:
        """Where its price is from."""
        return self.price_from

    def posed(self, name: str, hours: float, bounds: Bounds) -> Staff:
        """Pose the type, by hours of work a year of a cadre who knows the place."""
        return Staff(
            name,
            hours * self.speed,
            self.yuan_year,
            bounds.floors,
            bounds.caps,
            bounds.today,
            shared=self.at_subdistricts,
            most=np.inf if self.most is None else float(self.most),
            change=np.inf if self.change is None else float(self.change),
            source=self.source,
        )
