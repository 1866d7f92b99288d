"""Metrics that a user asks for by name."""

from collections.abc import Sequence

from ..errors import InputError
from ..outcomes.metrics import METRICS
from ..scenario.faults import did_you_mean
from ..words import Phrase, clauses, joined


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
    faults: list[str] = []
    for name in dict.fromkeys(names):
        if name not in METRICS and name not in of_city:
            hint = did_you_mean(name, of_city)
            faults.append(clauses(Phrase("no metric named '{name}'", name=name), hint))
        elif name not in of_city:
            faults.append(
                Phrase(
                    "'{name}' has no value for the whole city, only one for each level", name=name
                )
            )
    if faults:
        raise MetricError(joined(faults, "\n", "\n"))
    return tuple(dict.fromkeys(names))
