"""What plans are judged by: the program's own objective, or what a simulation says of waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .estimate import Estimate, Measure, Values, interval, measured, measured_difference

Cadres = NDArray[np.int64]


class Outcome(Protocol):
    """What the simulation of a plan on some seeds says."""

    @property
    def ticket_days(self) -> Values:
        """Open ticket-days a year, shape (seeds, communities)."""
        ...

    @property
    def criteria(self) -> Mapping[str, Values]:
        """Measures of the city by name, shape (seeds,) each; empty unless asked for."""
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
        From mean ticket-days by community to the number; what a program promises.
    criterion : str or None
        Criterion of the simulation in place of it: no program promises that.
    additive : bool
        Whether the measure is a sum over communities, so that each seed has a value of its own.
    """

    name: str
    unit: str
    measure: Measure
    criterion: str | None = None
    additive: bool = False

    def estimate(self, outcome: Outcome) -> Estimate:
        """Return the number with its 95 % interval; NaN where it does not exist for some seed."""
        values = self._by_seed(outcome)
        return interval(values) if values is not None else self._measured(outcome)

    def difference(self, one: Outcome, other: Outcome) -> Estimate:
        """Return one outcome minus another on the same seeds, with the paired 95 % interval."""
        values, others = self._by_seed(one), self._by_seed(other)
        if values is None or others is None:
            return measured_difference(self.measure, one.ticket_days, other.ticket_days)
        return interval(values - others)

    def _by_seed(self, outcome: Outcome) -> Values | None:
        """Values by seed; None for what is not a mean over seeds."""
        if self.criterion is not None:
            return outcome.criteria[self.criterion]
        if self.additive:
            return np.array([self.measure(days) for days in outcome.ticket_days])
        return None

    def _measured(self, outcome: Outcome) -> Estimate:
        return measured(self.measure, outcome.ticket_days)


def _sum(ticket_days: Values) -> float:
    return float(ticket_days.sum())


TICKET_DAYS = Aim("open ticket-days", "ticket-days a year", _sum, additive=True)
