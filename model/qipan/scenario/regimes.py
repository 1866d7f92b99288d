"""Dated reforms: which rules hold from which day."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..words import Phrase, clauses
from .document import ScenarioDocument
from .extends import merge
from .faults import Fault, at, did_you_mean, listing
from .nodes import KeyPath, ListNode, MapNode, Node, ScalarNode, dotted, follow
from .policy import MECHANISMS, Policy
from .provenance import Stripped, strip
from .validation import Sound, validate

CHANGEABLE = ("policy", "triage", "closure", "handling")


@dataclass(frozen=True, slots=True)
class Regime:
    """The rules in force from one simulated day on.

    Attributes
    ----------
    day
        Simulated day on which it begins; 0 is the first day of the warm-up.
    document
        The scenario with all changes up to that day made, mechanisms that are not in force put
        back to their defaults, and no dates of reforms left in it.
    """

    day: int
    document: ScenarioDocument


@dataclass(frozen=True, slots=True)
class Stage:
    """The scenario from a date on (None: from the beginning), before mechanisms are switched."""

    since: datetime.date | None
    document: ScenarioDocument
    tree: Node


def refused_changes(tree: MapNode) -> Iterator[Fault]:
    """Say which keys inside `set` no change may touch."""
    for path, node in _sets(tree):
        for key, entry in node.entries.items():
            if key not in CHANGEABLE:
                allowed = Phrase("a change may set {changeable}", changeable=listing(CHANGEABLE))
                hint, where = did_you_mean(key, CHANGEABLE), dotted((*path, key))
                yield at(entry.key_mark, where, Phrase("cannot be changed by date"), allowed, hint)
        yield from _refused_in_policy(path, node.entries.get("policy"))


def _refused_in_policy(path: KeyPath, policy: Node | None) -> Iterator[Fault]:
    for key, entry in policy.entries.items() if isinstance(policy, MapNode) else ():
        where = (*path, "policy", key)
        if key == "changes":
            yield at(entry.key_mark, dotted(where), Phrase("a change cannot hold further changes"))
        elif key in MECHANISMS and isinstance(entry, MapNode) and "starts" in entry.entries:
            starts = entry.entries["starts"].key_mark
            said = Phrase("a change has a date already")
            yield at(starts, dotted((*where, "starts")), said, hint=Phrase("set on: true instead"))
        if key in MECHANISMS and isinstance(entry, MapNode) and "plan" in entry.entries:
            plan = entry.entries["plan"].key_mark
            said = Phrase("a plan cannot be changed by date")
            yield at(plan, dotted((*where, "plan")), said, hint=Phrase("set allocation instead"))


def _sets(tree: MapNode) -> Iterator[tuple[KeyPath, MapNode]]:
    for path, change in _changes(tree):
        changed = change.entries.get("set")
        if isinstance(changed, MapNode):
            yield (*path, "set"), changed


def _changes(tree: MapNode) -> Iterator[tuple[KeyPath, MapNode]]:
    path: KeyPath = ("policy", "changes")
    listed, depth = follow(tree, path)
    for index, item in enumerate(listed.items if isinstance(listed, ListNode) else ()):
        if depth == len(path) and isinstance(item, MapNode):
            yield (*path, index), item


def _dated(tree: MapNode) -> list[tuple[datetime.date, MapNode]]:
    """Return what is set on each date, in order of time; malformed changes left out."""
    dated = []
    for _, change in _changes(tree):
        date, changed = _date(change.entries.get("on")), change.entries.get("set")
        if date is not None and isinstance(changed, MapNode):
            allowed = {key: node for key, node in changed.entries.items() if key in CHANGEABLE}
            dated.append((date, replace(changed, entries=allowed)))
    return sorted(dated, key=lambda pair: pair[0])


def _date(node: Node | None) -> datetime.date | None:
    if isinstance(node, MapNode):
        node = node.entries.get("value")
    text = node.value if isinstance(node, ScalarNode) else None
    try:
        return datetime.date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def stages(
    tree: MapNode, begun: Stripped, document: ScenarioDocument | None
) -> tuple[list[Stage], list[Fault]]:
    """Make the changes one date after another, each time checking the whole anew.

    Parameters
    ----------
    tree
        The scenario with its sourced values still in it.
    begun, document
        The same without them, as it begins; what no change touches is not read again.

    Returns
    -------
    tuple
        A stage for each date whose scenario is valid, and the faults found on the way.
    """
    found: list[Stage] = []
    faults: list[Fault] = []
    changed: Node = tree
    sound = Sound(begun.plain, document) if document is not None else None
    for date, setting in _dated(tree):
        changed = merge(changed, replace(setting, mark=tree.mark, key_mark=tree.key_mark))
        assert isinstance(changed, MapNode)
        stripped, _, _ = strip(changed, begun)
        valid, new = validate(stripped.plain, sound)
        faults += [during(fault, date) for fault in new]
        if valid is not None:
            found.append(Stage(date, valid, stripped.plain))
    return found, faults


def during(fault: Fault, since: datetime.date | None) -> Fault:
    """Add to a fault the date of the change that brought it about."""
    if since is None:
        return fault
    hints = (fault.hint, Phrase("in the change of {since}", since=since))
    return replace(fault, hint=clauses(*hints))


def regimes(stages: list[Stage]) -> tuple[Regime, ...]:
    """Return the regimes of a sound scenario, the first on day 0.

    Parameters
    ----------
    stages
        The scenario as it begins, then as it is after each change.
    """
    horizon = stages[0].document.horizon
    dates = {horizon.first_day} | {stage.since for stage in stages if stage.since is not None}
    for stage in stages:
        dates |= set(_dates(stage.document.policy))
    found: list[Regime] = []
    for date in sorted(dates):
        latest = [stage for stage in stages if stage.since is None or stage.since <= date][-1]
        document = in_force(latest.document, date)
        if not found or found[-1].document != document:
            found.append(Regime(horizon.day_of(date), document))
    return tuple(found)


def _dates(policy: Policy) -> Iterator[datetime.date]:
    for name in MECHANISMS:
        yield from getattr(policy, name).dates.values()


def in_force(document: ScenarioDocument, date: datetime.date) -> ScenarioDocument:
    """Return the document as it holds on a date: idle mechanisms off, no dates left."""
    mechanisms = {}
    for name in MECHANISMS:
        mechanism = getattr(document.policy, name)
        idle = Policy.model_fields[name].get_default(call_default_factory=True)
        if mechanism.in_force(date):
            mechanisms[name] = mechanism.as_of(date).model_copy(update={"starts": None})
        else:
            mechanisms[name] = idle
    policy = document.policy.model_copy(update={**mechanisms, "changes": ()})
    return document.model_copy(update={"policy": policy})
