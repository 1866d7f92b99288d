"""``qipan.allocate``: where full-time cadres go in a scenario, and what that is worth."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING

from ..scenario import Scenario, load
from ..scenario.notebook import panel
from ..scenario.standing import warn_of_standing
from .allocation import FULL_TIME, Allocation
from .allocation import allocate as place
from .allocation_request import Request, objective_named
from .intervals import Interval
from .marginals import marginal_frame, marginal_values
from .plan_comparison import comparison_frame
from .plans import PlanSimulator

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan of cadres that the simulation has seen.

    Attributes
    ----------
    scenario : Scenario
        The scenario it was made for.
    allocation : Allocation
        All that was found on the way.
    """

    scenario: Scenario
    allocation: Allocation

    def __repr__(self) -> str:
        """Show how many cadres are placed, by what, and whether the simulation has judged it."""
        placed = self.allocation.plan
        total = self.allocation.request.total
        asked = "" if total in (None, placed.sum()) else f" (of {total} asked for)"
        where = f"{placed.sum()} cadres{asked} in {(placed > 0).sum()} of {len(placed)}"
        by = self.allocation.request.objective.name
        judged = "not simulated" if self.allocation.loop is None else "chosen by simulation"
        name = f"{self.scenario.name!r} ({self.scenario.sha256[:12]})"
        return f"<Plan for {name}: {where} communities, {by}, {judged}>"

    def _repr_html_(self) -> str:
        """Show in a notebook where the plan differs from today."""
        today, plan = self.allocation.facts.today, self.allocation.plan
        names = self.allocation.facts.communities
        rows = [
            (name, now, then, f"{then - now:+g}")
            for name, now, then in zip(names, today.tolist(), plan.tolist(), strict=True)
            if then != now
        ]
        notes = [f"{len(names) - len(rows)} communities keep what they have."]
        if (gap := self.optimism_gap) is not None:
            notes.append(f"Optimism gap (share of the objective): {gap}")
        columns = ("community", "today", "plan", "change")
        return panel(repr(self).strip("<>"), columns, rows, notes)

    @property
    def table(self) -> "pd.DataFrame":
        """The plan: community, type, today, plan, change, residents, load today."""
        return plan_frame(self.allocation)

    @cached_property
    def marginal_values(self) -> "pd.DataFrame":
        """What a tenth of a cadre and one, more and less, change; two-sided, with ranges."""
        return marginal_frame(marginal_values(self.allocation))

    @property
    def binding(self) -> list[str]:
        """Rules that the plan uses up, in a planner's words."""
        return [str(line) for line in self.allocation.planned.binding]

    @property
    def optimism_gap(self) -> Interval | None:
        """(simulated - promised) / simulated, in the objective; None without the loop."""
        loop = self.allocation.loop
        if loop is None:
            return None
        gap = loop.gap
        return Interval(gap.mean, gap.low, gap.high, len(loop.chosen.ticket_days))

    @property
    def comparison(self) -> "pd.DataFrame | None":
        """Every plan, today and none sent on fresh years; None without the loop."""
        loop = self.allocation.loop
        return None if loop is None else comparison_frame(loop, self.allocation.references)

    @property
    def planned(self) -> Scenario:
        """The scenario with this plan in force."""
        cadres = dict(
            zip(self.allocation.facts.communities, self.allocation.plan.tolist(), strict=True)
        )
        given = self.scenario.document.policy.sent_down
        own = {"policy.sent_down.plan": None} if given.plan else {}
        if given.allocation:
            own["policy.sent_down.allocation"] = None
        return self.scenario.revise(own).revise({"policy.sent_down.allocation": cadres})


def allocate(
    scenario: Scenario | str | PathLike[str],
    cadres: int | None = None,
    *,
    objective: str = "utilitarian",
    target: str | None = None,
    floor: int = 0,
    cap: int = 7,
    loop: bool = True,
    replications: int = 12,
    fresh: int = 40,
    seed: int = 1,
    jobs: int = 1,
    time_limit: float | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Plan:
    """Place full-time cadres where they are worth most, corrected by simulation.

    Parameters
    ----------
    scenario : Scenario or path
        With `policy.sent_down` on.
    cadres : int, optional
        How many; as many as today by default.
    objective : str
        "utilitarian", "max_min", "cvar" or "gini".
    target : str, optional
        What the final choice goes by, if not by the objective; see `waits.TARGETS`.
    floor, cap : int
        Fewest and most in a community.
    loop : bool
        Whether to correct the plan by simulation, and to compare it with rules of thumb.
    replications, fresh, seed : int
        Simulated years a plan is searched on, and fresh ones it is judged on; base of their seeds.
    jobs : int
        Replications at the same time; results do not depend on it.
    time_limit : float, optional
        Seconds for each solve.
    told : callable
        Receives a line for each step.

    Raises
    ------
    ScenarioError
        If the scenario is not sound.
    PlacementError
        If cadres cannot be placed here.
    NoPlanError
        If no plan keeps all rules, with the smallest relaxations.
    """
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    warn_of_standing(scenario)
    request = Request(
        objective=objective_named(objective),
        total=cadres,
        floor=floor,
        cap=cap,
        replications=replications,
        fresh=fresh,
        seed=seed,
        time_limit=time_limit,
        target=target,
    )
    return Plan(scenario, place(PlanSimulator(scenario, jobs), request, loop=loop, told=told))


def plan_frame(found: Allocation) -> "pd.DataFrame":
    """Tabulate a plan; as CSV, a scenario can use it (`policy.sent_down.plan`)."""
    import pandas as pd

    known = found.facts
    return pd.DataFrame(
        {
            "community": known.communities,
            "type": FULL_TIME,
            "today": known.today,
            "plan": found.plan,
            "change": found.plan - known.today,
            "residents": known.residents,
            "load_today": known.load_today,
        }
    )
