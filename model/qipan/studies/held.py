"""A scenario held against its targets, as a result."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..runs.heading import NO_HEADING, Heading
from ..runs.manifest import manifest
from ..runs.result import Study
from ..runs.runs import Runs
from ..scenario import Scenario

if TYPE_CHECKING:
    from ..report.document import Report
    from ..report.table import Table
    from ..words import Language


@dataclass(frozen=True, eq=False)
class HeldAgainst(Study):
    """Replications of a scenario beside the windows that its sources report.

    Attributes
    ----------
    several : tuple of Runs
        Of the scenario, and of the same city without the reform if that was given.
    heading : Heading
        Of a question file; none otherwise.
    """

    several: tuple[Runs, ...]
    heading: Heading = NO_HEADING

    def __repr__(self) -> str:
        """Show what is held against how many windows."""
        runs = self.several[0]
        number = len(runs.scenario.document.targets)
        return f"<{runs.scenario.name!r} against {number} targets: {len(runs)} replications>"

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenario, and what it is held beside."""
        return tuple(runs.scenario for runs in self.several)

    @property
    def complete(self) -> bool:
        """Whether all replications asked for are there."""
        return all(runs.complete for runs in self.several)

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name; each is written to a CSV file."""
        from ..report.targets import windows_table

        return {"targets": windows_table(self.several)}

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        first = self.several[0]
        return manifest(
            "targets",
            self.scenarios,
            seed=first.seed,
            replications={
                "wanted": sum(runs.wanted for runs in self.several),
                "finished": sum(len(runs) for runs in self.several),
            },
            **self.heading.added(),
        )

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ..report.targets import targets_report

        made = targets_report(self.several, language, command=command)
        return self.heading.heads(made, language)
