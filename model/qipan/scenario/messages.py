"""From what the schema's library reports to faults a planner can read."""

import datetime
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError

from ..errors import message_of
from ..words import Phrase
from .extends import KEY as EXTENDS
from .faults import MOST_TOLD, Fault, at, did_you_mean, listing, nearest
from .fields import Distribution
from .meant import hint_of_date, hint_of_number, hint_of_share, hint_of_truth
from .nodes import KeyPath, ListNode, MapNode, Node, dotted, follow
from .odd_characters import hint_of_key, hint_of_odd_characters
from .schema import ROOT, Slot, bounds, describe, keys_of, name_slot, places_of_keys, resolve

_OWN_MESSAGES = ("value_error", "assertion_error")


def translate(error: ValidationError, tree: MapNode, root: Slot = ROOT) -> list[Fault]:
    """Turn a validation error into faults placed on the tree's lines.

    Parameters
    ----------
    error : ValidationError
    tree : MapNode
    root : Slot
        Of the schema that the tree was held against.
    """
    details = error.errors(include_url=False, include_input=False)
    unknown = [_real(detail["loc"], tree) for detail in details if _is_unknown(detail)]
    faults, explained = [], set()
    for path in unknown[MOST_TOLD:]:  # what was meant by each is dear to find, and nobody reads it
        node, _ = follow(tree, path)
        faults.append(at(node.key_mark, dotted(path), Phrase("unknown key")))
    for path in unknown[:MOST_TOLD]:
        fault, missing = _unknown_key(path, tree, details, root)
        faults.append(fault)
        explained.add(missing)
    if (EXTENDS,) in explained:  # all that the unread file would have given is missing
        details = [detail for detail in details if detail["type"] != "missing"]
    for detail in details:
        if not _is_unknown(detail) and tuple(detail["loc"]) not in explained:
            faults.append(_other(detail, tree, root))
    return faults


def _is_unknown(detail: Any) -> bool:
    return bool(detail["type"] == "extra_forbidden")


def _real(loc: tuple[Any, ...], tree: Node) -> KeyPath:
    """Cut a location down to the part that stands in the file."""
    return tuple(loc[: follow(tree, loc)[1]])


def _unknown_key(path: KeyPath, tree: MapNode, details: Any, root: Slot) -> tuple[Fault, KeyPath]:
    """Return the fault of an unknown key, and the missing key it is likely to be meant as."""
    key, around = str(path[-1]), path[:-1]
    node, _ = follow(tree, path)
    extends = [EXTENDS] if not around and root == ROOT else []
    allowed = keys_of(resolve(around, root)) + extends
    given, _ = follow(tree, around)
    missing = [d["loc"][-1] for d in details if d["type"] == "missing" and d["loc"][:-1] == around]
    if len(missing) > 1:
        missing += extends
    taken = given.entries if isinstance(given, MapNode) else {}
    free = [name for name in allowed if name not in taken]
    match = nearest(key, missing) or nearest(key, free) or nearest(key, allowed)
    hint = hint_of_key(key) or _hint_of_comma(key, taken)
    if not hint:
        hint = Phrase("did you mean '{match}'?", match=match) if match else _elsewhere(key, root)
    fault = at(
        node.key_mark,
        dotted(path),
        Phrase("unknown key"),
        Phrase("allowed: {allowed}", allowed=listing(allowed)),
        hint,
    )
    return fault, (*around, match or "")


def _hint_of_comma(key: str, entries: Mapping[str, Node]) -> str:
    """Say what to write where a comma has cut a number within braces: ``{residents: 60,000}``."""
    if not key.isdecimal() or key not in entries:
        return ""
    own = entries[key].key_mark
    before = [
        node
        for node in entries.values()
        if (node.mark.file, node.mark.line) == (own.file, own.line)
        and (node.mark.column or 0) < (own.column or 0)
    ]
    nearest_one = max(before, key=lambda node: node.mark.column or 0, default=None)
    cut = getattr(nearest_one, "value", None)
    if not isinstance(cut, int):
        return ""
    meant = f"{cut}{key}" if len(key) == 3 and cut else f"{cut}.{key}"
    return Phrase("a comma ends a value: write {meant}", meant=meant)


