"""How long a request of a kind stays open, as a scenario says it."""

from dataclasses import dataclass

import numpy as np

from ...scenario.catalogue import IssueKind
from ..requests import Floats


@dataclass(frozen=True)
class Stay:
    """The share of a kind's requests that are open after so many days.

    Attributes
    ----------
    never : float
        Share that nobody ever closes.
    waiting : float
        Share that is closed after a wait.
    points : array, shape (points, 2)
        Probabilities and days of that wait.
    others : tuple of pairs of float
        Share of each ending that competes with closing, and the days until then.
    """

    never: float
    waiting: float
    points: Floats
    others: tuple[tuple[float, float], ...]

    def open_after(self, days: Floats) -> Floats:
        """Share open after so many days, of all that were opened."""
        share, length = self.points.T
        left = self.never + self.waiting * (1.0 - np.interp(days, length, share, left=0.0))
        for part, until in self.others:
            left = left + part * (days < until)
        return np.asarray(left)

    def still_open(self, age: Floats, days: Floats) -> Floats:
        """Probability that what is open at an age is open so many days later.

        What is older than anything that was ever closed stays as it is.
        """
        now = self.open_after(age)
        later = self.open_after(age + days)
        return np.divide(later, now, out=np.ones(np.broadcast(now, later).shape), where=now > 0.0)


def stay_of(kind: IssueKind) -> Stay:
    """Read from a kind of a scenario how long its requests stay open."""
    others = tuple(
        (ending.share, ending.after_days.expected) for ending in kind.other_endings.values()
    )
    waiting = 1.0 - kind.at_once_share - kind.never_share - sum(share for share, _ in others)
    wait = kind.outside_wait.wait_days if kind.outside_wait else None
    points = np.array(wait.points) if wait and wait.points else np.array([[0.0, 0.0], [1.0, 0.0]])
    return Stay(kind.never_share, max(waiting, 0.0), points, others)
