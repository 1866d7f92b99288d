"""Plans of cadres, simulated: the same seeds, the same city, another placement."""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..agents import CityModel
from ..city import City, build_city
from ..engine.record import Record
from ..outcomes.backlog import open_tickets
from ..outcomes.durations import fixed_cohort
from ..outcomes.equity import worst
from ..outcomes.window import HOURS_PER_DAY, Window
from ..scenario import Scenario
from .run import Stopped

# What is said of the waits under a plan, less being better: name, title, unit. Of the fixed cohort,
# from birth to true resolution.
CRITERIA = {
    "p50": ("median days to solve", "days"),
    "p90": ("p90 of days to solve", "days"),
    "worst_p50": ("worst community's median", "days"),
    "worst_p90": ("worst community's p90", "days"),
    "unsolved_share": ("never solved within the year", "%"),
}


@dataclass(frozen=True)
class SimulatedPlan:
    """What a plan does on some seeds.

    Attributes
    ----------
    ticket_days : array of float, shape (seeds, communities)
        Open ticket-days a year of each community's residents.
    criteria : dict of str to array of float, shape (seeds,)
        By the names of `CRITERIA`; empty where only ticket-days were asked for. NaN where so many
        are never solved that the quantile does not exist.
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
    stop : threading.Event, optional
        Once set, replications are given up within a simulated day.
    ran : callable, optional
        Called after each replication, in the thread that ran it.
    """

    def __init__(
        self,
        scenario: Scenario,
        jobs: int = 1,
        *,
        stop: threading.Event | None = None,
        ran: Callable[[], None] = lambda: None,
    ) -> None:
        self.scenario = scenario
        # A plan or an allocation of the scenario's own would be merged with those to be tried.
        given = scenario.document.policy.sent_down
        own = {"plan": given.plan, "allocation": given.allocation}
        nothing = {f"policy.sent_down.{key}": None for key, value in own.items() if value}
        self._free = scenario.revise(nothing)
        self.city: City = build_city(scenario.document)
        self.communities = self.city.places.ids
        self.runs = 0
        self._jobs, self._stop, self._ran = jobs, stop or threading.Event(), ran

    def placed(
        self, cadres: NDArray[np.int64], changes: Mapping[str, Any] | None = None
    ) -> Scenario:
        """Return the scenario with so many full-time cadres in each community.

        Parameters
        ----------
        cadres : array of int, shape (communities,)
        changes : mapping, optional
            Other values of the scenario, as `Scenario.revise` takes them; they must leave the
            city as it is.
        """
        allocation = dict(zip(self.communities, map(int, cadres), strict=True))
        given = {"policy.sent_down.allocation": allocation}
        return self._free.revise(given | dict(changes or {}))

    def __call__(
        self, cadres: NDArray[np.int64], seeds: Sequence[int], criteria: bool = False
    ) -> SimulatedPlan:
        """Simulate a plan, whole cadres by community, on every seed.

        Raises
        ------
        Stopped
            If `stop` was set meanwhile.
        """
        return self.simulate(self.placed(cadres), seeds, criteria)

    def simulate(
        self, scenario: Scenario, seeds: Sequence[int], criteria: bool = False
    ) -> SimulatedPlan:
        """Simulate a scenario of the same city on every seed.

        Raises
        ------
        Stopped
            If `stop` was set meanwhile.
        """

        def one(seed: int) -> tuple[NDArray[np.float64], dict[str, float]]:
            record = self.record(scenario, seed)
            days = open_tickets(record)[scenario.document.horizon.warm_up_days :]
            yearly = days.sum(axis=0) * 365.0 / len(days)
            self._ran()
            return yearly, waits(record) if criteria else {}

        with ThreadPoolExecutor(self._jobs) as pool:
            done = list(pool.map(one, seeds))
        self.runs += len(seeds)
        names = CRITERIA if criteria else ()
        return SimulatedPlan(
            np.array([days for days, _ in done]),
            {name: np.array([values[name] for _, values in done]) for name in names},
        )

    def record(self, scenario: Scenario, seed: int) -> Record:
        """Records of one replication of a scenario of the same city."""
        model = CityModel(scenario, seed, city=self.city)
        while model.running:
            if self._stop.is_set():
                raise Stopped
            model.simulate_day()
        return model.record()


def waits(record: Record) -> dict[str, float]:
    """How long the fixed cohort of a replication waited, by the names of `CRITERIA`."""
    cohort = fixed_cohort(Window(record))
    levels = (0.5, 0.9)
    city = cohort.quantiles("all", levels)[:, 0] / HOURS_PER_DAY
    had_any = cohort.groups.count(np.ones(len(cohort.hours), bool), "community") > 0
    places = cohort.quantiles("community", levels)[:, had_any] / HOURS_PER_DAY
    return {
        "p50": float(city[0]),
        "p90": float(city[1]),
        "worst_p50": worst(places[0]),
        "worst_p90": worst(places[1]),
        "unsolved_share": 100.0 * (1.0 - float(cohort.final("all")[0])),
    }
