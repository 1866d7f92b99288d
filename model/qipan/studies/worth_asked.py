"""What a planner asks of the worth of resources: steps of each, places, and how often simulated."""

from dataclasses import dataclass, field

import numpy as np

from ..runs.errors import ResourceError
from ..scenario import Scenario
from ..words import Phrase
from .allocation.placement import cadres_today, with_cadres
from .uncertainty.decisions_in_draws import check_draws
from .uncertainty.ensemble import Draw
from .uncertainty.movable import ids_of


@dataclass(frozen=True)
class Steps:
    """How much of each resource is valued.

    Attributes
    ----------
    cadres : float
        Part of a cadre.
    yuan, hours : float
        A year.
    points : float
        Percentage points of paperwork.
    """

    cadres: float = 0.1
    yuan: float = 10_000.0
    hours: float = 100.0
    points: float = 10.0


@dataclass(frozen=True)
class Asked:
    """What is asked of the worth of resources.

    Attributes
    ----------
    communities : tuple of str
        To value each by itself, besides the city.
    loaded : int
        If none is named: so many of the most loaded.
    steps : Steps
    replications, seed : int
        As for `replicate`; 2 replications at least.
    worlds : int
        In which each step is valued again; 0 for none.
    ensemble : tuple of Draw
        In each of which each step is valued once.
    """

    communities: tuple[str, ...] = ()
    loaded: int = 0
    steps: Steps = field(default_factory=Steps)
    replications: int = 20
    seed: int = 1
    worlds: int = 0
    ensemble: tuple[Draw, ...] = ()


def check_asked(scenario: Scenario, asked: Asked) -> None:
    """Refuse what cannot be valued, before anything is simulated.

    Raises
    ------
    ResourceError, PlacementError
        If there is no such community, a step is not above 0, or cadres are not whole persons.
    ScenarioError
        If a draw does not fit the scenario, or sets what a step sets.
    """
    steps, replications = asked.steps, asked.replications
    for name in ("cadres", "yuan", "hours", "points"):
        step = getattr(steps, name)
        if not 0.0 < step < np.inf:
            raise ResourceError(
                Phrase(
                    "a step of {step:g} {name} cannot be valued; it must be above 0",
                    step=step,
                    name=name,
                )
            )
    if replications < 2:
        raise ResourceError(
            Phrase(
                "{replications} replication gives no interval; ask for 2 at least",
                replications=replications,
            )
        )
    cadres_today(with_cadres(scenario))
    ids = ids_of(scenario)
    for name in asked.communities:
        if name not in ids:
            raise ResourceError(
                Phrase(
                    "{name} has no community '{unknown}'; it has {ids} to {ids2}",
                    name=scenario.name,
                    unknown=name,
                    ids=ids[0],
                    ids2=ids[-1],
                )
            )
    for resource in ("cadres", "funds"):
        check_draws(asked.ensemble, scenario, resource)
