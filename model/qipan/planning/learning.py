"""Curves of a plan's program as the simulation has them, by community and heads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from ..programs.curve import convex_curve
from .cover import Cover
from .effects import Effect
from .heads import Heads
from .problem import Lines, Values
from .tabled import Tabled

DAYS_PER_YEAR = 365.0
STEPS = (0, 1, 2, 4, 7)  # heads in every community at which curves are measured first


@dataclass(frozen=True)
class Years:
    """What years of simulation found.

    Attributes
    ----------
    days : array of float, shape (seeds, communities)
        Open ticket-days a year of each community's residents.
    late : array of float, shape (seeds, communities), or None
        Share of their issues that was not solved in the days asked; None if that is not asked.
    """

    days: Values
    late: Values | None = None

    def __add__(self, other: "Years") -> "Years":
        """These years and others of the same plan."""
        late = None
        if self.late is not None and other.late is not None:
            late = np.concatenate([self.late, other.late])
        return Years(np.concatenate([self.days, other.days]), late)

    @property
    def total(self) -> Values:
        """Ticket-days of the city, by year."""
        found: Values = self.days.sum(axis=1)
        return found


class Simulate(Protocol):
    """Simulates heads by community and units of options; without units there are none."""

    def __call__(self, heads: Heads, seeds: Sequence[int], units: Values | None = None, /) -> Years:
        """Return what the years of these seeds show."""
        ...


@dataclass
class Learned:
    """Tables of what is open, and of what is late, over heads; corrected as plans are simulated.

    A table is measured with the same number of heads more in every community, and moved to what
    plans show: at the plan, and with one head more and one less. What options change is beside
    the tables, measured at a plan's heads.

    Attributes
    ----------
    level : float or None
        Share of the years that are no worse than what the tables have; None: their mean.
    """

    per_post: Values = field(repr=False)
    open: Tabled
    late: Tabled | None
    effects: tuple[Effect, ...] = ()
    cover: Cover | None = None
    level: float | None = None

    @classmethod
    def measured(
        cls,
        simulate: Simulate,
        per_post: Values,
        most: Values,
        seeds: Sequence[int],
        level: float | None = None,
    ) -> "Learned":
        """Measure at a few numbers of heads up to the most that any community may get."""
        cap = max(1, int(most.max(initial=0.0)))
        numbers = np.array(sorted({min(cap, n) for n in STEPS} | {cap}))
        years = [simulate(np.full(len(most), float(n)), seeds) for n in numbers]
        late = [_of(one.late, level) for one in years if one.late is not None]
        days = np.array([_of(one.days, level) for one in years]).T / DAYS_PER_YEAR
        tables = Tabled.of(numbers, days), Tabled.of(numbers, np.array(late).T) if late else None
        return cls(per_post[: len(most)], *tables, level=level)

    @property
    def most(self) -> int:
        """Most heads the tables reach."""
        return int(self.open.most)

    def correct(self, heads: Heads, units: Values, found: dict[int, Years]) -> None:
        """Move the tables to what was found at a plan (0) and beside it (-1, +1)."""
        heads = np.minimum(heads, self.most)
        changed = sum((e.open.at(u) for e, u in zip(self.effects, units, strict=True)), 0.0)
        if self.cover is not None:
            changed = changed + self.cover.open_at(units)
        days = {n: _of(one.days, self.level) / DAYS_PER_YEAR - changed for n, one in found.items()}
        self.open.correct(heads, days)
        if self.late is not None:
            later = [e.late.at(u) for e, u in zip(self.effects, units, strict=True) if e.late]
            missed = sum(later, 0.0)
            if self.cover is not None:
                missed = missed + self.cover.late_at(units)
            late = {
                n: _of(one.late, self.level) - missed
                for n, one in found.items()
                if one.late is not None
            }
            self.late.correct(heads, late)

    def lines(self, heads: Heads) -> tuple[Lines, Lines | None]:
        """Convex curves over hours, true to the tables at a plan's heads: open, and late."""
        heads = np.minimum(heads, self.most)
        late = None if self.late is None else self._lines(self.late, heads)
        return self._lines(self.open, heads), late

    def _lines(self, table: Tabled, heads: Heads) -> Lines:
        pieces = [
            list(convex_curve(at * hours, values).lines())
            for hours, at, values in zip(self.per_post, table.heads, table.values, strict=True)
        ]
        width = max(map(len, pieces))
        filled = np.array([piece + piece[-1:] * (width - len(piece)) for piece in pieces])
        lines = Lines(filled[:, :, 0], filled[:, :, 1])
        apart = table.at(heads) - lines.at(heads * self.per_post)
        return Lines(lines.heights + apart[:, None], lines.slopes)


def _of(by_year: Values, level: float | None) -> Values:
    """Mean of years by community, or what so many of them do not exceed."""
    found = by_year.mean(axis=0) if level is None else np.quantile(by_year, level, axis=0)
    return np.asarray(found)
