"""One scenario file on top of another: `extends`, and the merge it stands for."""

import os
from pathlib import Path

from .faults import Fault, ScenarioError, at
from .nodes import (
    KeyPath,
    ListNode,
    MapNode,
    Mark,
    Node,
    ScalarNode,
    is_null,
    is_sourced,
    with_entries,
)
from .shipped import file_named
from .tree import read_tree

KEY = "extends"


def read_extended(file: str) -> tuple[MapNode, list[Fault]]:
    """Read a scenario file and everything it extends.

    Raises
    ------
    ScenarioError
        If a file cannot be read, or the files extend each other in a circle.
    """
    return _read(file, Mark(file), ())


def extend(
    tree: MapNode, directory: str, chain: tuple[str, ...] = ()
) -> tuple[MapNode, list[Fault]]:
    """Lay a tree over the file its `extends` names, relative to `directory`; see `shipped`."""
    own = with_entries(tree, {key: node for key, node in tree.entries.items() if key != KEY})
    if KEY not in tree.entries:
        return own, []
    named = tree.entries[KEY]
    if not isinstance(named, ScalarNode) or not isinstance(named.value, str) or not named.value:
        raise ScenarioError([at(named.mark, KEY, "must be the name of one file")])
    base = os.path.normpath(file_named(named.value, directory, named.mark, KEY))
    parent, faults = _read(base, named.mark, chain)
    merged = merge(parent, own)
    assert isinstance(merged, MapNode)
    return merged, faults


def _read(file: str, asked: Mark, chain: tuple[str, ...]) -> tuple[MapNode, list[Fault]]:
    try:
        identity = str(Path(file).resolve())
        if identity in chain:
            names = [os.path.basename(link) for link in (*chain[chain.index(identity) :], identity)]
            raise ScenarioError([at(asked, KEY, f"goes round in a circle: {' → '.join(names)}")])
        tree, faults = read_tree(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a usable file name"
        key = KEY if chain else ""
        raise ScenarioError([at(asked, key, f"cannot read {file}: {reason}")]) from None
    merged, inherited = extend(tree, os.path.dirname(file), (*chain, identity))
    return merged, faults + inherited


def merge(under: Node, over: Node) -> Node:
    """Lay one tree over another.

    Mappings merge key by key, and null removes a key of the tree below. Everything else is
    replaced: scalars, lists, sourced values, and mappings that name their `distribution`.
    """
    if not _merges(under, over):
        return over
    assert isinstance(under, MapNode) and isinstance(over, MapNode)
    entries = dict(under.entries)
    for key, node in over.entries.items():
        if key not in entries:
            entries[key] = node
        elif is_null(node):
            del entries[key]
        else:
            entries[key] = merge(entries[key], node)
    return with_entries(over, entries)


def _merges(under: Node, over: Node) -> bool:
    if not isinstance(under, MapNode) or not isinstance(over, MapNode):
        return False
    # a distribution's parameters belong to its name: those of another would be left behind
    return not (is_sourced(under) or is_sourced(over) or "distribution" in over.entries)


def graft(tree: Node, path: KeyPath, node: Node) -> Node:
    """Lay `node` over what stands at `path`, making mappings on the way where there are none.

    Raises
    ------
    LookupError
        If the path names an item of a list that is not there.
    """
    if not path:
        return merge(tree, node)
    head, rest = path[0], path[1:]
    if isinstance(head, int):
        return _graft_item(tree, head, rest, node)
    entries = dict(tree.entries) if isinstance(tree, MapNode) else {}
    if not rest and head in entries and is_null(node):
        del entries[head]
    else:
        below = entries.get(head, MapNode({}, node.mark, node.mark))
        entries[head] = graft(below, rest, node)
    return MapNode(entries, tree.mark, tree.key_mark)


def _graft_item(tree: Node, index: int, rest: KeyPath, node: Node) -> Node:
    if isinstance(tree, MapNode) and is_sourced(tree):
        inner = _graft_item(tree.entries["value"], index, rest, node)
        return with_entries(tree, {**tree.entries, "value": inner})
    if not isinstance(tree, ListNode) or index >= len(tree.items):
        raise LookupError(f"no item [{index}]")
    items = list(tree.items)
    items[index] = graft(items[index], rest, node)
    return ListNode(tuple(items), tree.mark, tree.key_mark)
