"""Reading the schema: what may stand under a key, said in plain words."""

import datetime
import types
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic.fields import FieldInfo

from ..words import Phrase, joined
from .document import ScenarioDocument
from .fields import LONGEST_NAME, Block, Distribution
from .nodes import KeyPath
from .policy import Change

CHOICE = "choice"
STRUCTURE = "structure"


@dataclass(frozen=True)
class Slot:
    """What a schema says of one place in a file: a scenario's, if nothing else is said.

    Attributes
    ----------
    core
        A block class, a plain type, or a generic such as ``dict[str, Level]``.
    limits
        Bounds on numbers and lengths.
    optional
        Whether null may stand there.
    choice
        Whether the author chooses this number, rather than finding it out.
    structure
        Whether it is a structural assumption, which no range of numbers holds.
    """

    core: Any
    limits: tuple[Any, ...] = ()
    optional: bool = False
    choice: bool = False
    structure: bool = False

    @property
    def is_name(self) -> bool:
        """Whether a name of restricted form stands here."""
        return any(getattr(limit, "pattern", None) for limit in self.limits)

    @property
    def block(self) -> type[Block] | None:
        """The block class that stands here, if one does."""
        is_block = isinstance(self.core, type) and issubclass(self.core, Block)
        return self.core if is_block else None


ROOT = Slot(ScenarioDocument)


def peel(annotation: Any, metadata: tuple[Any, ...] = ()) -> Slot:
    """Take an annotation apart into its core, its limits and whether it is optional."""
    limits, optional = list(_limits(metadata)), False
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *extra = get_args(annotation)
            limits += _limits(extra)
        elif get_origin(annotation) in (Union, types.UnionType):
            inner = [arg for arg in get_args(annotation) if arg is not type(None)]
            optional = optional or len(inner) < len(get_args(annotation))
            if len(inner) > 1:
                return Slot(Any, tuple(limits), optional)
            annotation = inner[0]
        else:
            return Slot(annotation, tuple(limits), optional)


def _limits(metadata: Any) -> Iterator[Any]:
    for item in metadata:
        if isinstance(item, FieldInfo):
            yield from _limits(item.metadata)
        elif isinstance(item, (Ge, Gt, Le, Lt, MinLen, MaxLen)) or hasattr(item, "pattern"):
            yield item


def slot_of(field: FieldInfo) -> Slot:
    """Return the slot of a field of a block."""
    slot = peel(field.annotation, tuple(field.metadata))
    extra = field.json_schema_extra
    marks = extra if isinstance(extra, dict) else {}
    return replace(slot, choice=bool(marks.get(CHOICE)), structure=bool(marks.get(STRUCTURE)))


def step(slot: Slot, part: str | int) -> Slot | None:
    """Return the slot one key or index down, or None where the schema knows none."""
    below: Slot | None = None
    if slot.block is not None:
        field = slot.block.model_fields.get(str(part))
        if field is not None:
            is_overlay = slot.block is Change and part == "set"
            below = ROOT if is_overlay else slot_of(field)
    elif get_origin(slot.core) is dict:
        below = peel(get_args(slot.core)[1])
    elif get_origin(slot.core) is tuple and isinstance(part, int):
        below = _item(get_args(slot.core), part)
    return replace(below, choice=below.choice or slot.choice) if below else None


def _item(kinds: tuple[Any, ...], index: int) -> Slot | None:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return peel(kinds[0])
    return peel(kinds[index]) if index < len(kinds) else None


def walk(path: KeyPath, root: Slot = ROOT) -> list[Slot]:
    """Return the slots from the root down a path, as far as the schema knows it."""
    slots = [root]
    for _ in path:
        below = _below(slots, tuple(path[: len(slots)]))
        if below is None:
            break
        slots.append(below)
    return slots


def _below(slots: list[Slot], path: KeyPath) -> Slot | None:
    """Step down from the last of the slots; every row of a provenance table asks again."""
    place = (slots[0].core, path)
    if place not in _KNOWN:
        _KNOWN[place] = step(slots[-1], path[-1])
    return _KNOWN[place]


_KNOWN: dict[tuple[Any, KeyPath], Slot | None] = {}


def resolve(path: KeyPath, root: Slot = ROOT) -> Slot | None:
    """Return the slot at a path, or None if the schema has no such place."""
    slots = walk(path, root)
    return slots[-1] if len(slots) == len(path) + 1 else None


def name_slot(slot: Slot) -> Slot:
    """Return what the keys of a mapping by name must look like."""
    return peel(get_args(slot.core)[0])


