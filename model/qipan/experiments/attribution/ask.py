"""What is to be attributed: by an experiment file, or by two scenario files and options."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from ...scenario import Scenario, load
from ...scenario.fields import Title
from ...scenario.nodes import Mark
from ...scenario.shipped import file_named
from ..file import is_experiment, load_experiment
from ..metrics_asked import check_metrics
from .attribute import DEFAULT_METRICS, Request
from .players import AttributionError


@dataclass(frozen=True)
class Question:
    """Two scenarios and how their difference is to be attributed.

    Attributes
    ----------
    name : str
        Of the experiment, or made from that of the scenario after the change.
    before, after : Scenario
    request : Request
    title, question : Title or None
        Of the experiment file.
    """

    name: str
    before: Scenario
    after: Scenario
    request: Request
    title: Title | None = None
    question: Title | None = None


def asked(
    first: str,
    after: str | None,
    *,
    metrics: Sequence[str] | None = None,
    mechanisms: Sequence[str] | None = None,
    permutations: int | None = None,
    interactions: bool | None = None,
    replications: int | None = None,
    seed: int | None = None,
) -> Question:
    """Read the question; what is given here goes before what an experiment file says.

    Parameters
    ----------
    first : str
        The scenario file before the change; an experiment file if `after` is None.
    after : str or None

    Raises
    ------
    ScenarioError
        With all faults of the files.
    MetricError
        If a metric does not exist.
    AttributionError
        If there is only one scenario.
    """
    given = tuple(mechanisms) if mechanisms else None
    if after is not None:
        request = Request(
            metrics=check_metrics(metrics or DEFAULT_METRICS),
            replications=10 if replications is None else replications,
            seed=1 if seed is None else seed,
            mechanisms=given,
            permutations=permutations,
            interactions=interactions is not False,
        )
        scenarios = load(first), load(after)
        return Question(f"{scenarios[1].name}_attribution", *scenarios, request)
    if os.path.isfile(file_named(first, "", Mark(first))) and not is_experiment(first):
        raise AttributionError(
            f"{first} puts no question: give a second scenario, after the change, or an experiment "
            "file with a block attribute"
        )
    experiment = load_experiment(first, "attribute")
    document, block = experiment.document, experiment.document.attribute
    assert block is not None
    request = Request(
        metrics=check_metrics(metrics or document.metrics or DEFAULT_METRICS),
        replications=document.replications if replications is None else replications,
        seed=document.seed if seed is None else seed,
        mechanisms=given or block.mechanisms or None,
        permutations=block.permutations if permutations is None else permutations,
        interactions=block.interactions if interactions is None else interactions,
    )
    found = experiment.scenarios
    return Question(
        experiment.name,
        found["attribute.before"],
        found["attribute.after"],
        request,
        document.title,
        document.question,
    )
