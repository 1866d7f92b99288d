"""Runs a search: which value of a lever reaches a target."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...errors import StoppedError
from ...outcomes.catalogue import METRICS
from ...runs.bounds import MOST_REPLICATIONS
from ...runs.interrupted import Interrupted
from ...runs.manifest import manifest
from ...runs.replication import Stopped
from ...runs.result import Study
from ...runs.runner import Runner
from ...runs.runs import replication_seed
from ...runs.wanted import Failure
from ...scenario import Scenario
from ...statistics.decision import Decision, Side
from ...statistics.root import Found, find_root
from ...words import Phrase, placed
from ..file.document import Aim, ExperimentDocument, Lever
from ..file.experiment import Experiment
from ..file.heading import Heading, headed, heading_of
from ..file.named import named
from ..uncertainty.draw_values import values_in_draws
from ..uncertainty.ensemble import Draw
from ..uncertainty.two_intervals import TwoIntervals
from .in_draws import both_intervals
from .levels import levels_of, scenario_maker

if TYPE_CHECKING:
    import pandas as pd

    from ...report.document import Report
    from ...report.table import Table
    from ...words import Language


OF_BOTH = ("chance_low", "chance_high", "data_low", "data_high")


class SearchStoppedError(StoppedError):
    """The user stopped the search, or replications failed, before it came to an end.

    Attributes
    ----------
    failures : tuple of Failure
    """

    def __init__(self, failures: Sequence[Failure] = ()) -> None:
        self.failures = tuple(failures)
        said = Phrase("{number} replications failed", number=len(self.failures))
        super().__init__(placed(said, self.failures[0].reason) if self.failures else said)


@dataclass(frozen=True, eq=False)
class Search(Study):
    """What a search came to.

    Attributes
    ----------
    document : ExperimentDocument
    scenario : Scenario
        As it is before the lever is turned.
    levels : list of float
        Values of the lever that could be asked for.
    found : Found
    replications : int
        Made in all.
    heading : Heading or None
        Of the experiment's file.
    draw_seeds : tuple of int
        Of the draws of an ensemble in which every value was tried, replication r in draw r; empty
        if it was tried in the scenario alone.
    both : dict of int to TwoIntervals
        By level, of those that the answer tells of: over chance alone, and over chance and data;
        empty without an ensemble.
    """

    document: ExperimentDocument
    scenario: Scenario
    levels: list[float]
    found: Found
    replications: int
    heading: Heading | None = None
    draw_seeds: tuple[int, ...] = ()
    both: Mapping[int, TwoIntervals] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        """Show what was turned and what the search came to."""
        aim = f"{self.target.metric} of {self.scenario.name!r}"
        return f"<Search for {self.lever.key} by {aim}: {self.found.outcome}>"

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The one scenario."""
        return (self.scenario,)

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name; each is written to a CSV file."""
        from ...report.seek.build import levels

        return {"levels": levels(self)}

    def manifest(self) -> dict[str, Any]:
        """Say what was run and what it came to."""
        missed, reached = self.bracket
        return manifest(
            "seek",
            [self.scenario],
            experiment=named(self.document.model_dump(mode="json", exclude_none=True)),
            outcome=self.found.outcome,
            missed=missed,
            reached=reached,
            rising=self.found.rising,
            monotone=self.found.monotone,
            error_of_each_decision=self.found.error,
            replications=self.replications,
            **({"draws": list(self.draw_seeds)} if self.draw_seeds else {}),
        )

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ...report.seek import search_report

        return headed(search_report(self, language, command=command), self.heading, language)

    @property
    def lever(self) -> Lever:
        """What was turned."""
        assert self.document.seek is not None
        return self.document.seek.lever

    @property
    def target(self) -> Aim:
        """What was to be reached."""
        assert self.document.seek is not None
        return self.document.seek.target

    @property
    def value(self) -> float | None:
        """The value next to the place where the target begins to be reached, if it is found."""
        reached = self.found.reached
        return None if self.found.outcome != "found" or reached is None else self.levels[reached]

    @property
    def told_levels(self) -> tuple[int, ...]:
        """Levels that the answer tells of: those next to the place, or both ends without one."""
        if self.found.outcome in ("found", "undecided"):
            beside = (self.found.reached, self.found.missed)
            return tuple(level for level in beside if level is not None)
        return 0, len(self.levels) - 1

    @property
    def bracket(self) -> tuple[float | None, float | None]:
        """Values shown to miss and to reach the target, as near to each other as was decided."""
        missed, reached = self.found.missed, self.found.reached
        return (
            None if missed is None else self.levels[missed],
            None if reached is None else self.levels[reached],
        )

    def frame(self) -> "pd.DataFrame":
        """Tabulate the levels that were asked for: value, verdict, mean, low, high, n, missing."""
        import pandas as pd

        rows = [
            (self.levels[d.level], d.verdict, *d.interval, d.missing) for d in self.found.decisions
        ]
        columns = ["value", "verdict", "mean", "low", "high", "n", "missing"]
        frame = pd.DataFrame(rows, columns=columns)
        if self.both:
            told = [_ends(self.both.get(d.level)) for d in self.found.decisions]
            frame[["chance_mean", *OF_BOTH]] = told
        return frame


def seek(
    experiment: Experiment,
    runner: Runner,
    *,
    told: Callable[[float, Decision], None] = lambda *_: None,
    draws: Sequence[Draw] = (),
) -> Search:
    """Run an experiment file of the kind `seek`.

    Parameters
    ----------
    experiment : Experiment
    runner : Runner
    told : callable, optional
        Called with each value of the lever and what was decided there.
    draws : sequence of Draw
        Of an ensemble: replication r of each value is then draw r laid over it, on the draw's own
        seed, so that decisions are over chance and data; there are no more replications than draws.

    Raises
    ------
    ScenarioError
        If a draw does not fit: if it sets the lever itself, say.
    SearchStoppedError
        If the runner was stopped, or a replication could not be made.
    PlacementError
        If cadres cannot be placed in the scenario.
    Interrupted
        After Ctrl-C; a KeyboardInterrupt.
    """
    document, block = experiment.document, experiment.document.seek
    assert block is not None
    scenario = experiment.scenarios["seek.scenario"]
    levels = levels_of(block.lever)
    made = 0

    def response(level: int, numbers: Sequence[int]) -> NDArray[np.float64]:
        nonlocal made
        failed = len(runner.failures)
        at, metric = make(levels[level]), [block.target.metric]
        with runner.adding(experiment.institutions, experiment.measures):
            if draws:
                values = values_in_draws(at, numbers, metric, draws, runner)
            else:
                values = runner.values([at], numbers, document.seed, metric)[0]
        if runner.stopped or len(runner.failures) > failed:
            raise SearchStoppedError(runner.failures[failed:])
        made += len(numbers)
        row: NDArray[np.float64] = values[:, 0]
        return row

    enough = len(draws) or MOST_REPLICATIONS
    (bound, side), about = _aim(block.target), METRICS[block.target.metric]
    try:
        make = scenario_maker(scenario, block.lever, document.seed, runner)
        found = find_root(
            response,
            len(levels),
            bound,
            side,
            confidence=document.confidence,
            first=min(document.replications, enough),
            most=min(max(block.most_replications, document.replications), enough),
            settled=about.settled,
            support=about.support,
            told=lambda decision: told(levels[decision.level], decision),
        )
    except Stopped:
        raise SearchStoppedError([]) from None
    except Interrupted:
        raise Interrupted from None  # values at some levels are no search
    seeds = tuple(replication_seed(draw.seed, 0) for draw in draws)
    search = Search(document, scenario, levels, found, made, heading_of(experiment), seeds)
    if not draws:
        return search
    failed, both = len(runner.failures), {}
    with runner.adding(experiment.institutions, experiment.measures):
        for level in search.told_levels:
            given = make(levels[level]), block.target.metric, draws, document.seed
            both[level] = both_intervals(*given, document.confidence, runner)
    if runner.stopped or len(runner.failures) > failed:
        raise SearchStoppedError(runner.failures[failed:])
    return replace(search, both=both, replications=made + 2 * len(draws) * len(both))


def _ends(both: TwoIntervals | None) -> tuple[float, ...]:
    """Mean and ends over chance alone, then ends over chance and data; NaN where there is none."""
    if both is None or both.chance is None:
        return (float("nan"),) * (1 + len(OF_BOTH))
    return (*both.chance[:3], both.data.low, both.data.high)


def _aim(target: Aim) -> tuple[float, Side]:
    if target.below is not None:
        return target.below, "below"
    assert target.above is not None
    return target.above, "above"
