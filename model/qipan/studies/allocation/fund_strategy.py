"""Funds: curves of ticket-days over yuan measured once, the program, and rules of thumb."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from ...programs.funds.plan import FundsPlan, FundsProgram
from ...programs.funds.problem import FundsCase
from ...programs.objectives import Objective
from ...programs.rules_of_thumb import WEIGHTS
from ...runs.errors import ResourceError
from ...runs.variants import Values, Variant, ticket_days
from ...scenario import Scenario
from ...scenario.standing import warn_of_standing
from ...words import Phrase, joined
from .budgets import Budgets, Yuan
from .divided import NONE, PROGRAM, TODAY, StepValue, Way, checked, fewest_first
from .fund_curves import FundCurves, measure_curves
from .funds import PROPORTIONS, FundAllocation
from .request import Resource
from .resource_values import ResourceValue, Step, value_by_simulation
from .strategy import Strategy


@dataclass(frozen=True)
class Funding:
    """What is measured before money is divided.

    Attributes
    ----------
    curves : FundCurves
    totals : array, shape (earmarks,)
        Yuan a year that are divided.
    case : FundsCase
        As the program is posed it.
    """

    curves: FundCurves
    totals: Values
    case: FundsCase


@dataclass(frozen=True)
class Solved:
    """What the program has planned.

    Attributes
    ----------
    program : FundsProgram
    plan : FundsPlan
        Of communities that take part.
    yuan : array, shape (communities, earmarks)
        Of all; what the plan leaves over, as of no use, in today's proportions.
    """

    program: FundsProgram
    plan: FundsPlan
    yuan: Yuan


class FundStrategy(Strategy[Funding, Solved, Yuan, FundAllocation]):
    """Divides the earmarks' money."""

    resource: ClassVar[Resource] = "funds"

    @cached_property
    def budgets(self) -> Budgets:
        """The communities' money."""
        return Budgets(self.given)

    def check(self) -> None:
        """Refuse money that cannot be divided as is asked."""
        check_floors(self.budgets, _totals(self.budgets, self.request.amount), self.request.floor)

    def problem(self) -> Funding:
        """Measure ticket-days over amounts of money, once."""
        budgets, floor = self.budgets, self.request.floor
        warn_of_standing(self.given, of_money=True)
        self.check()
        totals = _totals(budgets, self.request.amount)
        seeds = self.request.search_seeds
        curves = measure_curves(budgets, seeds, self.work.runner)
        self.work.told(
            Phrase(
                "measured ticket-days at {points} amounts on {number} seeds",
                points=curves.yuan.size,
                number=len(seeds),
            )
        )
        return Funding(curves, totals, curves.case(totals, floor))

    def program(self, problem: Funding, objective: Objective) -> Solved:
        """Divide the money best, as near to today's division as that allows."""
        curves, told = problem.curves, self.work.told
        program = FundsProgram(problem.case, objective, self.request.time_limit)
        plan = program.nearest(_usual(problem.case, self.budgets, curves))
        told(Phrase("{name}: proven best, gap 0 %", name=objective.name))
        promised = float(plan.ticket_days.sum() + np.delete(curves.today, curves.rows).sum())
        told(Phrase("promises {promised:,.0f} ticket-days a year", promised=promised))
        return Solved(program, plan, _all_given(curves, plan, problem.totals))

    def scenario(self, plan: Yuan) -> Scenario:
        """Return the scenario with so many yuan for each community and earmark."""
        return self.budgets.funded(plan)

    def rules(self, problem: Funding) -> dict[str, Yuan]:
        """Rules of thumb that divide the same money among the same communities."""
        return rules(problem.curves, problem.totals)

    def judged(self, problem: Funding, solved: Solved, rules: Mapping[str, Yuan]) -> FundAllocation:
        """Simulate the plan, the rules', today and no money at all on fresh seeds."""
        request, curves = self.request, problem.curves
        ways = self._simulated({PROGRAM: solved.yuan, **rules})
        values = tuple(
            StepValue(value.community, value.more, value.less, value.purpose)
            for value in solved.program.value_of_money(request.one_step)
        )
        self.work.told(Phrase("valued more and less money in each community"))
        checks = checked(values, request.checks, lambda them: self._valued(solved.yuan, them))
        searched = len(request.search_seeds) * (1 + curves.yuan.size)
        return FundAllocation(
            scenario=self.given,
            request=request,
            in_force=self.scenario(solved.yuan),
            city=self.budgets.city,
            ways=ways,
            valued=values,
            simulated=checks,
            program=solved.program.problem,
            years=searched + len(request.fresh_seeds) * (len(ways) + 1 + 2 * len(checks)),
            curves=curves,
            solved=solved.plan,
        )

    def _simulated(self, rivals: Mapping[str, Yuan]) -> tuple[Way, ...]:
        """Simulate ways to divide the same, the scenario as it stands, and no money at all."""
        today, nothing = self.budgets.today, np.zeros_like(self.budgets.today)
        ways = {**rivals, TODAY: today, NONE: nothing}
        tried = {name: self.scenario(yuan) for name, yuan in ways.items() if name != TODAY}
        tried[TODAY] = self.given
        variants = [Variant(tried[name]) for name in ways]
        days = ticket_days(variants, self.request.fresh_seeds, self.work.runner).sum(axis=2)
        return fewest_first(
            [Way(name, yuan, row) for (name, yuan), row in zip(ways.items(), days, strict=True)]
        )

    def _valued(self, yuan: Yuan, chosen: list[StepValue]) -> tuple[ResourceValue, ...]:
        """Simulate a step more and less of an earmark where it was chosen, all else as planned."""
        base = Variant(self.scenario(yuan))
        steps = [_step(self.budgets, yuan, value, self.request.one_step) for value in chosen]
        return value_by_simulation(base, steps, self.request.fresh_seeds, self.work.runner)


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
        raise ResourceError(
            Phrase("{yuan:g} yuan cannot be divided; the money must be a number from 0", yuan=yuan)
        )
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
        Phrase(
            "The floor of {floor:,.0f} yuan of {name} for each of {number} communities needs "
            "{needed:,.0f}; there are {total:,.0f}: {missing:,.0f} are missing, or lower the floor "
            "to {most:,.0f}.",
            floor=floor,
            name=name,
            number=taking_part,
            needed=floor * taking_part,
            total=total,
            missing=floor * taking_part - total,
            most=total / taking_part,
        )
        for name, total in zip(budgets.earmarks, totals, strict=True)
        if floor * taking_part > total
    ]
    if short:
        raise ResourceError(joined(short, "\n", "\n"))


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


def _step(budgets: Budgets, yuan: Yuan, value: StepValue, step: float) -> Step:
    """A step more and less of an earmark in a community, all else as planned."""
    row = list(budgets.city.places.ids).index(value.community)
    column = budgets.earmarks.index(value.earmark)

    def variant(change: float) -> Variant | None:
        tried = yuan.copy()
        tried[row, column] += change
        return None if (tried < 0.0).any() else Variant(budgets.funded(tried))

    name = f"fund.{value.earmark}"
    return Step(name, value.community, step, "yuan", variant(step), variant(-step))
