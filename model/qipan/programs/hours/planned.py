"""What a plan of hours says: who works where, what is left over, and what it is worth."""

from dataclasses import dataclass

import numpy as np

from ..program import Binding
from .problem import HoursCase, Numbers, Rows


@dataclass(frozen=True)
class Given:
    """Hours of one source for one kind of work in one community."""

    source: str
    community: str
    kind: str
    hours: float


@dataclass(frozen=True)
class HoursPlan:
    """A proven best plan of one period.

    Attributes
    ----------
    case : HoursCase
    source, community, kind : array of int
        Rows of the combinations that may work; units stand after groups.
    hours : array
        Hours worked in each.
    left : array, shape (communities, kinds)
        Hours left over.
    weighted_backlog : float
        Σ weight × hours left over.
    worst_backlog : float
        Weighted hours left over per resident in the community where they are most.
    binding : tuple of Binding
        Rules with a price, of the objective "total" or "worst" that was asked for.
    """

    case: HoursCase
    source: Rows
    community: Rows
    kind: Rows
    hours: Numbers
    left: Numbers
    weighted_backlog: float
    worst_backlog: float
    binding: tuple[Binding, ...]

    @property
    def given(self) -> tuple[Given, ...]:
        """The plan as a table, in order of source, community and kind."""
        work, sources = self.case.work, self.case.sources
        return tuple(
            Given(
                sources[self.source[at]],
                work.communities[self.community[at]],
                work.kinds[self.kind[at]],
                float(self.hours[at]),
            )
            for at in np.flatnonzero(self.hours > 0.0)
        )
