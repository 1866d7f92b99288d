"""Posts, patrollers, sittings and money in one plan: all plans tried out, prices tested."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from qipan.planning.problem import Asked, Lines, Option, PlanProblem, Staff
from qipan.planning.program import NoPlan, Objective, solve

from .cases import problem

COMMUNITIES = 2
MOST = 2  # of each lever in a community


def lines(rng: np.random.Generator, at_0: float, steep: float, kink: float) -> Lines:
    """A falling convex curve of two lines for each community."""
    first = -steep * rng.uniform(0.5, 1.5, COMMUNITIES)
    second = first * rng.uniform(0.1, 0.6, COMMUNITIES)
    heights = np.column_stack([np.full(COMMUNITIES, at_0), at_0 + (first - second) * kink])
    return Lines(heights, np.column_stack([first, second]))


def joint(seed: int, *, budget: float = 260_000.0, late: float | None = None) -> PlanProblem:
    """Two communities, a type of posts, whole patrollers and sittings, and money in parts."""
    rng = np.random.default_rng(seed)
    at_places = np.array([1.0, 1.0, 0.0])
    none = np.zeros(3)
    staff = (Staff("worker", 500.0, 70_000.0, none, MOST * at_places, none),)
    options = tuple(
        Option(
            name,
            unit,
            yuan,
            most * at_places,
            none,
            whole=unit != "yuan",
            effect=lines(rng, 0.0, saves / most, most / 2),
            late=lines(rng, 0.0, 0.1 / most, most / 2),
        )
        for name, unit, yuan, most, saves in (
            ("patrols", "patrollers", 60_000.0, MOST, 60.0),
            ("meetings", "sittings", 9_000.0, MOST, 12.0),
            ("service", "yuan", 1.0, 40_000, 20.0),
        )
    )
    given = problem([1400.0, 900.0], periods=1, staff=staff, budget=budget)
    asked = Asked(np.full(3, np.inf), late=None if late is None else np.full(COMMUNITIES, late))
    return replace(
        given,
        simulated=lines(rng, 120.0, 0.08, 500.0),
        late=lines(rng, 0.6, 0.0002, 500.0),
        options=options,
        asked=asked,
    )


def by_hand(given: PlanProblem, objective: Objective) -> float:
    """Least objective of all plans, money in steps of a fortieth of its cap."""
    worker, (patrols, meetings, service) = given.staff[0], given.options
    whole = list(product(range(MOST + 1), repeat=COMMUNITIES))
    money = list(product(np.linspace(0.0, 40_000.0, 41), repeat=COMMUNITIES))
    amounts = np.array(money)
    assert service.effect is not None
    assert service.late is not None
    of_money = np.array([service.effect.at(row) for row in amounts])
    late_of_money = np.array([service.late.at(row) for row in amounts])
    assert given.simulated is not None
    assert given.late is not None
    best = np.inf
    for posts, walkers, sittings in product(whole, repeat=3):
        hours = worker.hours * np.array(posts)
        waits, late = given.simulated.at(hours), given.late.at(hours)
        for option, units in ((patrols, walkers), (meetings, sittings)):
            assert option.effect is not None
            assert option.late is not None
            waits = waits + option.effect.at(np.array(units, float))
            late = late + option.late.at(np.array(units, float))
        yuan = worker.yuan_year * sum(posts) + patrols.yuan_year * sum(walkers)
        yuan = yuan + meetings.yuan_year * sum(sittings) + amounts.sum(axis=1)
        may = yuan <= given.budgets["", 0] + 1e-6
        if given.asked.late is not None:
            may &= (late + late_of_money <= given.asked.late + 1e-9).all(axis=1)
        if not may.any():
            continue
        # Open tickets cannot be below none.
        open_tickets = np.maximum(waits + of_money, 0.0).sum(axis=1) * 365.0
        value = yuan if objective == "least_cost" else open_tickets
        best = min(best, float(value[may].min()))
    return best


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("objective", "late"), [("least_waiting", None), ("least_cost", 0.42)])
def test_no_joint_plan_of_all_is_better(
    seed: int, objective: Objective, late: float | None
) -> None:
    given = joint(seed, late=late, budget=260_000.0 if late is None else 900_000.0)
    least = by_hand(given, objective)
    if not np.isfinite(least):
        with pytest.raises(NoPlan):
            solve(given, objective, gap=0.0)
        return
    found = solve(given, objective, gap=0.0)
    # By hand money goes in steps of ¥1,000 in each community.
    assert found.objective <= least * (1 + 1e-6) + 1.0
    step = 2_000.0 if objective == "least_cost" else 0.02 * least
    assert found.objective >= least - step


@pytest.mark.parametrize("seed", range(3))
def test_the_price_of_a_yuan_is_what_one_more_changes_with_posts_as_they_are(seed: int) -> None:
    given = joint(seed, budget=245_000.0)
    plan = solve(given, gap=0.0)
    held = tuple(
        replace(o, floors=u.min(axis=1), caps=u.max(axis=1)) if o.whole else o
        for o, u in zip(given.options, plan.units, strict=True)
    )
    staff = replace(given.staff[0], floors=plan.posts[0, :, 0], caps=plan.posts[0, :, 0])
    held_given = replace(given, options=held, staff=(staff,))

    def at(yuan: float) -> float:
        return solve(replace(held_given, budgets={("", 0): yuan}), gap=0.0).objective

    price, step = plan.prices["budget__0"][0], 10.0
    right, left = (at(245_000.0 + step) - at(245_000.0)) / step, 0.0
    left = (at(245_000.0) - at(245_000.0 - step)) / step
    assert left - 1e-6 <= price <= right + 1e-6
    assert price <= 0.0
