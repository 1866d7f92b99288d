"""What a planner asks for: what is divided, how much of it, and what makes a plan better."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from ...programs.aim import Aim, Cadres
from ...programs.objectives import (
    Communities,
    ConditionalValueAtRisk,
    LexicographicMaxMin,
    MeanPlusGini,
    Objective,
    Utilitarian,
)
from ...runs.errors import ResourceError
from ...runs.pooled_waits import TARGETS
from ...runs.runs import replication_seed
from ...scenario.faults import did_you_mean
from ...words import Phrase, Words, clauses, joined
from .placement import PlacementError

Resource = Literal["cadres", "funds", "hours"]
RESOURCES: tuple[Resource, ...] = get_args(Resource)
# What is valued more and less unless something else is asked for: a cadre, yuan, hours a year.
STEPS: dict[Resource, float] = {"cadres": 1.0, "funds": 10_000.0, "hours": 100.0}
CHECKS: dict[Resource, int] = {"cadres": 3, "funds": 2, "hours": 2}


@dataclass(frozen=True)
class Request:
    """What a planner asks for.

    Attributes
    ----------
    objective : Objective
        Of hours only the sum, or the worst off.
    resource : 'cadres', 'funds' or 'hours'
    amount : float or None
        Full-time cadres, or yuan a year of all earmarks, the county's part included; None for as
        much as today. Hours are those of whoever gives them.
    floor : float
        Fewest cadres in a community; least yuan of each earmark for each that has any today.
    cap : int
        Most cadres in a community.
    floors, caps : mapping of str to int
        Of cadres: fewest and most in communities of their own, in place of floor and cap.
    replications, fresh : int
        Seeds to search, or to measure curves on, and fresh ones to decide on.
    seed : int
        Base of both.
    step : float or None
        How much more and less is valued; None for that of `STEPS`.
    check : int or None
        Communities of the highest, and of the lowest value, whose value is simulated; None for
        those of `CHECKS`.
    loop : bool
        Of cadres: whether the plan is corrected by simulation.
    target : str or None
        Of cadres: what the loop remembers and finally chooses plans by: one of `TARGETS`; None for
        the objective.
    rounds, finalists : int
        Of cadres: most rounds of the loop, and how many of its plans meet the rules.
    gap : float
        Relative gap at which a program of whole numbers is solved well enough.
    time_limit : float or None
        Seconds for each solve.
    """

    objective: Objective = field(default_factory=Utilitarian)
    resource: Resource = "cadres"
    amount: float | None = None
    floor: float = 0.0
    cap: int = 7
    floors: Mapping[str, int] = field(default_factory=dict)
    caps: Mapping[str, int] = field(default_factory=dict)
    replications: int = 12
    fresh: int = 40
    seed: int = 1
    step: float | None = None
    check: int | None = None
    loop: bool = True
    target: str | None = None
    rounds: int = 8
    finalists: int = 4
    gap: float = 1e-4
    time_limit: float | None = None

    @property
    def one_step(self) -> float:
        """How much more and less is valued."""
        return STEPS[self.resource] if self.step is None else self.step

    @property
    def checks(self) -> int:
        """How many of the highest, and of the lowest values are simulated."""
        return CHECKS[self.resource] if self.check is None else self.check

    def bounds(self, communities: Sequence[str]) -> tuple[Cadres, Cadres]:
        """Fewest and most cadres of each community."""
        least = [self.floors.get(name, int(self.floor)) for name in communities]
        return np.array(least), np.array([self.caps.get(name, self.cap) for name in communities])

    @property
    def search_seeds(self) -> list[int]:
        """Seeds on which a plan is searched."""
        return [replication_seed(self.seed, n) for n in range(self.replications)]

    @property
    def fresh_seeds(self) -> list[int]:
        """Seeds on which it is decided."""
        return [replication_seed(self.seed + 1, n) for n in range(self.fresh)]


OBJECTIVES: dict[str, Callable[[], Objective]] = {
    "utilitarian": Utilitarian,
    "max_min": LexicographicMaxMin,
    "cvar": ConditionalValueAtRisk,
    "gini": MeanPlusGini,
}


def resource_named(name: str) -> Resource:
    """Return a resource by its name.

    Raises
    ------
    ResourceError
        If there is none of that name.
    """
    for resource in RESOURCES:
        if name == resource:
            return resource
    raise ResourceError(
        Phrase("no resource named {name!r}{instead}", name=name, instead=_instead(name, RESOURCES))
    )


def objective_named(name: str) -> Objective:
    """Return an objective by its name.

    Raises
    ------
    PlacementError
        If there is none of that name.
    """
    if name not in OBJECTIVES:
        raise PlacementError(
            Phrase(
                "no objective named {name!r}{instead}",
                name=name,
                instead=_instead(name, OBJECTIVES),
            )
        )
    return OBJECTIVES[name]()


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
        raise PlacementError(
            Phrase("no target named {name!r}{instead}", name=name, instead=_instead(name, TARGETS))
        )
    return TARGETS[name]


def aim_of(objective: Objective, given: Communities) -> Aim:
    """Return an objective as something that simulated plans can be judged by."""
    return Aim(
        objective.name,
        objective.unit,
        lambda days: objective.value(given, days),
        additive=isinstance(objective, Utilitarian),
    )


def _instead(name: str, known: Iterable[str]) -> str:
    """What there is in place of a name that is unknown, the nearest first."""
    known = list(known)
    there = Phrase("there are {known}", known=joined(known))
    said = clauses(did_you_mean(name, known), there)
    return Phrase(Words.of("; {said}", "；{said}"), said=said)
