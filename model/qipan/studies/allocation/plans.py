"""Plans of cadres, simulated: the same seeds, the same city, another placement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ...city import City, build_city
from ...engine.record import Record
from ...runs.kept import (
    issue_days,
    issue_days_and_waits,
    ticket_days,
    ticket_days_and_waits,
)
from ...runs.pooled_waits import SOLVED
from ...runs.runner import Runner
from ...runs.variants import Variant
from ...scenario import Scenario
from ...scenario.districts import refuse_districts

KEPT = {
    "tickets": (ticket_days, ticket_days_and_waits),
    "issues": (issue_days, issue_days_and_waits),
}  # without criteria, and with them
FROM_OUTSIDE = {"policy.sent_down.from_outside_share": 1}  # senders lose nobody


@dataclass(frozen=True)
class SimulatedPlan:
    """What a plan does on some seeds.

    Attributes
    ----------
    ticket_days : array of float, shape (seeds, communities)
        Open ticket-days a year of each community's residents, or days that its issues are unsolved.
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
    runner : Runner, optional
        Makes the replications, and keeps them if it has a store; by default one of its own.
    counted : 'tickets' or 'issues'
        Days of what: of open tickets, or of unsolved issues, reported or not.
    """

    def __init__(
        self,
        scenario: Scenario,
        runner: Runner | None = None,
        counted: Literal["tickets", "issues"] = "tickets",
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
        self.runner = runner or Runner()
        self.counted = counted
        self._runs = [0]  # a list, so that simulators of other worlds count into it too

    @property
    def runs(self) -> int:
        """Years simulated by this simulator and those made `of` it."""
        return self._runs[0]

    def of(self, scenario: Scenario) -> "PlanSimulator":
        """Return a simulator of another scenario that runs, stops and reports as this one."""
        other = PlanSimulator(scenario, self.runner, self.counted)
        other._runs = self._runs
        return other

    def placed(
        self,
        cadres: NDArray[np.int64] | NDArray[np.float64],
        changes: Mapping[str, Any] | None = None,
    ) -> Scenario:
        """Return the scenario with so many full-time cadres in each community.

        Parameters
        ----------
        cadres : array of int or float, shape (communities,)
            Parts of cadres are hours of work.
        changes : mapping, optional
            Other values of the scenario, as `Scenario.revise` takes them; they must leave the
            city as it is.
        """
        # Whole numbers are written as such: a placement is known again in the store.
        numbers = [int(n) if n == int(n) else float(n) for n in cadres]
        allocation = dict(zip(self.communities, numbers, strict=True))
        given = {"policy.sent_down.allocation": allocation}
        return self.free.revise(given | dict(changes or {}))

    def __call__(
        self, cadres: NDArray[np.int64], seeds: Sequence[int], criteria: bool = False
    ) -> SimulatedPlan:
        """Simulate a plan, whole cadres by community, on every seed.

        Raises
        ------
        Stopped
            If the runner was told to stop meanwhile.
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
            If the runner was told to stop meanwhile.
        """
        return self.simulate(self.placed(cadres, FROM_OUTSIDE), seeds, criteria)

    def simulate(
        self, world: Scenario | Variant, seeds: Sequence[int], criteria: bool = False
    ) -> SimulatedPlan:
        """Simulate a scenario of the same city, or a variant of one, on every seed.

        Raises
        ------
        Stopped
            If the runner was told to stop meanwhile.
        """
        keep = KEPT[self.counted][criteria]
        variant = world if isinstance(world, Variant) else Variant(world)
        (rows,) = self.runner.kept([variant], seeds, keep)
        self._runs[0] += len(seeds)
        days, *solved = (np.array(several) for several in zip(*rows, strict=True))
        return SimulatedPlan(days, {SOLVED: solved[0]} if criteria else {})

    def record(self, scenario: Scenario, seed: int) -> Record:
        """Records of one replication of a scenario of the same city, which no store holds.

        Raises
        ------
        Stopped
            If the runner was told to stop meanwhile.
        """
        return Variant(scenario).simulated(seed, self.runner.stop, self.city).record()
