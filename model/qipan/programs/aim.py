"""What plans are judged by: the program's own objective, or what a simulation says of waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..statistics.estimate import Estimate, Measure, Values, interval, measured, measured_difference

Cadres = NDArray[np.int64]


class Outcome(Protocol):
    """What the simulation of a plan on some seeds says."""

    @property
    def ticket_days(self) -> Values:
        """Open ticket-days a year, shape (seeds, communities)."""
        ...

    @property
    def criteria(self) -> Mapping[str, Values]:
        """What else is known, by name, shape (seeds, ...) each; empty unless asked for."""
        ...


class Simulate(Protocol):
    """A simulation: from a plan and seeds to an outcome."""

    def __call__(self, cadres: Cadres, seeds: Sequence[int], criteria: bool = False) -> Outcome:
        """Simulate whole cadres by community on every seed."""
        ...


@dataclass(frozen=True)
class Aim:
    """A number of which less is better, by which plans are judged.

    Attributes
    ----------
    name, unit : str
    measure : callable
        From the mean over seeds of what it looks at to the number.
    criterion : str or None
        The criterion it looks at; None for ticket-days by community, which a program can promise.
    additive : bool
        Whether the measure is linear, so that each seed has a value of its own.
    """

    name: str
    unit: str
    measure: Measure
    criterion: str | None = None
    additive: bool = False

    def estimate(self, outcome: Outcome) -> Estimate:
        """Return the number with its 95 % interval; NaN where it does not exist."""
        if self.additive:
            return interval(self._by_seed(outcome))
        return measured(self.measure, self._seen(outcome))

    def difference(self, one: Outcome, other: Outcome) -> Estimate:
        """Return one outcome minus another on the same seeds, with the paired 95 % interval."""
        if self.additive:
            return interval(self._by_seed(one) - self._by_seed(other))
        return measured_difference(self.measure, self._seen(one), self._seen(other))

    def _seen(self, outcome: Outcome) -> Values:
        """What the measure looks at, by seed."""
        return outcome.ticket_days if self.criterion is None else outcome.criteria[self.criterion]

    def _by_seed(self, outcome: Outcome) -> Values:
        return np.array([self.measure(seen) for seen in self._seen(outcome)])


def _sum(ticket_days: Values) -> float:
    return float(ticket_days.sum())


TICKET_DAYS = Aim("open ticket-days", "ticket-days a year", _sum, additive=True)
