"""Simulated against reported: the windows a scenario says a calibrated run should fall into."""

from typing import NamedTuple

from .intervals import Interval
from .replications import Runs


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
        return self.low <= self.simulated.mean <= self.high


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
