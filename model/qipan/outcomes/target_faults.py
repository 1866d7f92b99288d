"""Whether the targets of a scenario name metrics that exist, in their units."""

from collections.abc import Iterator

from ..scenario import Scenario
from ..scenario.document import Target
from ..scenario.faults import Fault, in_order, located
from ..words import Phrase
from .catalogue import METRICS, not_of_city


def target_faults(scenario: Scenario) -> list[Fault]:
    """Return what is wrong with a scenario's targets, with file and line."""
    return in_order(
        located(fault, scenario._tree)
        for name, target in scenario.document.targets.items()
        for fault in _faults(f"targets.{name}", target)
    )


def _faults(key: str, target: Target) -> Iterator[Fault]:
    refused = not_of_city(target.metric)
    if refused is not None:
        yield Fault(key=f"{key}.metric", found=refused[0], hint=refused[1])
    elif target.unit != METRICS[target.metric].unit:
        allowed = Phrase(
            "must be that of {metric}, '{unit}'",
            metric=target.metric,
            unit=METRICS[target.metric].unit,
        )
        yield Fault(
            key=f"{key}.unit", found=Phrase("found '{unit}'", unit=target.unit), allowed=allowed
        )
