"""A scenario with some blocks as another scenario has them, their provenance included."""

from collections.abc import Iterable

from .load import assemble
from .nodes import KeyPath, MapNode, Node, child, follow, undotted, with_entries
from .scenario import Scenario

SOURCES = "sources"


def exchange(scenario: Scenario, donor: Scenario, keys: Iterable[str]) -> Scenario:
    """Return `scenario` with the blocks at some dotted keys taken whole from `donor`.

    Other than by `Scenario.revise`, what `donor` says of a number's source comes along, and a block
    that `donor` lacks is removed. Sources that only `donor` lists are added.

    Raises
    ------
    ScenarioError
        If the result is not a sound scenario.
    """
    tree = scenario._tree
    for key in keys:
        path = undotted(key)
        given, depth = follow(donor._tree, path)
        tree = _put(tree, path, given if depth == len(path) else None)
    return assemble(_with_sources(tree, donor._tree), [], scenario.path)


def _put(tree: MapNode, path: KeyPath, node: Node | None) -> MapNode:
    """Put a node in the place of what stands at a path of keys, or take that away."""
    head, rest = str(path[0]), path[1:]
    entries = dict(tree.entries)
    if rest:
        below = child(tree, head)
        inner = below if isinstance(below, MapNode) else MapNode({}, tree.mark, tree.key_mark)
        entries[head] = _put(inner, rest, node)
    elif node is None:
        entries.pop(head, None)
    else:
        entries[head] = node
    return with_entries(tree, entries)


def _with_sources(tree: MapNode, donor: MapNode) -> MapNode:
    theirs, own = donor.entries.get(SOURCES), tree.entries.get(SOURCES)
    if not isinstance(theirs, MapNode):
        return tree
    listed = own.entries if isinstance(own, MapNode) else {}
    merged = with_entries(theirs, {**theirs.entries, **listed})
    return with_entries(tree, {**tree.entries, SOURCES: merged})
