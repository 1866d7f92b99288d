"""Loading an experiment file and every scenario it names."""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...outcomes.catalogue import METRICS
from ...scenario import Scenario, ScenarioError
from ...scenario.faults import Fault, at, in_order, located
from ...scenario.file_kinds import is_scenario, question_of
from ...scenario.nodes import MapNode, Mark, follow
from ...scenario.shipped import file_named
from ...scenario.source_files import UnreadableFileError
from ...scenario.tree import read_tree, tree_from_data
from ...scenario.validation import validate_as
from .checks import check_document
from .document import ExperimentDocument, Kind
from .experiment import Experiment
from .placing import place_cadres
from .scenario_checks import check_scenarios
from .variants import ScenarioReader, variants


def load_experiment(path: str | os.PathLike[str], kind: Kind | None = None) -> Experiment:
    """Load an experiment file and the scenarios it names.

    Parameters
    ----------
    path : path
        A YAML file.
    kind : 'compare', 'attribute', 'sweep' or 'seek', optional
        What is to be done with it; another kind of file is refused, with the command for it.

    Raises
    ------
    ScenarioError
        With all faults of the file and of the scenarios it names.
    """
    file = os.fspath(path)
    tree, faults = read_unchecked(file)
    if is_scenario(tree):
        found, hint = "this is a scenario, not an experiment file", f"run: qipan run {file}"
        raise ScenarioError([at(Mark(file), "", found, hint=hint)])
    return _assemble(tree, faults, file, kind)


def parse_experiment(mapping: Mapping[str, Any], name: str) -> Experiment:
    """Make an experiment from Python data, with the same checks as for a file.

    Parameters
    ----------
    mapping
        What an experiment file would hold; paths are relative to the working directory.
    name
        Stands in faults where a file's name would.

    Raises
    ------
    ScenarioError
        With all faults of the data and of the scenarios it names.
    """
    tree, faults = tree_from_data(mapping, name)
    if not isinstance(tree, MapNode):
        raise ScenarioError([at(Mark(name), "", "must be a mapping of keys at the top level")])
    return _assemble(tree, faults, name, None)


def _assemble(tree: MapNode, faults: list[Fault], file: str, kind: Kind | None) -> Experiment:
    document, found = validate_as(ExperimentDocument, tree)
    faults += found
    if document is None:
        raise ScenarioError(in_order(faults))
    for name in document.measures:
        METRICS.add_own(name)  # so that `metrics` may name it
    faults += [_located(fault, tree) for fault in check_document(document, file, kind)]
    scenarios, found = _scenarios(document, tree)
    faults += found
    faults += [_located(fault, tree) for fault in check_scenarios(document, scenarios)]
    if not faults:
        scenarios, found = place_cadres(document, scenarios)
        faults += [_located(fault, tree) for fault in found]
    if faults:
        raise ScenarioError(in_order(faults))
    return Experiment(document, file, scenarios)


def is_experiment(path: str | os.PathLike[str]) -> bool:
    """Whether a file puts a question, rather than being a scenario or nothing that can be read."""
    try:
        tree, _ = read_unchecked(os.fspath(path))
    except ScenarioError:
        return False
    return bool(question_of(tree))


def _located(fault: Fault, tree: MapNode) -> Fault:
    """Give a fault its line; the keys of a sweep are dotted themselves."""
    keys, depth = follow(tree, ("sweep", "keys"))
    name = fault.key.removeprefix("sweep.keys.")
    if depth == 2 and isinstance(keys, MapNode) and name in keys.entries:
        mark = keys.entries[name].key_mark
        return replace(fault, file=mark.file, line=mark.line)
    return located(fault, tree)


def read_unchecked(file: str) -> tuple[MapNode, list[Fault]]:
    """Read an experiment or a scenario, to see which it is; see `scenario.tree.read_tree`.

    Raises
    ------
    ScenarioError
        If there is no such file, or it is none of both.
    """
    try:
        return read_tree(file_named(file, "", Mark(file)))
    except UnreadableFileError as error:
        raise ScenarioError([at(Mark(file), "", error.found, hint=error.hint)]) from None


def _scenarios(
    document: ExperimentDocument, tree: MapNode
) -> tuple[dict[str, Scenario], list[Fault]]:
    reader = ScenarioReader(tree)
    found = {place: reader.read(place, variant) for place, variant in variants(document)}
    return {place: s for place, s in found.items() if s is not None}, reader.faults
