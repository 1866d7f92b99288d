"""Variants of a scenario on the same seeds: open ticket-days by community."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..agents import CityModel
from ..city import City
from ..engine.record import Record
from ..outcomes.backlog import open_tickets
from ..scenario import Scenario

DAYS_PER_YEAR = 365.0
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Variant:
    """A scenario and the city it is simulated in."""

    scenario: Scenario
    city: City


def yearly_ticket_days(record: Record) -> Values:
    """Open ticket-days a year of each community's residents, over the measured days."""
    days = open_tickets(record)[record.document.horizon.warm_up_days :]
    yearly: Values = days.sum(axis=0) * DAYS_PER_YEAR / len(days)
    return yearly


def ticket_days(variants: Sequence[Variant], seeds: Sequence[int], jobs: int = 1) -> Values:
    """Simulate every variant on every seed.

    Parameters
    ----------
    variants : sequence of Variant
    seeds : sequence of int
    jobs : int
        Replications at the same time; results do not depend on it.

    Returns
    -------
    array, shape (variants, seeds, communities)
        Open ticket-days a year.
    """

    def one(asked: tuple[Variant, int]) -> Values:
        variant, seed = asked
        return yearly_ticket_days(
            CityModel(variant.scenario, seed, city=variant.city).run().record()
        )

    pairs = [(variant, seed) for variant in variants for seed in seeds]
    with ThreadPoolExecutor(jobs) as pool:
        found = np.array(list(pool.map(one, pairs)))
    return found.reshape(len(variants), len(seeds), -1)
