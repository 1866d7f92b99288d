"""What is tried in each world of an allocation of cadres, funds or hours, and of values."""

import numpy as np
from numpy.typing import NDArray

from ...city import City, build_city
from ...runs.errors import ResourceError
from ...runs.runs import replication_seed
from ...runs.variants import Variant
from ...scenario import Scenario
from ...words import Phrase
from ..allocation.budgets import Budgets
from ..allocation.cadres import CadreAllocation
from ..allocation.divided import PROGRAM as PLANNED
from ..allocation.funds import FundAllocation
from ..allocation.hours import HoursAllocation, planner_objective
from ..allocation.hours_strategy import scenarios
from ..allocation.paperwork import less_paperwork
from ..allocation.placement import cadres_today, with_cadres
from ..allocation.plans import FROM_OUTSIDE, PlanSimulator
from ..allocation.resource_values import fund_steps, volunteer_steps
from ..allocation.robust import ROBUST
from ..worth_asked import Steps
from .decisions import Quantity, Trial, Variants, most_of, most_worth
from .movable import ids_of

Amounts = NDArray[np.float64]

NAN = float("nan")
PLAN, RULE, TODAY, ROBUST_PLAN = "plan", "rule", "today", "robust"
BASE, MORE, LIGHTER = "base", "more", "lighter"


def cadre_trial(found: CadreAllocation) -> Trial:
    """The plan of cadres against the best rule and today, and one cadre more in each community.

    A robust plan is held against the plan too, if it is another one.

    Raises
    ------
    ValueError
        If no plan was simulated.
    """
    if found.loop is None:
        raise ValueError(Phrase("no plan was simulated: there is nothing to hold against worlds"))
    simulator, robust = PlanSimulator(found.scenario), found.robust
    plans = {PLAN: found.placed, RULE: found.loop.best_rule.plan}
    other = robust is not None and bool((robust.plans[ROBUST] != found.placed).any())
    if robust is not None and other:
        plans[ROBUST_PLAN] = robust.plans[ROBUST]

    def variants(world: Scenario) -> Variants:
        made = simulator.of(world)
        tried = {name: made.placed(plan) for name, plan in plans.items()}
        tried[TODAY] = world
        tried[BASE] = made.placed(found.placed, FROM_OUTSIDE)
        tried[MORE] = made.placed(found.placed + 1, FROM_OUTSIDE)
        return {name: Variant(each) for name, each in tried.items()}

    aim, count = found.loop.objective, len(found.placed)
    quantities = [
        Quantity("rule", found.loop.best_rule.name, NAN, PLAN, RULE, aim),
        Quantity("today", "", NAN, PLAN, TODAY, aim),
        *([Quantity("robust", "", NAN, ROBUST_PLAN, PLAN, aim)] if other else []),
        Quantity("cadres", "", 1.0, MORE, BASE, factor=1.0 / count),
    ]
    ids = simulator.communities
    return Trial(
        found.scenario,
        ids,
        variants,
        tuple(quantities),
        most_of(ids, MORE, BASE),
        found.request.fresh_seeds,
        found.request.seed,
    )


def fund_trial(found: FundAllocation) -> Trial:
    """The plan of money against the best rule and today, and more of each earmark."""
    budgets, rule, step = found.curves.budgets, found.best_rule, found.request.one_step
    count = len(found.yuan)

    def variants(world: Scenario) -> Variants:
        own = Budgets(world)
        if own.today.shape != found.yuan.shape:
            raise ResourceError(Phrase("there are other communities"))
        tried = {PLAN: own.funded(found.yuan), RULE: own.funded(rule.given), TODAY: world}
        for row, earmark in enumerate(budgets.earmarks):
            added = np.zeros_like(found.yuan)
            added[:, row] = count * step * _shares(found.yuan[:, row])
            tried[f"{MORE} {earmark}"] = own.funded(found.yuan + added)
        return {name: Variant(each) for name, each in tried.items()}

    more = tuple(
        Quantity("fund", earmark, step, f"{MORE} {earmark}", PLAN, factor=1.0 / count, skewed=True)
        for earmark in budgets.earmarks
    )
    quantities = (
        Quantity("rule", rule.name, NAN, PLAN, RULE, skewed=True),
        Quantity("today", "", NAN, PLAN, TODAY, skewed=True),
        *more,
    )
    request = found.request
    return Trial(
        found.scenario,
        tuple(budgets.city.places.ids),
        variants,
        quantities,
        most_worth(quantities, more) if len(more) > 1 else None,
        request.fresh_seeds,
        request.seed,
    )


