"""Any number of full-time cadres (下沉干部), placed by a rule or a program."""

from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ...programs.cadres import thumb
from ...programs.cadres.plan import NoPlanError, solve_cadres
from ...programs.cadres.problem import CadreProblem, RuleError
from ...programs.cadres.table import tabulate
from ...runs.runner import Runner
from ...runs.runs import replication_seed
from ...scenario import Scenario
from ...words import Phrase
from .cadres import problem
from .placement import PlacementError, cadres_today, facts
from .plans import PlanSimulator
from .request import objective_named

MEASURING = 3  # replications on which it is measured what reaches the desks
TABULATING = 6  # and on which a program's curves are
FOR_THE_REST = "equal_utilisation"  # of cadres that a program finds no use for
FULL = 14  # cadres in a community up to which curves are measured; flat after that


class Placer:
    """Scenarios with any total of cadres, placed by any rule or program.

    What reaches the desks, and the curves that programs need, are measured once each, on seeds
    of their own.

    Parameters
    ----------
    scenario : Scenario
        With `policy.sent_down` on.
    most : int
        No total is larger.
    seed : int
        Base of the seeds.
    runner : Runner, optional
        Makes the replications that are measured; by default one of its own.

    Raises
    ------
    PlacementError
        If cadres cannot be placed here.
    Stopped
        If the runner was told to stop meanwhile.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        most: int,
        seed: int = 1,
        runner: Runner | None = None,
    ) -> None:
        self._simulator = PlanSimulator(scenario, runner)
        self._most = most
        self._seeds = [replication_seed(seed + 1, number) for number in range(TABULATING)]
        today = cadres_today(scenario)
        self._facts = facts(self._simulator, today, self._seeds[:MEASURING])

    def scenario(self, total: int, by: str) -> Scenario:
        """Return the scenario with so many cadres; `plan` says what is refused."""
        return self._simulator.placed(self.plan(total, by))

    def plan(self, total: int, by: str) -> NDArray[np.int64]:
        """Cadres by community.

        Parameters
        ----------
        total : int
        by : str
            A rule of thumb, or the objective of a program.

        Raises
        ------
        PlacementError
            If the rule cannot place so many.
        """
        try:
            plan = self._placed(total, by)
        except (NoPlanError, RuleError) as error:
            raise PlacementError(
                Phrase("{by} cannot place {total} cadres: {error}", by=by, total=total, error=error)
            ) from None
        if plan.sum() != total:
            raise PlacementError(
                Phrase(
                    "{by} places {sum} cadres where {total} are given",
                    by=by,
                    sum=plan.sum(),
                    total=total,
                )
            )
        return plan

    def _placed(self, total: int, by: str) -> NDArray[np.int64]:
        if by in thumb.RULES:
            return thumb.RULES[by](self._problem(total, *self._no_curves))
        given = self._problem(total, *self._curves)
        plan = solve_cadres(given, objective_named(by)).cadres
        if plan.sum() < total:  # one more is worth nothing: they go where most is done
            plan = thumb.RULES[FOR_THE_REST](replace(given, floors=plan.astype(float)))
        return plan

    def _problem(
        self, total: int, numbers: NDArray[np.int64], values: NDArray[np.float64]
    ) -> CadreProblem:
        return problem(self._facts, numbers, values, total, 0, self._most)

    @property
    def _no_curves(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        return np.array([0, 1]), np.zeros((len(self._facts.communities), 2))

    @cached_property
    def _curves(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        communities = len(self._facts.communities)
        table = tabulate(
            self._simulator.at_receivers, communities, 0, min(self._most, FULL), self._seeds
        )
        return table.numbers, table.values
