"""Assumptions that are no numbers: who is served next, whether offices react to being measured.

No range of numbers holds them. Their keys are marked in the schema, and a sweep can take each with
the values that may stand there as levels.
"""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, get_args, get_origin

from .fields import Block
from .grounds import is_on
from .nodes import KeyPath, dotted, undotted
from .scenario import Scenario
from .schema import Slot, resolve

ALL = "structure"  # how a sweep asks for all of them


class Structure(NamedTuple):
    """A structural assumption of a scenario.

    Attributes
    ----------
    key : str
        Dotted key.
    value : str or bool
        What the scenario says, or leaves at its default.
    levels : tuple
        What may stand there.
    description : str
        What it is, as the schema has it.
    """

    key: str
    value: str | bool
    levels: tuple[str | bool, ...]
    description: str


def structure(scenario: Scenario) -> tuple[Structure, ...]:
    """Return the structural assumptions that act, in the order of the schema.

    Those of a block that is off from the first to the last day are left out, but not its switch.
    """
    return tuple(
        each
        for each in _within(scenario.document, ())
        if any(is_on(regime.document, _around(each.key)) for regime in scenario.regimes)
    )


def levels_of(key: str) -> tuple[str | bool, ...]:
    """Return what may stand under the key of a structural assumption; nothing for other keys."""
    slot = resolve(undotted(key))
    return _levels(slot) if slot is not None and slot.structure else ()


def _levels(slot: Slot) -> tuple[str | bool, ...]:
    if get_origin(slot.core) is Literal:
        return tuple(get_args(slot.core))
    return (False, True)


def _within(block: Block, path: KeyPath) -> Iterator[Structure]:
    for name, field in type(block).model_fields.items():
        value: Any = getattr(block, name)
        key = dotted((*path, name))
        if levels := levels_of(key):
            yield Structure(key, value, levels, field.description or "")
        elif isinstance(value, Block):
            yield from _within(value, (*path, name))


def _around(key: str) -> KeyPath:
    """Path of the block that must be on for a key to act; a switch acts where it stands."""
    path = undotted(key)
    return path[:-2] if path[-1] == "on" else path[:-1]
