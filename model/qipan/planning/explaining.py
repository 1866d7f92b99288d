"""Why no plan keeps all rules, and what would have to change, in a planner's terms."""

from dataclasses import dataclass, replace

import numpy as np

from ..words import Phrase, joined
from .heads import most_hours
from .problem import PlanProblem
from .program import NoPlan, solve

DAYS_PER_YEAR = 365.0


@dataclass(frozen=True)
class Explanation:
    """What would make a plan possible.

    Attributes
    ----------
    yuan_year : float or None
        Cost of the cheapest plan that keeps all other rules; None if money alone does not help.
    days : float
        Days in which the worst community could be served under budget and caps.
    worst : str
        That community; with more money, caps hold it back.
    solved : float or None
        Share of issues that the community with the fewest could have solved in the days asked, with
        all levers at their caps; None if no share is asked for.
    fewest : str
        That community.
    rules : tuple of str
        Which requirements, let go alone, make a plan possible.
    """

    yuan_year: float | None
    days: float
    worst: str
    rules: tuple[str, ...]
    solved: float | None = None
    fewest: str = ""

    def sentences(self, given: PlanProblem) -> list[Phrase]:
        """Write it out."""
        found = [Phrase("No plan keeps all that is asked for.")]
        budget = sum(yuan for (source, _), yuan in given.budgets.items() if source == "")
        yearly = budget / (int(given.years.max()) + 1)
        if self.yuan_year is not None:
            found.append(
                Phrase(
                    "With ¥{yuan:,.0f} a year instead of ¥{yearly:,.0f} there is one.",
                    yuan=self.yuan_year,
                    yearly=yearly,
                )
            )
        else:
            found.append(
                Phrase("More money alone does not help: caps or the desks above hold it back.")
            )
        if not np.isnan(self.days):
            found.append(
                Phrase(
                    "Within budget and caps the worst community, {worst}, comes to {days:,.1f} "
                    "days a ticket.",
                    worst=self.worst,
                    days=self.days,
                )
            )
        if self.solved is not None:
            found.append(
                Phrase(
                    "With every lever at its cap {fewest} has {solved:.0%} of its issues solved in "
                    "the days asked.",
                    fewest=self.fewest,
                    solved=self.solved,
                )
            )
        if self.rules:
            without = joined(self.rules, "; or without: ", "；或去掉：")
            found.append(Phrase("There is a plan without: {rules}.", rules=without))
        return found


def explain(given: PlanProblem) -> Explanation:
    """Let rules go one by one, and see which makes a plan possible."""
    unlimited = replace(given, budgets={})
    yuan = None
    if _possible(unlimited):
        yuan = solve(unlimited, "least_cost").yuan_year(given)
    asked = given.asked
    nothing = np.full(len(given.desks), np.inf)
    lighter = {
        Phrase("requirements.wait_days"): replace(asked, wait_days=nothing),
        Phrase("requirements.solved"): replace(asked, late=None),
        Phrase("requirements.equity"): replace(asked, equity=np.inf),
        Phrase("requirements.no_worse"): replace(asked, no_worse=None),
    }
    rules = [name for name, less in lighter.items() if _possible(replace(given, asked=less))]
    days, worst = _worst(
        replace(given, asked=replace(asked, wait_days=nothing, equity=np.inf, late=None))
    )
    return Explanation(yuan, days, worst, tuple(rules), *_most_solved(given))


def _most_solved(given: PlanProblem) -> tuple[float | None, str]:
    if given.asked.late is None or given.late is None:
        return None, ""
    late = given.late.at(most_hours(given))
    for option in given.options:
        if option.late is not None:
            late = late + option.late.at(given.within_reach(option, option.caps))
    cover = given.cover
    if cover is not None:
        nothing = np.zeros((len(given.options), given.communities))
        late = late + cover.late_at(cover.with_all(nothing))
    row = int(np.argmax(late - given.asked.late))
    return float(1.0 - late[row]), given.desks[row]


def _possible(given: PlanProblem) -> bool:
    try:
        solve(given)
    except NoPlan:
        return False
    return True


def _worst(given: PlanProblem) -> tuple[float, str]:
    try:
        plan = solve(given, "max_min")
    except NoPlan:
        return float("nan"), ""
    count = given.communities
    tickets = np.maximum(given.tickets[:count], 1e-9)
    days = plan.ticket_days(given)[:count] / tickets
    row = int(np.argmax(days))
    return float(days[row]), given.desks[row]
