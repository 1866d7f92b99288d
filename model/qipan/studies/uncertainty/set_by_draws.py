"""What the draws of an ensemble set, so that nothing else may set it too."""

from collections.abc import Iterable, Sequence
from itertools import chain

from ...scenario.nodes import KeyPath, undotted
from .ensemble import Draw


def set_by_draws(draws: Iterable[Draw]) -> frozenset[KeyPath]:
    """Paths that some draw sets; lists, sourced values and distributions as a whole."""
    overlays = (draw.overlay for draw in draws)
    return frozenset(chain.from_iterable(overlay.keys() for overlay in overlays))


def clashing(keys: Iterable[str], paths: Iterable[KeyPath]) -> tuple[str, ...]:
    """Those of some dotted keys that lie at, above or below a path."""
    some = tuple(paths)
    return tuple(key for key in keys if any(_meet(undotted(key), path) for path in some))


def _meet(one: Sequence[str | int], other: Sequence[str | int]) -> bool:
    shared = min(len(one), len(other))
    return tuple(one[:shared]) == tuple(other[:shared])