def keys_of(slot: Slot | None) -> list[str]:
    """Return the keys that may stand under a slot; none if any may."""
    if slot is None:
        return []
    if slot.block is not None:
        return list(slot.block.model_fields)
    if get_origin(slot.core) is dict:
        name = name_slot(slot).core
        return list(get_args(name)) if get_origin(name) is Literal else []
    return []


def bounds(slot: Slot) -> str:
    """Say the range of a number: ``from 0 to 1``, ``0 or more``, ``above 0``; '' if none."""
    low = next((limit for limit in slot.limits if isinstance(limit, (Ge, Gt))), None)
    high = next((limit for limit in slot.limits if isinstance(limit, (Le, Lt))), None)
    low_text = "" if low is None else _number(getattr(low, "ge", getattr(low, "gt", None)))
    high_text = "" if high is None else _number(getattr(high, "le", getattr(high, "lt", None)))
    if low is not None and high is not None and high_text != _number(2**63):
        low_said = Phrase("above {number}", number=low_text) if isinstance(low, Gt) else low_text
        high_said = _less_than(high_text) if isinstance(high, Lt) else high_text
        return Phrase("from {low} to {high}", low=low_said, high=high_said)
    if low is not None:
        return (
            Phrase("above {number}", number=low_text)
            if isinstance(low, Gt)
            else Phrase("{number} or more", number=low_text)
        )
    if high is None:
        return ""
    if isinstance(high, Lt):
        return _less_than(high_text)
    return Phrase("at most {number}", number=high_text)


def _less_than(number: str) -> Phrase:
    return Phrase("below {number}", number=number)


def describe(slot: Slot | None) -> str:
    """Say in plain words what may stand in a slot: ``a number, 0 or more``."""
    if slot is None:
        return Phrase("something else")
    if slot.is_name:
        return Phrase(
            "a name of at most {longest_name} letters of any script, digits, - and _ that "
            "begins with a letter or digit",
            longest_name=LONGEST_NAME,
        )
    if slot.core in _WORDS:
        limits = bounds(slot)
        if not limits:
            return _WORDS[slot.core]
        return joined((_WORDS[slot.core], limits), " " if limits.startswith("from") else ", ", "，")
    if slot.core is Distribution:
        return Phrase("a number, 0 or more, or a distribution")
    if get_origin(slot.core) is Literal:
        return Phrase("one of {names}", names=joined(map(str, get_args(slot.core))))
    if get_origin(slot.core) is tuple:
        return _describe_list(slot)
    return Phrase("a mapping of keys")


def _describe_list(slot: Slot) -> str:
    kinds = get_args(slot.core)
    least = next((limit.min_length for limit in slot.limits if isinstance(limit, MinLen)), None)
    most = next((limit.max_length for limit in slot.limits if isinstance(limit, MaxLen)), None)
    if len(kinds) == 2 and kinds[1] is not Ellipsis:
        least = most = 2
    each = describe(_item(kinds, 0))
    if least is not None and least == most:
        return Phrase("a list of {least}, each {each}", least=least, each=each)
    return Phrase("a list, each item {each}", each=each)


_WORDS: dict[Any, str] = {
    float: Phrase("a number"),
    int: Phrase("a whole number"),
    str: Phrase("text"),
    bool: Phrase("true or false"),
    datetime.date: Phrase("a date such as 2019-07-01"),
}


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


@cache
def places_of_keys(root: Slot = ROOT) -> dict[str, tuple[str, ...]]:
    """Return, for each key of the schema, the dotted blocks in which it stands."""
    places: dict[str, list[str]] = {}
    for path, block in blocks(root):
        for key in block.model_fields:
            places.setdefault(key, []).append(path)
    return {key: tuple(found) for key, found in places.items()}


def blocks(slot: Slot = ROOT, path: str = "") -> Iterator[tuple[str, type[Block]]]:
    """Yield every block of the schema with its dotted place; ``*`` stands for any name."""
    if slot.block is not None:
        yield path, slot.block
        for key, field in slot.block.model_fields.items():
            if not (slot.block is Change and key == "set"):
                yield from blocks(slot_of(field), f"{path}.{key}" if path else key)
    elif get_origin(slot.core) is dict:
        yield from blocks(peel(get_args(slot.core)[1]), f"{path}.*")
    elif get_origin(slot.core) is tuple:
        item = _item(get_args(slot.core), 0)
        if item is not None:
            yield from blocks(item, f"{path}[]")
