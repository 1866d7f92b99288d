"""Cadres allocated in a scenario: the program, the rules of thumb, and what the simulation says."""

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from ..allocation import rules as rules_of_thumb
from ..allocation.aim import TICKET_DAYS, Aim
from ..allocation.cadres import CadrePlan, CadreProblem, StaffType, solve_cadres
from ..allocation.curve import convex_curve
from ..allocation.loop import LoopResult, NoTargetError, improve
from ..allocation.objectives import (
    ConditionalValueAtRisk,
    LexicographicMaxMin,
    MeanPlusGini,
    Objective,
    Utilitarian,
)
from ..allocation.table import Table, tabulate
from .placement import Facts, PlacementError, cadres_today, facts
from .plans import CRITERIA, PlanSimulator
from .replications import replication_seed

FULL_TIME = "full_time"
Cadres = NDArray[np.int64]


@dataclass(frozen=True)
class Request:
    """What a planner asks for.

    Attributes
    ----------
    total : int or None
        Full-time cadres to place; None for as many as there are today.
    floor, cap : int
        Fewest and most in a community.
    objective : Objective
    target : str or None
        What the loop remembers and finally chooses plans by: "ticket_days" or one of `CRITERIA`;
        None for the objective.
    rounds, finalists : int
        Most rounds of the loop, and how many of its plans meet the rules on fresh seeds.
    replications, fresh : int
        Seeds to search on, and fresh ones to decide on.
    seed : int
        Base of both.
    gap : float
        Relative gap at which a program is solved well enough.
    time_limit : float or None
        Seconds for each solve.
    """

    objective: Objective
    total: int | None = None
    floor: int = 0
    cap: int = 7
    replications: int = 12
    fresh: int = 40
    seed: int = 1
    gap: float = 1e-4
    time_limit: float | None = None
    target: str | None = None
    rounds: int = 8
    finalists: int = 4


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
    """

    request: Request
    facts: Facts
    first: CadrePlan
    table: Table
    loop: LoopResult | None

    @property
    def plan(self) -> Cadres:
        """Cadres by community."""
        if self.loop is not None:
            return self.loop.chosen.plan
        plan: Cadres = self.first.cadres[:, 0]
        return plan

    @property
    def curves(self) -> Table:
        """Ticket-days by community and number of cadres, corrected if the loop was asked for."""
        return self.table if self.loop is None else self.loop.table

    @property
    def problem(self) -> CadreProblem:
        """The placement posed with the curves as corrected last."""
        request, curves = self.request, self.curves
        total = int(self.first.given.totals[0])
        return problem(
            self.facts, curves.numbers, curves.values, total, request.floor, request.cap
        )


OBJECTIVES: dict[str, Callable[[], Objective]] = {
    "utilitarian": Utilitarian,
    "max_min": LexicographicMaxMin,
    "cvar": ConditionalValueAtRisk,
    "gini": MeanPlusGini,
}


def objective_named(name: str) -> Objective:
    """Return an objective by its name.

    Raises
    ------
    PlacementError
        If there is none of that name.
    """
    if name not in OBJECTIVES:
        raise PlacementError(f"no objective named {name!r}{_instead(name, OBJECTIVES)}")
    return OBJECTIVES[name]()


def _instead(name: str, known: Iterable[str]) -> str:
    """What there is in place of a name that is unknown, the nearest first."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    guess = f"; did you mean {near[0]!r}?" if near else ";"
    return f"{guess} there are {', '.join(known)}"


def aim_of(objective: Objective, given: CadreProblem) -> Aim:
    """Return an objective as something that simulated plans can be judged by."""
    return Aim(
        objective.name,
        objective.unit,
        lambda days: objective.value(given, days),
        additive=isinstance(objective, Utilitarian),
    )


def target_named(name: str | None) -> Aim | None:
    """Return what the final choice goes by; None for the objective.

    Raises
    ------
    PlacementError
        If there is none of that name.
    """
    if name is None:
        return None
    if name == "ticket_days":
        return TICKET_DAYS
    if name not in CRITERIA:
        raise PlacementError(
            f"no target named {name!r}{_instead(name, ('ticket_days', *CRITERIA))}"
        )
    title, unit = CRITERIA[name]
    return Aim(title, unit, TICKET_DAYS.measure, criterion=name)


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

    def pose(numbers: Cadres, values: NDArray[np.float64]) -> CadrePlan:
        given = problem(known, numbers, values, total, request.floor, request.cap)
        return solve_cadres(
            given, request.objective, gap=request.gap, time_limit=request.time_limit
        )

    count = len(known.communities)
    table = tabulate(simulator, count, request.floor, request.cap, seeds)
    told(f"measured ticket-days at {len(table.numbers)} numbers of cadres")
    first = pose(table.numbers, table.values)
    told(first.summary())
    if not loop:
        return Allocation(request, known, first, table, None)
    thumb = thumb_plans(first.given)
    try:
        result = improve(
            simulator,
            lambda numbers, values: pose(numbers, values).cadres[:, 0],
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
    return Allocation(request, known, first, table, result)


def thumb_plans(given: CadreProblem) -> dict[str, Cadres]:
    """Plans of the rules of thumb that place as many cadres."""
    plans = {}
    for name, rule in rules_of_thumb.RULES.items():
        with contextlib.suppress(rules_of_thumb.RuleError):  # today's plan has another total, say
            plan = rule(given)[:, 0]
            if plan.sum() == given.totals[0]:
                plans[name] = plan
    return plans
