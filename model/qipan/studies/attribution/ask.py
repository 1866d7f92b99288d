"""What is to be attributed: by an experiment file, or by two scenario files and options."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...scenario import Scenario, load
from ...scenario.fields import Title
from ...words import Phrase
from ..file.asked import overlaid, read
from ..file.document import Attribute, ExperimentDocument
from ..file.experiment import Experiment
from ..file.heading import Heading, heading_of
from ..file.load import read_unchecked
from ..file.variant import Variant
from ..metrics_asked import check_metrics
from ..uncertainty.asked import draws_asked
from ..uncertainty.ensemble import Draw
from .attribute import DEFAULT_METRICS, Request
from .players import AttributionError

REPLICATIONS = 10  # of two scenarios, where no number is given


@dataclass(frozen=True)
class Question:
    """Two scenarios and how their difference is to be attributed.

    Attributes
    ----------
    name : str
        Of the experiment, or made from that of the scenario after the change.
    before, after : Scenario
    request : Request
    heading : Heading or None
        Of the experiment file.
    draws : tuple of Draw
        Of the ensemble in which it is attributed too.
    """

    name: str
    before: Scenario
    after: Scenario
    request: Request
    heading: Heading | None = None
    draws: tuple[Draw, ...] = ()


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
    ensemble: str | None = None,
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
    AttributionError
        If there is only one scenario.
    """
    given = {
        "metrics": tuple(metrics) if metrics else None,
        "attribute.mechanisms": tuple(mechanisms) if mechanisms else None,
        "attribute.permutations": permutations,
        "attribute.interactions": interactions,
        "replications": replications,
        "seed": seed,
        "attribute.ensemble": os.path.abspath(ensemble) if ensemble else None,
    }
    files = [first] if after is None else [first, after]
    experiment = overlaid(read(files, "attribute", _of_scenarios), given, files)
    document, found = experiment.document, experiment.scenarios
    return Question(
        experiment.name,
        found["attribute.before"],
        found["attribute.after"],
        replace(
            _request(document),
            institutions=experiment.institutions,
            measures=experiment.measures,
        ),
        heading_of(experiment),
        draws_asked(experiment),
    )


def _of_scenarios(files: Sequence[str]) -> Experiment:
    """The question that a scenario before and one after are short for."""
    if len(files) == 1:
        read_unchecked(files[0])  # says what is wrong if it is no file at all
        raise AttributionError(
            Phrase(
                "{value} puts no question: give a second scenario, after the change, "
                "or an experiment file with a block attribute",
                value=files[0],
            )
        )
    before, after = map(load, files)
    document = ExperimentDocument(
        name=f"{after.name}_attribution",
        title=Title(en=files[0], zh=files[0]),
        attribute=Attribute(before=Variant(file=files[0]), after=Variant(file=files[1])),
        replications=REPLICATIONS,
    )
    return Experiment(document, "", {"attribute.before": before, "attribute.after": after})


def _request(document: ExperimentDocument) -> Request:
    block = document.attribute
    assert block is not None
    return Request(
        metrics=check_metrics(document.metrics or DEFAULT_METRICS),
        replications=document.replications,
        seed=document.seed,
        mechanisms=block.mechanisms or None,
        permutations=block.permutations,
        interactions=block.interactions,
    )
