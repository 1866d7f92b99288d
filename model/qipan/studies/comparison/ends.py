"""One comparison at both ends of what a ledger cannot tell, and which conclusions hold at both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ...outcomes.catalogue import METRICS
from ..uncertainty.ends import ALL_WAIT, ALL_WORK

if TYPE_CHECKING:
    import pandas as pd

    from ...runs.runner import Runner
    from ...scenario import Scenario
    from .comparison import Comparison

Standing = Literal["holds", "turns", "all_work", "all_wait", "neither", "missing"]


@dataclass(frozen=True, eq=False)
class AtBothEnds:
    """The same policies, on the same seeds, at both ends.

    Attributes
    ----------
    all_wait, all_work : Comparison
    """

    all_wait: "Comparison"
    all_work: "Comparison"

    @property
    def by_name(self) -> "dict[str, Comparison]":
        """Both by the name of the end."""
        return {ALL_WAIT: self.all_wait, ALL_WORK: self.all_work}

    def standing(self, scenario: str, metric: str) -> Standing:
        """At which ends a policy's difference to the reference is told from 0.

        It holds where both intervals leave out 0 on the same side. Each of both must, so that
        together they err no more often than either (Berger 1982, intersection-union); no
        interval need be widened for there being two ends.
        """
        wait, work = (end.difference(scenario, metric) for end in (self.all_wait, self.all_work))
        if np.isnan([wait.interval.mean, work.interval.mean]).any():
            return "missing"
        if wait.distinguishable and work.distinguishable:
            return "holds" if wait.interval.mean * work.interval.mean > 0.0 else "turns"
        if work.distinguishable:
            return "all_work"
        return "all_wait" if wait.distinguishable else "neither"

    def frame(self) -> "pd.DataFrame":
        """Tabulate both differences side by side, a row a metric and a policy.

        Columns: metric, unit, better, scenario, reference, and for each end its difference, low
        and high (of intervals that hold together over policies) and n; standing.
        """
        import pandas as pd

        first = self.all_wait
        return pd.DataFrame(
            [self._row(name, metric) for metric in first.metrics for name in first.others]
        )

    def _row(self, scenario: str, metric: str) -> dict[str, object]:
        about = METRICS[metric]
        row: dict[str, object] = {
            "metric": metric,
            "unit": about.unit,
            "better": about.better or "",
            "scenario": scenario,
            "reference": self.all_wait.reference,
        }
        for end, found in self.by_name.items():
            interval = found.difference(scenario, metric).simultaneous
            row |= {
                f"{end}_difference": interval.mean,
                f"{end}_low": interval.low,
                f"{end}_high": interval.high,
                f"{end}_n": interval.n,
            }
        return row | {"standing": self.standing(scenario, metric)}


def at_end(
    part: "Comparison", scenarios: "Sequence[Scenario]", seed: int, runner: "Runner"
) -> "Comparison":
    """Compare the same policies at one end, on the seeds of a comparison that is made.

    Policies that already are as this end says are not simulated again.

    Raises
    ------
    NothingToCompareError
        If no replication was finished in all scenarios.
    """
    from .compare import compare

    if [each.sha256 for each in scenarios] == [each.sha256 for each in part.scenarios]:
        return part
    return compare(
        scenarios,
        part.runs[0].wanted,
        seed,
        reference=part.reference,
        metrics=part.metrics,
        confidence=part.confidence,
        runner=runner,
    )


def at_both_ends(
    part: "Comparison",
    ends: "Sequence[Sequence[Scenario]]",
    seed: int,
    runner: "Runner",
) -> AtBothEnds | None:
    """Compare at both ends; None if the user stopped it before both were finished.

    Raises
    ------
    NothingToCompareError
        If no replication was finished in all scenarios of an end, and nobody stopped it.
    """
    from .compare import NothingToCompareError

    found = []
    for scenarios in ends:
        try:
            found.append(at_end(part, scenarios, seed, runner))
        except NothingToCompareError:
            if not runner.stopped:
                raise
        if runner.stopped:
            return None
    return AtBothEnds(*found)