def hours_trial(found: HoursAllocation) -> Trial:
    """Hours by the program against the best rule and today, and volunteers' hours more."""
    request, rule, ids = found.request, found.best_rule.name, tuple(found.city.places.ids)
    document = found.scenario.document
    calls = document.policy.orders.on and document.volunteers is not None
    objective, count = planner_objective(request.objective), len(ids)

    def variants(world: Scenario) -> Variants:
        ways, city = scenarios(world, objective), build_city(world.document)
        tried = {PLAN: ways[PLANNED], RULE: ways[rule], TODAY: world}
        made = {name: Variant(each) for name, each in tried.items()}
        if calls:
            made[MORE] = _more_hours(ways[PLANNED], city, count * request.one_step)
        return made

    quantities = [
        Quantity("rule", rule, NAN, PLAN, RULE, skewed=True),
        Quantity("today", "", NAN, PLAN, TODAY, skewed=True),
    ]
    if calls:
        quantities.append(
            Quantity("hours", "", request.one_step, MORE, PLAN, factor=1.0 / count, skewed=True)
        )
    fresh = request.fresh_seeds
    return Trial(found.scenario, ids, variants, tuple(quantities), None, fresh, request.seed)


def worth_trial(scenario: Scenario, steps: Steps, replications: int, seed: int) -> Trial:
    """A step of each resource that the scenario has, in every community."""
    ids = ids_of(scenario)
    count, today = len(ids), cadres_today(with_cadres(scenario))  # as given: drawn, parts of heads
    policy = scenario.document.policy
    earmarks = tuple(policy.fund.earmarks) if policy.fund.on else ()
    calls = policy.orders.on and scenario.document.volunteers is not None

    def variants(world: Scenario) -> Variants:
        simulator = PlanSimulator(with_cadres(world))
        city = simulator.city
        tried = {BASE: simulator.placed(today), MORE: simulator.placed(today + 1)}
        lighter = less_paperwork(simulator.scenario, steps.points)
        if lighter is not None:
            tried[LIGHTER] = simulator.placed(today, lighter)
        made = {name: Variant(each) for name, each in tried.items()}
        for earmark in earmarks:
            base, (step,) = fund_steps(world, earmark, (None,), count * steps.yuan, city)
            assert step.more is not None  # more can always be given
            made |= {"fund": base, f"fund {earmark}": step.more}
        if calls:
            made["hours"] = Variant(world)
            made[f"hours {MORE}"] = _more_hours(world, city, count * steps.hours)
        return made

    each = 1.0 / count
    quantities = [
        Quantity("cadres", "", steps.cadres, MORE, BASE, factor=steps.cadres * each),
        *(
            Quantity("fund", e, steps.yuan, f"fund {e}", "fund", factor=each, skewed=True)
            for e in earmarks
        ),
    ]
    if calls:
        quantities.append(
            Quantity("hours", "", steps.hours, f"hours {MORE}", "hours", factor=each, skewed=True)
        )
    said = list(quantities)
    if scenario.document.desks.community.paperwork is not None:
        said.append(Quantity("paperwork", "", steps.points, LIGHTER, BASE))
    seeds = [replication_seed(seed, n) for n in range(replications)]
    which = most_worth(said, quantities) if len(quantities) > 1 else None
    return Trial(scenario, ids, variants, tuple(said), which, seeds, seed)


def _more_hours(scenario: Scenario, city: City, hours: float) -> Variant:
    _, (step,) = volunteer_steps(scenario, (None,), hours, city)
    assert step.more is not None  # more can always be given
    return step.more


def _shares(amounts: Amounts) -> Amounts:
    total = amounts.sum()
    return amounts / total if total > 0.0 else np.full(len(amounts), 1.0 / len(amounts))
