"""What the chosen plan shows on fresh years, beside nothing, today and the rules of thumb."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .candidates import Candidate, alike, with_posts_held, without
from .confirmed import Confirmed
from .keeping import above_0
from .problem import PlanProblem, Values, levers_among
from .program import NoPlan, Plan, solve
from .search import Search


def judge(search: Search, chosen: Candidate, fresh: Sequence[int]) -> Confirmed:
    """Let the plan meet the others; placements that are alike are simulated once.

    Parameters
    ----------
    search : Search
        Done; its curves are those that the plan was made by.
    chosen : Candidate
        The plan.
    fresh : sequence of int
        Seeds of years that neither made nor chose it.
    """
    given, zero, today = search.given, np.zeros_like(chosen.heads), search.today.heads
    years = search.simulate(chosen.heads, fresh, chosen.units)
    rules = _rules_beside(search, chosen)
    of_rules = {one.name: search.simulate(one.heads, fresh, one.units) for one in rules}
    asked = of_rules if search.keeping.anything() else {}
    last = search.curved(given, chosen.heads)
    return Confirmed(
        given=search.asked_all(last),
        plan=_valued(search, last, chosen.plan),
        heads=chosen.heads,
        heads_today=today,
        units=chosen.units,
        chosen=chosen.name,
        promised=np.nan,
        searched=np.nan,
        simulated=years.days,
        nobody=search.simulate(zero, fresh).days,
        today=search.simulate(today, fresh).days,
        late=years.late,
        rules={name: each.days for name, each in of_rules.items()},
        placed={one.name: one.heads for one in rules},
        rule_yuan={one.name: one.plan.yuan_year(given) for one in rules},
        kept=search.keeping.share_kept(years) if search.keeping.anything() else None,
        without=_without(search, chosen, fresh),
        worse=_names_of_worse(search, chosen, fresh),
        rounds=(),
        rule_units={one.name: one.units for one in rules},
        rules_kept={name: search.keeping.share_kept(each) for name, each in asked.items()},
    )


def _rules_beside(search: Search, chosen: Candidate) -> list[Candidate]:
    """Each rule at the heads of the plan, or at its cost where that is better."""
    best: dict[str, Candidate] = {}
    search.candidates += search.rules_of(chosen)
    for one in search.candidates:
        if one.name and alike(one, chosen):
            other = best.get(one.name, one)
            best[one.name] = min((other, one), key=lambda each: search.score(each, search.seeds))
    return list(best.values())


def _without(search: Search, chosen: Candidate, seeds: Sequence[int]) -> dict[str, Values]:
    """Ticket-days of the plan without each of its options, and without its posts and hours."""
    found = {}
    if chosen.units.any() and chosen.heads.any():
        nobody = np.zeros_like(chosen.heads)
        found[""] = search.simulate(nobody, seeds, chosen.units).days
    for name, rows in levers_among(search.given.options).items():
        if chosen.units[rows].any():
            less = without(chosen, rows)
            found[name] = search.simulate(less.heads, seeds, less.units).days
    return found


def _valued(search: Search, given: PlanProblem, plan: Plan) -> Plan:
    """Return the plan with what it has open, and what one more is worth, by the last curves."""
    held = solve(with_posts_held(given, plan), search.objective, time_limit=search.time_limit)
    try:
        free = solve(given, search.objective, gap=search.gap, time_limit=search.time_limit)
    except NoPlan:  # by the margins; the plan itself keeps what is asked for
        free = held
    return replace(
        plan,
        open_tickets=held.open_tickets,
        prices=held.prices,
        linear_prices=free.linear_prices,
    )


def _names_of_worse(
    search: Search, found: Candidate, seeds: Sequence[int]
) -> tuple[str, ...] | None:
    if not search.no_worse:
        return None
    plan, today = (
        search.simulate(one.heads, seeds, one.units).days for one in (found, search.today)
    )
    return tuple(search.given.desks[row] for row in np.flatnonzero(above_0(plan - today)))
