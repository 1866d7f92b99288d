"""What a sourced value must say of itself: source, derivation or reason, and its range."""

from dataclasses import dataclass

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
    plain,
)

GROUNDS = ("source", "derived", "assumed")
KEYS = ("value", *GROUNDS, "range", "family", "note")


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a sourced value says beside the value itself."""

    texts: dict[str, str]
    range: tuple[float, float] | None


class SourcedValues:
    """Sourced values of a tree, read one by one; what is wrong with them is kept in `faults`.

    Parameters
    ----------
    sources : dict of str to kind, or None
        Entries of `sources`; None if any name is to be trusted.
    """

    def __init__(self, sources: dict[str, object] | None) -> None:
        self.faults: list[Fault] = []
        self._trusts_names = sources is None
        self._sources = sources or {}

    def read(self, node: MapNode, path: KeyPath) -> Grounds:
        """Read what a sourced value says of itself, and check it."""
        grounds = self._read_grounds(node, path)
        if not self._unknown_keys(node, path):
            self._check_grounds(node, path, grounds)
            self._check_range(node, path, grounds)
            self._check_family(node, path, grounds)
        return grounds

    def valueless(self, node: MapNode, path: KeyPath) -> Node:
        """Refuse a mapping that says where a value comes from but not the value."""
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

    def _read_grounds(self, node: MapNode, path: KeyPath) -> Grounds:
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
        return Grounds(texts, self._read_range(node, path))

    def _read_range(self, node: MapNode, path: KeyPath) -> tuple[float, float] | None:
        given = node.entries.get("range")
        if given is None:
            return None
        ends = [number_of(item) for item in given.items] if isinstance(given, ListNode) else []
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None and ends[0] < ends[1]:
            return ends[0], ends[1]
        said, hint = Phrase("found {plain}", plain=plain(given)), Phrase("range: [lowest, highest]")
        self._say(given, (*path, Phrase("range")), said, Phrase("must be two rising numbers"), hint)
        return None

    def _check_grounds(self, node: MapNode, path: KeyPath, grounds: Grounds) -> None:
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

    def _check_range(self, node: MapNode, path: KeyPath, grounds: Grounds) -> None:
        value = node.entries["value"]
        numbers = _flat(value)
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

    def _check_family(self, node: MapNode, path: KeyPath, grounds: Grounds) -> None:
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


def lacks_value(node: MapNode) -> bool:
    """Whether a mapping says where a value comes from but not the value."""
    return any(
        isinstance(entry, ScalarNode) and isinstance(entry.value, str)
        for entry in (node.entries.get(key) for key in GROUNDS)
    )


def _means_a_number(node: Node) -> bool:
    """Whether text stands where its schema will ask for the number that it means."""
    text = node.value if isinstance(node, ScalarNode) else None
    return isinstance(text, str) and bool(hint_of_number(text))


def _flat(node: Node) -> list[float]:
    if isinstance(node, ListNode):
        return [number for item in node.items for number in _flat(item)]
    number = number_of(node)
    return [] if number is None else [number]


def number_of(node: Node) -> float | None:
    """Return the number that a node is; None if it is something else."""
    value = node.value if isinstance(node, ScalarNode) else None
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
