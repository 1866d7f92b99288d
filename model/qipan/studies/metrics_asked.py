"""Metrics that a user asks for by name."""

from collections.abc import Sequence

from ..errors import InputError
from ..outcomes.catalogue import not_of_city
from ..words import clauses, joined


class MetricError(InputError, ValueError):
    """Metrics that do not exist, or have no value for the whole city; all of them at once."""


def check_metrics(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names, each once.

    Raises
    ------
    MetricError
        If any is unknown, with the nearest known one, or has a value for each level only.
    """
    refused = [found for name in dict.fromkeys(names) if (found := not_of_city(name))]
    if refused:
        raise MetricError(joined([clauses(*found) for found in refused], "\n", "\n"))
    return tuple(dict.fromkeys(names))
