"""Placing full-time cadres: what the programs and the rules of thumb need to know of a city."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...agents.cadres import speed_of
from ...agents.simulation import Simulation
from ...errors import ImpossibleError
from ...runs.runs import replication_seed
from ...scenario import Scenario
from ...words import Phrase
from .plans import PlanSimulator

HOURS_PER_YEAR = 8760.0
Values = NDArray[np.float64]
NOBODY_SENT = {
    "on": True,
    "full_time_per_community": 0,
    "part_time_per_community": 0,
    "liaisons_per_community": 0,
    "leader_hand_off_factor": 1.0,
}


class PlacementError(ImpossibleError, ValueError):
    """Cadres cannot be placed in a scenario; the message says why, and what would help."""


@dataclass(frozen=True)
class Facts:
    """Communities of a city as a planner of cadres sees them.

    Attributes
    ----------
    communities : tuple of str
    residents : array of int, shape (communities,)
    today : array of int
        Full-time cadres as the scenario has them.
    offered : array of float
        Hours of work a year that reach each community's desk.
    capacity : array of float
        Hours of work a year that its own staff can do.
    per_cadre : array of float
        Hours of work a year that one cadre adds who knows the place.
    """

    communities: tuple[str, ...]
    residents: NDArray[np.int64]
    today: NDArray[np.int64]
    offered: Values
    capacity: Values
    per_cadre: Values

    @property
    def load_today(self) -> Values:
        """Work that arrives over what staff and cadres of today can do."""
        load: Values = self.offered / (self.capacity + self.today * self.per_cadre)
        return load


def cadres_today(scenario: Scenario) -> NDArray[np.int64]:
    """Full-time cadres by community, as a scenario places them.

    Raises
    ------
    PlacementError
        If no cadres are sent, or not whole ones.
    """
    policy = scenario.document.policy.sent_down
    if not policy.on:
        raise PlacementError(
            Phrase(
                "{name}: policy.sent_down is off: there are no cadres to place; set on: true",
                name=scenario.name,
            )
        )
    simulator = PlanSimulator(scenario)
    usual = 0.0 if policy.allocation else policy.full_time_per_community
    placed = np.array([policy.allocation.get(name, usual) for name in simulator.communities])
    whole = np.round(placed).astype(np.int64)
    if not np.allclose(placed, whole):
        raise PlacementError(
            Phrase(
                "{name}: full-time cadres are placed as whole persons; policy.sent_down gives "
                "{placed:g} to a community",
                name=scenario.name,
                placed=placed[placed != whole][0],
            )
        )
    return whole


def facts(simulator: PlanSimulator, today: NDArray[np.int64], seeds: Sequence[int]) -> Facts:
    """Measure what reaches the desks under today's plan, and what staff and cadres can do."""
    scenario = simulator.placed(today)
    offered = np.mean([_offered(scenario, simulator, seed) for seed in seeds], axis=0)
    model = Simulation(simulator.placed(0 * today), seeds[0], city=simulator.city)
    office = model.document.desks.community.calendar
    hours = model.weekly_hours(office) * HOURS_PER_YEAR / (7 * 24)
    policy = model.document.policy.sent_down
    # Part-time cadres and liaisons come whatever the plan; they are capacity like staff.
    capacity = np.array(
        [c.staffing().capacity * model.weekly_hours(c.calendar) for c in model.communities]
    )
    paperwork = np.array([community.paperwork for community in model.communities])
    served = float(model.horizon.total_days)
    learned = speed_of(policy, served)
    return Facts(
        communities=simulator.communities,
        residents=simulator.city.places.residents,
        today=today,
        offered=offered,
        capacity=capacity * HOURS_PER_YEAR / (7 * 24),
        per_cadre=policy.ticket_share * learned * (1.0 - paperwork) * hours,
    )


def with_cadres(scenario: Scenario) -> Scenario:
    """Return the scenario with cadres sent down, nobody as yet if none were."""
    if scenario.document.policy.sent_down.on:
        return scenario
    return scenario.revise({f"policy.sent_down.{key}": v for key, v in NOBODY_SENT.items()})


def most_loaded(simulator: PlanSimulator, count: int, seed: int) -> tuple[str, ...]:
    """Communities whose desks are most loaded today, the most loaded first."""
    known = facts(simulator, cadres_today(simulator.scenario), [replication_seed(seed, 0)])
    order = np.argsort(-known.load_today, kind="stable")[:count]
    return tuple(known.communities[row] for row in order)


def _offered(scenario: Scenario, simulator: PlanSimulator, seed: int) -> Values:
    """Hours of work a year offered to each community's desk, small work among them.

    What arrived and was not begun is taken to be like what was.
    """
    record = simulator.record(scenario, seed)
    first = record.layout.first_community
    rows = slice(first, first + record.layout.communities)
    after, before = record.desks_after[rows], record.desks_before[rows]
    busy = (after["busy_hours"] - before["busy_hours"]) * after["speed"]
    arrivals = after["arrivals"] - before["arrivals"]
    services = np.maximum(1, after["services"] - before["services"])
    years = (record.end - record.begin) / HOURS_PER_YEAR
    offered: Values = busy * arrivals / services / years
    return offered
