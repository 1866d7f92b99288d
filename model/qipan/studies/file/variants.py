"""Scenarios as an experiment file names them: a path, with values set."""

import os
from collections.abc import Iterator

from ...scenario import Scenario, ScenarioError, load
from ...scenario.faults import Fault, at
from ...scenario.load import revise_by_nodes, transplant
from ...scenario.nodes import MapNode, Node, ScalarNode, follow, undotted
from ...scenario.shipped import file_named
from ...scenario.source_files import UnreadableFileError, read_file
from .document import ExperimentDocument
from .variant import Variant


def variants(document: ExperimentDocument) -> Iterator[tuple[str, Variant]]:
    """Yield every scenario that a document names, with its dotted place."""
    if (run := document.run) is not None:
        yield "run.scenario", run.scenario
    if (targets := document.targets) is not None:
        yield "targets.scenario", targets.scenario
        if targets.before is not None:
            yield "targets.before", targets.before
    if (compare := document.compare) is not None:
        for index, variant in enumerate(compare.scenarios):
            yield f"compare.scenarios[{index}]", variant
        for index, pair in enumerate(compare.pairs):
            yield f"compare.pairs[{index}].before", pair.before
            yield f"compare.pairs[{index}].after", pair.after
    if (attribute := document.attribute) is not None:
        yield "attribute.before", attribute.before
        yield "attribute.after", attribute.after
    if (sweep := document.sweep) is not None:
        for index, variant in enumerate(sweep.scenarios):
            yield f"sweep.scenarios[{index}]", variant
    if (seek := document.seek) is not None:
        yield "seek.scenario", seek.scenario
    if (allocate := document.allocate) is not None:
        yield "allocate.scenario", allocate.scenario
    if (worth := document.worth) is not None:
        yield "worth.scenario", worth.scenario


class ScenarioReader:
    """Loads the scenarios of an experiment file, each file once.

    Parameters
    ----------
    tree : MapNode
        The experiment file.

    Attributes
    ----------
    faults : list of Fault
        Of the scenarios, and of what the file sets in them.
    """

    def __init__(self, tree: MapNode) -> None:
        self.faults: list[Fault] = []
        self._tree = tree
        self._loaded: dict[str, Scenario | None] = {}

    def read(self, place: str, variant: Variant) -> Scenario | None:
        """Return the scenario at a place of the file, or None if there are faults."""
        node, _ = follow(self._tree, undotted(place))
        values = _settings(node)
        scenario = self._file(variant.file, f"{place}.file")
        if variant.take is not None:
            other = self._file(variant.take.file, f"{place}.take.file")
            if scenario is None or other is None:
                return None
            taken, _ = follow(self._tree, undotted(f"{place}.take.blocks"))
            try:
                scenario = transplant(scenario, other, variant.take.blocks, taken.mark, values)
            except ScenarioError as error:
                self.faults += error.faults
                return None
            values = {}
        return None if scenario is None else self._revised(scenario, variant, node, values)

    def _file(self, name: str, key: str) -> Scenario | None:
        """Return the scenario of a file that is named at a key; None if there are faults."""
        named, _ = follow(self._tree, undotted(key))
        try:
            file = file_named(name, os.path.dirname(named.mark.file), named.mark, key)
        except ScenarioError as error:
            self.faults += error.faults
            return None
        if file not in self._loaded:
            self._loaded[file] = self._load(file, key, named)
        return self._loaded[file]

    def _load(self, file: str, key: str, named: Node) -> Scenario | None:
        try:
            read_file(file)
            return load(file)
        except UnreadableFileError as error:
            self.faults.append(at(named.mark, key, error.found, hint=error.hint))
            return None
        except ScenarioError as error:
            self.faults += error.faults
            return None

    def _revised(
        self, scenario: Scenario, variant: Variant, node: Node, values: dict[str, Node]
    ) -> Scenario | None:
        title = node.entries.get("title") if isinstance(node, MapNode) else None
        if variant.name is not None:
            values["name"] = ScalarNode(variant.name, node.mark, node.mark)
        if title is not None:
            values["title"] = title
        elif variant.name is not None:
            words = {k: ScalarNode(variant.name, node.mark, node.mark) for k in ("en", "zh")}
            values["title"] = MapNode({**words}, node.mark, node.mark)
        if not values:
            return scenario
        try:
            return revise_by_nodes(scenario, values, node.mark)
        except ScenarioError as error:
            self.faults += error.faults
            return None


def _settings(node: Node) -> dict[str, Node]:
    """What a variant sets, by dotted key."""
    setting = node.entries.get("set") if isinstance(node, MapNode) else None
    return dict(setting.entries) if isinstance(setting, MapNode) else {}
