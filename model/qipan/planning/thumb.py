"""Rules of thumb beside a plan: who they would send where, and the plan that comes nearest."""

from dataclasses import replace

import numpy as np

from ..programs.cadres.problem import CadreProblem
from ..programs.cadres.thumb import RULES
from ..programs.curve import Curve
from .heads import Heads, heads_of, most_heads
from .problem import PlanProblem, Values
from .program import solve

PART = 1e-6  # of a head, which is none


def by_rules(
    given: PlanProblem,
    heads: float,
    per_post: Values,
    residents: Values | None = None,
    bought: Heads | None = None,
) -> dict[str, Heads]:
    """So many full-time heads by each rule of thumb that tells them apart.

    Among them are those of hours `bought`, which cannot be had elsewhere at their price: a rule
    has them as staff, and divides the others. Rules know whole heads: of a part as much goes where
    one more head would change what a rule does. No community gets more than all posts together
    could give it.
    """
    there = np.zeros(given.communities) if bought is None else bought
    divided = max(0.0, heads - float(there.sum()))
    whole = int(np.floor(divided + PART))
    part = max(0.0, divided - whole)
    placed = _whole(given, whole, per_post, residents, there)
    if part > PART:
        more = _whole(given, whole + 1, per_post, residents, there)
        placed = {name: (1.0 - part) * row + part * more[name] for name, row in placed.items()}
    return {name: row + there for name, row in placed.items()}


def _whole(
    given: PlanProblem,
    heads: int,
    per_post: Values,
    residents: Values | None,
    bought: Heads,
) -> dict[str, Heads]:
    count = given.communities
    offered = (given.arrivals.sum(axis=1) @ given.spans / given.spans.sum())[:count]
    today = np.round(heads_of(given, solve(given.as_today()), per_post)).astype(np.int64)
    problem = CadreProblem(
        communities=given.desks[:count],
        curves=tuple(Curve(np.zeros(1), np.zeros(1)) for _ in range(count)),
        residents=np.ones(count) if residents is None else residents,
        hours_gained=per_post[:count],
        total=heads,
        present=today,
        floors=np.zeros(count),
        caps=most_heads(replace(given, priced=()), per_post),
        load_hours=offered,
        own_hours=given.own[:count] + bought * per_post[:count],
    )
    left_out = {"today"} | (set() if residents is not None else {"per_head"})
    left_out |= set() if today.any() else {"proportional_to_today"}
    return {
        name: rule(problem).astype(float) for name, rule in RULES.items() if name not in left_out
    }
