"""Where numbers come from: sourced values taken out of a tree, and the table of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from .faults import Fault
from .nodes import KeyPath, ListNode, MapNode, Node, ScalarNode, dotted, is_sourced, plain
from .schema import resolve
from .shipped import shown
from .sourced_value import Grounds, SourcedValues, lacks_value, number_of
from .units import unit_at

# Stated: by the city's own document; elsewhere: by another city, of itself.
Status: TypeAlias = Literal[
    "stated", "elsewhere", "derived", "literature", "assumed", "chosen", "unmarked"
]
STATUSES: tuple[Status, ...] = (
    "stated",
    "elsewhere",
    "derived",
    "literature",
    "assumed",
    "chosen",
    "unmarked",
)


@dataclass(frozen=True, slots=True)
class ProvenanceRow:
    """Where one number, or one list of numbers, comes from.

    Attributes
    ----------
    key : str
        Dotted key.
    value : int, float or nested list of them
    unit : str
        Read from the key; empty for pure numbers.
    status : str
        One of `STATUSES`.
    source, derived, assumed, note : str
        Entry of `sources`, derivation, reason and remark; empty if not given.
    range : tuple of float or None
        Lowest and highest defensible value; of each number, if the value is a list.
    file, line
        Where it is written.
    family : str
        One of `families.FAMILIES`, if the file names another than that of its key.
    """

    key: str
    value: int | float | list[object]
    unit: str
    status: Status
    source: str = ""
    derived: str = ""
    assumed: str = ""
    note: str = ""
    range: tuple[float, float] | None = None
    file: str = ""
    line: int | None = None
    family: str = ""

    @property
    def basis(self) -> str:
        """What the number rests on: its derivation, its reason or its source."""
        if self.derived and self.source:
            return f"{self.derived} ({self.source})"
        return self.derived or self.assumed or self.source


@dataclass(frozen=True, slots=True, eq=False)
class Stripped:
    """A mapping or a list, and what became of it once provenance was taken out.

    Trees share what they do not change, so a revision finds most of its nodes here already.

    Attributes
    ----------
    node : Node
        With its sourced values.
    plain : Node
        With plain values only.
    rows : tuple of ProvenanceRow
        Of each number in it, in the order of the file.
    below : mapping of str or int to Stripped
        The same of mappings and lists in it that are no sourced values.
    """

    node: MapNode | ListNode
    plain: Node
    rows: tuple[ProvenanceRow, ...]
    below: "Mapping[str | int, Stripped]"

    def of(self, key: str | int) -> "Stripped | None":
        """Return what is known of what stands under a key."""
        return self.below.get(key)

    def is_of(self, node: Node) -> bool:
        """Whether a node is the very one that this was made of."""
        return self.node is node


def strip(
    tree: MapNode, known: Stripped | None = None
) -> tuple[Stripped, list[ProvenanceRow], list[Fault]]:
    """Take provenance out of a tree.

    Parameters
    ----------
    tree : MapNode
    known : Stripped, optional
        Of a tree without faults: what this tree shares with it is not looked at again.

    Returns
    -------
    tuple
        The tree with plain values only and a row for each number; those of the rows that are not
        known; and the faults in sourced values.
    """
    stripper = _Stripper(_kinds_of_sources(tree), _own_documents(tree))
    if known is not None and not _counts_alike(tree, known.node):
        known = None
    stripped = stripper.within(tree, (), known)
    return stripped, stripper.new_rows, stripper.faults


def _counts_alike(tree: MapNode, known: Node) -> bool:
    """Whether a number of a known tree has the same status in this one."""
    assert isinstance(known, MapNode)
    keys = ("sources", "own_documents")
    if all(tree.entries.get(key) is known.entries.get(key) for key in keys):
        return True
    now, before = (_kinds_of_sources(one) or {} for one in (tree, known))
    kept = all(name in now and now[name] == kind for name, kind in before.items())
    return kept and _own_documents(tree) == _own_documents(known)


def _kinds_of_sources(tree: MapNode) -> dict[str, object] | None:
    """Return the kind of each source, or None if `sources` itself seems to be misspelt."""
    sources = tree.entries.get("sources")
    if sources is None and any(resolve((key,)) is None for key in tree.entries):
        return None
    listed = plain(sources) if isinstance(sources, MapNode) else {}
    return {
        name: entry.get("kind") if isinstance(entry, dict) else None
        for name, entry in listed.items()
    }


def _own_documents(tree: MapNode) -> frozenset[str] | None:
    """Return the sources in which the city itself speaks; None if all of kind `case` are."""
    named = tree.entries.get("own_documents")
    if not isinstance(named, ListNode):
        return None
    return frozenset(str(item.value) for item in named.items if isinstance(item, ScalarNode))


class _Stripper:
    def __init__(self, sources: dict[str, object] | None, own: frozenset[str] | None) -> None:
        self._own = own
        self._values = SourcedValues(sources)
        self._sources = sources or {}
        self._grounds: dict[KeyPath, Grounds] = {}
        self._files: dict[str, str] = {}  # as they are shown: thousands of numbers, few files
        self._mixed: set[KeyPath] = set()  # paths of lists in which values are sourced one by one
        self.new_rows: list[ProvenanceRow] = []

    @property
    def faults(self) -> list[Fault]:
        """Faults in sourced values so far."""
        return self._values.faults

    def within(self, node: MapNode | ListNode, path: KeyPath, known: Stripped | None) -> Stripped:
        """Strip a mapping or a list that is itself no sourced value."""
        if known is not None and known.is_of(node):
            return known
        parts: dict[str | int, Node] = {}
        rows: list[ProvenanceRow] = []
        below: dict[str | int, Stripped] = {}
        for key, entry in _parts(node):
            known_entry = known.of(key) if known is not None else None
            if (known_entry is not None and known_entry.is_of(entry)) or _holds_values(entry):
                assert not isinstance(entry, ScalarNode)
                below[key] = self.within(entry, (*path, key), known_entry)
                parts[key] = below[key].plain
                rows += below[key].rows
            else:
                parts[key] = self.strip(entry, (*path, key))
                numbers = self.numbers(parts[key], (*path, key))
                new = [self.row(where, number) for where, number in numbers]
                self.new_rows += new
                rows += new
        return Stripped(node, _made_of(node, parts), tuple(rows), below)

    def strip(self, node: Node, path: KeyPath) -> Node:
        if isinstance(node, ListNode):
            items = tuple(self.strip(item, (*path, i)) for i, item in enumerate(node.items))
            same = all(new is old for new, old in zip(items, node.items, strict=True))
            return node if same else replace(node, items=items)
        if isinstance(node, MapNode):
            if is_sourced(node):
                return self._sourced(node, path)
            if lacks_value(node):
                return self._values.valueless(node, path)
            below = {key: self.strip(entry, (*path, key)) for key, entry in node.entries.items()}
            return replace(node, entries=below)
        return node

    def _sourced(self, node: MapNode, path: KeyPath) -> Node:
        value = node.entries["value"]
        self._grounds[path] = self._values.read(node, path)
        self._mixed.update(path[:n] for n, part in enumerate(path) if isinstance(part, int))
        if not isinstance(value, ScalarNode):
            value = replace(value, mark=node.mark)
        return replace(self.strip(value, path), key_mark=node.key_mark)

    def numbers(self, node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, Node]]:
        """Yield each number, and each list of numbers whose items share their grounds."""
        if isinstance(node, MapNode):
            for key, entry in node.entries.items():
                yield from self.numbers(entry, (*path, key))
        elif _is_numeric(node) and path not in self._mixed:
            yield path, node
        elif isinstance(node, ListNode):
            for index, item in enumerate(node.items):
                yield from self.numbers(item, (*path, index))

    def row(self, path: KeyPath, node: Node) -> ProvenanceRow:
        """Return the row of the number or list of numbers at a path of the stripped tree."""
        grounds = next(
            (self._grounds[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self._grounds),
            None,
        )
        texts = grounds.texts if grounds else {}
        return ProvenanceRow(
            key=dotted(path),
            value=plain(node),
            unit=unit_at(path),
            status=self._status(path, texts),
            source=texts.get("source", ""),
            derived=texts.get("derived", ""),
            assumed=texts.get("assumed", ""),
            note=texts.get("note", ""),
            range=grounds.range if grounds else None,
            file=self._shown(node.mark.file),
            line=node.mark.line,
            family=texts.get("family", ""),
        )

    def _shown(self, file: str) -> str:
        if file not in self._files:
            self._files[file] = shown(file)
        return self._files[file]

    def _status(self, path: KeyPath, texts: dict[str, str]) -> Status:
        if "assumed" in texts:
            return "assumed"
        if "derived" in texts:
            return "derived"
        if "source" in texts:
            if self._sources.get(texts["source"]) != "case":
                return "literature"
            return "stated" if self._own is None or texts["source"] in self._own else "elsewhere"
        slot = resolve(path)
        return "chosen" if slot is not None and slot.choice else "unmarked"


def _parts(node: MapNode | ListNode) -> Iterator[tuple[str | int, Node]]:
    """What stands in a mapping or a list, by key or place."""
    yield from node.entries.items() if isinstance(node, MapNode) else enumerate(node.items)


def _made_of(node: MapNode | ListNode, parts: Mapping[str | int, Node]) -> Node:
    """The mapping or list with other parts."""
    if isinstance(node, ListNode):
        return replace(node, items=tuple(parts.values()))
    return replace(node, entries={str(key): part for key, part in parts.items()})


def _holds_values(node: Node) -> bool:
    """Whether values, sourced or not, stand in a node one by one, rather than it being one."""
    if isinstance(node, ListNode):
        return any(isinstance(item, MapNode) for item in node.items)
    return isinstance(node, MapNode) and not is_sourced(node) and not lacks_value(node)


def _is_numeric(node: Node) -> bool:
    if isinstance(node, ListNode):
        return bool(node.items) and all(map(_is_numeric, node.items))
    return number_of(node) is not None
