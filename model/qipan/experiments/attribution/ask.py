"""What is to be attributed: by an experiment file, or by two scenario files and options."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...scenario import Scenario, load
from ...scenario.fields import Title
from ...scenario.file_kinds import is_scenario
from ..file import load_experiment
from ..file.document import Attribute, ExperimentDocument
from ..file.load import read_unchecked
from ..file.over import over
from ..file.variant import Variant
from ..metrics_asked import check_metrics
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
    given = {
        "metrics": check_metrics(metrics) if metrics else None,
        "attribute.mechanisms": tuple(mechanisms) if mechanisms else None,
        "attribute.permutations": permutations,
        "attribute.interactions": interactions,
        "replications": replications,
        "seed": seed,
    }
    if after is not None:
        plain = ExperimentDocument(
            name="attribution",
            title=Title(en=first, zh=first),
            attribute=Attribute(before=Variant(file=first), after=Variant(file=after)),
            replications=REPLICATIONS,
        )
        request = _request(over(plain, given))
        scenarios = load(first), load(after)
        return Question(f"{scenarios[1].name}_attribution", *scenarios, request)
    tree, _ = read_unchecked(first)
    if is_scenario(tree):
        raise AttributionError(
            f"{first} puts no question: give a second scenario, after the change, or an experiment "
            "file with a block attribute"
        )
    experiment = load_experiment(first, "attribute")
    document = over(experiment.document, given)
    found = experiment.scenarios
    return Question(
        experiment.name,
        found["attribute.before"],
        found["attribute.after"],
        replace(
            _request(document),
            institutions=experiment.institutions,
            measures=experiment.measures,
        ),
        document.title,
        document.question,
    )


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
