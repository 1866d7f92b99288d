"""Whether the targets of a scenario name metrics that exist, in their units."""

from collections.abc import Iterator

from ..scenario import Scenario
from ..scenario.document import Target
from ..scenario.faults import Fault, did_you_mean, in_order, located
from ..words import Phrase
from .catalogue import METRICS


def target_faults(scenario: Scenario) -> list[Fault]:
    """Return what is wrong with a scenario's targets, with file and line."""
    return in_order(
        located(fault, scenario._tree)
        for name, target in scenario.document.targets.items()
        for fault in _faults(f"targets.{name}", target)
    )


def _faults(key: str, target: Target) -> Iterator[Fault]:
    of_city = [name for name, metric in METRICS.items() if metric.of_city]
    if target.metric not in METRICS:
        found = Phrase("no metric named '{metric}'", metric=target.metric)
        yield Fault(key=f"{key}.metric", found=found, hint=did_you_mean(target.metric, of_city))
    elif target.metric not in of_city:
        found = Phrase(
            "'{metric}' has no value for the whole city, only one for each level",
            metric=target.metric,
        )
        yield Fault(key=f"{key}.metric", found=found)
    elif target.unit != METRICS[target.metric].unit:
        allowed = Phrase(
            "must be that of {metric}, '{unit}'",
            metric=target.metric,
            unit=METRICS[target.metric].unit,
        )
        yield Fault(
            key=f"{key}.unit", found=Phrase("found '{unit}'", unit=target.unit), allowed=allowed
        )
