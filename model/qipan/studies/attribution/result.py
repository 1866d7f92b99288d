"""What an attribution has found."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...runs.file_formats import write_json
from ...runs.manifest import as_said, manifest
from ...runs.result import Study
from ...runs.result_folder import SUMMARY
from ...runs.wanted import Failure
from ...scenario import Scenario
from ...statistics.interval import Interval
from ..file.heading import headed
from .players import StandIn

if TYPE_CHECKING:
    from ...report.document import Report
    from ...report.table import Table
    from ...words import Language
    from .ask import Question
    from .in_draws import ContributionsInDraws

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Contribution:
    """What one change contributes to the difference between before and after.

    Attributes
    ----------
    player : str
        Mechanism, or `other_changes`.
    shapley : Interval
        Shapley value; the contributions of all players sum to the whole difference.
    alone : Interval
        Difference it makes to `before` by itself.
    last : Interval
        Difference it makes when all others have been made already.
    chance_of_orders : float
        Standard error that is due to the orders drawn, a part of that behind the interval; 0 if
        all coalitions were tried, NaN if it cannot be told.
    """

    player: str
    shapley: Interval
    alone: Interval
    last: Interval
    chance_of_orders: float

    @property
    def distinguishable(self) -> bool:
        """Whether the interval of the Shapley value excludes 0."""
        return excludes_zero(self.shapley)


@dataclass(frozen=True)
class Interaction:
    """What two changes do together beyond what each does without the other.

    Attributes
    ----------
    first, second : str
        Players.
    index : Interval
        Shapley interaction index (Grabisch and Roubens 1999), with its 95 % interval.
    together : Interval
        The same with the interval widened so that those of all pairs hold at once (Bonferroni).
    """

    first: str
    second: str
    index: Interval
    together: Interval

    @property
    def distinguishable(self) -> bool:
        """Whether the index differs from 0, all pairs taken together."""
        return excludes_zero(self.together)


@dataclass(frozen=True)
class Missing:
    """Where a metric does not exist, so that its difference cannot be attributed.

    Attributes
    ----------
    coalitions, of : int
        Coalitions where it does not exist in some replication, and how many were tried.
    examples : tuple of tuple of str
        Players of a few of them, the smallest first.
    """

    coalitions: int
    of: int
    examples: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class MetricAttribution:
    """One metric's difference, attributed.

    Attributes
    ----------
    metric : str
    before, after, difference : Interval
        Means without and with all changes, and their paired difference.
    contributions : tuple of Contribution
        In the order of the players.
    interactions : tuple of Interaction
        Every pair once; none if they were not asked for.
    by_replication : array of float, shape (replications, players)
        Contributions of each replication, of which `contributions` has the means.
    missing : Missing or None
        If given, the contributions are NaN.
    """

    metric: str
    before: Interval
    after: Interval
    difference: Interval
    contributions: tuple[Contribution, ...]
    interactions: tuple[Interaction, ...]
    by_replication: Floats
    missing: Missing | None

    @property
    def ranked(self) -> tuple[Contribution, ...]:
        """Contributions, the largest first whatever their sign."""
        return tuple(sorted(self.contributions, key=lambda each: -abs(each.shapley.mean)))


@dataclass(frozen=True, eq=False)
class Attribution(Study):
    """Which change does how much of what lies between two scenarios.

    Attributes
    ----------
    before, after : Scenario
    players : tuple of str
        Mechanisms that differ, and `other_changes` for what else does.
    metrics : tuple of MetricAttribution
    orders : int
        Orders of joining drawn in each replication; 0 if all coalitions were tried.
    replications : tuple of int
        Numbers of the replications that went in.
    wanted : int
        How many were asked for.
    seed : int
    coalitions, runs : int
        Different coalitions tried, and replications of them.
    stand_ins : tuple of StandIn
        Coalitions that are no sound scenarios.
    failures : tuple of Failure
        Replications that could not be made; those of the same number are left out everywhere.
    asked : Question or None
        What was asked, if that was written down.
    ensemble : ContributionsInDraws or None
        The same in each draw of an ensemble.
    """

    before: Scenario
    after: Scenario
    players: tuple[str, ...]
    metrics: tuple[MetricAttribution, ...]
    orders: int
    replications: tuple[int, ...]
    wanted: int
    seed: int
    coalitions: int
    runs: int
    stand_ins: tuple[StandIn, ...]
    failures: tuple[Failure, ...]
    asked: "Question | None" = None
    ensemble: "ContributionsInDraws | None" = None

    def __repr__(self) -> str:
        """Show what is attributed, and on how many replications."""
        between = f"{self.after.name!r} minus {self.before.name!r}"
        each = f"{len(self.players)} changes, {len(self.replications)} replications"
        return f"<Attribution of {between}: {each}>"

    @property
    def scenarios(self) -> tuple[Scenario, Scenario]:
        """Before and after."""
        return self.before, self.after

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name; each is written to a CSV file."""
        from ...report.attribution.tables import tables_of

        return tables_of(self)

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        asked: dict[str, Any] = {}
        if self.asked is not None:
            asked["asked"] = as_said(self.asked.request)
        if self.ensemble is not None:
            asked["draw_seeds"] = list(self.ensemble.seeds)
        return manifest("attribute", self.scenarios, **asked)

    def write_data(self, folder: Path) -> None:
        """Write the summary."""
        from .tables import summary

        write_json(folder / SUMMARY, summary(self))

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ...report.attribution import attribution_report

        heading = None if self.asked is None else self.asked.heading
        return headed(attribution_report(self, language, command=command), heading, language)

    @property
    def exact(self) -> bool:
        """Whether all coalitions were tried."""
        return self.orders == 0

    def metric(self, name: str) -> MetricAttribution:
        """Return what was found for a metric."""
        return next(each for each in self.metrics if each.metric == name)


def excludes_zero(interval: Interval) -> bool:
    """Whether an interval excludes 0; False where it has no bounds."""
    return interval.low > 0.0 or interval.high < 0.0
