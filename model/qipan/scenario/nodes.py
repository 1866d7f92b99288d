"""Nodes of a scenario's tree: plain data that remembers where it was written."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = str | int | float | bool | None

_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_KEYS_KEPT = 1 << 14  # paths of keys that are read again and again, as by each world of a sweep


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; `line` and `column` count from 1 and are None for Python data."""

    file: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A number, a truth value, text (dates included) or null.

    `broken` says that what stands there could not be read and that a fault says so already.
    """

    value: Plain
    mark: Mark
    key_mark: Mark
    broken: bool = False


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list of nodes; `mark` is where its key stands."""

    items: "tuple[Node, ...]"
    mark: Mark
    key_mark: Mark


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping of text keys to nodes; `mark` is where its own key stands."""

    entries: "dict[str, Node]"
    mark: Mark
    key_mark: Mark


Node: TypeAlias = ScalarNode | ListNode | MapNode


def dotted(path: KeyPath) -> str:
    """Write a path as users read it: ``("a", "b", 0)`` becomes ``a.b[0]``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


@lru_cache(maxsize=_KEYS_KEPT)
def undotted(key: str) -> KeyPath:
    """Read a dotted key back into a path; the inverse of `dotted`."""
    return tuple(
        int(match[1]) if match[1] is not None else match[2] for match in _PART.finditer(key)
    )


def is_null(node: Node) -> bool:
    """Whether the user wrote null."""
    return isinstance(node, ScalarNode) and node.value is None and not node.broken


def is_broken(node: Node) -> bool:
    """Whether a node stands for something that could not be read."""
    return isinstance(node, ScalarNode) and node.broken


def has_broken(node: Node) -> bool:
    """Whether anything in a tree could not be read."""
    if isinstance(node, MapNode):
        return any(map(has_broken, node.entries.values()))
    return any(map(has_broken, node.items)) if isinstance(node, ListNode) else node.broken


def is_sourced(node: Node) -> bool:
    """Whether a node is a sourced value, that is, a mapping with the key `value`."""
    return isinstance(node, MapNode) and "value" in node.entries


def child(node: Node, part: str | int) -> Node | None:
    """Return what stands under one key or index, looking through sourced values."""
    if isinstance(node, MapNode) and isinstance(part, str):
        if part in node.entries:
            return node.entries[part]
        return child(node.entries["value"], part) if is_sourced(node) else None
    if isinstance(node, MapNode) and is_sourced(node):
        return child(node.entries["value"], part)
    if isinstance(node, ListNode) and isinstance(part, int) and 0 <= part < len(node.items):
        return node.items[part]
    return None


def follow(node: Node, path: KeyPath) -> tuple[Node, int]:
    """Walk down a path as far as it goes.

    Returns
    -------
    tuple
        The deepest node reached and how many parts of the path lead to it.
    """
    for depth, part in enumerate(path):
        below = child(node, part)
        if below is None:
            return node, depth
        node = below
    return node, len(path)


def plain(node: Node) -> Any:
    """Turn a tree into dictionaries, lists and scalars."""
    if isinstance(node, MapNode):
        return {key: plain(below) for key, below in node.entries.items()}
    if isinstance(node, ListNode):
        return [plain(below) for below in node.items]
    return node.value


def with_entries(node: MapNode, entries: dict[str, Node]) -> MapNode:
    """Return the mapping with other entries, at the same place."""
    return replace(node, entries=entries)
