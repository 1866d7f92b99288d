"""Cadres allocated in a scenario: the program, the rules of thumb, and what the simulation says."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..allocation import rules as rules_of_thumb
from ..allocation.cadres import (
    CadrePlan,
    CadreProblem,
    StaffType,
    binding_rules,
    build,
    evaluate,
    solve_cadres,
)
from ..allocation.curve import convex_curve
from ..allocation.loop import Candidate, LoopResult, NoTargetError, improve
from ..allocation.table import Table, tabulate
from .allocation_request import OBJECTIVES, Request, aim_of, objective_named, target_named
from .placement import Facts, PlacementError, cadres_today, facts
from .plans import PlanSimulator
from .reference_plans import reference_plans
from .replications import replication_seed

__all__ = [
    "FULL_TIME",
    "OBJECTIVES",
    "Allocation",
    "Request",
    "allocate",
    "objective_named",
    "problem",
    "thumb_plans",
]

FULL_TIME = "full_time"
Cadres = NDArray[np.int64]


@dataclass(frozen=True)
class Allocation:
    """A plan, what was promised of it, and what the simulation found.

    Attributes
    ----------
    request : Request
    facts : Facts
    first : CadrePlan
        Plan of the program on the curves as measured, before any correction.
    table : Table
        Curves as measured.
    loop : LoopResult or None
        None if the loop was not asked for.
    solves : tuple of CadrePlan
        What each solve of the program found and proved, the first one first.
    references : tuple of Candidate
        Today as it stands and nobody sent, on the fresh seeds; empty without the loop.
    """

    request: Request
    facts: Facts
    first: CadrePlan
    table: Table
    loop: LoopResult | None
    solves: tuple[CadrePlan, ...]
    references: tuple[Candidate, ...] = ()

    @property
    def plan(self) -> Cadres:
        """Cadres by community."""
        if self.loop is not None:
            return self.loop.chosen.plan
        plan: Cadres = self.first.cadres[:, 0]
        return plan

    @property
    def fresh_seeds(self) -> list[int]:
        """Seeds on which it is decided."""
        return [replication_seed(self.request.seed + 1, n) for n in range(self.request.fresh)]

    @property
    def search_seeds(self) -> list[int]:
        """Seeds on which a plan is searched."""
        return [replication_seed(self.request.seed, n) for n in range(self.request.replications)]

    @property
    def curves(self) -> Table:
        """Ticket-days by community and number of cadres, corrected if the loop was asked for."""
        return self.table if self.loop is None else self.loop.table

    @property
    def problem(self) -> CadreProblem:
        """The placement posed with the curves as corrected last."""
        request, curves = self.request, self.curves
        total = int(self.first.given.totals[0])
        return problem(self.facts, curves.numbers, curves.values, total, request.floor, request.cap)

    @cached_property
    def planned(self) -> CadrePlan:
        """The plan with what the corrected curves promise of it, and what it uses up."""
        if self.loop is None:
            return self.first
        given, cadres = self.problem, self.plan[:, None]
        model = build(given, self.request.objective)
        plan = evaluate(given, cadres, self.request.objective)
        return replace(plan, binding=binding_rules(model, cadres))


def problem(
    known: Facts, numbers: Cadres, values: NDArray[np.float64], total: int, floor: int, cap: int
) -> CadreProblem:
    """Pose the placement of full-time cadres, with curves through measured ticket-days."""
    hours = known.per_cadre[:, None]
    curves = [
        convex_curve(numbers * gained, row)
        for gained, row in zip(known.per_cadre, values, strict=True)
    ]
    count = (len(known.communities), 1)
    return CadreProblem(
        communities=known.communities,
        staff_types=[StaffType(FULL_TIME, float(known.per_cadre.mean()))],
        curves=curves,
        residents=known.residents.astype(float),
        hours_gained=hours,
        totals=np.array([total]),
        present=known.today[:, None],
        floors=np.full(count, float(floor)),
        caps=np.full(count, float(cap)),
        load_hours=known.offered,
        own_hours=known.capacity,
    )


def allocate(
    simulator: PlanSimulator,
    request: Request,
    *,
    loop: bool = True,
    told: Callable[[str], None] = lambda _: None,
) -> Allocation:
    """Place full-time cadres in a scenario.

    Raises
    ------
    PlacementError
        If cadres cannot be placed here.
    NoPlanError
        If no plan keeps all rules, with the smallest relaxations.
    """
    target = target_named(request.target)
    today = cadres_today(simulator.scenario)
    total = int(today.sum()) if request.total is None else request.total
    if total < 0 or request.floor < 0 or request.cap < request.floor:
        raise PlacementError(
            f"{total} cadres, at least {request.floor} and at most {request.cap} in a community: "
            "none may be negative, and the floor not above the cap"
        )
    most = request.cap * len(simulator.communities)
    if total > most:
        raise PlacementError(
            f"{total} cadres do not fit: {len(simulator.communities)} communities take at most "
            f"{request.cap} each, {most} in all"
        )
    seeds = [replication_seed(request.seed, n) for n in range(request.replications)]
    fresh = [replication_seed(request.seed + 1, n) for n in range(request.fresh)]
    known = facts(simulator, today, seeds[:3])
    told("measured what reaches the desks")

    solves: list[CadrePlan] = []

    def pose(numbers: Cadres, values: NDArray[np.float64]) -> Cadres:
        given = problem(known, numbers, values, total, request.floor, request.cap)
        found = solve_cadres(
            given, request.objective, gap=request.gap, time_limit=request.time_limit
        )
        solves.append(found)
        told(found.summary())
        plan: Cadres = found.cadres[:, 0]
        return plan

    count = len(known.communities)
    table = tabulate(simulator.at_receivers, count, request.floor, request.cap, seeds)
    told(f"measured ticket-days at {len(table.numbers)} numbers of cadres")
    pose(table.numbers, table.values)
    first = solves[0]
    if not loop:
        return Allocation(request, known, first, table, None, tuple(solves))
    thumb = thumb_plans(first.given)
    try:
        result = improve(
            simulator,
            pose,
            thumb,
            table=table.copy(),
            seeds=seeds,
            fresh_seeds=fresh,
            objective=aim_of(request.objective, first.given),
            target=target,
            most_rounds=request.rounds,
            finalists=request.finalists,
            told=told,
        )
    except NoTargetError as error:
        raise PlacementError(f"{error}; choose another --target") from error
    references = reference_plans(simulator, known, result.target, fresh)
    told("simulated today as it stands, and nobody sent")
    return Allocation(request, known, first, table, result, tuple(solves), references)


def thumb_plans(given: CadreProblem) -> dict[str, Cadres]:
    """Plans of the rules of thumb that place as many cadres.

    Today's plan is none of them: moved to another total, floors and caps it is not today any more.
    """
    plans = {}
    for name, rule in rules_of_thumb.RULES.items():
        if rule is rules_of_thumb.today:
            continue
        with contextlib.suppress(rules_of_thumb.RuleError):  # nobody is there today, say
            plan = rule(given)[:, 0]
            if plan.sum() == given.totals[0]:
                plans[name] = plan
    return plans
