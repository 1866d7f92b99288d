"""What a plan file leads to: the plan, what the simulation says of it, and its report."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ImpossibleError
from ..runs.at_work import AtWork
from ..runs.manifest import manifest
from ..runs.pooled_waits import AGES, SOLVED
from ..runs.result import Study
from ..runs.runs import replication_seed
from ..runs.variants import Variant
from ..scenario import Scenario
from ..studies.allocation.placement import with_cadres
from ..studies.allocation.plans import FROM_OUTSIDE, PlanSimulator
from ..studies.uncertainty.decisions_in_draws import DecisionInDraws, try_in_draws
from ..words import Phrase, joined
from .confirming import Confirmed, confirm
from .document import PlanDocument, Solved
from .explaining import explain
from .frontier import Point, frontier
from .heads import Heads
from .in_draws import plan_trial
from .keeping import years_tested
from .learning import Years
from .options import OptionWork
from .plan_file import PlanFile
from .posing import measure, pose
from .problem import Values
from .program import NoPlan

if TYPE_CHECKING:
    from ..report.document import Report
    from ..report.table import Table
    from ..words import Language


class NoSuchPlan(ImpossibleError, ValueError):
    """Nothing keeps all that is asked for; the message says what would have to change."""


@dataclass(frozen=True)
class Planned(Study):
    """A plan under a budget, confirmed by simulation.

    Attributes
    ----------
    file : PlanFile
    found : Confirmed
    frontier : tuple of Point
        Plans of other budgets.
    ensemble : DecisionInDraws or None
        The plan, as it is, in each draw of an ensemble.
    """

    file: PlanFile
    found: Confirmed
    frontier: tuple[Point, ...] = ()
    ensemble: DecisionInDraws | None = None

    def __repr__(self) -> str:
        """Show what was planned."""
        return f"<Planned: {self.file.name} for {self.file.scenario.name!r}>"

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenario that was planned for."""
        return (self.file.scenario,)

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name: costs, plan, places, rules, values."""
        from ..report.planning.tables import plan_tables

        return plan_tables(self)

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        asked = self.file.document.model_dump(mode="json")
        if self.ensemble is not None:
            asked["draw_seeds"] = list(self.ensemble.seeds)
        return manifest("plan", [self.file.scenario], asked=asked)

    def write_data(self, folder: Path) -> None:
        """Write the page for who decides, in both languages."""
        from ..report.planning.page import page
        from ..words import LANGUAGES

        for language in LANGUAGES:
            text = page(self.file, self.found, language)
            (folder / f"summary_{language}.md").write_text(text, encoding="utf-8", newline="\n")

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ..report.planning.report import plan_report

        return plan_report(self, language, command)


def _years(
    simulator: PlanSimulator, asked: Solved | None, world: Variant, seeds: Sequence[int]
) -> Years:
    """Simulate a scenario of the city, with volunteers more, on seeds."""
    found = simulator.simulate(world, seeds, asked is not None)
    if asked is None:
        return Years(found.ticket_days)
    ages = found.criteria[SOLVED][:, 1:]  # the first row is the city
    solved = [[np.interp(asked.days, AGES, row) for row in year] for year in ages]
    return Years(found.ticket_days, 1.0 - np.array(solved))


def _tested_seeds(document: PlanDocument) -> list[int]:
    """Seeds of years that only test whether a plan keeps what is asked of most years."""
    years = years_tested(document.requirements.confidence)
    return [replication_seed(document.seed + 3, n) for n in range(years)]


def plan_under_budget(file: PlanFile, work: AtWork) -> Planned:
    """Plan, and confirm the plan by simulation.

    Raises
    ------
    NoSuchPlan
        If no plan keeps all rules; told before any plan is simulated.
    Stopped
        If it was stopped meanwhile.
    """
    document = file.document
    simulator = PlanSimulator(with_cadres(file.scenario), work.runner, document.waiting)
    seeds = [replication_seed(document.seed, n) for n in range(document.replications)]
    fresh = [replication_seed(document.seed + 1, n) for n in range(document.fresh)]
    further = [replication_seed(document.seed + 2, n) for n in range(document.further)]
    measured = measure(simulator, seeds[:1])
    options = OptionWork(document, simulator.scenario, simulator.city, file.sites)
    bounds = {name: (b.floors, b.caps) for name, b in file.bounds.items()}
    given = pose(file, measured, options.options(bounds), options.cover(bounds))

    def simulate(heads: Heads, on: Sequence[int], units: Values | None = None, /) -> Years:
        changes = {} if units is None else options.changes(units)
        more = None if units is None else options.newcomers(units)
        variant = Variant(simulator.placed(heads, FROM_OUTSIDE | changes), more)
        return _years(simulator, document.requirements.solved, variant, on)

    work.told(Phrase("measured what reaches the desks"))
    try:
        found = confirm(
            given,
            document.objective,
            simulate,
            measured.per_post,
            residents=simulator.city.places.residents.astype(float),
            seeds=seeds,
            further_seeds=further,
            fresh_seeds=fresh,
            tested_seeds=_tested_seeds(document),
            rounds=document.rounds,
            confidence=document.requirements.confidence,
            no_worse=document.requirements.no_worse,
            told=work.told,
        )
    except NoPlan as none:
        given = none.given or given
        raise NoSuchPlan(joined(explain(given).sentences(given), "\n", "\n")) from None
    others = frontier(found.given, document.frontier_yuan, simulate, measured.per_post, fresh)
    if not file.draws:
        return Planned(file, found, others)
    trial = plan_trial(document, file.sites, found, simulator, fresh)
    drawn = try_in_draws(trial, file.draws, runner=work.runner, told=work.told)
    return Planned(file, found, others, drawn)
