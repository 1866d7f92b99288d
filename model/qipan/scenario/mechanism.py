"""What every mechanism has: a switch and a date."""

import datetime

from pydantic import Field

from .fields import Block


class Mechanism(Block):
    """A mechanism that can be off, on, or on from a date."""

    on: bool = False
    starts: datetime.date | None = Field(None, description="First day in force; by default all.")

    def in_force(self, date: datetime.date) -> bool:
        """Whether the mechanism acts on `date`."""
        return self.on and (self.starts is None or date >= self.starts)
