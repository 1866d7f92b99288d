"""From a tree of plain values to a validated document."""

import json

from pydantic import ValidationError

from .document import ScenarioDocument
from .faults import Fault
from .messages import translate
from .nodes import MapNode, follow, has_broken, plain, undotted


def validate(tree: MapNode) -> tuple[ScenarioDocument | None, list[Fault]]:
    """Check a tree without sourced values against the schema.

    Returns
    -------
    tuple
        The document, or None; and the faults, save those of places that could not be read.
    """
    # as JSON: there strict types still let a list be a tuple and text be a date
    text = json.dumps(plain(tree))
    try:
        document = ScenarioDocument.model_validate_json(text, strict=True)
        # where null is allowed, what could not be read would pass as null
        return (None if has_broken(tree) else document), []
    except ValidationError as error:
        return None, [fault for fault in translate(error, tree) if not _is_known(fault, tree)]


def _is_known(fault: Fault, tree: MapNode) -> bool:
    """Whether the fault comes of something that could not be read, as another says already."""
    node, _ = follow(tree, undotted(fault.key))
    return has_broken(node) and fault.found not in ("missing", "unknown key")
