"""A search asked for on the command line: by an experiment file, or a scenario and options."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...scenario import ScenarioError
from ...scenario.faults import Fault
from ...scenario.file_kinds import is_scenario, question_of
from ...scenario.nodes import MapNode
from ...words import Phrase, joined
from .asked import overlaid
from .experiment import Experiment
from .load import load_experiment, parse_experiment, read_unchecked

SOURCE = Phrase("command line")


@dataclass(frozen=True)
class SeekGiven:
    """Options of a search; None where they are not given.

    Attributes
    ----------
    lever, target : mapping of str to value
        As the blocks of an experiment file.
    most_replications, replications, seed : int or None
    confidence : float or None
    ensemble : str or None
        Folder.
    """

    lever: Mapping[str, Any]
    target: Mapping[str, Any]
    most_replications: int | None = None
    replications: int | None = None
    seed: int | None = None
    confidence: float | None = None
    ensemble: str | None = None

    @property
    def folder(self) -> str | None:
        """Folder of the ensemble from the root, since a file would take it as relative to it."""
        return os.path.abspath(self.ensemble) if self.ensemble else None


def search_given(file: str, given: SeekGiven) -> Experiment:
    """Return the search that an experiment file, or a scenario and options, ask for.

    Raises
    ------
    ScenarioError
        With all that is wrong with the file or the options.
    """
    lever, target = _said(given.lever), _said(given.target)
    tree, _ = read_unchecked(file)
    if question_of(tree) or not (lever or target):
        return _of_file(file, tree, given, [*lever, *target])
    whole = {
        "name": f"{os.path.splitext(os.path.basename(file))[0]}_search",
        "title": {"en": f"Search in {file}", "zh": f"{file} 中的搜索"},
        "seek": {
            "scenario": file,
            "lever": lever,
            "target": target,
            **_said({"most_replications": given.most_replications, "ensemble": given.folder}),
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


def _of_file(file: str, tree: MapNode, given: SeekGiven, clashing: list[str]) -> Experiment:
    if is_scenario(tree):
        found = Phrase("this is a scenario; say what is sought in it")
        hint = Phrase("give --lever, --low, --high, --metric and --below or --above")
        raise ScenarioError([Fault(file, found=found, hint=hint)])
    if clashing:
        options = joined(f"--{name.replace('_', '-').replace('key', 'lever')}" for name in clashing)
        found = Phrase(
            "{options} given beside an experiment file, which says what is sought", options=options
        )
        raise ScenarioError([Fault(file, found=found)])
    experiment = load_experiment(file, "seek")
    changed = {
        "seek.ensemble": given.folder,
        "seek.most_replications": given.most_replications,
        "replications": given.replications,
        "seed": given.seed,
        "confidence": given.confidence,
    }
    return overlaid(experiment, changed, [file])


def _said(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options that were given."""
    return {name: value for name, value in options.items() if value is not None}