def _elsewhere(key: str, root: Slot) -> str:
    places = [place or Phrase("the top level") for place in places_of_keys(root).get(key, ())]
    return (
        Phrase("'{key}' belongs in {places}", key=key, places=listing(places, 3)) if places else ""
    )


def _other(detail: Any, tree: MapNode, root: Slot) -> Fault:
    path = _real(detail["loc"], tree)
    node, _ = follow(tree, path)
    if detail["type"] == "missing" and isinstance(node, MapNode):
        absent = resolve((*path, detail["loc"][-1]), root)
        key = dotted((*path, detail["loc"][-1]))
        return at(
            node.mark,
            key,
            Phrase("missing"),
            Phrase("must be {describe}", describe=describe(absent)),
        )
    if detail["type"] in _OWN_MESSAGES:
        return at(node.mark, dotted(path), message_of(detail["ctx"]["error"]))
    if detail["loc"][-1:] == ("[key]",):
        return _bad_name(path, node, root)
    slot = resolve(path, root)
    return at(node.mark, dotted(path), found(node), _must_be(node, slot), _hint(node, slot))


def _bad_name(path: KeyPath, node: Node, root: Slot) -> Fault:
    around = resolve(path[:-1], root)
    key, allowed = str(path[-1]), keys_of(around)
    if not allowed:
        form = describe(name_slot(around)) if around else Phrase("a name")
        return at(
            node.key_mark,
            dotted(path),
            Phrase("found the name {key!r}", key=key),
            Phrase("must be {form}", form=form),
        )
    allowed_text = Phrase("allowed: {allowed}", allowed=listing(allowed))
    return at(
        node.key_mark, dotted(path), Phrase("unknown key"), allowed_text, did_you_mean(key, allowed)
    )


def found(node: Node) -> str:
    """Say what stands at a node: ``found -3``, ``found a list of 23``."""
    if isinstance(node, MapNode):
        return (
            Phrase("found a mapping of {entries}", entries=listing(node.entries, 6))
            if node.entries
            else Phrase("found {braces}", braces="{}")
        )
    if isinstance(node, ListNode):
        return Phrase("found a list of {number}", number=len(node.items))
    if node.value is None:
        return Phrase("found nothing (null)")
    if isinstance(node.value, bool):
        return Phrase("found {lower}", lower=str(node.value).lower())
    return Phrase("found {value!r:.60}", value=node.value)


def _must_be(node: Node, slot: Slot | None) -> str:
    """Say what must stand at a node: only the bounds, if it is the right kind of number."""
    value = getattr(node, "value", None)
    if slot is None or isinstance(value, bool) or not bounds(slot):
        return Phrase("must be {describe}", describe=describe(slot))
    kinds = (int, float) if slot.core is float else (int,)
    is_right_kind = slot.core in (int, float) and isinstance(value, kinds)
    return Phrase("must be {part}", part=bounds(slot) if is_right_kind else describe(slot))


def _hint(node: Node, slot: Slot | None) -> str:
    value = getattr(node, "value", None)
    if slot is None or isinstance(node, (MapNode, ListNode)):
        return ""
    if value is None:
        return Phrase(
            "leave the key out for its default; null only removes a key of an extended file"
        )
    if slot.core is str and not isinstance(value, str):
        return Phrase("put it in quotes")
    if slot.core is bool:
        return hint_of_truth(value) if isinstance(value, str) else ""
    if slot.core is datetime.date:
        return hint_of_date(value)
    if slot.core in (int, float, Distribution):
        return _hint_of_number(value, slot)
    if isinstance(value, str) and (slot.block is not None or get_origin(slot.core) is dict):
        return hint_of_key(value)
    if isinstance(value, str) and get_origin(slot.core) is tuple:
        return Phrase("a list is written in [ ], its items apart by commas")
    if get_origin(slot.core) is Literal:
        return did_you_mean(str(value), map(str, get_args(slot.core)))
    return ""


def _hint_of_number(value: Any, slot: Slot) -> str:
    """Say what to write where text, or a number that is too large, stands for a number."""
    if isinstance(value, str):
        alone = Phrase("write the number alone") if any(map(str.isdecimal, value)) else ""
        return hint_of_number(value) or hint_of_odd_characters(value) or alone
    tops = [getattr(limit, "le", getattr(limit, "lt", None)) for limit in slot.limits]
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return hint_of_share(value) if is_number and 1 in tops else ""
