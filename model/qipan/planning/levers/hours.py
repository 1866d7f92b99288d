"""Paid hours at communities' desks, in parts of posts."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...scenario.fields import Positive
from ...words import Words
from ..problem import Priced
from .lever import Lever, Text


class HoursLever(Lever):
    """Paid hours at communities' desks: a shift's extra hour, part-time staff."""

    unit: ClassVar[str] = "hours"
    counted: ClassVar[Words] = Words("hours")
    amount: ClassVar[Words] = Words("{name}: {n:,.0f} hours in year {year}, ¥{yuan:,.0f}")

    yuan_per_hour: Positive
    price_from: Text = Field(description="Where the price is from: a source, or why it is assumed.")
    hours_per_community_year: Positive = Field(description="Most that can be had.")

    @property
    def stated_price(self) -> str | None:
        """Where its price is from."""
        return self.price_from

    def posed(self, name: str, communities: NDArray[np.bool_]) -> Priced:
        """Pose the hours at the desks that are communities, shape (desks,)."""
        caps = np.where(communities, self.hours_per_community_year, 0.0)
        return Priced(name, self.yuan_per_hour, caps, source=self.source)
