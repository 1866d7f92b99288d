"""The final comparison: the chosen plan against every rule of thumb, by everything that counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...programs.aim import Aim
from ...programs.cadres.final_plan import Candidate, LoopResult
from ...runs.pooled_waits import TARGETS
from ...statistics.estimate import Estimate

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Compared:
    """One plan by one measure, and the chosen plan against it.

    Attributes
    ----------
    plan : str
    cadres : int
        Its total.
    measure, unit : str
    value : Estimate
        On the fresh seeds; NaN where it does not exist in every simulated year.
    chosen_minus_plan : Estimate
        Paired by seed; below 0 the chosen plan is better.
    """

    plan: str
    cadres: int
    measure: str
    unit: str
    value: Estimate
    chosen_minus_plan: Estimate


def measures(loop: LoopResult) -> list[Aim]:
    """What plans are compared by: the objective, ticket-days, and what is said of the waits."""
    own = [] if loop.objective.additive else [loop.objective]
    return [*own, *TARGETS.values()]


def compare_plans(loop: LoopResult, references: Sequence[Candidate] = ()) -> list[Compared]:
    """Every candidate by every measure, the best by the target first; then the references."""
    return [
        _compared(candidate, loop.chosen, aim)
        for aim in measures(loop)
        for candidate in (*loop.candidates, *references)
    ]


def _compared(candidate: Candidate, chosen: Candidate, aim: Aim) -> Compared:
    return Compared(
        plan=candidate.name,
        cadres=int(candidate.plan.sum()),
        measure=aim.name,
        unit=aim.unit,
        value=aim.estimate(candidate.outcome),
        chosen_minus_plan=aim.difference(chosen.outcome, candidate.outcome),
    )


def comparison_frame(loop: LoopResult, references: Sequence[Candidate] = ()) -> "pd.DataFrame":
    """Tabulate `compare_plans`: a row for each plan and measure."""
    import pandas as pd

    rows = [
        (
            row.plan,
            row.cadres,
            row.measure,
            row.unit,
            *_numbers(row.value),
            *_numbers(row.chosen_minus_plan),
        )
        for row in compare_plans(loop, references)
    ]
    columns = ["plan", "cadres", "measure", "unit", "mean", "low", "high"]
    columns += ["chosen_minus_plan", "difference_low", "difference_high"]
    return pd.DataFrame(rows, columns=columns)


def placed_alike(one: Candidate, other: Candidate) -> int:
    """Cadres that two plans place in the same communities."""
    return int(np.minimum(one.plan, other.plan).sum())


def _numbers(estimate: Estimate) -> tuple[float, float, float]:
    return estimate.mean, estimate.low, estimate.high
