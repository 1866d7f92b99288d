"""Rules of thumb beside a plan: who they would send where, and the plan that comes nearest."""

import numpy as np
from numpy.typing import NDArray

from ..programs.cadres.problem import CadreProblem
from ..programs.cadres.thumb import RULES
from ..programs.curve import Curve
from .heads import heads_of, most_heads
from .problem import PlanProblem, Values
from .program import solve


def by_rules(
    given: PlanProblem,
    heads: int,
    per_post: Values,
    residents: Values | None = None,
    kept: NDArray[np.int64] | None = None,
) -> dict[str, NDArray[np.int64]]:
    """So many full-time heads, whole ones, by each rule of thumb that tells them apart.

    No community gets more than all levers together could give it, nor fewer than `kept`: hours
    that are bought for a community cannot be had elsewhere at their price.
    """
    count = given.communities
    offered = (given.arrivals.sum(axis=1) @ given.spans / given.spans.sum())[:count]
    today = heads_of(given, solve(given.as_today()), per_post)
    problem = CadreProblem(
        communities=given.desks[:count],
        curves=tuple(Curve(np.zeros(1), np.zeros(1)) for _ in range(count)),
        residents=np.ones(count) if residents is None else residents,
        hours_gained=per_post[:count],
        total=heads,
        present=today,
        floors=np.zeros(count) if kept is None else kept.astype(np.float64),
        caps=most_heads(given, per_post),
        load_hours=offered,
        own_hours=given.own[:count],
    )
    left_out = {"today"} | (set() if residents is not None else {"per_head"})
    left_out |= set() if today.any() else {"proportional_to_today"}
    return {name: rule(problem) for name, rule in RULES.items() if name not in left_out}
