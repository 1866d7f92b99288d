"""Plans that were simulated, each placement once, and the same plans held or short of an option."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from .heads import Heads
from .learning import Simulate, Years
from .problem import Asked, Option, PlanProblem, Values
from .program import Plan


@dataclass(frozen=True)
class Candidate:
    """A plan that was simulated.

    Attributes
    ----------
    name : str
        '' for a plan of the program, else the rule of thumb it comes nearest to.
    plan : Plan
    heads : array of float, shape (communities,)
    units : array of float, shape (options, communities)
    shared : float
        Heads that the rule divided.
    """

    name: str
    plan: Plan = field(repr=False)
    heads: Heads
    units: Values
    shared: float


@dataclass
class Remembered:
    """Simulates each placement once on each set of seeds."""

    simulate: Simulate
    done: dict[tuple[bytes, bytes, tuple[int, ...]], Years] = field(default_factory=dict)

    def __call__(self, heads: Heads, seeds: Sequence[int], units: Values | None = None, /) -> Years:
        """Return the years of a placement, simulated once."""
        some = units is not None and units.any()
        told = units.tobytes() if units is not None and some else b""
        key = heads.astype(np.float64).tobytes(), told, tuple(seeds)
        if key not in self.done:
            given = (heads, seeds, units) if some else (heads, seeds)
            self.done[key] = self.simulate(*given)
        return self.done[key]


def alike(one: Candidate, other: Candidate) -> bool:
    """Whether a rule divides as many heads as another plan has, beside the same options."""
    return one.shared == other.shared and np.array_equal(one.units, other.units)


def alike_placed(one: Candidate, other: Candidate) -> bool:
    """Whether two plans have the same heads and units everywhere."""
    return np.array_equal(one.heads, other.heads) and np.array_equal(one.units, other.units)


def without(found: Candidate, rows: list[int]) -> Candidate:
    """Placement of a plan without some of its options."""
    units = found.units.copy()
    units[rows] = 0.0
    return replace(found, units=units)


def without_lever(given: PlanProblem, rows: list[int]) -> PlanProblem:
    """Pose a plan that may not have these options."""
    options = list(given.options)
    for row in rows:
        options[row] = replace(options[row], caps=np.zeros_like(options[row].caps))
    return replace(given, options=tuple(options))


def with_posts_held(given: PlanProblem, plan: Plan) -> PlanProblem:
    """Pose a plan whose posts stay as they are; it has met what is asked for already."""
    staff = tuple(
        replace(s, floors=posts.min(axis=1), caps=posts.max(axis=1), change=np.inf)
        for s, posts in zip(given.staff, plan.posts, strict=True)
    )
    nothing = Asked(np.full(len(given.desks), np.inf))
    return replace(given, staff=staff, asked=nothing, options=options_held(given, plan))


def options_held(given: PlanProblem, plan: Plan) -> tuple[Option, ...]:
    """Options as a plan has them."""
    return tuple(
        replace(option, floors=units.min(axis=1), caps=units.max(axis=1))
        for option, units in zip(given.options, plan.units, strict=True)
    )
