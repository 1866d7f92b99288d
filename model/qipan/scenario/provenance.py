"""Where numbers come from: sourced values taken out of a tree, and the table of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from ..words import Phrase, joined
from .families import FAMILIES
from .faults import Fault, at, did_you_mean, listing
from .meant import hint_of_number
from .messages import found
from .nodes import (
    KeyPath,
    ListNode,
    MapNode,
    Node,
    ScalarNode,
    dotted,
    is_broken,
    is_sourced,
    plain,
)
from .schema import resolve
from .shipped import shown
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
GROUNDS = ("source", "derived", "assumed")
KEYS = ("value", *GROUNDS, "range", "family", "note")


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


@dataclass(frozen=True, slots=True)
class _Grounds:
    """What a sourced value says beside the value itself."""

    texts: dict[str, str]
    range: tuple[float, float] | None


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
        self.faults: list[Fault] = []
        self._trusts_names = sources is None
        self._sources = sources or {}
        self._grounds: dict[KeyPath, _Grounds] = {}
        self._files: dict[str, str] = {}  # as they are shown: thousands of numbers, few files
        self._mixed: set[KeyPath] = set()  # paths of lists in which values are sourced one by one
        self.new_rows: list[ProvenanceRow] = []

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
            if _lacks_value(node):
                return self._valueless(node, path)
            below = {key: self.strip(entry, (*path, key)) for key, entry in node.entries.items()}
            return replace(node, entries=below)
        return node

    def _sourced(self, node: MapNode, path: KeyPath) -> Node:
        value = node.entries["value"]
        grounds = self._read_grounds(node, path)
        self._grounds[path] = grounds
        self._mixed.update(path[:n] for n, part in enumerate(path) if isinstance(part, int))
        if not self._unknown_keys(node, path):
            self._check_grounds(node, path, grounds)
            self._check_range(node, path, grounds)
            self._check_family(node, path, grounds)
        if not isinstance(value, ScalarNode):
            value = replace(value, mark=node.mark)
        return replace(self.strip(value, path), key_mark=node.key_mark)

    def _valueless(self, node: MapNode, path: KeyPath) -> Node:
        if not self._unknown_keys(node, path):
            self._say(
                node,
                path,
                Phrase("a sourced value without `value`"),
                Phrase("allowed: {keys}", keys=listing(KEYS)),
            )
        return ScalarNode(None, node.mark, node.key_mark, broken=True)

    def _unknown_keys(self, node: MapNode, path: KeyPath) -> bool:
        unknown = [key for key in node.entries if key not in KEYS]
        for key in unknown:
            mark, where = node.entries[key].key_mark, dotted((*path, key))
            free = [name for name in KEYS if name not in node.entries]
            hint = did_you_mean(key, free)
            self.faults.append(
                at(
                    mark,
                    where,
                    Phrase("unknown key"),
                    Phrase("allowed: {keys}", keys=listing(KEYS)),
                    hint,
                )
            )
        return bool(unknown)

    def _read_grounds(self, node: MapNode, path: KeyPath) -> _Grounds:
        texts: dict[str, str] = {}
        for key in (*GROUNDS, "note", "family"):
            given = node.entries.get(key)
            if given is None:
                continue
            text = getattr(given, "value", None)
            if isinstance(text, str) and text.strip():
                texts[key] = text
            elif is_broken(given):
                texts[key] = ""
            else:
                hint = Phrase("put it in quotes") if isinstance(text, (int, float)) else ""
                self._say(given, (*path, key), found(given), Phrase("must be text"), hint)
                texts[key] = ""
        return _Grounds(texts, self._read_range(node, path))

    def _read_range(self, node: MapNode, path: KeyPath) -> tuple[float, float] | None:
        given = node.entries.get("range")
        if given is None:
            return None
        ends = [_number(item) for item in given.items] if isinstance(given, ListNode) else []
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None and ends[0] < ends[1]:
            return ends[0], ends[1]
        said, hint = Phrase("found {plain}", plain=plain(given)), Phrase("range: [lowest, highest]")
        self._say(given, (*path, Phrase("range")), said, Phrase("must be two rising numbers"), hint)
        return None

    def _check_grounds(self, node: MapNode, path: KeyPath, grounds: _Grounds) -> None:
        given = [key for key in GROUNDS if key in grounds.texts]
        if not given:
            said = Phrase("a sourced value that does not say where it is from")
            self._say(node, path, said, Phrase("must have one of source, derived, assumed"))
        elif len(given) > 1 and set(given) != {"source", "derived"}:
            self._say(
                node,
                path,
                Phrase("found {given}", given=joined(given, " and ", "和")),
                Phrase("must have only one of them"),
            )
        source = grounds.texts.get("source")
        if source and source not in self._sources and not self._trusts_names:
            names = listing(self._sources)
            allowed = (
                Phrase("allowed: {names}", names=names) if names else Phrase("`sources` is empty")
            )
            hint = did_you_mean(source, self._sources)
            where = node.entries["source"]
            self._say(
                where,
                (*path, Phrase("source")),
                Phrase("no source named '{source}'", source=source),
                allowed,
                hint,
            )

    def _check_range(self, node: MapNode, path: KeyPath, grounds: _Grounds) -> None:
        value = node.entries["value"]
        numbers = list(_flat(value))
        if "assumed" in grounds.texts and "range" not in node.entries:
            if isinstance(value, MapNode):
                said = Phrase("must be a number or a list: mark the numbers inside one by one")
                self._say(node, path, Phrase("found a mapping marked as assumed"), said)
            elif numbers:
                said, hint = (
                    Phrase("an assumed number without a range"),
                    Phrase("range: [lowest, highest]"),
                )
                self._say(node, path, said, Phrase("add {hint}", hint=hint))
        if grounds.range is None:
            return
        low, high = grounds.range
        outside = [number for number in numbers if not low <= number <= high]
        if outside:
            allowed = Phrase("must lie in its range {low:g} to {high:g}", low=low, high=high)
            self._say(value, path, Phrase("found {outside!r}", outside=outside[0]), allowed)
        elif not numbers and not is_broken(value) and not _means_a_number(value):
            self._say(
                node.entries["range"],
                (*path, Phrase("range")),
                Phrase("a range without a number to bound"),
            )

    def _check_family(self, node: MapNode, path: KeyPath, grounds: _Grounds) -> None:
        family = grounds.texts.get("family")
        if family and family not in FAMILIES:
            allowed, hint = (
                Phrase("allowed: {families}", families=listing(FAMILIES)),
                did_you_mean(family, FAMILIES),
            )
            where = node.entries["family"]
            self._say(
                where,
                (*path, Phrase("family")),
                Phrase("no family named '{family}'", family=family),
                allowed,
                hint,
            )

    def _say(self, node: Node, path: KeyPath, said: str, allowed: str = "", hint: str = "") -> None:
        self.faults.append(at(node.mark, dotted(path), said, allowed, hint))

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
    return isinstance(node, MapNode) and not is_sourced(node) and not _lacks_value(node)


def _lacks_value(node: MapNode) -> bool:
    """Whether a mapping says where a value comes from but not the value."""
    return any(
        isinstance(entry, ScalarNode) and isinstance(entry.value, str)
        for entry in (node.entries.get(key) for key in GROUNDS)
    )


def _means_a_number(node: Node) -> bool:
    """Whether text stands where its schema will ask for the number that it means."""
    text = node.value if isinstance(node, ScalarNode) else None
    return isinstance(text, str) and bool(hint_of_number(text))


def _is_numeric(node: Node) -> bool:
    if isinstance(node, ListNode):
        return bool(node.items) and all(map(_is_numeric, node.items))
    return _number(node) is not None


def _flat(node: Node) -> Iterator[float]:
    if isinstance(node, ListNode):
        for item in node.items:
            yield from _flat(item)
    number = _number(node)
    if number is not None:
        yield number


def _number(node: Node) -> float | None:
    value = node.value if isinstance(node, ScalarNode) else None
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
