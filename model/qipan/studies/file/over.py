"""Options that go over what an experiment file says, checked as if the file said so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...scenario import ScenarioError
from ...scenario.faults import Fault
from ...scenario.nodes import MapNode
from ...scenario.tree import tree_from_data
from ...scenario.validation import validate_as
from .document import ExperimentDocument
from .scenario_checks import tidy

OPTIONS = {
    "confidence": "--confidence",
    "metrics": "--metric",
    "precision.half_width": "--half-width",
    "precision.metric": "--metric",
    "precision.most_replications": "--most",
    "replications": "--replications",
    "seed": "--seed",
    "allocate.amount": "--cadres or --yuan",
    "allocate.cap": "--cap",
    "allocate.check": "--check",
    "allocate.draws": "--robust",
    "allocate.ensemble": "--ensemble",
    "allocate.finalists": "--finalists",
    "allocate.floor": "--floor",
    "allocate.fresh": "--fresh",
    "allocate.frontier": "--frontier",
    "allocate.loop": "--no-loop",
    "allocate.objective": "--objective",
    "allocate.programs": "--lp, --mps",
    "allocate.rounds": "--rounds",
    "allocate.target": "--target",
    "allocate.time_limit": "--time-limit",
    "allocate.worlds": "--worlds",
    "attribute.interactions": "--interactions",
    "attribute.mechanisms": "--mechanism",
    "attribute.permutations": "--permutations",
    "run.days": "--days",
    "run.ensemble": "--ensemble",
    "run.events": "--events",
    "compare.cities.count": "--cities",
    "compare.ends": "--ends",
    "compare.ensemble": "--ensemble",
    "compare.reference": "--reference",
    "compare.worlds.count": "--worlds",
    "measure_next.comparison": "--comparison",
    "measure_next.metric": "--metric",
    "seek.ensemble": "--ensemble",
    "seek.most_replications": "--most",
    "sweep.by": "--by",
    "sweep.design": "--design",
    "sweep.detail": "--detail",
    "sweep.ensemble": "--ensemble",
    "sweep.index_points": "--index-points",
    "sweep.points": "--points",
    "sweep.together": "--together",
    "attribute.ensemble": "--ensemble",
    "worth.communities": "--community",
    "worth.ensemble": "--ensemble",
    "worth.loaded": "--loaded",
    "worth.steps.cadres": "--cadres",
    "worth.steps.hours": "--hours",
    "worth.steps.points": "--points",
    "worth.steps.yuan": "--yuan",
    "worth.worlds": "--worlds",
}


def over(document: ExperimentDocument, given: Mapping[str, Any]) -> ExperimentDocument:
    """Return a document with other values, held against the same schema as a file.

    Parameters
    ----------
    document : ExperimentDocument
    given : mapping of str to value
        By dotted key, of those in `OPTIONS`; None leaves a value as it is.

    Raises
    ------
    ScenarioError
        With a fault for each value that a file could not have either, under its option.
    """
    said = {key: value for key, value in given.items() if value is not None}
    if not said:
        return document
    data = document.model_dump(mode="json", exclude_unset=True)
    for key, value in said.items():
        *around, last = key.split(".")
        block = data
        for name in around:
            block = block.setdefault(name, {})
        block[last] = list(value) if isinstance(value, tuple) else tidy(value)
    tree, faults = tree_from_data(data, "")
    assert isinstance(tree, MapNode)
    changed, found = validate_as(ExperimentDocument, tree)
    faults += found
    if changed is None or faults:
        raise ScenarioError(map(under_its_option, faults))
    return changed


def under_its_option(fault: Fault) -> Fault:
    """Name the option that a fault comes of, in place of the key of a file."""
    key = fault.key.split("[")[0]
    option = OPTIONS.get(key)
    return fault if option is None else replace(fault, file=option, line=None, key="")
