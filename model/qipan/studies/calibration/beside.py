"""What other policies say otherwise: numbers that one ensemble for all of them must not set."""

from collections.abc import Iterable, Sequence

from ...scenario import Scenario
from ...scenario.nodes import follow, is_sourced, plain, undotted
from ..sweep.factors import Factor


def said_otherwise(
    scenario: Scenario, others: Sequence[Scenario], factors: Iterable[Factor]
) -> tuple[str, ...]:
    """Keys of numbers that some other policy has otherwise than the scenario.

    Parameters
    ----------
    scenario : Scenario
    others : sequence of Scenario
        Over which draws shall be laid too.
    factors : iterable of Factor
        Numbers, no families.
    """
    return tuple(
        factor.key
        for factor in factors
        if any(_value(scenario, factor.key) != _value(other, factor.key) for other in others)
    )


def _value(scenario: Scenario, key: str) -> object:
    """What stands at a key in a scenario's files; None where nothing does."""
    path = undotted(key)
    node, depth = follow(scenario._tree, path)
    if depth < len(path):
        return None
    said = plain(node)
    return said["value"] if is_sourced(node) and isinstance(said, dict) else said
