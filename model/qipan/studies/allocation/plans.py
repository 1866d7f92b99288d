"""Plans of cadres, simulated: the same seeds, the same city, another placement."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...agents import CityModel
from ...city import City, build_city
from ...engine.compiling import StopSign
from ...engine.record import Record
from ...runs.kept import ticket_days, ticket_days_and_waits
from ...runs.replication import run_to_end
from ...runs.runner import Runner
from ...runs.side_by_side import side_by_side
from ...runs.variants import yearly_ticket_days
from ...runs.waits import SOLVED, solved_by_age
from ...scenario import Scenario
from ...scenario.districts import refuse_districts

FROM_OUTSIDE = {"policy.sent_down.from_outside_share": 1}  # senders lose nobody


@dataclass(frozen=True)
class SimulatedPlan:
    """What a plan does on some seeds.

    Attributes
    ----------
    ticket_days : array of float, shape (seeds, communities)
        Open ticket-days a year of each community's residents.
    criteria : dict of str to array of float
        `SOLVED`: share solved by age, shape (seeds, 1 + communities, ages); empty where only
        ticket-days were asked for.
    """

    ticket_days: NDArray[np.float64]
    criteria: Mapping[str, NDArray[np.float64]]


class PlanSimulator:
    """Simulates placements of full-time cadres in one scenario.

    Parameters
    ----------
    scenario : Scenario
        With `policy.sent_down` on. `free` is the same without a plan of its own.
    jobs : int
        Replications at the same time; results do not depend on it.
    stop : threading.Event, optional
        Once set, replications are given up within a simulated day.
    ran : callable, optional
        Called after each replication, in the thread that ran it.
    runner : Runner, optional
        Makes the replications, and keeps them in its store; it stops and tells by itself, so that
        `jobs`, `stop` and `ran` are for what is not put to it.
    """

    def __init__(
        self,
        scenario: Scenario,
        jobs: int = 1,
        *,
        stop: threading.Event | None = None,
        ran: Callable[[], None] = lambda: None,
        runner: Runner | None = None,
    ) -> None:
        refuse_districts(scenario, "cadres are placed in")
        self.scenario = scenario
        # A plan or an allocation of the scenario's own would be merged with those to be tried.
        given = scenario.document.policy.sent_down
        own = {"plan": given.plan, "allocation": given.allocation}
        nothing = {f"policy.sent_down.{key}": None for key, value in own.items() if value}
        self.free = scenario.revise(nothing)
        self.city: City = build_city(scenario.document)
        self.communities = self.city.places.ids
        self._jobs, self._stop, self._ran = jobs, stop or threading.Event(), ran
        self._runner = runner
        self._runs = [0]  # a list, so that simulators of other worlds count into it too

    @property
    def stop(self) -> threading.Event:
        """Gives up what is under way once it is set."""
        return self._stop

    @property
    def jobs(self) -> int:
        """Replications at the same time."""
        return self._jobs

    @property
    def runs(self) -> int:
        """Years simulated by this simulator and those made `of` it."""
        return self._runs[0]

    def of(self, scenario: Scenario) -> "PlanSimulator":
        """Return a simulator of another scenario that runs, stops and reports as this one."""
        other = PlanSimulator(
            scenario, self._jobs, stop=self._stop, ran=self._ran, runner=self._runner
        )
        other._runs = self._runs
        return other

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
        return self.free.revise(given | dict(changes or {}))

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

    def at_receivers(
        self, cadres: NDArray[np.int64], seeds: Sequence[int], criteria: bool = False
    ) -> SimulatedPlan:
        """Simulate what cadres do where they come to, whoever may have sent them.

        Plans of one total take the same from their senders. So curves over numbers of cadres, of
        other totals, leave senders as they are; else they would promise too little, and might ask
        for more cadres than there are.

        Raises
        ------
        Stopped
            If `stop` was set meanwhile.
        """
        return self.simulate(self.placed(cadres, FROM_OUTSIDE), seeds, criteria)

    def simulate(
        self, scenario: Scenario, seeds: Sequence[int], criteria: bool = False
    ) -> SimulatedPlan:
        """Simulate a scenario of the same city on every seed.

        Raises
        ------
        Stopped
            If `stop` was set meanwhile.
        """
        if self._runner is not None:
            return self._kept(self._runner, scenario, seeds, criteria)

        def one(
            seed: int, stop: StopSign
        ) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
            record = self.record(scenario, seed, stop)
            yearly = yearly_ticket_days(record)
            self._ran()
            return yearly, solved_by_age(record) if criteria else None

        done = side_by_side(one, seeds, self._jobs, self._stop)
        self._runs[0] += len(seeds)
        solved = [shares for _, shares in done if shares is not None]
        return SimulatedPlan(
            np.array([days for days, _ in done]), {SOLVED: np.array(solved)} if criteria else {}
        )

    def _kept(
        self, runner: Runner, scenario: Scenario, seeds: Sequence[int], criteria: bool
    ) -> SimulatedPlan:
        rows = runner.kept(scenario, seeds, ticket_days_and_waits if criteria else ticket_days)
        self._runs[0] += len(seeds)
        days, *solved = (np.array(several) for several in zip(*rows, strict=True))
        return SimulatedPlan(days, {SOLVED: solved[0]} if criteria else {})

    def record(self, scenario: Scenario, seed: int, stop: StopSign | None = None) -> Record:
        """Records of one replication of a scenario of the same city.

        Raises
        ------
        Stopped
            If `stop`, by default that of the simulator, was set meanwhile.
        """
        model = CityModel(scenario, seed, city=self.city)
        run_to_end(model, stop or self._stop)
        return model.record()
