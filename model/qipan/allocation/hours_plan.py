"""What a plan of hours says: who works where, what is left over, and what it is worth."""

from dataclasses import dataclass

import numpy as np

from .hours_case import HoursCase, Numbers, Rows


@dataclass(frozen=True)
class Given:
    """Hours of one source for one kind of work in one community."""

    source: str
    community: str
    kind: str
    hours: float


@dataclass(frozen=True)
class Binding:
    """A rule that keeps the backlog from being smaller.

    Attributes
    ----------
    name : str
        As in the exported program, such as `coming(c1.repair)`.
    unit : str
        Of its right-hand side.
    meaning : str
    price : float
        Change of the objective per unit of the right-hand side; below 0 if more would help. Of one
        side only where several plans are equally good.
    """

    name: str
    unit: str
    meaning: str
    price: float


@dataclass(frozen=True)
class HoursValue:
    """What some hours more or fewer of a group of volunteers would change.

    Attributes
    ----------
    source, community, skill : str
    more_hours, fewer_hours : float
        Hours offered, before no-shows; fewer than asked for if the group has no more to lose.
    more, fewer : float
        Change of the objective: `more` is 0 or below, `fewer` 0 or above. Both are differences of
        two optima, so they hold across kinks. NaN where no plan is left.
    """

    source: str
    community: str
    skill: str
    more_hours: float
    more: float
    fewer_hours: float
    fewer: float


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
