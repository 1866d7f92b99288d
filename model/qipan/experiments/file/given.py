"""A comparison asked for on the command line: by an experiment file, or by scenario files."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...scenario import Scenario, ScenarioError, load
from ...scenario.faults import Fault, in_order
from ...scenario.fields import Title
from ...scenario.nodes import MapNode, Mark
from ...scenario.shipped import file_named
from ...scenario.tree import read_tree
from .checks import check_document
from .document import Compare, ExperimentDocument, Precision, Variant
from .experiment import Experiment
from .load import load_experiment
from .scenario_checks import check_scenarios

KINDS = ("compare", "attribute", "sweep", "seek")
MOST_REPLICATIONS = 400  # with --half-width alone
_OF_SCENARIOS = ("extends", "horizon", "city", "policy")


@dataclass(frozen=True)
class Given:
    """Options that go over what an experiment file says; None and empty leave it as it is."""

    replications: int | None = None
    seed: int | None = None
    metrics: tuple[str, ...] = ()
    reference: str | None = None
    half_width: float | None = None
    most_replications: int | None = None


def comparison_given(files: Sequence[str], given: Given) -> Experiment:
    """Return the comparison that one experiment file, or several scenario files, ask for.

    Raises
    ------
    ScenarioError
        With all that is wrong with the files or the options.
    """
    if len(files) == 1:
        _refuse_a_scenario(file_named(files[0], "", Mark(files[0])))
        experiment = load_experiment(files[0], "compare")
    else:
        experiment = _of_scenarios(files)
    document = _over(experiment.document, given)
    experiment = replace(experiment, document=document)
    faults = [*check_document(document, experiment.path, None)]
    faults += check_scenarios(document, experiment.scenarios)
    if faults:
        raise ScenarioError(_named(fault, files) for fault in in_order(faults))
    return experiment


def _refuse_a_scenario(file: str) -> None:
    entries = _entries(file)
    if any(key in entries for key in _OF_SCENARIOS) and not any(key in entries for key in KINDS):
        found = "this is a scenario, and one alone cannot be compared"
        raise ScenarioError([Fault(file, found=found, hint="give two or more, or an experiment")])


def _entries(file: str) -> Sequence[str]:
    """Keys of a file; none if it cannot be read, which loading will say better."""
    try:
        tree, _ = read_tree(file)
    except (OSError, ValueError, ScenarioError):
        return ()
    return tuple(tree.entries) if isinstance(tree, MapNode) else ()


def _of_scenarios(files: Sequence[str]) -> Experiment:
    scenarios: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for place, file in enumerate(files):
        if any(key in _entries(file) for key in KINDS):
            found = "this is an experiment file"
            faults.append(Fault(file, found=found, hint="give it alone"))
            continue
        try:
            scenarios[f"compare.scenarios[{place}]"] = load(file)
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(faults)
    loaded = list(scenarios.values())
    titles = [scenario.document.title for scenario in loaded]
    document = ExperimentDocument(
        name="_and_".join([loaded[0].name, loaded[-1].name]),
        title=Title(en=" / ".join(t.en for t in titles), zh=" / ".join(t.zh for t in titles)),
        compare=Compare(scenarios=tuple(Variant(file=os.path.basename(file)) for file in files)),
    )
    return Experiment(document, "", scenarios)


def _over(document: ExperimentDocument, given: Given) -> ExperimentDocument:
    changed: dict[str, Any] = {}
    if given.replications is not None:
        changed["replications"] = given.replications
    if given.seed is not None:
        changed["seed"] = given.seed
    if given.metrics:
        changed["metrics"] = given.metrics
    if given.reference is not None and document.compare is not None:
        compare = document.compare.model_copy(update={"reference": given.reference})
        changed["compare"] = compare
    if given.half_width is not None:
        changed["precision"] = _precision(document, given)
    elif given.most_replications is not None:
        changed["precision"] = _at_most(document, given.most_replications)
    return document.model_copy(update=changed)


def _precision(document: ExperimentDocument, given: Given) -> Precision:
    metrics = given.metrics or document.metrics
    if not metrics:
        raise ScenarioError([Fault("--half-width", found="of which metric? give --metric too")])
    if not given.half_width or not given.half_width > 0.0:
        found, allowed = f"found {given.half_width:g}", "must be above 0"
        raise ScenarioError([Fault("--half-width", found=found, allowed=allowed)])
    most = given.most_replications
    return Precision(
        metric=metrics[0],
        half_width=given.half_width,
        most_replications=MOST_REPLICATIONS if most is None else most,
    )


def _at_most(document: ExperimentDocument, most: int) -> Precision:
    if document.precision is None:
        found = "none are added without a precision; give --half-width too"
        raise ScenarioError([Fault("--most", found=found)])
    return document.precision.model_copy(update={"most_replications": most})


def _named(fault: Fault, files: Sequence[str]) -> Fault:
    """Name the file of a fault that options, or scenarios side by side, have brought about."""
    if fault.file:
        return fault
    if len(files) > 1 and fault.key.startswith("compare.scenarios["):
        index = int(fault.key.split("[")[1].split("]")[0])
        return replace(fault, file=files[index], key="")
    return replace(fault, file=files[0] if len(files) == 1 else Path(files[0]).name)
