"""``qipan.allocate``: where cadres, funds or hours do most, and whether a rule of thumb would do.

One way for all: what the resource does is measured, a program plans by it, and the plan meets rules
of thumb on fresh seeds. What differs is a strategy for each resource (`*_strategy.py`). The
final plan of cadres is chosen in `programs.cadres.final_plan`: the best of the loop on fresh seeds.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from os import PathLike
from typing import Any

from ...programs.cadres.frontier import frontier
from ...programs.objectives import Objective
from ...runs.at_work import AtWork, nobody
from ...runs.errors import ResourceError
from ...runs.runner import Runner, given_or_own
from ...scenario import Scenario, load
from ...words import Phrase, joined
from ..uncertainty.decisions import try_decision
from ..uncertainty.decisions_in_draws import try_in_draws
from ..uncertainty.ensemble import Draw
from .cadre_strategy import CadreStrategy
from .cadres import CadreAllocation
from .fund_strategy import FundStrategy
from .hours_strategy import HoursStrategy
from .marginals import check_in_simulation
from .plans import PlanSimulator
from .request import RESOURCES, Request, Resource, objective_named, resource_named
from .result import Allocation
from .robust import robust_plan
from .strategy import Strategy, divide

STRATEGIES: dict[Resource, type[Strategy[Any, Any, Any, Any]]] = {
    strategy.resource: strategy for strategy in (CadreStrategy, FundStrategy, HoursStrategy)
}


@dataclass(frozen=True)
class Besides:
    """What may be asked for besides a plan.

    Attributes
    ----------
    worlds : int
        In which the plan is held against the best rule; 0 for none.
    draws : int
        Of cadres: draws of all assumed ranges for a robust plan; 0 for none.
    second : Objective or None
        Of cadres: the other objective of a frontier.
    programs : tuple of str
        Endings under which the program is written to the folder: lp, mps.
    ensemble : tuple of Draw
        In each of which the plan is held against the best rule.
    """

    worlds: int = 0
    draws: int = 0
    second: Objective | None = None
    programs: tuple[str, ...] = ()
    ensemble: tuple[Draw, ...] = ()


def allocate(
    scenario: Scenario | str | PathLike[str],
    resource: str = "cadres",
    amount: float | None = None,
    *,
    objective: str = "utilitarian",
    target: str | None = None,
    floor: float = 0.0,
    cap: int = 7,
    loop: bool = True,
    replications: int = 12,
    fresh: int = 40,
    seed: int = 1,
    check: int | None = None,
    worlds: int = 0,
    jobs: int = 1,
    time_limit: float | None = None,
    told: Callable[[str], None] = nobody,
    runner: Runner | None = None,
) -> Allocation:
    """Divide cadres, funds or hours to where they are worth most, and try the plan on fresh years.

    Parameters
    ----------
    scenario : Scenario or path
    resource : str
        "cadres" with `policy.sent_down` on, "funds" with `policy.fund` on, or "hours" of volunteers
        and units with `policy.orders` or `policy.pairing` on.
    amount : float, optional
        How many cadres, or yuan a year; as much as today by default.
    objective : str
        "utilitarian", "max_min", "cvar" or "gini"; of hours one of the first two.
    target : str, optional
        Of cadres: what the final choice goes by, if not by the objective; see `waits.TARGETS`.
    floor : float
        Fewest cadres in a community; least yuan of each earmark for each that has any.
    cap : int
        Most cadres in a community.
    loop : bool
        Of cadres: whether to correct the plan by simulation, and to compare it with rules of thumb.
    replications, fresh, seed : int
        Simulated years a plan is searched on, and fresh ones it is judged on; base of their seeds.
    check : int, optional
        So many of the highest, and of the lowest marginal values are simulated.
    worlds : int
        In which the plan is held against the best rule; 0 for none.
    jobs : int
        Replications at the same time; results do not depend on it.
    time_limit : float, optional
        Seconds for each solve.
    told : callable
        Receives a line for each step.
    runner : Runner, optional
        Makes the replications, in place of `jobs` threads: with a store, in processes.

    Raises
    ------
    ScenarioError
        If the scenario is not sound.
    ResourceError, PlacementError
        If there is nothing to divide here, or not as is asked.
    CannotBeDone, NoPlanError
        If no plan keeps all rules, with what is missing.
    """
    if not isinstance(resource, str):
        raise ResourceError(
            Phrase(
                "say what is divided, then how much of it: allocate(scenario, 'cadres', "
                "{resource}); there are {resources}",
                resource=resource,
                resources=joined(RESOURCES),
            )
        )
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    request = Request(
        objective=objective_named(objective),
        resource=resource_named(resource),
        amount=amount,
        floor=floor,
        cap=cap,
        replications=replications,
        fresh=fresh,
        seed=seed,
        check=check,
        loop=loop,
        target=target,
        time_limit=time_limit,
    )
    with given_or_own(runner, jobs) as own:
        return carry_out(scenario, request, AtWork(own, told), Besides(worlds))


def check_request(scenario: Scenario, request: Request) -> None:
    """Refuse what cannot be divided as is asked, before anything is simulated.

    Raises
    ------
    ResourceError, PlacementError
    """
    with given_or_own(None) as idle:
        STRATEGIES[request.resource](scenario, request, AtWork(idle)).check()


def carry_out(
    scenario: Scenario, request: Request, work: AtWork, besides: Besides | None = None
) -> Allocation:
    """Carry out a request; `allocate` says what is raised.

    Raises
    ------
    Stopped
        If it was stopped meanwhile.
    """
    besides = besides or Besides()
    strategy = STRATEGIES[request.resource](scenario, request, work)
    found: Allocation = divide(strategy)
    if isinstance(strategy, CadreStrategy) and isinstance(found, CadreAllocation):
        found = _more_of_cadres(found, strategy.simulator, work, besides)
    found = replace(found, programs=besides.programs)
    if besides.worlds:
        tried = try_decision(found.trial(), besides.worlds, runner=work.runner, told=work.told)
        found = replace(found, worlds=tried, years=found.years + tried.years)
    if besides.ensemble:
        drawn = try_in_draws(found.trial(), besides.ensemble, runner=work.runner, told=work.told)
        found = replace(found, ensemble=drawn, years=found.years + drawn.years)
    return found


def _more_of_cadres(
    found: CadreAllocation, simulator: PlanSimulator, work: AtWork, besides: Besides
) -> CadreAllocation:
    """Check some values of cadres by simulation, and what is asked for besides."""
    request = found.request
    if found.loop is not None and request.checks:
        checks = check_in_simulation(found, simulator, found.loop.objective, request.checks)
        found = replace(found, simulated=tuple(checks))
    if besides.draws:
        found = replace(found, robust=robust_plan(found, simulator, besides.draws, work.told))
    if besides.second is not None:
        first, limit = request.objective, request.time_limit
        points = frontier(found.problem, first, besides.second, time_limit=limit)
        found = replace(found, second=besides.second, frontier=tuple(points))
    return replace(found, years=simulator.runs)
