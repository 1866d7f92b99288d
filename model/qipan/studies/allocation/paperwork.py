"""Less paperwork at every community desk, held against cadres more in every community."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...agents.simulation import Simulation
from ...scenario import Scenario
from ...statistics.estimate import Estimate, Values, interval, measured
from .placement import cadres_today
from .plans import PlanSimulator

Cadres = NDArray[np.int64]

# Cadres more in every community, whose effects less paperwork is held against.
STEPS = (1, 2, 4, 7)


@dataclass(frozen=True)
class Paperwork:
    """Less paperwork at every community desk, in cadres.

    Attributes
    ----------
    before, after : float
        Mean share of time that it takes.
    change : Estimate
        Of the city's open ticket-days a year.
    cadres_each : Estimate
        Cadres more in every community that change as much; NaN if not even the most tried do.
    communities : int
    saved_by_cadres : tuple of (int, Estimate)
        Change by so many cadres more in every community.
    """

    before: float
    after: float
    change: Estimate
    cadres_each: Estimate
    communities: int
    saved_by_cadres: tuple[tuple[int, Estimate], ...]


def paperwork_in_cadres(
    simulator: PlanSimulator, points: float, seeds: Sequence[int]
) -> Paperwork | None:
    """How many cadres more everywhere change as much as less paperwork; None without paperwork.

    What senders lose by them is left out. Between the numbers of cadres that were simulated it is
    interpolated.
    """
    scenario, today = simulator.scenario, cadres_today(simulator.scenario)
    changes = less_paperwork(scenario, points)
    if changes is None:
        return None
    lighter = simulator.placed(today, changes)
    base = days_of_city(simulator, today, seeds)
    saved = [simulator.simulate(lighter, seeds).ticket_days.sum(axis=1) - base]
    received = [
        simulator.at_receivers(today + step, seeds).ticket_days.sum(axis=1) for step in (0, *STEPS)
    ]
    saved += [days - received[0] for days in received[1:]]
    changed = np.array(saved).T
    return Paperwork(
        before=_share(simulator, simulator.placed(today), seeds[0]),
        after=_share(simulator, lighter, seeds[0]),
        change=interval(changed[:, 0]),
        cadres_each=measured(_as_many, changed),
        communities=len(today),
        saved_by_cadres=tuple(
            (step, interval(changed[:, n])) for n, step in enumerate(STEPS, start=1)
        ),
    )


def less_paperwork(scenario: Scenario, points: float) -> dict[str, float] | None:
    """What a scenario is revised by for so many percentage points less; None without paperwork."""
    given = scenario.document.desks.community.paperwork
    if given is None:
        return None
    less = points / 100.0
    return {
        "desks.community.paperwork.share": max(0.0, given.share - less),
        "desks.community.paperwork.lowest_share": max(0.0, given.lowest_share - less),
    }


def _as_many(changed: Values) -> float:
    """Cadres that change as much as the first number, by those that STEPS change."""
    curve = np.maximum.accumulate(np.concatenate([[0.0], -changed[1:]]))
    wanted = -changed[0]
    if wanted > curve[-1]:
        return float("nan")
    return float(np.interp(wanted, curve, [0.0, *STEPS]))


def _share(simulator: PlanSimulator, scenario: Scenario, seed: int) -> float:
    """Mean share of time that paperwork takes at community desks when the horizon begins."""
    model = Simulation(scenario, seed, city=simulator.city)
    return float(np.mean([community.paperwork for community in model.communities]))


def days_of_city(simulator: PlanSimulator, plan: Cadres, seeds: Sequence[int]) -> Values:
    """Open ticket-days of the city by seed."""
    days: Values = simulator(plan, seeds).ticket_days.sum(axis=1)
    return days
