"""What a calibration has found."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...runs.file_formats import write_json, write_parquet
from ...runs.manifest import as_said, manifest
from ...runs.result import Study
from ...runs.result_folder import SUMMARY
from ...runs.wanted import Failure
from ...scenario import Scenario
from ..sweep.factors import Factor
from ..sweep.families import OWN_OF, numbers
from ..sweep.worlds import Unsound, Worlds
from .matching import Matched
from .narrowed import Narrowed, narrowed
from .overlays import ENSEMBLE, write_ensemble
from .request import Request, held_numbers, shown_factors
from .ruled_out import RuledOut, contradictions, ruled_out
from .windows import Window

if TYPE_CHECKING:
    import pandas as pd

    from ...report.document import Report
    from ...report.table import Table
    from ...words import Language


@dataclass(frozen=True, eq=False)
class Calibration(Study):
    """A scenario's assumed numbers, held against what was reported.

    Attributes
    ----------
    scenario : Scenario
    windows : tuple of Window
        As asked for.
    factors : tuple of Factor
        What moved: families and their own parts, or numbers.
    found : Matched
    request : Request
    unsound : tuple of Unsound
        Points that are no sound scenarios.
    failures : tuple of Failure
    runs : int
        Replications asked for.
    given : dict of str to float
        Means of the metrics with all numbers as the scenario has them: a witness that no emulator
        may contradict; empty if it was not simulated.
    """

    scenario: Scenario
    windows: tuple[Window, ...]
    factors: tuple[Factor, ...]
    found: Matched
    request: Request
    unsound: tuple[Unsound, ...]
    failures: tuple[Failure, ...]
    runs: int
    given: dict[str, float] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Show what was calibrated, against how many targets, and what is left."""
        share = f"{self.found.plausible.share:.2%} plausible"
        return f"<Calibration of {self.scenario.name!r}: {len(self.windows)} targets, {share}>"

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """What it is about."""
        return (self.scenario,)

    @property
    def shown(self) -> tuple[Factor, ...]:
        """Factors that a target can narrow."""
        return shown_factors(self.factors)

    @cached_property
    def ruled_out(self) -> tuple[RuledOut, ...]:
        """What each target ruled out, in the order of the judge's windows."""
        return ruled_out(self.found, self.request.settings.seed)

    @cached_property
    def contradictions(self) -> tuple[tuple[str, ...], ...]:
        """Sets of targets that nothing meets together; see `ruled_out.contradictions`.

        Sets that the scenario as given meets are left out: there the emulators err.
        """
        found = contradictions(self.found, self.request.settings.seed)
        return tuple(names for names in found if not set(names) <= self.met_as_given)

    @cached_property
    def met_as_given(self) -> frozenset[str]:
        """Targets that the scenario meets as it is given, as far as chance can tell."""
        windows = self.found.judge.windows
        means = np.array([[self.given.get(window.metric, np.nan) for window in windows]])
        met = self.found.judge.of_simulated(means)[0] < self.found.judge.cutoff
        return frozenset(window.name for window, is_met in zip(windows, met, strict=True) if is_met)

    @cached_property
    def narrowed(self) -> tuple[Narrowed, ...]:
        """Of each factor shown, how far it is narrowed."""
        judge = self.found.judge
        following = [
            tuple(
                window.name
                for window, emulator in zip(judge.windows, judge.emulators, strict=True)
                if any(column in emulator.active for column in columns)
            )
            for columns in self._columns
        ]
        return narrowed(self.found.plausible.points, following)

    @property
    def _columns(self) -> list[list[int]]:
        """By factor shown, its column, and those of the own parts of its numbers."""
        names = {factor.name: n for n, factor in enumerate(self.factors)}
        return [
            [n, *(names[key] for key in (OWN_OF + m.name for m in factor.members) if key in names)]
            for n, factor in enumerate(self.shown)
        ]

    @cached_property
    def draws(self) -> tuple[Scenario, ...]:
        """The scenario at each member of the plausible set."""
        worlds = Worlds([self.scenario], self.factors, self.request.together)
        names = [factor.name for factor in self.factors]
        made = (
            worlds.at(dict(zip(names, row.tolist(), strict=True))) for row in self.found.members
        )
        return tuple(one[0] for one in made if one is not None)

    @property
    def writes_ensemble(self) -> bool:
        """Whether an ensemble can be written: there are draws, of a scenario that has a file."""
        return not self.found.is_empty and self.scenario.path is not None

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name; each is written to a CSV file."""
        from ...report.calibration.tables import tables_of

        return tables_of(self)

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        held = held_numbers(self.scenario, self.request)
        asked = {
            "windows": [as_said(window) for window in self.windows],
            "settings": as_said(self.request.settings),
            "keys": as_said(self.request.keys) or "assumed",
            "together": self.request.together,
            **({"held": list(held)} if held else {}),
        }
        return manifest("calibrate", self.scenarios, asked=asked)

    def write_data(self, folder: Path) -> None:
        """Write summary, points, values and the ensemble."""
        found = self.found
        write_json(
            folder / SUMMARY,
            {
                "plausible_share": found.plausible.share,
                "waves": [as_said(wave) for wave in found.waves],
                "confirmed_share": _known(found.climbed.share),
                "levels": [as_said(level) for level in found.climbed.levels],
                "draws": len(found.members),
                "candidates": found.tried,
                "contradictions": [list(one) for one in self.contradictions],
                "left_out": [window.name for window in found.left_out],
                "runs": self.runs,
            },
        )
        write_parquet(folder / "points.parquet", self._points(found.points, found.values))
        if self.writes_ensemble:
            keys = [factor.key for factor in numbers(self.factors)]
            write_ensemble(folder / ENSEMBLE, self.scenario, self.draws, keys)

    def _points(self, points: "Any", values: "Any") -> "pd.DataFrame":
        import pandas as pd

        judge = self.found.judge
        columns = {factor.name: points[:, n] for n, factor in enumerate(self.factors)}
        means = {f"target {w.name}": values[:, n] for n, w in enumerate(judge.windows)}
        worst = {"implausibility": judge.implausibility(points).max(axis=1)}
        return pd.DataFrame({**columns, **means, **worst}).astype(np.float64)

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ...report.calibration import calibration_report

        return calibration_report(self, language, command=command)


def _known(share: float) -> float | None:
    return share if np.isfinite(share) else None
