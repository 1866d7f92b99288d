"""A search asked for on the command line: by an experiment file, or a scenario and options."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...scenario import ScenarioError
from ...scenario.faults import Fault
from ...scenario.nodes import Mark
from ...scenario.shipped import file_named
from .experiment import Experiment
from .load import is_experiment, load_experiment, parse_experiment

SOURCE = "command line"


@dataclass(frozen=True)
class SeekGiven:
    """Options of a search; None where they are not given.

    Attributes
    ----------
    lever, target : mapping of str to value
        As the blocks of an experiment file.
    most_replications, replications, seed : int or None
    confidence : float or None
    """

    lever: Mapping[str, Any]
    target: Mapping[str, Any]
    most_replications: int | None = None
    replications: int | None = None
    seed: int | None = None
    confidence: float | None = None


def search_given(file: str, given: SeekGiven) -> Experiment:
    """Return the search that an experiment file, or a scenario and options, ask for.

    Raises
    ------
    ScenarioError
        With all that is wrong with the file or the options.
    """
    lever, target = _said(given.lever), _said(given.target)
    if not os.path.isfile(file_named(file, "", Mark(file))):
        raise ScenarioError([Fault(file, found="there is no such file")])
    if is_experiment(file) or not (lever or target):
        return _of_file(file, given, [*lever, *target])
    whole = {
        "name": f"{os.path.splitext(os.path.basename(file))[0]}_search",
        "title": {"en": f"Search in {file}", "zh": f"{file} 中的搜索"},
        "seek": {
            "scenario": file,
            "lever": lever,
            "target": target,
            **_said({"most_replications": given.most_replications}),
        },
        **_said(
            {
                "replications": given.replications,
                "seed": given.seed,
                "confidence": given.confidence,
            }
        ),
    }
    return parse_experiment(whole, SOURCE)


def _of_file(file: str, given: SeekGiven, clashing: list[str]) -> Experiment:
    if not is_experiment(file):
        found = "this is a scenario; say what is sought in it"
        hint = "give --lever, --low, --high, --metric and --below or --above"
        raise ScenarioError([Fault(file, found=found, hint=hint)])
    if clashing:
        options = ", ".join(
            f"--{name.replace('_', '-').replace('key', 'lever')}" for name in clashing
        )
        found = f"{options} given beside an experiment file, which says what is sought"
        raise ScenarioError([Fault(file, found=found)])
    experiment = load_experiment(file, "seek")
    document, block = experiment.document, experiment.document.seek
    assert block is not None
    if given.most_replications is not None:
        block = block.model_copy(update={"most_replications": given.most_replications})
    changed = _said(
        {
            "replications": given.replications,
            "seed": given.seed,
            "confidence": given.confidence,
        }
    )
    document = document.model_copy(update={**changed, "seek": block})
    return replace(experiment, document=document)


def _said(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options that were given."""
    return {name: value for name, value in options.items() if value is not None}
