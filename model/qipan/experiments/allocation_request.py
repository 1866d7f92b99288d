"""What a planner asks for: how many cadres, within which bounds, and what makes a plan better."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from ..allocation.aim import Aim
from ..allocation.cadres import CadreProblem
from ..allocation.objectives import (
    ConditionalValueAtRisk,
    LexicographicMaxMin,
    MeanPlusGini,
    Objective,
    Utilitarian,
)
from .placement import PlacementError
from .waits import TARGETS


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
        What the loop remembers and finally chooses plans by: one of `TARGETS`; None for the
        objective.
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
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
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
    if name not in TARGETS:
        raise PlacementError(f"no target named {name!r}{_instead(name, TARGETS)}")
    return TARGETS[name]
