"""The engine reduced to single queues, and intervals over many independent ones.

Every community of `scenarios/one_queue.yaml` is a queue of its own, so that a run gives as many
independent replications as it has communities.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

import qipan
from qipan.runs.replication import Run

SCENARIO = qipan.load(Path(__file__).parents[2] / "scenarios" / "one_queue.yaml")
RESIDENTS = 1000
CONFIDENCE = 0.999
LARGEST_RELATIVE_ERROR = 0.0075

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A mean over independent queues: a ratio of two sums, with its standard error."""

    name: str
    expected: float
    mean: float
    error: float

    @property
    def covered(self) -> bool:
        """Whether the 99.9 % interval holds the expected value."""
        half = norm.ppf(0.5 + CONFIDENCE / 2) * self.error
        return bool(abs(self.mean - self.expected) <= half)

    @property
    def relative_error(self) -> float:
        """Standard error against the expected value."""
        return self.error / self.expected

    def __str__(self) -> str:
        return f"{self.name}: {self.mean:.6g} ± {self.error:.2g}, expected {self.expected:.6g}"


def ratio(name: str, expected: float, sums: Values, counts: Values) -> Estimate:
    """Ratio of two sums over queues; its error by linearisation."""
    mean = sums.sum() / counts.sum()
    residual = sums - mean * counts
    error = residual.std(ddof=1) * np.sqrt(len(sums)) / counts.sum()
    return Estimate(name, expected, float(mean), float(error))


def queue(
    *,
    arrivals: float,
    work: Any,
    servers: int,
    queues: int,
    days: int,
    warm_up_days: int = 20,
    slower: float = 1.0,
    **overrides: Any,
) -> qipan.Scenario:
    """Many queues with so many arrivals an hour each; `slower` lengthens every service."""
    return SCENARIO.revise(
        {
            "city.community_count": queues,
            "city.residents": queues * RESIDENTS,
            "horizon.days": days,
            "horizon.warm_up_days": warm_up_days,
            "issues.kinds.task.births_per_1000_residents_year": arrivals * 8760,
            "issues.kinds.task.work_hours": work,
            "desks.community.staff_per_desk": servers,
            "desks.community.speed": 1.0 / slower,
            **overrides,
        }
    )


def exponential(mean: float) -> dict[str, Any]:
    """Exponential work."""
    return {"distribution": "exponential", "mean": mean}


class Tickets:
    """Tickets of a finished run that were opened in the measured days, `margin` hours before the
    end at the latest so that none is cut off."""

    def __init__(self, run: Run, margin: float = 400.0) -> None:
        self.record = run.record
        table = run.record.tickets
        begin, end = run.record.begin, run.record.end - margin
        chosen = (table["opened"] >= begin) & (table["opened"] < end)
        self.opened, self.responded, self.closed, issue = (  # a column at a time: rows are wide
            table[name][chosen] for name in ("opened", "responded", "closed", "issue")
        )
        self.queue, self.kind, self.over = (
            run.record.issues[name][issue] for name in ("community", "kind", "over")
        )
        self.queues = len(run.record.city.places.ids)
        self.waited = self.responded - self.opened
        self.stayed = self.closed - self.opened

    def mean(self, name: str, expected: float, values: Values, of: Any = None) -> Estimate:
        """Mean of a value of the tickets (`of` which part), by queue."""
        part = np.ones(len(values), bool) if of is None else of
        sums = np.bincount(self.queue[part], values[part].astype(float), self.queues)
        counts = np.bincount(self.queue[part], minlength=self.queues).astype(float)
        return ratio(name, expected, sums, counts)

    def desks(self, field: str) -> Values:
        """Growth of a time integral of each queue's desk over the measured days."""
        first = self.record.layout.first_community
        rows = slice(first, first + self.queues)
        after, before = self.record.desks_after, self.record.desks_before
        difference: Values = after[field][rows] - before[field][rows]
        return difference


def present(run: Run, *hours: float) -> list[Values]:
    """Tickets in each queue at hours."""
    table = run.record.tickets
    opened, closed = (np.ascontiguousarray(table[name]) for name in ("opened", "closed"))
    closed[closed < 0.0] = np.inf
    owner = run.record.issues["community"][table["issue"]]
    queues = len(run.record.city.places.ids)
    there = ((opened <= hour) & (closed > hour) for hour in hours)
    return [np.bincount(owner[each], minlength=queues).astype(float) for each in there]


def arrived(run: Run, hour: float) -> Values:
    """Tickets that have come to each queue until an hour."""
    record = run.record
    owner = record.issues["community"][record.tickets["issue"][record.tickets["opened"] <= hour]]
    return np.bincount(owner, minlength=len(record.city.places.ids)).astype(float)
