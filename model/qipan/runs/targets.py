"""Simulated against reported: the windows a scenario says a calibrated run should fall into."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..outcomes.metrics import METRICS
from ..outcomes.target_faults import target_faults
from ..scenario import Scenario, ScenarioError
from ..statistics.interval import Interval
from .runs import Runs

if TYPE_CHECKING:
    import pandas as pd


Verdict = Literal["in", "out", "open"]
VERDICTS: tuple[Verdict, ...] = ("in", "out", "open")


def verdict_on(low: float, high: float, interval: Interval) -> Verdict:
    """Whether a window is met, missed, or neither for sure.

    `in` if the whole interval lies within the window, `out` if all of it lies outside, or if the
    metric does not exist; `open` where the interval straddles an end, or where there is none, as
    with a single replication: more replications may tell.
    """
    if math.isnan(interval.mean):
        return "out"
    if math.isnan(interval.low) or math.isnan(interval.high):
        return "open"
    if interval.high < low or interval.low > high:
        return "out"
    return "in" if low <= interval.low and interval.high <= high else "open"


def tally(verdicts: Iterable[Verdict]) -> dict[Verdict, int]:
    """How many are in, out and open."""
    several = list(verdicts)
    return {verdict: several.count(verdict) for verdict in VERDICTS}


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
    def verdict(self) -> Verdict:
        """Whether what was simulated is in the window, out of it, or open."""
        return self.verdict_on(self.simulated)

    def verdict_on(self, interval: Interval) -> Verdict:
        """Whether another interval would be in the window, out of it, or open."""
        return verdict_on(self.low, self.high, interval)


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

    Columns: target, metric, title, unit, window_low, window_high, mean, low, high, verdict (in, out
    or open); with `before`, before_mean, before_low, before_high and before_verdict, held against
    the same windows; source, source_title, publisher, date.
    """
    import pandas as pd

    return pd.DataFrame([_row(check, runs, before) for check in check_targets(runs)])


def _row(check: TargetCheck, runs: Runs, before: Runs | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "target": check.name,
        "metric": check.metric,
        "title": METRICS[check.metric].title_en,
        "unit": check.unit,
        "window_low": check.low,
        "window_high": check.high,
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


def _simulated(check: TargetCheck, interval: Interval, prefix: str) -> dict[str, float | str]:
    return {
        f"{prefix}mean": interval.mean,
        f"{prefix}low": interval.low,
        f"{prefix}high": interval.high,
        f"{prefix}verdict": check.verdict_on(interval),
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
