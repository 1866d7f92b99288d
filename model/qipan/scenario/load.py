"""Loading: from a file, or Python data, to a checked scenario."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..words import Phrase
from .consistency import check_consistency
from .districts import KEY, compared, laid, of_district, rows_of, taken
from .extends import extend, graft, graft_all, read_extended
from .faults import Fault, ScenarioError, at, in_order, located
from .found_files import read_found
from .fund_plans import read_fund_plan
from .nodes import MapNode, Mark, Node, ScalarNode, child, follow, undotted, with_entries
from .physical import check_physical
from .plans import read_plan
from .provenance import strip
from .quantile_files import read_quantiles
from .regimes import Stage, during, refused_changes, regimes, stages
from .scenario import Scenario
from .shipped import file_named
from .tree import nothing_collected, tree_from_data
from .validation import Sound, validate


def load(path: str | os.PathLike[str]) -> Scenario:
    """Load a scenario file and everything it extends.

    Parameters
    ----------
    path
        A YAML file, or the bare name of a scenario that comes with Qipan, such as `fuding`; a
        file of that very name goes first.

    Raises
    ------
    ScenarioError
        With all faults found, if there are any.
    """
    file = os.fspath(path)
    file = file_named(file, "", Mark(file))
    with nothing_collected():  # all that is made is kept: the tree, and what checks it
        tree, faults = read_extended(file)
        return assemble(tree, faults, file)


def parse(mapping: Mapping[str, Any], name: str = "scenario") -> Scenario:
    """Make a scenario from Python data, with the same checks as for a file.

    Parameters
    ----------
    mapping
        What a scenario file would hold; dates may be `datetime.date`. A file named by `extends`
        is looked for in the working directory.
    name
        Stands in faults where a file's name would.

    Raises
    ------
    ScenarioError
        With all faults found, if there are any.
    """
    tree, faults = tree_from_data(mapping, name)
    if not isinstance(tree, MapNode):
        raise ScenarioError(
            [at(Mark(name), "", Phrase("must be a mapping of keys at the top level"))]
        )
    tree, faults = extend(tree, "", faults)
    return assemble(tree, faults, None)


def revise(scenario: Scenario, overrides: Mapping[str, Any]) -> Scenario:
    """Return a scenario with some values replaced; see `Scenario.revise`."""
    label = Phrase("revision of {name}", name=scenario.name)
    nodes: dict[str, Node] = {}
    faults: list[Fault] = []
    for key, value in overrides.items():
        nodes[str(key)], new = tree_from_data(value, label)
        faults += [replace(fault, key=f"{key}.{fault.key}".rstrip(".")) for fault in new]
    return revise_by_nodes(scenario, nodes, Mark(label), faults)


def transplant(
    scenario: Scenario,
    other: Scenario,
    keys: Iterable[str],
    mark: Mark,
    setting: Mapping[str, Node] | None = None,
) -> Scenario:
    """Put blocks of another scenario in the place of a scenario's own, and its sources beside.

    Parameters
    ----------
    scenario, other : Scenario
    keys : iterable of str
        Dotted keys of the blocks, which are replaced whole.
    mark : Mark
        Where it is asked for.
    setting : mapping of str to Node, optional
        What else is set by dotted key, before the result is checked: what fits one city only.

    Raises
    ------
    ScenarioError
        With all faults, if the result is not a sound scenario.
    """
    tree: Node = scenario._tree
    for key in keys:
        path = undotted(key)
        node, depth = follow(other._tree, path)
        if depth < len(path):
            raise ScenarioError(
                [at(mark, key, Phrase("{name} has no such block", name=other.name))]
            )
        if follow(tree, path)[1] == len(path):
            tree = graft(tree, path, ScalarNode(None, mark, mark))
        tree = graft(tree, path, node)
    sources = child(other._tree, "sources")
    if sources is not None:
        tree = graft(tree, ("sources",), sources)
    assert isinstance(tree, MapNode)
    grafted = replace(scenario, _tree=tree)
    return revise_by_nodes(grafted, setting or {}, mark)


def revise_by_nodes(
    scenario: Scenario, nodes: Mapping[str, Node], mark: Mark, faults: Iterable[Fault] = ()
) -> Scenario:
    """Revise a scenario by nodes of another file, which faults and provenance then name.

    Parameters
    ----------
    scenario : Scenario
    nodes : mapping of str to Node
        By dotted key of the scenario.
    mark : Mark
        Place of the mapping as a whole.
    faults : iterable of Fault
        Found already.
    """
    tree: Node = scenario._tree
    faults = list(faults)
    try:
        tree = graft_all(tree, [(undotted(key), node) for key, node in nodes.items()])
    except LookupError:  # said of each key
        for key, node in nodes.items():
            try:
                tree = graft(tree, undotted(key), node)
            except LookupError as error:
                faults.append(at(mark, key, error.args[0]))
    if not isinstance(tree, MapNode):
        raise ScenarioError([at(mark, "", Phrase("an override without a key"))])
    return assemble(tree, faults, scenario.path, scenario)


def assemble(
    tree: MapNode, faults: list[Fault], path: str | None, revised: Scenario | None = None
) -> Scenario:
    """Make a scenario of a tree, with all checks.

    Parameters
    ----------
    tree : MapNode
        Sourced values still in it.
    faults : list of Fault
        Found already.
    path : str or None
        File it comes from.
    revised : Scenario, optional
        A scenario whose nodes the tree shares: what has not changed is not read again.

    Raises
    ------
    ScenarioError
        With all faults, if there are any.
    """
    known = revised._stripped if revised is not None else None
    whole, (tree, own, refused) = tree, taken(tree)
    tree, unread = read_plan(tree)
    tree, unread_fund = read_fund_plan(tree)
    tree, unread_points = read_quantiles(tree, known)
    tree, unread_tables = read_found(tree)
    stripped, new_rows, new = strip(tree, known)
    provenance = stripped.rows
    faults = faults + unread + unread_fund + unread_points + unread_tables + new + refused
    sound = Sound(known.plain, revised.document) if known is not None and revised else None
    document, new = validate(stripped.plain, sound)
    faults += [*new, *refused_changes(tree)]
    faults += check_physical(new_rows, {fault.key for fault in faults})
    later, new = stages(tree, stripped, document)
    # a change of a block that is itself absent would be called incomplete
    _add_new(faults, [fault for fault in new if document is not None or fault.found != "missing"])
    found = [Stage(None, document, stripped.plain), *later] if document is not None else []
    for stage in found:
        checked = check_consistency(stage.document)
        checked = [during(located(fault, stage.tree), stage.since) for fault in checked]
        _add_new(faults, checked)
    districts, new = _districts(tree, own, revised.districts if revised is not None else {})
    _add_new(faults, new)
    if faults or document is None:
        raise ScenarioError(in_order(faults))
    for name, district in districts.items():
        provenance += tuple(rows_of(name, own[name], district, provenance))
    kept = with_entries(tree, {**tree.entries, KEY: whole.entries[KEY]}) if own else tree
    return Scenario(document, regimes(found), provenance, path, kept, districts, stripped)


def _districts(
    tree: MapNode, own: Mapping[str, MapNode], revised: Mapping[str, Scenario]
) -> tuple[dict[str, Scenario], list[Fault]]:
    """Make a scenario of each district, and check that they can be counted together."""
    districts: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for name, said in own.items():
        try:
            districts[name] = assemble(laid(tree, name, said), [], None, revised.get(name))
        except ScenarioError as error:
            _add_new(faults, [of_district(fault, name) for fault in error.faults])
    return districts, faults or list(compared(districts, own))


def _add_new(faults: list[Fault], more: Iterable[Fault]) -> None:
    """Add faults unless the same is said of the same key: a change repeats what is wrong anyway."""
    said = {(fault.key, fault.found) for fault in faults}
    faults += [fault for fault in more if (fault.key, fault.found) not in said]
