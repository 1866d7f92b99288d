"""Replications of one scenario beside the same scenario in each draw of an ensemble."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...outcomes.metrics import headline
from ...runs.result import Study
from ...runs.runner import Runner
from ...runs.runs import Runs
from ...scenario import Scenario
from .ensemble import Draw, OverDraws, Spread, try_draws

if TYPE_CHECKING:
    import pandas as pd

    from ...report.document import Report
    from ...report.table import Table
    from ...words import Language


@dataclass(frozen=True, eq=False)
class RunsInDraws(Study):
    """Replications, and one period in each draw of an ensemble.

    Attributes
    ----------
    runs : Runs
        Of the scenario as it is: their interval is over chance, and of a mean.
    over : OverDraws
        Of each draw laid over it, on the draw's own seed: a range over chance and data, of one
        period.
    """

    runs: Runs
    over: OverDraws

    def __repr__(self) -> str:
        """Show of what, and how many draws."""
        return f"<{self.runs!r} in {len(self.over.layer)} draws>"

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The one scenario."""
        return self.runs.scenarios

    @property
    def complete(self) -> bool:
        """Whether all replications and draws are there."""
        return self.runs.complete and len(self.over.layer) == self.over.layer.wanted

    @property
    def metrics(self) -> tuple[str, ...]:
        """Metrics that were taken in each draw."""
        return self.over.layer.metrics

    def spread(self, metric: str) -> Spread:
        """Range of a metric over chance and data."""
        return self.over.spread(self.runs.scenario.name, metric)

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name; each is written to a CSV file."""
        from ...report.run.in_draws import ensemble_table

        return {**self.runs.tables, "ensemble": ensemble_table(self)}

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        layer = self.over.layer
        drawn = {"wanted": layer.wanted, "finished": len(layer), "unsound": layer.unsound}
        return {**self.runs.manifest(), "ensemble": drawn}

    def write_data(self, folder: Path) -> None:
        """Write what replications write, and the values of each draw."""
        from ...runs.file_formats import write_parquet

        self.runs.write_data(folder)
        write_parquet(folder / "ensemble.parquet", self.values())

    def values(self) -> "pd.DataFrame":
        """Value of each metric in each draw, a row a draw with its weight."""
        import pandas as pd

        layer = self.over.layer
        columns: dict[str, Any] = {
            "draw": [n + 1 for n in layer.drawn],
            "weight": self.over.weights,
        }
        named = self.runs.scenario.name
        columns |= {name: layer.of(named, name)[:, 0] for name in layer.metrics}
        return pd.DataFrame(columns)

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ...report.run.in_draws import in_draws_report

        return in_draws_report(self, language, command=command)


def in_draws(runs: Runs, draws: Sequence[Draw], runner: Runner) -> RunsInDraws:
    """Simulate the scenario of replications once in each draw, for the metrics of a summary.

    Raises
    ------
    ScenarioError
        If a draw does not fit the scenario.
    RunnerError
        If nothing can be made, or kept.
    """
    scenario = runs.scenario
    names = tuple(headline())
    return RunsInDraws(runs, try_draws(draws, [scenario], scenario.name, names, runner))
