"""From a tree of plain values to a validated document."""

import json
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from .document import ScenarioDocument
from .faults import Fault
from .fields import Block
from .messages import translate
from .nodes import MapNode, Node, follow, has_broken, plain, undotted
from .schema import Slot, resolve

B = TypeVar("B", bound=Block)


@dataclass(frozen=True)
class Sound:
    """A tree of plain values and the document that was made of it."""

    plain: Node
    document: ScenarioDocument


def validate(tree: Node, sound: Sound | None = None) -> tuple[ScenarioDocument | None, list[Fault]]:
    """Check a tree without sourced values against the schema of scenarios; see `validate_as`.

    Parameters
    ----------
    tree : MapNode
    sound : Sound, optional
        What it shares blocks with: those are valid.
    """
    assert isinstance(tree, MapNode)
    document = _revalidated(tree, sound) if sound is not None else None
    return (document, []) if document is not None else validate_as(ScenarioDocument, tree)


def _revalidated(tree: MapNode, sound: Sound) -> ScenarioDocument | None:
    """Check blocks that have changed, and the document as a whole; None if that does not do."""
    assert isinstance(sound.plain, MapNode)
    parts: dict[str, object] = {}
    for key, node in tree.entries.items():
        if node is sound.plain.entries.get(key):
            parts[key] = getattr(sound.document, key)
            continue
        slot = resolve((key,))
        if slot is None or slot.block is None or has_broken(node):
            return None
        try:
            parts[key] = slot.block.model_validate_json(json.dumps(plain(node)), strict=True)
        except ValidationError:
            return None  # the whole is checked to say what is wrong
    try:
        return ScenarioDocument.model_validate(parts, strict=True)
    except ValidationError:
        return None


def validate_as(block: type[B], tree: MapNode) -> tuple[B | None, list[Fault]]:
    """Check a tree without sourced values against the schema that a block is the root of.

    Returns
    -------
    tuple
        The document, or None; and the faults, save those of places that could not be read.
    """
    # as JSON: there strict types still let a list be a tuple and text be a date
    text = json.dumps(plain(tree))
    try:
        document = block.model_validate_json(text, strict=True)
        # where null is allowed, what could not be read would pass as null
        return (None if has_broken(tree) else document), []
    except ValidationError as error:
        faults = translate(error, tree, Slot(block))
        return None, [fault for fault in faults if not _is_known(fault, tree)]


def _is_known(fault: Fault, tree: MapNode) -> bool:
    """Whether the fault comes of something that could not be read, as another says already."""
    node, _ = follow(tree, undotted(fault.key))
    return has_broken(node) and fault.found not in ("missing", "unknown key")
