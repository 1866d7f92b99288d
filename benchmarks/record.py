"""What every contestant must keep: one record per issue, readable after the run."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(slots=True)
class IssueLog:
    """The record under way, for contestants written in Python: an issue is an index.

    Lists of numbers rather than an object per issue, since the garbage collector of Python visits
    objects again and again, and lists of numbers never.
    """

    opened: list[float] = field(default_factory=list)
    closed: list[float] = field(default_factory=list)
    level: list[int] = field(default_factory=list)

    def open(self, now: float) -> int:
        """Add an issue; return its index."""
        self.opened.append(now)
        self.closed.append(math.nan)
        self.level.append(0)
        return len(self.opened) - 1

    def clear(self) -> None:
        """Forget all issues."""
        for column in (self.opened, self.closed, self.level):
            column.clear()


@dataclass(frozen=True)
class IssueRecord:
    """All issues of a run, in the order in which they were opened or in any other.

    Attributes
    ----------
    opened : ndarray of float64, shape (issues,)
        Time of arrival, days.
    closed : ndarray of float64, shape (issues,)
        Time of closure, days; nan while the issue is open.
    level : ndarray of int8, shape (issues,)
        Level at which the issue was closed; where an open issue stands.
    """

    opened: NDArray[np.float64]
    closed: NDArray[np.float64]
    level: NDArray[np.int8]

    @classmethod
    def from_log(cls, log: IssueLog) -> IssueRecord:
        """Turn lists into arrays."""
        return cls(np.array(log.opened), np.array(log.closed), np.array(log.level, np.int8))

    def __len__(self) -> int:
        """Count the issues opened."""
        return len(self.opened)

    @property
    def is_closed(self) -> NDArray[np.bool_]:
        """Whether each issue was closed within the run."""
        return ~np.isnan(self.closed)

    def opened_between(self, start: float, end: float) -> IssueRecord:
        """Keep the issues opened from `start` until before `end`, days."""
        kept = (self.opened >= start) & (self.opened < end)
        return IssueRecord(self.opened[kept], self.closed[kept], self.level[kept])

    def time_to_close(self, level: int | None = None) -> NDArray[np.float64]:
        """Days from opening to closure, of the issues closed (at a level, if one is given)."""
        chosen = self.is_closed
        if level is not None:
            chosen &= self.level == level
        return self.closed[chosen] - self.opened[chosen]
