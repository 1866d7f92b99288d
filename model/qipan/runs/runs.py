"""Independent replications of one scenario on one city."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..engine.record import Record
from ..notebook import between, panel
from ..outcomes.ledger import Language
from ..outcomes.metrics import METRICS, MetricTable, headline
from ..scenario import Scenario
from ..statistics.interval import Interval, mean_interval
from .bounds import MOST_REPLICATIONS, MOST_SEED
from .heading import NO_HEADING, Heading
from .result import Study

if TYPE_CHECKING:
    import pandas as pd

    from ..report.document import Report
    from ..report.table import Table

SEED_STRIDE = MOST_REPLICATIONS
CURVE_DAYS = np.concatenate([np.arange(0.0, 30.0, 0.25), np.arange(30.0, 366.0, 1.0)])


def replication_seed(seed: int, number: int) -> int:
    """Seed of the replication `number` (from 0): seed * 1,000,000 + number.

    Raises
    ------
    ValueError
        If there is no such seed.
    """
    if not 0 <= seed <= MOST_SEED:
        raise ValueError(f"found the seed {seed}; must be from 0 to {MOST_SEED}")
    return seed * SEED_STRIDE + number


@dataclass(frozen=True, eq=False)
class Replication:
    """What is kept of one replication.

    Attributes
    ----------
    number, seed : int
    table : MetricTable
    daily : DataFrame
    solved : array of float
        Share of the fixed cohort truly solved by each age of CURVE_DAYS.
    events : DataFrame or None
    ledger : DataFrame or None
        Of the first replication, if it was asked for.
    """

    number: int
    seed: int
    table: MetricTable
    daily: "pd.DataFrame"
    solved: NDArray[np.float64]
    events: "pd.DataFrame | None"
    ledger: "pd.DataFrame | None" = None

    def __repr__(self) -> str:
        """Show number and seed, not the records themselves."""
        return f"<Replication {self.number}, seed {self.seed}>"


@dataclass(frozen=True, eq=False)
class Runs(Study):
    """Finished replications of a scenario, in the order of their numbers.

    Attributes
    ----------
    scenario : Scenario
    seed : int
        Seed the replications' seeds come from.
    wanted : int
        Replications asked for; fewer are there if the run was interrupted.
    replications : tuple of Replication
    heading : Heading
        Of a question file; none otherwise.
    """

    scenario: Scenario
    seed: int
    wanted: int
    replications: tuple[Replication, ...]
    heading: Heading = NO_HEADING

    def __repr__(self) -> str:
        """Show of what, how many and on which seed, not the records themselves."""
        name = f"{self.scenario.name!r} ({self.scenario.sha256[:12]})"
        days = self.scenario.document.horizon.days
        made = f"{len(self)} of {self.wanted} replications"
        return f"<Runs of {name}: {made} of {days} days, seed {self.seed}>"

    def _repr_html_(self) -> str:
        """Show the headline metrics with their intervals in a notebook."""
        rows = [
            (name, interval.mean, between(interval.low, interval.high), METRICS[name].unit)
            for name, interval in ((name, self.interval(name)) for name in headline())
        ]
        notes = ["Intervals are over chance, not over what the scenario assumes."]
        if not self.complete:
            notes.append(f"Stopped: {self.wanted - len(self)} replications are missing.")
        columns = ("metric", "mean", "95 % interval", "unit")
        return panel(repr(self).strip("<>"), columns, rows if self.replications else (), notes)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The one scenario."""
        return (self.scenario,)

    @property
    def tables(self) -> "dict[str, Table]":
        """Tables by name; each is written to a CSV file."""
        from ..report.run.tables import tables_of

        return tables_of(self)

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        from .replications_written import manifest_of

        return manifest_of(self)

    def write_data(self, folder: Path) -> None:
        """Write summary, metrics, daily counts, and events where they were kept."""
        from .replications_written import write_data

        write_data(self, folder)

    def report(self, language: Language = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ..report.run import run_report

        return run_report(self, language, command=command)

    def __len__(self) -> int:
        return len(self.replications)

    @property
    def complete(self) -> bool:
        """Whether all replications asked for are there."""
        return len(self) == self.wanted

    def values(self, metric: str) -> NDArray[np.float64]:
        """City-wide values of a metric, one a replication."""
        return np.array([replication.table[metric] for replication in self.replications])

    def interval(self, metric: str) -> Interval:
        """Mean and 95 % confidence interval of a metric."""
        known = METRICS[metric]
        values = self.values(metric)
        return mean_interval(values, settled=known.settled, support=known.support)

    def summary(self, metrics: Sequence[str] | None = None) -> "pd.DataFrame":
        """Mean, 95 % interval and unit of metrics, by default the headline ones."""
        import pandas as pd

        names = list(metrics) if metrics is not None else headline()
        rows = [(name, *self.interval(name), METRICS[name].unit) for name in names]
        return pd.DataFrame(rows, columns=["metric", "mean", "low", "high", "n", "unit"])

    @property
    def metrics(self) -> "pd.DataFrame":
        """Tidy metrics of all replications."""
        return self._stacked([r.table.frame() for r in self.replications])

    def to_xarray(self) -> Any:
        """Return all metrics as a labelled `xarray.Dataset`; see `labelled.dataset_of`."""
        from .labelled import dataset_of

        return dataset_of(self)

    @property
    def daily(self) -> "pd.DataFrame":
        """Daily counts of all replications."""
        return self._stacked([r.daily.copy() for r in self.replications])

    @property
    def ledger(self) -> "pd.DataFrame | None":
        """Ledger of the first replication, if it was kept."""
        return next((r.ledger for r in self.replications if r.ledger is not None), None)

    @property
    def events(self) -> "pd.DataFrame | None":
        """Event logs of all replications, if they were kept."""
        logs = [r.events.copy() for r in self.replications if r.events is not None]
        return self._stacked(logs) if logs else None

    def _stacked(self, frames: "list[pd.DataFrame]") -> "pd.DataFrame":
        import pandas as pd

        for replication, frame in zip(self.replications, frames, strict=True):
            frame.insert(0, "replication", np.int32(replication.number))
            frame.insert(0, "scenario", self.scenario.name)
        return pd.concat(frames, ignore_index=True)


def solved_curve(record: Record) -> NDArray[np.float64]:
    """Share of the fixed cohort truly solved by each age of CURVE_DAYS; lapse competes."""
    from ..outcomes.durations import fixed_cohort
    from ..outcomes.survival import cumulative_incidence
    from ..outcomes.window import Window

    spells = fixed_cohort(Window(record))
    return cumulative_incidence(spells.hours, spells.cause).at(CURVE_DAYS * 24.0)
