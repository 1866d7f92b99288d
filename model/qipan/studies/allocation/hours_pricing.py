"""What some hours more and fewer of volunteers are worth by the program, plan after plan."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...agents.planner import Planner

if TYPE_CHECKING:
    from ...agents.simulation import Simulation
    from ...programs.hours.plan import HoursProgram
    from ...programs.hours.planned import HoursPlan
    from ...programs.hours.problem import HoursCase

DAYS_PER_YEAR = 365.0
Values = NDArray[np.float64]


class PricingPlanner(Planner):
    """A planner who also notes, at each plan, what hours more and fewer would change.

    Hours come and go with the people who give them: calls rise and fall with them. Each number is
    the difference of two optima, solved warm.

    Attributes
    ----------
    step : float
        Hours a year that are valued, in each community alone.
    changes : list of array, shape (communities, 2)
        Change of the program's objective by more and by fewer hours, one for each plan; NaN where
        there are not as many to take away.
    """

    step = 100.0

    def __init__(self, model: "Simulation", name: str, index: int) -> None:
        super().__init__(model, name, index)
        self.changes: list[Values] = []
        self.on_days: list[int] = []

    def divide_hours(self, case: "HoursCase") -> "HoursPlan":
        """Divide hours, and value them."""
        plan = super().divide_hours(case)
        if self.hours_program is not None and len(case.groups.home):
            self.changes.append(self._price(self.hours_program, case, plan))
            self.on_days.append(self.model.day)
        return plan

    def a_year(self, since: int) -> Values:
        """Mean change a year by community, more and fewer, over plans from a day on."""
        assert self._hours is not None
        chosen = [row for row, day in zip(self.changes, self.on_days, strict=True) if day >= since]
        if not chosen:
            return np.full((len(self.model.communities), 2), np.nan)
        plans_a_year = DAYS_PER_YEAR / self._hours.policy.period_days
        found: Values = np.mean(chosen, axis=0) * plans_a_year
        return found

    def _price(self, program: "HoursProgram", case: "HoursCase", plan: "HoursPlan") -> Values:
        assert self._hours is not None
        policy = self._hours.policy
        planned = 1.0 - policy.unplanned_share
        step = self.step * policy.period_days / DAYS_PER_YEAR * planned
        groups = case.groups
        total = max(float(groups.hours.sum()), 1e-9)
        calls_per_hour = float(groups.calls.sum()) / total
        by_skill = groups.hours.reshape(len(case.work.communities), -1).sum(axis=0) / total
        found = np.full((len(case.work.communities), 2), np.nan)
        for c in range(len(found)):
            rows = np.flatnonzero(groups.home == c)
            here = groups.hours[rows]
            share = here / here.sum() if here.sum() > 0.0 else by_skill
            for side, sign in enumerate((1.0, -1.0)):
                hours, calls = groups.hours.copy(), groups.calls.copy()
                hours[rows] += sign * step * share
                calls[rows] = np.maximum(0.0, calls[rows] + sign * step * share * calls_per_hour)
                if hours.min() < 0.0:
                    continue
                other = program.again(hours=hours, calls=calls)
                found[c, side] = _objective(policy.objective, other) - _objective(
                    policy.objective, plan
                )
        program.again(hours=groups.hours, calls=groups.calls)
        return found


@dataclass(frozen=True)
class Pricing:
    """Makes a planner who prices steps of so many hours a year."""

    step: float

    def institution(self) -> type[PricingPlanner]:
        """Return the class."""
        return type("Pricing", (PricingPlanner,), {"step": self.step})


def _objective(name: str, plan: "HoursPlan") -> float:
    return plan.weighted_backlog if name == "total" else plan.worst_backlog
