"""One scenario file on top of another: `extends`, and the merge it stands for."""

import os
from collections.abc import Sequence

from ..words import Phrase
from .faults import Fault, ScenarioError, at
from .file_kinds import command_of, is_plan, is_siting, question_of, to_ask
from .nodes import (
    KeyPath,
    ListNode,
    MapNode,
    Mark,
    Node,
    ScalarNode,
    is_broken,
    is_null,
    is_sourced,
    with_entries,
)
from .shipped import file_named
from .source_files import UnreadableFileError
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
    tree: MapNode, directory: str, faults: list[Fault], chain: tuple[str, ...] = ()
) -> tuple[MapNode, list[Fault]]:
    """Lay a tree over the file its `extends` names, relative to `directory`; see `shipped`.

    Returns
    -------
    tuple
        The tree, and the faults found in it already with those of the files below.
    """
    own = with_entries(tree, {key: node for key, node in tree.entries.items() if key != KEY})
    if KEY not in tree.entries:
        return own, faults
    named = tree.entries[KEY]
    if is_broken(named):
        raise ScenarioError(faults)
    if not isinstance(named, ScalarNode) or not isinstance(named.value, str) or not named.value:
        raise ScenarioError([at(named.mark, KEY, Phrase("must be the name of one file"))])
    base = os.path.normpath(file_named(named.value, directory, named.mark, KEY))
    parent, inherited = _read(base, named.mark, chain)
    return _laid(parent, own), faults + inherited


def _read(file: str, asked: Mark, chain: tuple[str, ...]) -> tuple[MapNode, list[Fault]]:
    key = "" if asked.file == file else KEY  # nobody names the file that is loaded itself
    try:
        tree, faults = read_tree(file)
    except UnreadableFileError as error:
        raise ScenarioError([at(asked, key, error.found, hint=error.hint)]) from None
    if question := question_of(tree):
        raise ScenarioError([_is_an_experiment(file, asked, key, question)])
    if is_plan(tree) or is_siting(tree):
        raise ScenarioError([_is_a_plan_or_siting(file, asked, key, tree)])
    identity = os.path.realpath(file)
    if identity in chain:
        names = [os.path.basename(link) for link in (*chain[chain.index(identity) :], identity)]
        raise ScenarioError(
            [at(asked, KEY, Phrase("goes round in a circle: {names}", names=" → ".join(names)))]
        )
    return extend(tree, os.path.dirname(file), faults, (*chain, identity))


def _is_an_experiment(file: str, asked: Mark, key: str, question: str) -> Fault:
    found = (
        Phrase("{file} is an experiment file, not a scenario", file=file)
        if key
        else Phrase("this is an experiment file")
    )
    return at(
        asked,
        key,
        found,
        Phrase("it asks to {question}", question=to_ask(question)),
        Phrase("run: qipan {question} {file}", question=command_of(question), file=file),
    )


def _is_a_plan_or_siting(file: str, asked: Mark, key: str, tree: MapNode) -> Fault:
    found, command = (
        (Phrase("this is a plan of posts and hours, not a scenario"), "plan")
        if is_plan(tree)
        else (Phrase("this is a siting of centres, not a scenario"), "site")
    )
    hint = Phrase("run: qipan {question} {file}", question=command, file=file)
    return at(asked, key, found, hint=hint)


def merge(under: Node, over: Node) -> Node:
    """Lay one tree over another.

    Mappings merge key by key, and null removes a key of the tree below. Everything else is
    replaced: scalars, lists, sourced values, and mappings that name their `distribution`.
    """
    if not _merges(under, over):
        return over
    assert isinstance(under, MapNode) and isinstance(over, MapNode)
    return _laid(under, over)


def _laid(under: MapNode, over: MapNode) -> MapNode:
    """Lay one mapping over another, key by key; no file as a whole is a sourced value."""
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


def graft_all(tree: Node, grafts: Sequence[tuple[KeyPath, Node]]) -> Node:
    """Lay many nodes over a tree, one after another; see `graft`.

    Mappings on the way are copied once for all nodes below them, where `graft` copies them for
    each: a world of a sweep sets hundreds of numbers.
    """
    if len(grafts) < 2 or not isinstance(tree, MapNode) or not all(path for path, _ in grafts):
        for path, node in grafts:
            tree = graft(tree, path, node)
        return tree
    below: dict[str | int, list[tuple[KeyPath, Node]]] = {}
    for path, node in grafts:
        below.setdefault(path[0], []).append((path[1:], node))
    entries = dict(tree.entries)
    for head, within in below.items():
        if isinstance(head, str) and head in entries and all(path for path, _ in within):
            entries[head] = graft_all(entries[head], within)
        else:
            now: Node = with_entries(tree, entries)
            for path, node in within:
                now = graft(now, (head, *path), node)
            assert isinstance(now, MapNode)
            entries = dict(now.entries)
    return MapNode(entries, tree.mark, tree.key_mark)


def _graft_item(tree: Node, index: int, rest: KeyPath, node: Node) -> Node:
    if isinstance(tree, MapNode) and is_sourced(tree):
        inner = _graft_item(tree.entries["value"], index, rest, node)
        return with_entries(tree, {**tree.entries, "value": inner})
    if not isinstance(tree, ListNode) or index >= len(tree.items):
        raise LookupError(Phrase("no item [{index}]", index=index))
    items = list(tree.items)
    items[index] = graft(items[index], rest, node)
    return ListNode(tuple(items), tree.mark, tree.key_mark)
