"""What every allocation hands back, whatever was divided."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...programs.program import Binding
from ...programs.solver import write
from ...runs.manifest import as_said, manifest
from ...runs.result import Study
from ...scenario import Scenario
from ...statistics.interval import Interval
from ..file.heading import Heading
from ..uncertainty.decisions import DecisionInWorlds, Trial
from ..uncertainty.decisions_in_draws import DecisionInDraws
from .request import Request

if TYPE_CHECKING:
    import pandas as pd
    import pulp

    from ...report.document import Report
    from ...report.table import Table
    from ...words import Language


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Allocation(Study, ABC):
    """A plan, what was promised of it, and what the simulation found.

    What is divided decides the rest: `CadreAllocation`, `FundAllocation`, `HoursAllocation`.

    Attributes
    ----------
    scenario : Scenario
    request : Request
    in_force : Scenario
        With this plan in force.
    years : int
        Simulated years.
    worlds : DecisionInWorlds or None
        The plan held against the best rule in worlds drawn from what was assumed.
    ensemble : DecisionInDraws or None
        The same in each draw of an ensemble.
    programs : tuple of str
        Endings under which the program is written to the folder: lp, mps.
    heading : Heading or None
        Of the question file.
    """

    scenario: Scenario
    request: Request
    in_force: Scenario
    years: int
    worlds: DecisionInWorlds | None = None
    ensemble: DecisionInDraws | None = None
    programs: tuple[str, ...] = ()
    heading: Heading | None = None

    # What a strategy must say of its plan -------------------------------------------------------

    @property
    @abstractmethod
    def binding(self) -> Sequence[Binding]:
        """Rules that the plan uses up."""

    @property
    @abstractmethod
    def promised(self) -> float:
        """What was promised of the plan before the fresh seeds were drawn."""

    @property
    @abstractmethod
    def optimism(self) -> Interval | None:
        """How far the promise missed what was simulated, as a share; None if nothing was."""

    @property
    @abstractmethod
    def rule(self) -> str:
        """Name of the best rule of thumb; empty if none was simulated."""

    @abstractmethod
    def against(self, name: str) -> Interval:
        """The plan minus another way, paired by fresh seed; below 0 the plan is better."""

    @abstractmethod
    def posed(self) -> "pulp.LpProblem | None":
        """The program, to be read or exported."""

    @abstractmethod
    def trial(self) -> Trial:
        """What is tried in each world."""

    @property
    @abstractmethod
    def tables(self) -> "Mapping[str, Table]":
        """Tables by name; each is written to a CSV file."""

    @abstractmethod
    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""

    # What follows from it -----------------------------------------------------------------------

    def __repr__(self) -> str:
        """Show what was divided, by what, and how much the plan is better than the best rule."""
        name = f"{self.scenario.name!r} ({self.scenario.sha256[:12]})"
        judged = f"minus {self.rule}: {self.against(self.rule)}" if self.rule else "not simulated"
        by = self.request.objective.name
        return f"<Allocation of {self.request.resource} for {name}: {by}, {judged}>"

    def planned(self) -> Scenario:
        """The scenario with this plan in force."""
        return self.in_force

    @property
    def resource(self) -> str:
        """What was divided: cadres, funds or hours."""
        return self.request.resource

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenario it was made for."""
        return (self.scenario,)

    @property
    def plan(self) -> "pd.DataFrame":
        """The plan, as plan.csv has it."""
        return self._frame("plan")

    @property
    def values(self) -> "pd.DataFrame":
        """What a step more and less is worth by the program, as marginal_values.csv has it."""
        return self._frame("marginal_values")

    @property
    def checks(self) -> "pd.DataFrame":
        """The same where it was simulated, as marginal_check.csv has it."""
        return self._frame("marginal_check")

    @property
    def comparison(self) -> "pd.DataFrame":
        """Every way to divide on fresh years, as comparison.csv has it."""
        return self._frame("comparison")

    def _frame(self, name: str) -> "pd.DataFrame":
        import pandas as pd

        return self.tables[name].frame if name in self.tables else pd.DataFrame()

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        asked = {**asdict(self.request), "objective": self.request.objective.name, **self.besides()}
        return manifest(f"allocate {self.resource}", [self.scenario], asked=as_said(asked))

    def write_data(self, folder: Path) -> None:
        """Write the program, if it was asked for."""
        problem = self.posed() if self.programs else None
        if problem is not None:
            for ending in self.programs:
                write(problem, folder / f"{self.resource}.{ending}")

    def besides(self) -> dict[str, Any]:
        """What was asked besides the request."""
        asked: dict[str, Any] = {"worlds": self.worlds.wanted} if self.worlds else {}
        if self.ensemble is not None:
            asked["draw_seeds"] = list(self.ensemble.seeds)
        return asked
