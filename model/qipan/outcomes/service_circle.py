"""Service centres: who has one within reach, and whether they are large enough."""

import numpy as np

from .table import MetricTable
from .window import Window


def add_service_circle(table: MetricTable, window: Window) -> None:
    """Coverage weighted by residents, and floor space of centres; NaN without service circles."""
    record = window.record
    residents = record.city.places.residents
    table.add("circle_coverage", 100.0 * record.circle, "community")
    table.add("circle_coverage", 100.0 * np.average(record.circle, weights=residents))
    table.add("centre_space_mean", record.space, "community")
    table.add("centre_space_mean", record.space.mean())
    enough = np.where(np.isnan(record.space), np.nan, record.space >= record.space_standard)
    table.add("centre_space_compliance", 100.0 * enough.mean())
