"""Variants of a scenario on the same seeds: open ticket-days by community."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..agents import CityModel
from ..agents.institution import Institution
from ..city import City
from ..engine.compiling import StopSign
from ..engine.record import Record
from ..outcomes.backlog import open_tickets
from ..scenario import Scenario
from .replication import run_to_end
from .side_by_side import side_by_side

DAYS_PER_YEAR = 365.0
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Variant:
    """A scenario, the city it is simulated in, and institutions of one's own."""

    scenario: Scenario
    city: City
    institutions: tuple[type[Institution], ...] = ()


def yearly_ticket_days(record: Record) -> Values:
    """Open ticket-days a year of each community's residents, over the measured days."""
    days = open_tickets(record)[record.document.horizon.warm_up_days :]
    yearly: Values = days.sum(axis=0) * DAYS_PER_YEAR / len(days)
    return yearly


def measure(
    variants: Sequence[Variant],
    seeds: Sequence[int],
    of: Callable[[CityModel], Values],
    jobs: int = 1,
    stop: threading.Event | None = None,
) -> Values:
    """Simulate every variant on every seed, and measure something of each.

    Parameters
    ----------
    variants : sequence of Variant
    seeds : sequence of int
    of : callable
        Array of a finished model; always of the same shape.
    jobs : int
        Replications at the same time; results do not depend on it.
    stop : threading.Event, optional
        Once set, running replications are given up.

    Returns
    -------
    array, shape (variants, seeds, ...)

    Raises
    ------
    Stopped
        If `stop` was set meanwhile.
    """

    def one(asked: tuple[Variant, int], halt: StopSign) -> Values:
        variant, seed = asked
        model = CityModel(
            variant.scenario, seed, city=variant.city, institutions=variant.institutions
        )
        run_to_end(model, halt)
        return of(model)

    pairs = [(variant, seed) for variant in variants for seed in seeds]
    found = np.array(side_by_side(one, pairs, jobs, stop))
    return found.reshape(len(variants), len(seeds), *found.shape[1:])


def ticket_days(
    variants: Sequence[Variant],
    seeds: Sequence[int],
    jobs: int = 1,
    stop: threading.Event | None = None,
) -> Values:
    """Open ticket-days a year, shape (variants, seeds, communities); see `measure`."""
    return measure(variants, seeds, lambda model: yearly_ticket_days(model.record()), jobs, stop)
