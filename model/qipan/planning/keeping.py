"""Whether simulated years keep what a plan is asked for, and the margin that they miss it by."""

from dataclasses import dataclass, field, replace

import numpy as np
from scipy import stats

from .learning import Years
from .problem import Asked, PlanProblem, Values

WIDEST = 0.5  # least share of what is asked for that is left when margins are widened
RISK = 0.05  # of saying that a community is worse off where none is
TINY = 1e-9


@dataclass(frozen=True)
class Keeping:
    """Judges years by what was asked for, before any margin.

    Attributes
    ----------
    asked : Asked
    tickets : array of float, shape (communities,)
        A year.
    confidence : float
        Share of years in which all communities are to keep it.
    """

    asked: Asked
    tickets: Values = field(repr=False)
    confidence: float

    @property
    def communities(self) -> int:
        """How many communities are judged."""
        return len(self.tickets)

    def anything(self) -> bool:
        """Whether days, shares or equity are asked for."""
        asked = self.asked
        of_each = np.isfinite(asked.wait_days).any() or asked.late is not None
        return bool(of_each or np.isfinite(asked.equity))

    def share_kept(self, years: Years) -> float:
        """Share of years in which every community keeps what is asked."""
        asked = self.asked.wait_days[: self.communities]
        kept = (self.waits(years.days) <= asked).all(axis=1)
        if self.asked.late is not None and years.late is not None:
            kept &= (years.late <= self.asked.late).all(axis=1)
        kept &= self._unequal(years.days) <= self.asked.equity
        return float(kept.mean())

    def holds(self, years: Years) -> bool:
        """Whether a year that is like these keeps what is asked with the confidence.

        Of n years and one more, any is the worst as likely as any other: with f years that fail a
        new one does with a chance of (f + 1) / (n + 1) at most. Of few years none may fail.
        """
        count = len(years.days)
        failed = round((1.0 - self.share_kept(years)) * count)
        return failed <= max(0.0, (1.0 - self.confidence) * (count + 1) - 1.0 + 1e-9)

    def missed(self, years: Years) -> tuple[Values, Values, float]:
        """Days, and shares late, by which communities miss what is asked; and times the mean.

        In the years that count: all communities together are to keep it with the confidence, so
        each by itself in more.
        """
        count = self.communities
        level = 1.0 - (1.0 - self.confidence) / count
        asked = self.asked.wait_days[:count]
        days = late = np.zeros(count)
        if np.isfinite(asked).any():
            waits = np.quantile(self.waits(years.days), level, axis=0)
            days = np.maximum(0.0, waits - asked)
        if self.asked.late is not None and years.late is not None:
            found = np.quantile(years.late, level, axis=0)
            late = np.maximum(0.0, found - self.asked.late)
        times = 0.0
        if np.isfinite(self.asked.equity):
            unequal = np.quantile(self._unequal(years.days), self.confidence)
            times = max(0.0, float(unequal) - self.asked.equity)
        return days, late, times

    def widened(self, given: PlanProblem, years: Years) -> PlanProblem:
        """Ask for more by what was missed."""
        days, late, times = self.missed(years)
        count = self.communities
        equity = max(1.0, given.asked.equity - times)
        wait = given.asked.wait_days.copy()
        wait[:count] = np.maximum(wait[:count] - days, WIDEST * self.asked.wait_days[:count])
        most_late = given.asked.late
        if most_late is not None and self.asked.late is not None:
            most_late = np.maximum(most_late - late, WIDEST * self.asked.late)
        return replace(
            given, asked=replace(given.asked, wait_days=wait, late=most_late, equity=equity)
        )

    def waits(self, days: Values) -> Values:
        """Days that a ticket of each community is open, by year."""
        tickets = np.maximum(self.tickets, 1e-9)
        waits: Values = days / tickets
        return waits

    def _unequal(self, days: Values) -> Values:
        """How many times the mean the community that waits longest waits, by year."""
        there = self.tickets > TINY
        tickets = self.tickets[there]
        mean = np.maximum(days[:, there].sum(axis=1) / tickets.sum(), TINY)
        times: Values = (days[:, there] / tickets).max(axis=1) / mean
        return times


def above_0(change: Values) -> Values:
    """Means by community of changes, shape (years, communities), that are above 0 beyond chance."""
    years, count = change.shape
    error = change.std(axis=0, ddof=1) / np.sqrt(years)
    least = change.mean(axis=0) - stats.t.ppf(1.0 - RISK / count, years - 1) * error
    return np.where(least > TINY, change.mean(axis=0), 0.0)
