"""Whether simulated years keep what a plan is asked for, and the margin that they miss it by."""

from dataclasses import dataclass, field, replace

import numpy as np
from scipy import stats

from .heads import most_hours
from .learning import Years
from .problem import Asked, PlanProblem, Values

RISK = 0.05  # of saying that a community is worse off, or that a plan keeps it, where none does
MISSES = 1  # years that a plan may fail in where it is tested
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

    def failed(self, years: Years) -> int:
        """In how many years some community does not keep what is asked."""
        return round((1.0 - self.share_kept(years)) * len(years.days))

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
        return self.failed(years) <= max(0.0, (1.0 - self.confidence) * (count + 1) - 1.0 + 1e-9)

    def fails_too_often(self, years: Years) -> bool:
        """Whether these years show, but for a risk of `RISK`, that it is kept in too few."""
        chance: float = stats.binom.sf(self.failed(years) - 1, len(years.days), 1 - self.confidence)
        return chance <= RISK

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

    @property
    def level(self) -> float:
        """Share of years that each community is to keep it in, so that all together do."""
        return 1.0 - (1.0 - self.confidence) / self.communities

    def tightened(self, given: PlanProblem, years: Years, times: float) -> PlanProblem:
        """Ask for so many times what is asked for.

        No community is asked for more than all levers could do. Where equity is asked for, what
        years differ by is taken off.

        Parameters
        ----------
        given : PlanProblem
            With curves of the years that count.
        years : Years
            Of a plan near by.
        times : float
            The less, the tighter.
        """
        count, wait, most_late = self.communities, self.asked.wait_days.copy(), self.asked.late
        levers = most_hours(given)
        if given.counted is not None:
            least = self.waits(np.maximum(given.counted.at(levers) * DAYS_PER_YEAR, 0.0))
            wait[:count] = np.maximum(times * wait[:count], least * (1.0 + TINY))
        if most_late is not None and given.late is not None:
            most_late = np.minimum(np.maximum(times * most_late, given.late.at(levers)), 1.0)
        unequal = max(0.0, self.asked.equity - self._times_missed(years) - 1.0)
        asked = replace(self.asked, wait_days=wait, late=most_late, equity=1.0 + times * unequal)
        return replace(given, asked=asked)

    def short(self, years: Years) -> Values:
        """How many times what is asked a community has beyond it in its worst year; 0 if none."""
        waits = self.waits(years.days).max(axis=0)
        times: Values = waits / self.asked.wait_days[: self.communities]
        if self.asked.late is not None and years.late is not None:
            late = years.late.max(axis=0)
            times = np.maximum(times, late / np.maximum(self.asked.late, TINY))
        beyond: Values = np.maximum(times - 1.0, 0.0)
        return beyond

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


def years_tested(confidence: float) -> int:
    """Years that a plan is tested on: the fewest of which it may fail in `MISSES`.

    By the one-sided bound of Clopper and Pearson it then keeps what is asked with the confidence,
    but for a risk of `RISK`: of n years a plan that fails with a chance of 1 - confidence fails in
    no more than that with a chance of RISK at most.
    """
    years = MISSES + 1
    while stats.binom.cdf(MISSES, years, 1.0 - confidence) > RISK:
        years += 1
    return years


def above_0(change: Values) -> Values:
    """Means by community of changes, shape (years, communities), that are above 0 beyond chance."""
    years, count = change.shape
    error = change.std(axis=0, ddof=1) / np.sqrt(years)
    least = change.mean(axis=0) - stats.t.ppf(1.0 - RISK / count, years - 1) * error
    return np.where(least > TINY, change.mean(axis=0), 0.0)
