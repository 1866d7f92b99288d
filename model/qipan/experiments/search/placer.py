"""Any number of full-time cadres (下沉干部), placed by one rule or program."""

import numpy as np
from numpy.typing import NDArray

from ...allocation import rules as rules_of_thumb
from ...allocation.cadre_problem import CadreProblem
from ...allocation.cadres import solve_cadres
from ...allocation.table import tabulate
from ...scenario import Scenario
from ..allocation import objective_named, problem
from ..placement import PlacementError, cadres_today, facts
from ..plans import PlanSimulator
from ..replications import replication_seed

MEASURING = 3  # replications on which it is measured what reaches the desks
TABULATING = 6  # and on which a program's curves are


class Placer:
    """Scenarios with any total of cadres.

    What reaches the desks, and the curves of a program, are measured once, on seeds of their own.

    Parameters
    ----------
    scenario : Scenario
        With `policy.sent_down` on.
    by : str
        A rule of thumb, or the objective of a program.
    most : int
        No total is larger.
    seed : int
        Base of the seeds.
    jobs : int

    Raises
    ------
    PlacementError
        If cadres cannot be placed here.
    """

    def __init__(
        self, scenario: Scenario, by: str, *, most: int, seed: int = 1, jobs: int = 1
    ) -> None:
        self._simulator = PlanSimulator(scenario, jobs)
        self._by, self._most = by, most
        seeds = [replication_seed(seed + 1, number) for number in range(TABULATING)]
        self._facts = facts(self._simulator, cadres_today(scenario), seeds[:MEASURING])
        self._numbers = np.array([0, 1])
        self._values = np.zeros((len(self._facts.communities), 2))
        if by not in rules_of_thumb.RULES:
            table = tabulate(self._simulator, len(self._facts.communities), 0, most, seeds)
            self._numbers, self._values = table.numbers, table.values

    def __call__(self, total: float) -> Scenario:
        """Return the scenario with so many cadres."""
        return self._simulator.placed(self.plan(int(total)))

    def plan(self, total: int) -> NDArray[np.int64]:
        """Cadres by community.

        Raises
        ------
        PlacementError
            If the rule cannot place so many.
        """
        given = problem(self._facts, self._numbers, self._values, total, 0, self._most)
        plan = self._solved(given)
        if plan.sum() != total:
            raise PlacementError(f"{self._by} places {plan.sum()} cadres where {total} are given")
        return plan

    def _solved(self, given: CadreProblem) -> NDArray[np.int64]:
        if self._by not in rules_of_thumb.RULES:
            return solve_cadres(given, objective_named(self._by)).cadres[:, 0]
        return rules_of_thumb.RULES[self._by](given)[:, 0]
