"""Full-time cadres: curves of ticket-days, a program in a loop with the simulation, and rules."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from ...programs.cadres import thumb
from ...programs.cadres.final_plan import Candidate, LoopResult, decide
from ...programs.cadres.loop import NoTargetError, Search, search
from ...programs.cadres.plan import CadrePlan, solve_cadres
from ...programs.cadres.problem import CadreProblem, RuleError
from ...programs.cadres.table import Table as Curves
from ...programs.cadres.table import tabulate
from ...programs.objectives import Objective
from ...runs.at_work import AtWork
from ...scenario import Scenario
from ...scenario.faults import did_you_mean
from ...scenario.standing import warn_of_standing
from ...words import Phrase, Words, clauses
from .cadres import CadreAllocation, Cadres, problem
from .placement import Facts, PlacementError, cadres_today, facts
from .plans import PlanSimulator
from .reference_plans import reference_plans
from .request import Request, Resource, aim_of, target_named
from .strategy import Strategy

OTHER_TARGET = Words("{error}; choose another --target")


@dataclass(frozen=True)
class Placement:
    """What is measured before cadres are placed.

    Attributes
    ----------
    facts : Facts
    curves : Curves
        Ticket-days by community and number of cadres.
    posed : CadreProblem
        With these curves, and the rules that every plan must keep.
    """

    facts: Facts
    curves: Curves
    posed: CadreProblem


@dataclass(frozen=True)
class Searched:
    """What the program has planned.

    Attributes
    ----------
    solves : tuple of CadrePlan
        What each solve found and proved; the first is on the curves as measured.
    search : Search or None
        Plans corrected by simulation; None if that was not asked for.
    """

    solves: tuple[CadrePlan, ...]
    search: Search | None


class CadreStrategy(Strategy[Placement, Searched, Cadres, CadreAllocation]):
    """Places full-time cadres.

    Attributes
    ----------
    simulator : PlanSimulator
    """

    resource: ClassVar[Resource] = "cadres"

    def __init__(self, scenario: Scenario, request: Request, work: AtWork) -> None:
        super().__init__(scenario, request, work)
        self.simulator = PlanSimulator(scenario, work.runner)

    @property
    def bounds(self) -> tuple[Cadres, Cadres]:
        """Fewest and most cadres of each community."""
        return self.request.bounds(self.simulator.communities)

    def check(self) -> None:
        """Refuse cadres who cannot be placed as is asked."""
        target_named(self.request.target)
        self._total(cadres_today(self.given))

    def problem(self) -> Placement:
        """Measure what reaches the desks, and ticket-days over numbers of cadres."""
        warn_of_standing(self.given)
        self.check()
        today = cadres_today(self.given)
        total = self._total(today)
        seeds, (floor, cap) = self.request.search_seeds, self.bounds
        known = facts(self.simulator, today, seeds[:3])
        self.work.told(Phrase("measured what reaches the desks"))
        count = len(known.communities)
        curves = tabulate(self.simulator.at_receivers, count, floor, cap, seeds)
        self.work.told(
            Phrase("measured ticket-days at {number} numbers of cadres", number=len(curves.numbers))
        )
        posed = problem(known, curves.numbers, curves.values, total, floor, cap)
        return Placement(known, curves, posed)

    def program(self, problem: Placement, objective: Objective) -> Searched:
        """Place cadres by the curves, correct these by simulation, and place them again."""
        request, solves = self.request, [self._solved(problem.posed, objective)]
        if not request.loop:
            return Searched(tuple(solves), None)

        def solve(numbers: NDArray[np.int64], values: NDArray[np.float64]) -> Cadres:
            posed = self._posed(problem, numbers, values)
            solves.append(self._solved(posed, objective))
            return solves[-1].cadres

        try:
            found = search(
                self.simulator,
                solve,
                table=problem.curves.copy(),
                seeds=request.search_seeds,
                objective=aim_of(objective, problem.posed),
                target=target_named(request.target),
                most_rounds=request.rounds,
                finalists=request.finalists,
                told=self.work.told,
            )
        except NoTargetError as error:
            raise PlacementError(Phrase(OTHER_TARGET, error=error)) from error
        return Searched(tuple(solves), found)

    def scenario(self, plan: Cadres) -> Scenario:
        """Return the scenario with so many full-time cadres in each community."""
        return self.simulator.placed(plan)

    def rules(self, problem: Placement) -> dict[str, Cadres]:
        """Plans of the rules of thumb that place as many cadres."""
        return thumb_plans(problem.posed)

    def judged(
        self, problem: Placement, solved: Searched, rules: Mapping[str, Cadres]
    ) -> CadreAllocation:
        """Simulate the best plans, the rules', today and nobody sent on fresh seeds."""
        first, loop = solved.solves[0], self._decided(solved.search, rules)
        references: tuple[Candidate, ...] = ()
        if loop is not None:
            fresh = self.request.fresh_seeds
            references = reference_plans(self.simulator, problem.facts, loop.target, fresh)
            self.work.told(Phrase("simulated today as it stands, and nobody sent"))
        return CadreAllocation(
            scenario=self.given,
            request=self.request,
            in_force=self.scenario(first.cadres if loop is None else loop.chosen.plan),
            years=self.simulator.runs,
            facts=problem.facts,
            first=first,
            table=problem.curves,
            loop=loop,
            solves=solved.solves,
            references=references,
        )

    def _decided(self, found: Search | None, rules: Mapping[str, Cadres]) -> LoopResult | None:
        """The best plan of a search, beside the rules on fresh seeds."""
        if found is None:
            return None
        try:
            return decide(found, rules, self.request.fresh_seeds)
        except NoTargetError as error:
            raise PlacementError(Phrase(OTHER_TARGET, error=error)) from error

    def _posed(
        self, known: Placement, numbers: NDArray[np.int64], values: NDArray[np.float64]
    ) -> CadreProblem:
        total = known.posed.total
        return problem(known.facts, numbers, values, total, *self.bounds)

    def _solved(self, posed: CadreProblem, objective: Objective) -> CadrePlan:
        request = self.request
        found = solve_cadres(posed, objective, gap=request.gap, time_limit=request.time_limit)
        self.work.told(found.summary())
        return found

    def _total(self, today: Cadres) -> int:
        """Cadres that are placed, if they can be."""
        amount = self.request.amount
        total = int(today.sum()) if amount is None else int(amount)
        floor, cap = self.request.floor, self.request.cap
        if total < 0 or floor < 0 or cap < floor:
            raise PlacementError(
                Phrase(
                    "{total} cadres, at least {floor:g} and at most {cap} in a community: none "
                    "may be negative, and the floor not above the cap",
                    total=total,
                    floor=floor,
                    cap=cap,
                )
            )
        names, (floors, caps) = self.simulator.communities, self.bounds
        for name in (*self.request.floors, *self.request.caps):
            if name not in names:
                near = did_you_mean(name, names) or Phrase(
                    "it has {first} to {last}", first=names[0], last=names[-1]
                )
                raise PlacementError(
                    clauses(
                        Phrase(
                            "{scenario} has no community '{name}'",
                            scenario=self.given.name,
                            name=name,
                        ),
                        near,
                    )
                )
        for name, least, most in zip(names, floors, caps, strict=True):
            if least > most:
                raise PlacementError(
                    Phrase(
                        "{name}: at least {least} cadres and at most {most}",
                        name=name,
                        least=least,
                        most=most,
                    )
                )
        if total > caps.sum():
            if self.request.caps:
                said = Words("{total} cadres do not fit: {number} communities take {most} in all")
            else:
                said = Words(
                    "{total} cadres do not fit: {number} communities take at most {cap} each, "
                    "{most} in all"
                )
            raise PlacementError(
                Phrase(said, total=total, number=len(names), cap=cap, most=caps.sum())
            )
        return total


def thumb_plans(given: CadreProblem) -> dict[str, Cadres]:
    """Plans of the rules of thumb that place as many cadres.

    Today's plan is none of them: moved to another total, floors and caps it is not today any more.
    """
    plans = {}
    for name, rule in thumb.RULES.items():
        if rule is thumb.today:
            continue
        with contextlib.suppress(RuleError):  # nobody is there today, say
            plan = rule(given)
            if plan.sum() == given.total:
                plans[name] = plan
    return plans
