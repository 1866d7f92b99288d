"""What every mechanism has: a switch and a date."""

import datetime
from typing import Self

from pydantic import Field

from .fields import Block


class Mechanism(Block):
    """A mechanism that can be off, on, or on from a date."""

    on: bool = False
    starts: datetime.date | None = Field(None, description="First day in force; by default all.")

    def in_force(self, date: datetime.date) -> bool:
        """Whether the mechanism acts on `date`."""
        return self.on and (self.starts is None or date >= self.starts)

    def as_of(self, date: datetime.date) -> Self:
        """Return the mechanism as it holds on a date on which it is in force."""
        return self

    @property
    def dates(self) -> dict[str, datetime.date]:
        """Dates on which it changes, by key."""
        return {} if self.starts is None else {"starts": self.starts}
