"""All comparisons of an experiment, as one result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...runs.export import REPLICATIONS, write_replications
from ...runs.file_formats import write_parquet
from ...runs.manifest import manifest
from ...runs.result import Study
from ...runs.targets import target_table
from ...scenario import Scenario
from ..file.experiment import Experiment
from ..file.heading import headed, heading_of
from ..file.named import named
from ..uncertainty.ends import ALL_WAIT, ALL_WORK
from ..uncertainty.tables import tables_of
from .comparison import Comparison

if TYPE_CHECKING:
    import pandas as pd

    from ...report.document import Report
    from ...report.table import Table
    from ...words import Language

TARGETS, COSTS, STATED = "targets", "costs", "stated_costs"


@dataclass(frozen=True, eq=False)
class Compared(Study):
    """All comparisons of an experiment.

    Attributes
    ----------
    parts : tuple of Comparison
        One, or one for each city.
    experiment : Experiment or None
        What was asked, if that was written down.
    stopped : bool
        Whether the user stopped what made the replications.
    """

    parts: tuple[Comparison, ...]
    experiment: Experiment | None = None
    stopped: bool = False

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """What is compared."""
        return tuple(scenario for part in self.parts for scenario in part.scenarios)

    @property
    def complete(self) -> bool:
        """Whether nothing was stopped by the user."""
        return not self.stopped and all(part.complete for part in self.parts)

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name; each is written to a CSV file."""
        made: dict[str, list[Table]] = {}
        for number, part in enumerate(self.parts, 1):
            for name, table in part.tables.items():
                own = name in (TARGETS, COSTS, STATED)  # which name their scenarios
                frame = table.frame if own else self._numbered(table.frame, number)
                made.setdefault(name, []).append(replace(table, frame=frame))
        return {n: replace(t[0], frame=_stacked([e.frame for e in t])) for n, t in made.items()}

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        experiment = self.experiment
        if experiment is not None:
            document = experiment.document.model_dump(mode="json", exclude_none=True)
            asked = {"experiment": named(document)}
        else:
            asked = {}
        parts = [_of_part(part) for part in self.parts]
        return manifest("compare", self.scenarios, **asked, comparisons=parts)

    def write_data(self, folder: Path) -> None:
        """Write the replications, and those of worlds, cities and both ends."""
        write_replications(folder / REPLICATIONS, [r for part in self.parts for r in part.runs])
        for end in (ALL_WAIT, ALL_WORK):
            at = [part.ends.by_name[end] for part in self.parts if part.ends is not None]
            if at:
                write_replications(folder / f"{end}.parquet", [r for part in at for r in part.runs])
        made: dict[str, list[pd.DataFrame]] = {}
        for number, part in enumerate(self.parts, 1):
            found = tables_of(
                part.metrics, part.confidence, part.worlds, part.cities, part.ensemble
            )
            for name, frame in found.items():
                if name.endswith(".parquet"):
                    made.setdefault(name, []).append(self._numbered(frame, number))
        for name, frames in made.items():
            write_parquet(folder / name, _stacked(frames))

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ...report.comparison import comparison_report

        report = comparison_report(self.parts, language, command=command)
        heading = heading_of(self.experiment) if self.experiment is not None else None
        return headed(report, heading, language)

    def _numbered(self, frame: "pd.DataFrame", number: int) -> "pd.DataFrame":
        """Say which comparison rows belong to, where there are several."""
        if len(self.parts) > 1:
            frame = frame.copy()
            frame.insert(0, "comparison", number)
        return frame


def shows_targets(part: Comparison) -> bool:
    """Whether a comparison is one of before and after, and the after has reported windows."""
    return len(part.runs) == 2 and bool(part.of(part.others[0]).scenario.document.targets)


def targets(part: Comparison) -> "pd.DataFrame":
    """Tabulate simulated against reported, with the scenario as first column."""
    after = part.of(part.others[0])
    table = target_table(after, part.of(part.reference))
    table.insert(0, "scenario", after.scenario.name)
    return table


def _of_part(part: Comparison) -> dict[str, Any]:
    ends = part.ends.by_name.items() if part.ends is not None else ()
    at_ends = {name: {s.name: s.sha256 for s in end.scenarios} for name, end in ends}
    return {
        **({"ends": at_ends} if at_ends else {}),
        "reference": part.reference,
        "scenarios": {s.name: s.sha256 for s in part.scenarios},
        "seeds": [replication.seed for replication in part.runs[0].replications],
        "stopping": vars(part.stopping),
        "failures": [vars(failure) for failure in part.failures],
    }


def _stacked(frames: "Sequence[pd.DataFrame]") -> "pd.DataFrame":
    import pandas as pd

    return pd.concat(frames, ignore_index=True)
