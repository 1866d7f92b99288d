"""Funds divided in a scenario: curves measured once, the program, and rules of thumb."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ...programs.funds.plan import FundsPlan, FundsProgram
from ...programs.funds.problem import FundsCase
from ...programs.program import Binding
from ...programs.rules_of_thumb import WEIGHTS
from ...runs.errors import ResourceError
from ...runs.variants import Values, Variant, ticket_days
from ...scenario import Scenario
from ...scenario.standing import warn_of_standing
from ...statistics.interval import Interval, mean_interval
from ..uncertainty.decisions import Trial
from .budgets import Budgets, Yuan
from .divided import PROGRAM, REFERENCES, Check, Divided, StepValue, Way, checked, fewest_first
from .fund_curves import FundCurves, measure_curves
from .request import Request
from .resource_values import ResourceValue, Step, value_by_simulation

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

    def planned(self) -> Scenario:
        """The scenario with this plan in force."""
        return self.curves.budgets.funded(self.yuan)

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


def allocate_funds(
    scenario: Scenario,
    request: Request,
    jobs: int = 1,
    told: Callable[[str], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> FundAllocation:
    """Divide the earmarks' money, and simulate what comes of it.

    Raises
    ------
    ResourceError
        If there is no money to divide.
    CannotBeDone
        If the floors need more than there is.
    SolverError
        If no plan is proven best within the time limit.
    """
    budgets = Budgets(scenario)
    warn_of_standing(scenario, of_money=True)
    totals = _totals(budgets, request.amount)
    seeds, fresh = request.search_seeds, request.fresh_seeds
    check_floors(budgets, totals, request.floor)
    curves = measure_curves(budgets, seeds, jobs, stop)
    points = curves.yuan.size
    told(f"measured ticket-days at {points} amounts on {len(seeds)} seeds")
    case = curves.case(totals, request.floor)
    program = FundsProgram(case, request.objective, request.time_limit)
    plan = program.nearest(_usual(case, budgets, curves))
    told(f"{request.objective.name}: proven best, gap 0 %")
    yuan = _all_given(curves, plan, totals)
    promised = float(plan.ticket_days.sum() + np.delete(curves.today, curves.rows).sum())
    told(f"promises {promised:,.0f} ticket-days a year")
    ways = _simulate(scenario, budgets, {PROGRAM: yuan, **rules(curves, totals)}, fresh, jobs, stop)
    values = tuple(
        StepValue(value.community, value.more, value.less, value.purpose)
        for value in program.value_of_money(request.one_step)
    )
    told("valued more and less money in each community")

    def simulate(chosen: list[StepValue]) -> tuple[ResourceValue, ...]:
        base = Variant(budgets.funded(yuan), budgets.city)
        steps = [_step(budgets, yuan, value, request.one_step) for value in chosen]
        return value_by_simulation(base, steps, fresh, jobs, stop)

    checks: tuple[Check, ...] = checked(values, request.checks, simulate)
    runs = len(seeds) * (1 + points) + len(fresh) * (len(ways) + 1 + 2 * len(checks))
    return FundAllocation(
        scenario=scenario,
        request=request,
        city=budgets.city,
        ways=ways,
        valued=values,
        simulated=checks,
        program=program.problem,
        years=runs,
        curves=curves,
        solved=plan,
    )


def _usual(case: FundsCase, budgets: Budgets, curves: FundCurves) -> Yuan:
    """What communities have today, of as much money as there is to divide."""
    today = budgets.today[curves.rows]
    usual: Yuan = today / np.maximum(today.sum(axis=0), 1.0)
    usual *= np.array([earmark.yuan[0] for earmark in case.earmarks])
    return usual


def _totals(budgets: Budgets, yuan: float | None) -> Values:
    """Money of each earmark; another total is of each earmark the same share more or less."""
    totals: Values = budgets.today.sum(axis=0)
    if yuan is None:
        return totals
    if not 0.0 <= yuan < np.inf:
        raise ResourceError(f"{yuan:g} yuan cannot be divided; the money must be a number from 0")
    scaled: Values = totals * yuan / totals.sum()
    return scaled


def check_floors(budgets: Budgets, totals: Values, floor: float) -> None:
    """Refuse floors that need more than there is before anything is simulated.

    Raises
    ------
    ResourceError
    """
    taking_part = int((budgets.today.sum(axis=1) > 0.0).sum())
    short = [
        f"The floor of {floor:,.0f} yuan of {name} for each of {taking_part} communities needs "
        f"{floor * taking_part:,.0f}; there are {total:,.0f}: {floor * taking_part - total:,.0f} "
        f"are missing, or lower the floor to {total / taking_part:,.0f}."
        for name, total in zip(budgets.earmarks, totals, strict=True)
        if floor * taking_part > total
    ]
    if short:
        raise ResourceError("\n".join(short))


@dataclass(frozen=True)
class _Asking:
    """Communities as rules of thumb see them: the load is of tickets that need money."""

    communities: tuple[str, ...]
    residents: Values
    load: Values


def rules(curves: FundCurves, totals: Values) -> dict[str, Yuan]:
    """Rules of thumb that divide the same money among the same communities."""
    places = curves.budgets.city.places
    takes = np.zeros(len(places.ids))
    takes[curves.rows] = 1.0
    today = curves.budgets.today
    found: dict[str, Yuan] = {PROPORTIONS: today / np.maximum(today.sum(axis=0), 1.0) * totals}
    asking = _Asking(tuple(places.ids), places.residents.astype(float), curves.asked)
    for name, weights in WEIGHTS.items():
        weight = takes * weights(asking)
        found[name] = (weight / weight.sum())[:, None] * totals
    return found


def _all_given(curves: FundCurves, plan: FundsPlan, totals: Values) -> Yuan:
    """Yuan for everybody; what a plan leaves over, as of no use, in today's proportions."""
    today = curves.budgets.today
    yuan = np.zeros_like(today)
    yuan[curves.rows] = plan.city[:, :, 0]
    rest = np.maximum(0.0, totals - yuan.sum(axis=0))
    given: Yuan = np.round(yuan + rest * today / np.maximum(today.sum(axis=0), 1.0), 2)
    return given


def _simulate(
    scenario: Scenario,
    budgets: Budgets,
    ways: dict[str, Yuan],
    seeds: list[int],
    jobs: int,
    stop: threading.Event | None,
) -> tuple[Way, ...]:
    """Simulate ways to divide the same money, the scenario as it stands, and no money at all."""
    scenarios = [budgets.funded(yuan) for yuan in ways.values()]
    nothing = np.zeros_like(budgets.today)
    scenarios += [scenario, budgets.funded(nothing)]
    ways = {**ways, **dict(zip(REFERENCES, (budgets.today, nothing), strict=True))}
    variants = [Variant(each, budgets.city) for each in scenarios]
    days = ticket_days(variants, seeds, jobs, stop).sum(axis=2)
    return fewest_first(
        [Way(name, yuan, row) for (name, yuan), row in zip(ways.items(), days, strict=True)]
    )


def _step(budgets: Budgets, yuan: Yuan, value: StepValue, step: float) -> Step:
    """A step more and less of an earmark in a community, all else as planned."""
    row = list(budgets.city.places.ids).index(value.community)
    column = budgets.earmarks.index(value.earmark)

    def variant(change: float) -> Variant | None:
        tried = yuan.copy()
        tried[row, column] += change
        return None if (tried < 0.0).any() else Variant(budgets.funded(tried), budgets.city)

    name = f"fund.{value.earmark}"
    return Step(name, value.community, step, "yuan", variant(step), variant(-step))
