"""Whether simulated years keep what a plan is asked for, and the margin that they miss it by."""

from dataclasses import dataclass, field, replace

import numpy as np
from scipy import stats

from .heads import most_hours
from .learning import Years
from .problem import Asked, PlanProblem, Values

WIDEST = 0.5  # least share of what is asked for that is left when margins are widened
RISK = 0.05  # of saying that a community is worse off where none is
TINY = 1e-9
DAYS_PER_YEAR = 365.0


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
        return days, late, self._times_missed(years)

    def widened(self, given: PlanProblem, years: Years, margin: float) -> PlanProblem:
        """Ask the mean of years for what leaves their chance free, where more than that is missed.

        The curves are of means. As many times the mean as the years that count are in a community
        is taken off what is asked for there, which is not given back; no community is asked for
        more than all levers could do.

        Parameters
        ----------
        given : PlanProblem
            With curves as corrected last.
        years : Years
        margin : float
            Times the chance of the years that is kept free.
        """
        count, level = self.communities, 1.0 - (1.0 - self.confidence) / self.communities
        wait, most_late = given.asked.wait_days.copy(), given.asked.late
        levers = most_hours(given)
        if np.isfinite(self.asked.wait_days[:count]).any() and given.simulated is not None:
            least = self.waits(np.maximum(given.simulated.at(levers) * DAYS_PER_YEAR, 0.0))
            asked, waits = self.asked.wait_days[:count], self.waits(years.days)
            free = _kept_free(asked, waits, level, margin)
            wait[:count] = np.minimum(wait[:count], np.maximum(free, least * (1.0 + TINY)))
        if self.asked.late is not None and years.late is not None and given.late is not None:
            assert most_late is not None
            free = _kept_free(self.asked.late, years.late, level, margin)
            most_late = np.minimum(most_late, np.maximum(free, given.late.at(levers)))
        equity = max(1.0, given.asked.equity - self._times_missed(years))
        return replace(
            given, asked=replace(given.asked, wait_days=wait, late=most_late, equity=equity)
        )

    def _times_missed(self, years: Years) -> float:
        """How many more times the mean the longest wait is than it may be, in years that count."""
        if not np.isfinite(self.asked.equity):
            return 0.0
        unequal = np.quantile(self._unequal(years.days), self.confidence)
        return max(0.0, float(unequal) - self.asked.equity)

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


def _kept_free(asked: Values, found: Values, level: float, margin: float) -> Values:
    """What the mean may be so that the years that count keep what is asked, where they miss it.

    Parameters
    ----------
    asked : array of float, shape (communities,)
    found : array of float, shape (seeds, communities)
    level : float
        Share of years that count.
    margin : float
        Times their distance from the mean that is kept free.
    """
    counts = np.quantile(found, level, axis=0)
    share = 1.0 - found.mean(axis=0) / np.maximum(counts, TINY)
    free = np.maximum(1.0 - margin * share, WIDEST) * asked
    kept: Values = np.where(counts > asked, free, asked)
    return kept


def above_0(change: Values) -> Values:
    """Means by community of changes, shape (years, communities), that are above 0 beyond chance."""
    years, count = change.shape
    error = change.std(axis=0, ddof=1) / np.sqrt(years)
    least = change.mean(axis=0) - stats.t.ppf(1.0 - RISK / count, years - 1) * error
    return np.where(least > TINY, change.mean(axis=0), 0.0)
