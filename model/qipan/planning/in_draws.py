"""A plan in each draw of an ensemble: made with all numbers as given, judged in every draw."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..programs.aim import TICKET_DAYS
from ..runs.variants import Variant
from ..scenario import Scenario
from ..studies.allocation.placement import with_cadres
from ..studies.allocation.plans import FROM_OUTSIDE, PlanSimulator
from ..studies.uncertainty.decision_trials import NAN, PLAN, RULE, TODAY
from ..studies.uncertainty.decisions import Quantity, Trial, Variants
from ..studies.uncertainty.decisions_in_draws import check_draws
from ..studies.uncertainty.ensemble import Draw
from .confirming import Confirmed
from .document import PlanDocument
from .heads import Heads
from .levers.lever import OfferedSite
from .levers.of_plan import option_levers
from .options import OptionWork
from .problem import Values

NOBODY = "nobody"
ISSUE_DAYS = replace(TICKET_DAYS, unit="issue-days a year")


def plan_trial(
    document: PlanDocument,
    sites: tuple[OfferedSite, ...],
    found: Confirmed,
    simulator: PlanSimulator,
    fresh: Sequence[int],
) -> Trial:
    """The plan against the best rule, today and nobody more.

    Parameters
    ----------
    document : PlanDocument
    sites : tuple of OfferedSite
        Where its centres may be opened.
    found : Confirmed
    simulator : PlanSimulator
        Of the scenario as given.
    fresh : sequence of int
        Seeds on which the plan was judged as given.
    """
    rule, zero = found.best_rule, np.zeros_like(found.heads)
    nothing = np.zeros_like(found.units)
    placements: dict[str, tuple[Heads, Values]] = {
        PLAN: (found.heads, found.units),
        RULE: (found.placed[rule], found.rule_units.get(rule, found.units)),
        TODAY: (found.heads_today, nothing),
        NOBODY: (zero, nothing),
    }

    def variants(world: Scenario) -> Variants:
        own = simulator.of(with_cadres(world))
        options = OptionWork(document, own.scenario, own.city, sites)
        return {
            name: Variant(
                own.placed(heads, FROM_OUTSIDE | options.changes(units)), options.newcomers(units)
            )
            for name, (heads, units) in placements.items()
        }

    aim = TICKET_DAYS if document.waiting == "tickets" else ISSUE_DAYS
    quantities = [
        Quantity("rule", rule, NAN, PLAN, RULE, aim),
        *([Quantity("today", "", NAN, PLAN, TODAY, aim)] if found.heads_today.any() else []),
        Quantity("nobody", "", NAN, PLAN, NOBODY, aim),
    ]
    return Trial(
        simulator.scenario,
        tuple(simulator.communities),
        variants,
        tuple(quantities),
        None,
        fresh,
        document.seed,
        document.waiting,
    )


def check_plan_draws(draws: Sequence[Draw], scenario: Scenario, document: PlanDocument) -> None:
    """Refuse an ensemble in which a plan cannot be tried, before anything is run.

    Raises
    ------
    ScenarioError
        As `check_draws`, of all that the plan sets.
    """
    check_draws(draws, scenario, "cadres")
    for name, lever in option_levers(document).items():
        check_draws(draws, scenario, name, lever.sets)
