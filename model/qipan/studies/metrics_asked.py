"""Metrics that a user asks for by name."""

from collections.abc import Sequence

from ..errors import InputError
from ..outcomes.metrics import METRICS
from ..scenario.faults import did_you_mean


class MetricError(InputError, ValueError):
    """Metrics that do not exist, or have no value for the whole city; all of them at once."""


def check_metrics(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names, each once.

    Raises
    ------
    MetricError
        If any is unknown, with the nearest known one, or has a value for each level only.
    """
    of_city = [*(name for name, known in METRICS.items() if known.of_city), *METRICS.own()]
    faults = []
    for name in dict.fromkeys(names):
        if name not in METRICS and name not in of_city:
            hint = did_you_mean(name, of_city)
            faults.append(f"no metric named '{name}'" + (f"; {hint}" if hint else ""))
        elif name not in of_city:
            faults.append(f"'{name}' has no value for the whole city, only one for each level")
    if faults:
        raise MetricError("\n".join(faults))
    return tuple(dict.fromkeys(names))
