"""Overlays: what a draw of an ensemble says otherwise, to be laid over policies."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..words import Phrase
from .extends import KEY as EXTENDS
from .extends import read_extended
from .faults import Fault, ScenarioError, at
from .load import load, revise_by_nodes
from .nodes import KeyPath, MapNode, Mark, Node, dotted, follow, is_sourced, plain, with_entries
from .scenario import Scenario
from .shipped import file_named
from .source_files import UnreadableFileError
from .tree import read_tree

# What an overlay is called and rests on is its own; the policy keeps its name.
OWN = {EXTENDS, "name", "title", "fit", "targets", "own_documents"}
ONE_UNDOES = Phrase("one would undo the other: leave it to one of them")
OTHER = Phrase(
    "this file was made for another scenario: use policies that extend the one it extends"
)


@dataclass(frozen=True, eq=False)
class Overlay:
    """What one draw says otherwise than the scenario that it extends.

    Attributes
    ----------
    file : str
    base : Scenario or None
        The scenario that it extends, as far as it says so.
    """

    file: str
    base: Scenario | None
    _tree: MapNode = field(repr=False)

    def keys(self) -> Iterator[KeyPath]:
        """Paths of what it sets, sourced values and distributions as a whole."""
        yield from _leaves(self._tree, ())

    def on(self, scenario: Scenario) -> Scenario:
        """Lay it over a scenario, which keeps its name.

        Raises
        ------
        ScenarioError
            If it does not fit: if the scenario is another, says itself otherwise what the overlay
            says, or is not sound with it.
        """
        faults = list(self._misfits(scenario))
        if faults:
            raise ScenarioError(faults)
        return revise_by_nodes(scenario, self._tree.entries, Mark(self.file))

    def _misfits(self, scenario: Scenario) -> Iterator[Fault]:
        if self.base is None:
            return
        for path in self.keys():
            said, there = _node(self._tree, path), _node(scenario._tree, path)
            given = _node(self.base._tree, path)
            assert said is not None
            if path[0] == "sources" or _value(there) == _value(given):
                continue
            found = Phrase(
                "{name} has no such key, {name2} has", name=scenario.name, name2=self.base.name
            )
            hint = OTHER
            if there is not None:
                found = Phrase(
                    "{name} has another value here than {name2}",
                    name=scenario.name,
                    name2=self.base.name,
                )
                hint = ONE_UNDOES
            yield at(said.mark, dotted(path), found, hint=hint)


def read_overlay(file: str, bases: dict[str, Scenario]) -> Overlay:
    """Read an overlay without what it extends.

    Parameters
    ----------
    file : str
    bases : dict of str to Scenario
        Scenarios that were extended so far, by file; added to, since draws share theirs.

    Raises
    ------
    ScenarioError
        If it, or what it extends, cannot be read.
    """
    try:
        tree, faults = read_tree(file)
    except UnreadableFileError as error:
        raise ScenarioError([at(Mark(file), "", error.found, hint=error.hint)]) from None
    if faults:
        raise ScenarioError(faults)
    base: Scenario | None = None
    named = tree.entries.get(EXTENDS)
    if named is not None:
        read_extended(file)  # which says what is wrong with `extends`
        under = os.path.normpath(
            file_named(str(plain(named)), os.path.dirname(file), named.mark, EXTENDS)
        )
        if under not in bases:
            bases[under] = load(under)
        base = bases[under]
    own = {key: node for key, node in tree.entries.items() if key not in OWN}
    return Overlay(file, base, with_entries(tree, own))


def _leaves(node: Node, path: KeyPath) -> Iterator[KeyPath]:
    whole = not isinstance(node, MapNode) or is_sourced(node) or "distribution" in node.entries
    if whole or not isinstance(node, MapNode):
        yield path
        return
    for key, below in node.entries.items():
        yield from _leaves(below, (*path, key))


def _node(tree: Node, path: KeyPath) -> Node | None:
    node, depth = follow(tree, path)
    return node if depth == len(path) else None


def _value(node: Node | None) -> object:
    """What stands at a key, wherever it comes from."""
    if node is None:
        return None
    said = plain(node)
    return _bare(said)


def _bare(said: object) -> object:
    if isinstance(said, dict):
        if "value" in said:
            return _bare(said["value"])
        return {key: _bare(below) for key, below in said.items()}
    return [_bare(below) for below in said] if isinstance(said, list) else said
