"""Hours divided in a scenario: the planner's program, rules of thumb, and who asks first."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ...programs.hours.planned import HoursPlan
from ...programs.objectives import LexicographicMaxMin, Objective, Utilitarian
from ...programs.program import Binding
from ...runs.errors import ResourceError
from ...statistics.interval import Interval, mean_interval, paired_interval
from ...words import Phrase
from ..uncertainty.decisions import Trial
from .divided import NONE, PROGRAM, Divided, Way

if TYPE_CHECKING:
    import pandas as pd

FIRST = "first_come"
TOLD = ("orders", "orders_done", "volunteer_hours", "unit_hours")  # beside the ticket-days
UNITS = {"total": "ticket-days", "worst": "ticket-days per resident of the worst-off community"}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class HoursAllocation(Divided):
    """Plans of hours.

    Attributes
    ----------
    period : HoursPlan
        The last plan of the first replication.
    date : date
        Its day.
    """

    step_unit: ClassVar[str] = "hours"

    period: HoursPlan
    date: datetime.date

    @property
    def objective_unit(self) -> str:
        """Unit of the values by the program."""
        return UNITS[planner_objective(self.request.objective)]

    @property
    def optimism(self) -> Interval:
        """(Promised - worked) / worked of volunteers' hours."""
        way = self.named(PROGRAM)
        promised, worked = way.measured["promised_hours"], way.measured["worked_hours"]
        mean = worked.mean()
        return mean_interval((promised - worked) / mean if mean else np.full(len(worked), np.nan))

    @property
    def saved(self) -> Interval:
        """Ticket-days a year that all help saves, planned by the program, against no help."""
        return paired_interval(self.named(NONE).ticket_days, self.named(PROGRAM).ticket_days)

    @property
    def promised(self) -> float:
        """Ticket-days a year that the plans say all help saves, by their own weights."""
        return float(self.named(PROGRAM).measured["promised_saving"].mean())

    @property
    def binding(self) -> tuple[Binding, ...]:
        """Rules that the plan of the period uses up, the dearest first."""
        return self.period.binding

    def trial(self) -> Trial:
        """Hours by the program against the best rule and today, and volunteers' hours more."""
        from ..uncertainty.decision_trials import hours_trial

        return hours_trial(self)

    def amounts_of(self, way: Way) -> dict[str, float]:
        """Orders and hours a year."""
        return {f"{name}_a_year": float(way.measured[name].mean()) for name in TOLD}

    def plan_frame(self) -> "pd.DataFrame":
        """Tabulate the plan of one period: who works where, on what, for how many hours."""
        import pandas as pd

        rows = [
            {
                "date": self.date,
                "source": given.source,
                "community": given.community,
                "kind": given.kind,
                "hours": round(given.hours, 3),
            }
            for given in self.period.given
        ]
        return pd.DataFrame(rows, columns=["date", "source", "community", "kind", "hours"])


def planner_objective(objective: Objective) -> str:
    """Return an objective as `policy.planner.hours.objective` calls it.

    Raises
    ------
    ResourceError
        If a planner of hours has none like it.
    """
    if isinstance(objective, Utilitarian):
        return "total"
    if isinstance(objective, LexicographicMaxMin):
        return "worst"
    raise ResourceError(
        Phrase("hours are not planned for {name}, but utilitarian or max_min", name=objective.name)
    )
