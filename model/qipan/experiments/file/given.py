"""A comparison asked for on the command line: by an experiment file, or by scenario files."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...scenario import Scenario, ScenarioError, load
from ...scenario.faults import Fault, in_order
from ...scenario.fields import Title
from ...scenario.file_kinds import is_scenario
from .checks import check_document
from .document import Compare, ExperimentDocument
from .experiment import Experiment
from .load import is_experiment, load_experiment, read_unchecked
from .over import over
from .scenario_checks import check_scenarios
from .variant import Variant

MOST_REPLICATIONS = 400  # with --half-width alone


@dataclass(frozen=True)
class Given:
    """Options that go over what an experiment file says; None and empty leave it as it is."""

    replications: int | None = None
    seed: int | None = None
    metrics: tuple[str, ...] = ()
    reference: str | None = None
    half_width: float | None = None
    most_replications: int | None = None
    worlds: int | None = None
    cities: int | None = None
    ensemble: str | None = None


def comparison_given(files: Sequence[str], given: Given) -> Experiment:
    """Return the comparison that one experiment file, or several scenario files, ask for.

    Raises
    ------
    ScenarioError
        With all that is wrong with the files or the options.
    """
    if len(files) == 1:
        _refuse_a_scenario(files[0])
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
    tree, _ = read_unchecked(file)
    if is_scenario(tree):
        found = "this is a scenario, and one alone cannot be compared"
        raise ScenarioError([Fault(file, found=found, hint="give two or more, or an experiment")])


def _of_scenarios(files: Sequence[str]) -> Experiment:
    scenarios: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for place, file in enumerate(files):
        if is_experiment(file):
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
    changed: dict[str, Any] = {
        "replications": given.replications,
        "seed": given.seed,
        "metrics": given.metrics or None,
        "compare.reference": given.reference,
        "compare.worlds.count": given.worlds,
        "compare.cities.count": given.cities,
        "compare.ensemble": os.path.abspath(given.ensemble) if given.ensemble else None,
    }
    if given.half_width is not None:
        metrics = given.metrics or document.metrics
        if not metrics:
            raise ScenarioError([Fault("--half-width", found="of which metric? give --metric too")])
        most = given.most_replications
        changed |= {
            "precision.metric": metrics[0],
            "precision.half_width": given.half_width,
            "precision.most_replications": MOST_REPLICATIONS if most is None else most,
        }
    elif given.most_replications is not None:
        if document.precision is None:
            found = "none are added without a precision; give --half-width too"
            raise ScenarioError([Fault("--most", found=found)])
        changed["precision.most_replications"] = given.most_replications
    return over(document, changed)


def _named(fault: Fault, files: Sequence[str]) -> Fault:
    """Name the file of a fault that options, or scenarios side by side, have brought about."""
    if fault.file:
        return fault
    if len(files) > 1 and fault.key.startswith("compare.scenarios["):
        index = int(fault.key.split("[")[1].split("]")[0])
        return replace(fault, file=files[index], key="")
    return replace(fault, file=files[0] if len(files) == 1 else Path(files[0]).name)
