"""What a sweep has found."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...runs.file_formats import write_json, write_parquet
from ...runs.manifest import as_said, manifest
from ...runs.result import Study
from ...runs.result_folder import SUMMARY
from ...runs.runs import replication_seed
from ...runs.wanted import Failure
from ...scenario import Scenario
from ...statistics.interval import Interval
from ..file.heading import headed
from ..uncertainty.two_intervals import TwoIntervals
from .designs import Design, length_of_part
from .factors import Factor
from .families import numbers
from .influence import ElementaryEffect, RankCorrelation, SobolIndex
from .robustness import Conclusion, Spread
from .splits import Split
from .swings import Flip, Swing
from .trial import Trial
from .worlds import Unsound

if TYPE_CHECKING:
    from ...report.document import Report
    from ...report.table import Table
    from ...words import Language
    from .ask import Question

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sensitivity:
    """What moves a response: a metric, or its difference between two scenarios.

    Attributes
    ----------
    metric : str
    first : str or None
        Name of the scenario it is held against; None for the metric itself.
    second : str
        Name of the scenario.
    as_given : Interval
        With all numbers as the scenarios have them.
    conclusion : Conclusion or None
        In how many worlds the difference lies which way; None for the metric itself, and for
        designs whose points are no fair sample of worlds.
    correlations : tuple of RankCorrelation
        The strongest first; chance is among them.
    effects : tuple of ElementaryEffect
        The largest first; chance is among them.
    indices : tuple of SobolIndex
        The largest total first; chance is among them.
    swings : tuple of Swing
        Of the factors looked at one at a time, the largest first.
    flips : tuple of Flip
        Where the difference changes its sign.
    splits : tuple of Split
        What divides the worlds in which it holds from the others.
    both : TwoIntervals or None
        As given, over chance alone and over chance and data; None without an ensemble.
    """

    metric: str
    first: str | None
    second: str
    as_given: Interval
    conclusion: Conclusion | None
    correlations: tuple[RankCorrelation, ...]
    effects: tuple[ElementaryEffect, ...]
    indices: tuple[SobolIndex, ...]
    swings: tuple[Swing, ...]
    flips: tuple[Flip, ...]
    splits: tuple[Split, ...]
    both: TwoIntervals | None = None


@dataclass(frozen=True, eq=False)
class Sweep(Study):
    """Scenarios over the ranges of their numbers.

    Attributes
    ----------
    scenarios : tuple of Scenario
    factors : tuple of Factor
        What moved.
    metrics : tuple of str
    responses : tuple of Sensitivity
    spreads : tuple of Spread
        Each metric of each scenario over the worlds; empty for designs that are no fair sample.
    kind : str
        The design asked for.
    design : Design or None
        Its points; None if factors were moved one at a time only.
    trial : Trial or None
        What came of them.
    index_design : Design or None
        Points that the Sobol' indices rest on, if they are others.
    detailed : tuple of str
        Factors that were looked at one at a time.
    replications, seed : int
    runs : int
        Replications asked for in all.
    unsound : tuple of Unsound
        Why points were left out.
    failures : tuple of Failure
    together : float or None
        How closely the numbers of a family hung together; None where each moved by itself.
    tried : int
        Points that were to be simulated, of the designs and of one factor at a time; the unsound
        ones are of these.
    asked : Question or None
        What was asked, if that was written down.
    draw_seeds : tuple of int
        Of the draws of the ensemble over which all was tried; empty without one.
    """

    scenarios: tuple[Scenario, ...]
    factors: tuple[Factor, ...]
    metrics: tuple[str, ...]
    responses: tuple[Sensitivity, ...]
    spreads: tuple[Spread, ...]
    kind: str
    design: Design | None
    trial: Trial | None
    index_design: Design | None
    detailed: tuple[str, ...]
    replications: int
    seed: int
    runs: int
    unsound: tuple[Unsound, ...]
    failures: tuple[Failure, ...]
    tried: int
    together: float | None = None
    asked: "Question | None" = None
    draw_seeds: tuple[int, ...] = ()

    def __repr__(self) -> str:
        """Show what was swept, by which design."""
        names = ", ".join(repr(scenario.name) for scenario in self.scenarios)
        return f"<Sweep of {names}: {self.kind}, {self.usable} of {self.points} points>"

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name; each is written to a CSV file."""
        from ...report.sweep.tables import tables_of

        return tables_of(self)

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        if self.asked is None:
            return manifest("sweep", self.scenarios)
        request = self.asked.request
        asked = {**as_said(replace(request, draws=())), "keys": as_said(request.keys) or "assumed"}
        del asked["draws"]
        if request.draws:
            asked["draws"] = [replication_seed(draw.seed, 0) for draw in request.draws]
        return manifest("sweep", self.scenarios, asked=asked)

    def write_data(self, folder: Path) -> None:
        """Write summary, points and values."""
        from .tables import point_table, summary, value_table

        write_json(folder / SUMMARY, summary(self))
        if self.trial is not None:
            write_parquet(folder / "points.parquet", point_table(self))
            write_parquet(folder / "values.parquet", value_table(self))

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ...report.sweep import sweep_report

        heading = None if self.asked is None else self.asked.heading
        return headed(sweep_report(self, language, command=command), heading, language)

    @property
    def numbers(self) -> tuple[Factor, ...]:
        """Numbers that moved: those of the families, or the factors themselves."""
        return numbers(self.factors)

    @property
    def points(self) -> int:
        """Points of the design, those that stand by for others not counted."""
        if self.design is None:
            return 0
        parts = self.design.wanted
        return len(self.design) if parts is None else parts * length_of_part(self.design)

    @property
    def usable(self) -> int:
        """Points of the design that were simulated in full."""
        return 0 if self.trial is None else int(self.trial.usable.sum())

    def response(self, metric: str, second: str | None = None) -> Sensitivity:
        """Return what was found for a metric; of the last scenario if none is named."""
        name = second or self.scenarios[-1].name
        return next(r for r in self.responses if r.metric == metric and r.second == name)
