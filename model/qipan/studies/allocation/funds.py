"""Funds divided in a scenario: curves measured once, the program, and rules of thumb."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ...programs.funds.plan import FundsPlan
from ...programs.program import Binding
from ...statistics.interval import Interval, mean_interval
from ..uncertainty.decisions import Trial
from .budgets import Yuan
from .divided import PROGRAM, Divided, Way
from .fund_curves import FundCurves

if TYPE_CHECKING:
    import pandas as pd

NEARLY = 2e-6  # part of the ticket-days promised that is no saving
PROPORTIONS = "proportional_to_today"


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class FundAllocation(Divided):
    """A division of funds.

    Attributes
    ----------
    curves : FundCurves
    solved : FundsPlan
        Of communities that take part.
    """

    step_unit: ClassVar[str] = "yuan"

    curves: FundCurves
    solved: FundsPlan

    @property
    def yuan(self) -> Yuan:
        """What all communities get: the plan, and what it leaves over in today's proportions."""
        return self.named(PROGRAM).given

    @property
    def objective_unit(self) -> str:
        """Unit of the values by the program."""
        return self.request.objective.unit

    @property
    def optimism(self) -> Interval:
        """(Simulated - promised) / simulated of the program's plan."""
        simulated = self.named(PROGRAM).ticket_days
        return mean_interval((simulated - self.promised) / simulated.mean())

    @property
    def promised_in_proportion(self) -> float:
        """Ticket-days a year, by the same curves, of the same money in today's proportions."""
        case, today = self.solved.case, self.named(PROPORTIONS).given
        saved = sum(
            float(case.benefit(place, earmark).of(today[row, e]))
            for place, row in zip(case.communities, self.curves.rows, strict=True)
            for e, earmark in enumerate(self.curves.budgets.earmarks)
        )
        others = np.delete(self.curves.today, self.curves.rows)
        return float(case.need.sum() - saved + others.sum())

    @property
    def promised_saving(self) -> float:
        """Ticket-days a year promised to be saved against the same money in today's proportions.

        0 where it is within what the program gives up to stay near today's division.
        """
        saving = self.promised_in_proportion - self.promised
        return 0.0 if abs(saving) <= NEARLY * self.promised else saving

    @property
    def promised(self) -> float:
        """Open ticket-days a year of the city."""
        others = np.delete(self.curves.today, self.curves.rows)
        return float(self.solved.ticket_days.sum() + others.sum())

    @property
    def binding(self) -> tuple[Binding, ...]:
        """Rules that the plan uses up, the dearest first."""
        return self.solved.binding

    def trial(self) -> Trial:
        """The plan of money against the best rule and today, and more of each earmark."""
        from ..uncertainty.decision_trials import fund_trial

        return fund_trial(self)

    def amounts_of(self, way: Way) -> dict[str, float]:
        """Yuan a year that a way divides."""
        return {"yuan_a_year": round(float(way.given.sum()), 2)}

    def comparison_frame(self) -> "pd.DataFrame":
        """Tabulate the ways on fresh seeds, their totals first."""
        frame = super().comparison_frame()
        frame.insert(1, "yuan_a_year", frame.pop("yuan_a_year"))
        return frame

    def plan_frame(self) -> "pd.DataFrame":
        """Tabulate the plan: community, earmark, yuan today, plan, change, residents, projects."""
        import pandas as pd

        budgets, places = self.curves.budgets, self.city.places
        ids, earmarks = places.ids, budgets.earmarks
        return pd.DataFrame(
            {
                "community": np.repeat(ids, len(earmarks)),
                "earmark": np.tile(earmarks, len(ids)),
                "today": budgets.today.ravel(),
                "plan": self.yuan.ravel(),
                "change": np.round((self.yuan - budgets.today).ravel(), 2),
                "residents": np.repeat(places.residents, len(earmarks)),
                "need_money_a_year": np.repeat(self.curves.asked, len(earmarks)),
            }
        )
