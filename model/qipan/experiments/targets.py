"""Simulated against reported: the windows a scenario says a calibrated run should fall into."""

from typing import TYPE_CHECKING, Any, NamedTuple

from ..outcomes.metrics import METRICS
from ..outcomes.target_faults import target_faults
from ..scenario import Scenario, ScenarioError
from .intervals import Interval
from .replications import Runs

if TYPE_CHECKING:
    import pandas as pd


class TargetCheck(NamedTuple):
    """A target beside what was simulated.

    Attributes
    ----------
    name, metric, unit, source : str
    low, high : float
        The window.
    simulated : Interval
        Mean over replications with its interval.
    """

    name: str
    metric: str
    unit: str
    source: str
    low: float
    high: float
    simulated: Interval

    @property
    def met(self) -> bool:
        """Whether the mean lies in the window; what does not exist does not."""
        return self.met_by(self.simulated)

    def met_by(self, interval: Interval) -> bool:
        """Whether another mean would lie in the window."""
        return self.low <= interval.mean <= self.high


def check_targets(runs: Runs) -> list[TargetCheck]:
    """Hold replications against the targets of their scenario."""
    return [
        TargetCheck(
            name,
            target.metric,
            target.unit,
            target.published_in or "",
            target.low,
            target.high,
            runs.interval(target.metric),
        )
        for name, target in runs.scenario.document.targets.items()
    ]


def target_table(runs: Runs, before: Runs | None = None) -> "pd.DataFrame":
    """Tabulate the targets of a scenario, one a row, with what was simulated and their sources.

    Columns: target, metric, title, unit, low, high, mean, ci_low, ci_high, inside; with `before`,
    before_mean, before_ci_low, before_ci_high and before_inside, held against the same windows;
    source, source_title, publisher, date.
    """
    import pandas as pd

    return pd.DataFrame([_row(check, runs, before) for check in check_targets(runs)])


def _row(check: TargetCheck, runs: Runs, before: Runs | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "target": check.name,
        "metric": check.metric,
        "title": METRICS[check.metric].title_en,
        "unit": check.unit,
        "low": check.low,
        "high": check.high,
        **_simulated(check, check.simulated, ""),
    }
    if before is not None:
        row.update(_simulated(check, before.interval(check.metric), "before_"))
    source = runs.scenario.document.sources.get(check.source)
    row["source"] = check.source
    row["source_title"] = source.title if source else ""
    row["publisher"] = source.publisher if source else ""
    row["date"] = source.date if source else ""
    return row


def _simulated(check: TargetCheck, interval: Interval, prefix: str) -> dict[str, float | bool]:
    return {
        f"{prefix}mean": interval.mean,
        f"{prefix}ci_low": interval.low,
        f"{prefix}ci_high": interval.high,
        f"{prefix}inside": check.met_by(interval),
    }


def refuse_bad_targets(scenario: Scenario) -> None:
    """Make sure that every target can be held against a run, before anything is run.

    Raises
    ------
    ScenarioError
        If a target names a metric that does not exist or is not the city's, or another unit.
    """
    faults = target_faults(scenario)
    if faults:
        raise ScenarioError(faults)
