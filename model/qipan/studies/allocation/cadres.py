"""Cadres allocated in a scenario: the program, the rules of thumb, and what the simulation says."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...programs.cadres.final_plan import Candidate, LoopResult
from ...programs.cadres.frontier import FrontierPoint
from ...programs.cadres.plan import (
    CadrePlan,
    CadreProblem,
    binding_rules,
    build,
    evaluate,
)
from ...programs.cadres.problem import FULL_TIME
from ...programs.cadres.table import Table as Curves
from ...programs.curve import convex_curve
from ...programs.objectives import Objective
from ...programs.program import Binding
from ...statistics.interval import Interval
from ...words import Phrase
from ..file.heading import headed
from ..uncertainty.decisions import Trial
from .placement import Facts
from .result import Allocation

if TYPE_CHECKING:
    import pandas as pd
    import pulp

    from ...programs.cadres.marginal import MarginalValue
    from ...report.document import Report
    from ...report.table import Table
    from ...words import Language
    from .marginals import Check
    from .robust import RobustResult

Cadres = NDArray[np.int64]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class CadreAllocation(Allocation):
    """A placement of full-time cadres.

    Attributes
    ----------
    facts : Facts
    first : CadrePlan
        Plan of the program on the curves as measured, before any correction.
    table : Curves
        Curves as measured.
    loop : LoopResult or None
        None if the loop was not asked for.
    solves : tuple of CadrePlan
        What each solve of the program found and proved, the first one first.
    references : tuple of Candidate
        Today as it stands and nobody sent, on the fresh seeds; empty without the loop.
    simulated : tuple of Check
        One cadre more, in the simulation; empty without the loop.
    robust : RobustResult or None
    second : Objective or None
        Of the frontier.
    frontier : tuple of FrontierPoint
    """

    facts: Facts
    first: CadrePlan
    table: Curves
    loop: LoopResult | None
    solves: tuple[CadrePlan, ...]
    references: tuple[Candidate, ...] = ()
    simulated: "tuple[Check, ...]" = ()
    robust: "RobustResult | None" = None
    second: Objective | None = None
    frontier: tuple[FrontierPoint, ...] = field(default=(), repr=False)

    def __repr__(self) -> str:
        """Show how many cadres are placed beside what every allocation shows."""
        where = f"{self.placed.sum()} cadres in {(self.placed > 0).sum()}"
        return f"{super().__repr__()[:-1]}; {where} of {len(self.placed)} communities>"

    @property
    def placed(self) -> Cadres:
        """Cadres by community."""
        if self.loop is not None:
            return self.loop.chosen.plan
        return self.first.cadres

    @property
    def curves(self) -> Curves:
        """Ticket-days by community and number of cadres, corrected if the loop was asked for."""
        return self.table if self.loop is None else self.loop.table

    @property
    def bounds(self) -> tuple[Cadres, Cadres]:
        """Fewest and most cadres of each community."""
        return self.request.bounds(self.facts.communities)

    @property
    def problem(self) -> CadreProblem:
        """The placement posed with the curves as corrected last."""
        curves, total = self.curves, self.first.given.total
        return problem(self.facts, curves.numbers, curves.values, total, *self.bounds)

    @cached_property
    def solved(self) -> CadrePlan:
        """The plan with what the corrected curves promise of it, and what it uses up."""
        if self.loop is None:
            return self.first
        given, cadres = self.problem, self.placed
        model = build(given, self.request.objective)
        plan = evaluate(given, cadres, self.request.objective)
        return replace(plan, binding=binding_rules(model, cadres))

    @cached_property
    def valued(self) -> "list[MarginalValue]":
        """What a tenth of a cadre and one, more and less, change; two-sided, with ranges."""
        from .marginals import marginal_values

        return marginal_values(self)

    @property
    def ways(self) -> tuple[Candidate, ...]:
        """Plans, rules and references on fresh seeds, the best by the target first."""
        return () if self.loop is None else (*self.loop.candidates, *self.references)

    @property
    def binding(self) -> Sequence[Binding]:
        """Rules that the plan uses up."""
        return self.solved.binding

    @property
    def promised(self) -> float:
        """Objective that the curves promise of the plan."""
        return self.first.value if self.loop is None else self.loop.promised

    @property
    def optimism(self) -> Interval | None:
        """(simulated - promised) / simulated, in the objective; None without the loop."""
        if self.loop is None:
            return None
        gap = self.loop.gap
        return Interval(gap.mean, gap.low, gap.high, self.request.fresh)

    @property
    def rule(self) -> str:
        """Name of the best rule by the target; empty without the loop."""
        return "" if self.loop is None else self.loop.best_rule.name

    def against(self, name: str) -> Interval:
        """The chosen plan minus another by the target, paired by fresh seed.

        Raises
        ------
        LookupError
            If there is none of that name, as without the loop.
        """
        for way in self.ways:
            if self.loop is not None and way.name == name:
                found = self.loop.target.difference(self.loop.chosen.outcome, way.outcome)
                return Interval(found.mean, found.low, found.high, self.request.fresh)
        there = ", ".join(way.name for way in self.ways) or "none"
        raise LookupError(
            Phrase(
                "no way named {name!r} was simulated; there are: {there}", name=name, there=there
            )
        )

    def posed(self) -> "pulp.LpProblem":
        """The program with the curves as corrected last."""
        return build(self.problem, self.request.objective).program.problem

    def trial(self) -> Trial:
        """The plan against the best rule and today, and one cadre more in each community."""
        from ..uncertainty.decision_trials import cadre_trial

        return cadre_trial(self)

    def besides(self) -> dict[str, Any]:
        """What was asked besides the request."""
        asked: dict[str, Any] = super().besides()
        if self.robust is not None:
            asked["draws"] = len(self.robust.judged_on.simulators)
        return asked | ({"frontier": self.second.name} if self.second is not None else {})

    def plan_frame(self) -> "pd.DataFrame":
        """Tabulate the plan; as CSV, a scenario can use it (`policy.sent_down.plan`)."""
        import pandas as pd

        known = self.facts
        return pd.DataFrame(
            {
                "community": known.communities,
                "type": FULL_TIME,
                "today": known.today,
                "plan": self.placed,
                "change": self.placed - known.today,
                "residents": known.residents,
                "load_today": known.load_today,
            }
        )

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name: plan, marginal values, and what else was asked for."""
        from ...report.allocation.tables import cadre_tables

        return cadre_tables(self)

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ...report.allocation.build import allocation_report

        return headed(allocation_report(self, language, command=command), self.heading, language)


def problem(
    known: Facts,
    numbers: Cadres,
    values: NDArray[np.float64],
    total: int,
    floor: int | Cadres,
    cap: int | Cadres,
) -> CadreProblem:
    """Pose the placement of full-time cadres, with curves through measured ticket-days."""
    curves = [
        convex_curve(numbers * gained, row)
        for gained, row in zip(known.per_cadre, values, strict=True)
    ]
    count = len(known.communities)
    return CadreProblem(
        communities=known.communities,
        curves=curves,
        residents=known.residents.astype(float),
        hours_gained=known.per_cadre,
        total=total,
        present=known.today,
        floors=np.broadcast_to(floor, count),
        caps=np.broadcast_to(cap, count),
        load_hours=known.offered,
        own_hours=known.capacity,
    )
