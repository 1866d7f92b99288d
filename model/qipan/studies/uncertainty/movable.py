"""Which assumed numbers can be drawn where a plan names communities: they must stay as they are."""

from collections.abc import Iterable, Sequence

from ...city.places import build_places
from ...scenario import Scenario
from ..sweep.factors import Factor, assumed_factors
from ..sweep.worlds import Worlds


def movable_factors(
    scenario: Scenario, communities: Sequence[str]
) -> tuple[list[Factor], tuple[str, ...]]:
    """Assumed numbers that leave the communities as they are, and names of the others.

    Parameters
    ----------
    scenario : Scenario
    communities : sequence of str
        Its communities' ids.

    Raises
    ------
    SweepError
        If no number has a range.
    """
    every = assumed_factors((scenario,))
    held = moving_communities(scenario, communities, every)
    return [factor for factor in every if factor.name not in held], held


def moving_communities(
    scenario: Scenario, communities: Sequence[str], factors: Iterable[Factor]
) -> tuple[str, ...]:
    """Names of numbers with which there would be other communities."""
    return tuple(f.name for f in factors if f.whole and _moves_places(scenario, communities, f))


def ids_of(scenario: Scenario) -> tuple[str, ...]:
    """Ids of a scenario's communities, without building its people."""
    document = scenario.document
    return tuple(build_places(document.city, document.residents.reporting.heterogeneity_ratio).ids)


def _moves_places(scenario: Scenario, communities: Sequence[str], factor: Factor) -> bool:
    """Whether there are other communities at an end of a factor's range."""
    if not factor.key.startswith("city."):
        return False
    worlds = Worlds((scenario,), [factor])
    for share in (0.0, 1.0):
        drawn = worlds.at({factor.name: share})
        if drawn is None or ids_of(drawn[0]) != tuple(communities):
            return True
    return False
