"""Policies compared on the same city, the same people and the same issues."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...outcomes.catalogue import METRICS
from ...runs.result import Study
from ...runs.runs import Runs
from ...runs.wanted import Failure
from ...scenario import Scenario
from ...statistics.stopping import Stopping, two_stage_interval
from ...words import Phrase
from ..file.document import EqualCost
from ..file.stated_costs import StatedCosts
from ..uncertainty.ensemble import OverDraws
from ..uncertainty.layer import Layer
from ..uncertainty.worlds import AssumedWorlds
from .difference import Difference, difference, simultaneous_confidence
from .ranking import Ranking, rank

if TYPE_CHECKING:
    import pandas as pd

    from ...report.document import Report
    from ...report.table import Table
    from ...words import Language
    from .compared import Compared
    from .ends import AtBothEnds


@dataclass(frozen=True, eq=False)
class Comparison(Study):
    """Replications of several policies on common random numbers.

    Attributes
    ----------
    runs : tuple of Runs
        One a scenario, all with the same seeds.
    reference : str
        Name of the scenario that the others are held against.
    metrics : tuple of str
    confidence : float
    stopping : Stopping
        Why there are so many replications and no more.
    failures : tuple of Failure
        Replications that could not be made; they are left out of all scenarios.
    equal_cost : EqualCost or None
        Which scenarios an experiment says cost the same; see `costs`.
    claims_equal_cost : bool
        Whether its title or question says so.
    stated_costs : StatedCosts or None
        What the scenarios cost a year, as their author says.
    worlds : AssumedWorlds or None
        The same policies over what was assumed, if that was asked for and is finished.
    cities : Layer or None
        The same policies in several synthetic cities.
    ensemble : OverDraws or None
        The same policies in each draw of an ensemble.
    ends : AtBothEnds or None
        The same policies at both ends of what a ledger cannot tell.
    """

    runs: tuple[Runs, ...]
    reference: str
    metrics: tuple[str, ...]
    confidence: float
    stopping: Stopping
    failures: tuple[Failure, ...] = ()
    equal_cost: EqualCost | None = None
    claims_equal_cost: bool = False
    stated_costs: StatedCosts | None = None
    worlds: AssumedWorlds | None = None
    cities: Layer | None = None
    ensemble: OverDraws | None = None
    ends: "AtBothEnds | None" = None

    def __repr__(self) -> str:
        """Show what is compared, on how many replications."""
        others = ", ".join(map(repr, self.others))
        each = f"{self.replications} replications each, {len(self.metrics)} metrics"
        short = "" if self.complete else ", stopped"
        return f"<Comparison of {others} with {self.reference!r}: {each}{short}>"

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """What is compared, in the order in which it was asked for."""
        return tuple(runs.scenario for runs in self.runs)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the scenarios."""
        return tuple(scenario.name for scenario in self.scenarios)

    @property
    def others(self) -> tuple[str, ...]:
        """Names of the scenarios but for the reference."""
        return tuple(name for name in self.names if name != self.reference)

    @property
    def replications(self) -> int:
        """Replications of each scenario."""
        return len(self.runs[0])

    @property
    def complete(self) -> bool:
        """Whether nothing was stopped by the user."""
        return self.stopping.reason != "stopped"

    def of(self, scenario: str) -> Runs:
        """Return the replications of a scenario.

        Raises
        ------
        LookupError
            If none of that name is compared.
        """
        if scenario not in self.names:
            known = ", ".join(self.names)
            raise LookupError(
                Phrase(
                    "no scenario named {scenario!r} is compared; there are {known}",
                    scenario=scenario,
                    known=known,
                )
            )
        return self.runs[self.names.index(scenario)]

    def values(self, metric: str) -> dict[str, NDArray[np.float64]]:
        """City-wide values of a metric by scenario, one a replication."""
        return {runs.scenario.name: runs.values(metric) for runs in self.runs}

    def difference(self, scenario: str, metric: str) -> Difference:
        """Compare one scenario with the reference."""
        values, reference = (self.of(name).values(metric) for name in (scenario, self.reference))
        names, others = (scenario, self.reference), len(self.others)
        found = difference(metric, names, values, reference, self.confidence, others)
        if metric != self.stopping.metric or self.stopping.first_stage >= len(values):
            return found
        if found.interval.low == found.interval.high:
            return found  # nothing of it hangs on chance
        apart, first = values - reference, self.stopping.first_stage
        together = simultaneous_confidence(self.confidence, others)
        return replace(
            found,
            interval=two_stage_interval(apart, first, self.confidence),
            simultaneous=two_stage_interval(apart, first, together),
        )

    def differences(self, metric: str) -> list[Difference]:
        """Compare each scenario but the reference with it."""
        return [self.difference(name, metric) for name in self.others]

    def ranking(self, metric: str) -> Ranking:
        """Rank the scenarios by a metric; see `rank`."""
        return rank(metric, self.values(metric), self.confidence)

    @cached_property
    def rankings(self) -> dict[str, Ranking]:
        """Rankings by all metrics that have a better way."""
        return {m: self.ranking(m) for m in self.metrics if METRICS[m].better is not None}

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name; each is written to a CSV file."""
        from ...report.comparison.tables import tables_of

        return tables_of(self)

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        return self._alone.manifest()

    def write_data(self, folder: Path) -> None:
        """Write the replications."""
        self._alone.write_data(folder)

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        return self._alone.report(language, command)

    @property
    def _alone(self) -> "Compared":
        from .compared import Compared

        return Compared((self,))

    def frame(self, metrics: Sequence[str] | None = None) -> "pd.DataFrame":
        """Tabulate all differences, one a row.

        Columns: metric, unit, better, scenario, reference, mean, reference_mean, difference,
        low, high, together_low, together_high, n, share_better, share_low,
        share_high, probability_better, first_rank, last_rank, correlation, variance_reduction,
        ceiling, ceiling_of_spreads, missing, reference_missing.
        """
        import pandas as pd

        names = metrics or self.metrics
        rows = [self._row(found) for metric in names for found in self.differences(metric)]
        return pd.DataFrame(rows)

    def ranks(self) -> "pd.DataFrame":
        """Tabulate the rankings: metric, scenario, mean, first_rank, last_rank, may_be_best."""
        import pandas as pd

        rows = [
            (metric, row.scenario, row.mean, *ranking.span(row), ranking.span(row)[0] == 1)
            for metric, ranking in self.rankings.items()
            for row in ranking.rows
        ]
        columns = ["metric", "scenario", "mean", "first_rank", "last_rank", "may_be_best"]
        frame = pd.DataFrame(rows, columns=columns)
        return frame.astype({"first_rank": "Int64", "last_rank": "Int64"})

    def _row(self, found: Difference) -> dict[str, object]:
        metric, ranking = METRICS[found.metric], self.rankings.get(found.metric)
        places = {row.scenario: row for row in ranking.rows} if ranking else {}
        place = places.get(found.scenario)
        first, last = ranking.span(place) if ranking and place else (None, None)
        return {
            "metric": found.metric,
            "unit": metric.unit,
            "better": metric.better or "",
            "scenario": found.scenario,
            "reference": found.reference,
            "mean": found.value.mean,
            "reference_mean": found.reference_value.mean,
            "difference": found.interval.mean,
            "low": found.interval.low,
            "high": found.interval.high,
            "together_low": found.simultaneous.low,
            "together_high": found.simultaneous.high,
            "n": found.interval.n,
            "share_better": found.share_better.share,
            "share_low": found.share_better.low,
            "share_high": found.share_better.high,
            "probability_better": found.probability_better,
            "first_rank": first,
            "last_rank": last,
            "correlation": found.pairing.correlation,
            "variance_reduction": found.pairing.reduction,
            "ceiling": found.pairing.ceiling,
            "ceiling_of_spreads": found.pairing.ceiling_of_spreads,
            "missing": found.missing,
            "reference_missing": found.reference_missing,
        }
