"""Plans of cadres, simulated: the same seeds, the same city, another placement."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..agents import CityModel
from ..city import City, build_city
from ..outcomes.backlog import open_tickets
from ..outcomes.metrics import compute_metrics
from ..scenario import Scenario

CRITERIA = (
    "backlog_ticket_days",
    "close_p90",
    "fixed_cohort_p50",
    "fixed_cohort_p90",
    "p90_worst_community",
    "fixed_cohort_solved_share",
)


@dataclass(frozen=True)
class SimulatedPlan:
    """What a plan does on some seeds.

    Attributes
    ----------
    ticket_days : array of float, shape (seeds, communities)
        Open ticket-days a year of each community's residents.
    criteria : dict of str to array of float, shape (seeds,)
        Metrics of the city; empty where only ticket-days were asked for.
    """

    ticket_days: NDArray[np.float64]
    criteria: Mapping[str, NDArray[np.float64]]


class PlanSimulator:
    """Simulates placements of full-time cadres in one scenario.

    Parameters
    ----------
    scenario : Scenario
        With `policy.sent_down` on.
    jobs : int
        Replications at the same time; results do not depend on it.
    """

    def __init__(self, scenario: Scenario, jobs: int = 1) -> None:
        self.scenario = scenario
        # A plan or an allocation of the scenario's own would be merged with those to be tried.
        given = scenario.document.policy.sent_down
        own = {"plan": given.plan, "allocation": given.allocation}
        nothing = {f"policy.sent_down.{key}": None for key, value in own.items() if value}
        self._free = scenario.revise(nothing)
        self.city: City = build_city(scenario.document)
        self.communities = self.city.places.ids
        self.runs = 0
        self._jobs = jobs

    def placed(self, cadres: NDArray[np.int64]) -> Scenario:
        """Return the scenario with so many full-time cadres in each community."""
        allocation = dict(zip(self.communities, map(int, cadres), strict=True))
        return self._free.revise({"policy.sent_down.allocation": allocation})

    def __call__(
        self, cadres: NDArray[np.int64], seeds: Sequence[int], criteria: bool = False
    ) -> SimulatedPlan:
        """Simulate a plan, whole cadres by community, on every seed."""
        planned = self.placed(cadres)

        def one(seed: int) -> tuple[NDArray[np.float64], dict[str, float]]:
            record = CityModel(planned, seed, city=self.city).run().record()
            days = open_tickets(record)[planned.document.horizon.warm_up_days :]
            yearly = days.sum(axis=0) * 365.0 / len(days)
            table = compute_metrics(record) if criteria else None
            return yearly, {name: table[name] for name in CRITERIA} if table else {}

        with ThreadPoolExecutor(self._jobs) as pool:
            done = list(pool.map(one, seeds))
        self.runs += len(seeds)
        names = CRITERIA if criteria else ()
        return SimulatedPlan(
            np.array([days for days, _ in done]),
            {name: np.array([values[name] for _, values in done]) for name in names},
        )
