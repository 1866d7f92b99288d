"""From a tree of plain values to a validated document."""

import json
from typing import TypeVar

from pydantic import ValidationError

from .document import ScenarioDocument
from .faults import Fault
from .fields import Block
from .messages import translate
from .nodes import MapNode, follow, has_broken, plain, undotted
from .schema import Slot

B = TypeVar("B", bound=Block)


def validate(tree: MapNode) -> tuple[ScenarioDocument | None, list[Fault]]:
    """Check a tree without sourced values against the schema of scenarios; see `validate_as`."""
    return validate_as(ScenarioDocument, tree)


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
