"""Room in the tables that grow: the kernel comes back when one of them is full."""

from typing import Any

from . import state
from .codes import MORE_HEAP, MORE_ISSUES, MORE_LOG, MORE_PENDING, MORE_TICKETS
from .columns import grown
from .state import World

# Of some tables the kernel knows how much it needs; the others grow by what they have.
_TOLD = {MORE_HEAP: "heap", MORE_PENDING: "pending", MORE_LOG: "log"}
_GROWING = {MORE_ISSUES: "issues", MORE_TICKETS: "tickets"}


def with_more_room(world: World, reason: int) -> World:
    """Return the world with a larger table, the one for which the kernel came back."""
    if reason in _TOLD:
        name, rows = _TOLD[reason], int(world.clock[state.NEEDED])
    elif reason in _GROWING:
        name = _GROWING[reason]
        rows = len(getattr(world, name))
    else:
        raise AssertionError(f"the kernel came back with unknown reason {reason}")
    larger: Any = {name: grown(getattr(world, name), rows + rows // 4 + 1024)}
    return world._replace(**larger)
