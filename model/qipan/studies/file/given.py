"""A comparison asked for on the command line: by an experiment file, or by scenario files."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...scenario import Scenario, ScenarioError, load
from ...scenario.faults import Fault
from ...scenario.fields import Title
from ...words import Phrase
from .asked import overlaid, read
from .document import Compare, ExperimentDocument
from .experiment import Experiment
from .load import is_experiment, read_unchecked
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
    ends: str | None = None


def comparison_given(files: Sequence[str], given: Given) -> Experiment:
    """Return the comparison that one experiment file, or several scenario files, ask for.

    Raises
    ------
    ScenarioError
        With all that is wrong with the files or the options.
    """
    experiment = read(files, "compare", _of_scenarios)
    return overlaid(experiment, _by_key(experiment.document, given), files)


def _of_scenarios(files: Sequence[str]) -> Experiment:
    scenarios: dict[str, Scenario] = {}
    faults: list[Fault] = []
    if len(files) == 1:
        read_unchecked(files[0])  # says what is wrong if it is no file at all
        found = Phrase("this is a scenario, and one alone cannot be compared")
        raise ScenarioError(
            [Fault(files[0], found=found, hint=Phrase("give two or more, or an experiment"))]
        )
    for place, file in enumerate(files):
        if is_experiment(file):
            found = Phrase("this is an experiment file")
            faults.append(Fault(file, found=found, hint=Phrase("give it alone")))
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


def _by_key(document: ExperimentDocument, given: Given) -> dict[str, Any]:
    """Options by the dotted key of a question file that each goes over."""
    changed: dict[str, Any] = {
        "replications": given.replications,
        "seed": given.seed,
        "metrics": given.metrics or None,
        "compare.reference": given.reference,
        "compare.worlds.count": given.worlds,
        "compare.cities.count": given.cities,
        "compare.ensemble": os.path.abspath(given.ensemble) if given.ensemble else None,
        "compare.ends": os.path.abspath(given.ends) if given.ends else None,
    }
    if given.half_width is not None:
        metrics = given.metrics or document.metrics
        if not metrics:
            raise ScenarioError(
                [Fault("--half-width", found=Phrase("of which metric? give --metric too"))]
            )
        most = given.most_replications
        changed |= {
            "precision.metric": metrics[0],
            "precision.half_width": given.half_width,
            "precision.most_replications": MOST_REPLICATIONS if most is None else most,
        }
    elif given.most_replications is not None:
        if document.precision is None:
            found = Phrase("none are added without a precision; give --half-width too")
            raise ScenarioError([Fault("--most", found=found)])
        changed["precision.most_replications"] = given.most_replications
    return changed
