"""How one resource is divided: what cadres, funds and hours each know, for one study of all."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Generic, TypeVar

from ...programs.objectives import Objective
from ...runs.at_work import AtWork
from ...scenario import Scenario
from .request import Request, Resource
from .result import Allocation

Problem = TypeVar("Problem")
Solved = TypeVar("Solved")
Plan = TypeVar("Plan")
Found = TypeVar("Found", bound=Allocation)


class Strategy(ABC, Generic[Problem, Solved, Plan, Found]):
    """A resource of a scenario, and how it is divided.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    request : Request
    work : AtWork

    Attributes
    ----------
    resource : 'cadres', 'funds' or 'hours'
    """

    resource: ClassVar[Resource]

    def __init__(self, scenario: Scenario, request: Request, work: AtWork) -> None:
        self.given, self.request, self.work = scenario, request, work

    @abstractmethod
    def check(self) -> None:
        """Refuse what cannot be divided as is asked, before anything is simulated.

        Raises
        ------
        ResourceError, PlacementError
        """

    @abstractmethod
    def problem(self) -> Problem:
        """Measure what the resource does here, with the rules that every plan must keep.

        Raises
        ------
        ResourceError, PlacementError
            If there is nothing to divide, or not as is asked.
        """

    @abstractmethod
    def program(self, problem: Problem, objective: Objective) -> Solved:
        """Plan by a program on the seeds of the search.

        Raises
        ------
        CannotBeDone, NoPlanError
            If no plan keeps all rules.
        """

    @abstractmethod
    def scenario(self, plan: Plan) -> Scenario:
        """Return the scenario with a plan in force."""

    @abstractmethod
    def rules(self, problem: Problem) -> Mapping[str, Plan]:
        """Plans of the rules of thumb, which divide as much."""

    @abstractmethod
    def judged(self, problem: Problem, solved: Solved, rules: Mapping[str, Plan]) -> Found:
        """Simulate the program's plan, the rules', today and nothing on fresh seeds."""


def divide(strategy: Strategy[Problem, Solved, Plan, Found]) -> Found:
    """Measure, plan by a program, and let its plan meet the rules of thumb.

    Raises
    ------
    ResourceError, PlacementError, CannotBeDone, NoPlanError
        As the methods of a `Strategy`.
    """
    problem = strategy.problem()
    solved = strategy.program(problem, strategy.request.objective)
    return strategy.judged(problem, solved, strategy.rules(problem))
