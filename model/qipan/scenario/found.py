"""What a ledger of requests was found to hold: tables by columns, mostly from CSV files.

A table stands in a scenario by its columns, lists of one length, whether it was written there or
in a CSV file of its own (`found_files.py`). So its content, and no path, is what a scenario says.
"""

import datetime
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from ..words import Phrase, joined
from .fields import Block, Identifier, NonNegative

Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
DeskLevel = Literal["estate", "community", "subdistrict", "department"]
Hour = Annotated[float, Field(ge=0.0, lt=24.0, allow_inf_nan=False)]


class Columns(Block):
    """A table by its columns: lists of one length; a column that need not be there may be empty."""

    @model_validator(mode="after")
    def _of_one_length(self) -> "Columns":
        lengths = {name: len(getattr(self, name)) for name in type(self).model_fields}
        given = {name: rows for name, rows in lengths.items() if rows or self._is_needed(name)}
        if len(set(given.values())) > 1:
            said = joined(
                Phrase("{name} has {rows}", name=name, rows=rows) for name, rows in given.items()
            )
            raise ValueError(Phrase("columns of one length are needed: {said}", said=said))
        return self

    @classmethod
    def _is_needed(cls, name: str) -> bool:
        return cls.model_fields[name].is_required()

    def __len__(self) -> int:
        """Count the rows."""
        return max(len(getattr(self, name)) for name in type(self).model_fields)

    def column(self, name: str, absent: Any) -> tuple[Any, ...]:
        """Return a column, `absent` in each row if it was not given."""
        return getattr(self, name) or (absent,) * len(self)


class Levels(Columns):
    """Births of each month against usual; a birth is multiplied by every row that speaks of it."""

    month: tuple[Month, ...] = Field(description="Months such as 2019-03.")
    factor: tuple[NonNegative, ...] = Field(description="Births against usual.")
    kind: tuple[str, ...] = Field((), description="Kinds of issue; empty is every kind.")
    area: tuple[str, ...] = Field(
        (), description="Communities or subdistricts, by id; empty is the whole city."
    )

    def rows(self) -> Iterator[tuple[str, float, str, str]]:
        """Yield month, factor, kind and area of each row."""
        yield from zip(
            self.month, self.factor, self.column("kind", ""), self.column("area", ""), strict=True
        )


class CommunityBirths(Columns):
    """Births of each kind in each community, which the catalogue knows by residents only."""

    community: tuple[str, ...]
    kind: tuple[Identifier, ...]
    factor: tuple[NonNegative, ...] = Field(
        (), description="Births against those of the catalogue; rows not given stay as they are."
    )
    births_per_year: tuple[NonNegative, ...] = Field(
        (),
        description="Births a year, whatever the residents; then every community and kind needs a "
        "row.",
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> "CommunityBirths":
        if bool(self.factor) == bool(self.births_per_year) and self.community:
            raise ValueError(Phrase("must have one of the columns factor and births_per_year"))
        return self


class Trace(Columns):
    """Arrivals as they were recorded, in the place of random births."""

    on: tuple[datetime.date, ...]
    hour: tuple[Hour, ...] = Field((), description="Time of day; noon if the column is not given.")
    community: tuple[str, ...]
    kind: tuple[Identifier, ...]


class OpenTickets(Columns):
    """Tickets that are open when the simulation begins, as they stood in a ledger."""

    community: tuple[str, ...]
    kind: tuple[Identifier, ...]
    age_days: tuple[NonNegative, ...] = Field(description="Days since they were opened.")
    level: tuple[DeskLevel, ...] = Field(
        (), description="Level at which they lie; by default that at which the kind belongs."
    )
