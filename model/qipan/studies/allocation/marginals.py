"""What one cadre more is worth under a plan, by the curves, and whether the simulation agrees."""

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...programs.aim import TICKET_DAYS, Aim
from ...programs.cadres.marginal import (
    TENTH,
    MarginalValue,
    community_values,
    held_values,
    total_value,
)
from ...programs.cadres.marginal_warm import warm_values
from ...statistics.estimate import Estimate, Measure
from .cadres import CadreAllocation
from .plans import PlanSimulator

if TYPE_CHECKING:
    import pandas as pd

# With no more communities than this cadres are planned anew as whole persons for each of them.
FEW = 40
# With more, in parts, and for so many of the most and of the least valued.
MOST_ASKED = 30


def marginal_values(found: CadreAllocation) -> list[MarginalValue]:
    """Values of a tenth of a cadre and of one, in each community and in all, two-sided.

    First those of the plan as it is, which are read off the curves; then those with all cadres
    planned anew; in the end that of one cadre more to be placed anywhere.
    """
    plan, objective = found.solved, found.request.objective
    staying = [
        _possible(value, found)
        for step in (TENTH, 1.0)
        for value in held_values(plan, objective, step=step)
    ]
    few = len(plan.given.communities) <= FEW
    limit, gap = found.request.time_limit, found.request.gap
    if few:
        everywhere = plan.given.communities
        anew = community_values(plan, objective, everywhere, time_limit=limit, gap=gap)
    else:
        ranked = [value.community or "" for value in ranked_values(found)]
        asked = ranked[:MOST_ASKED] + ranked[MOST_ASKED:][-MOST_ASKED:]
        anew = warm_values(plan, objective, asked)
    total = total_value(plan, objective, whole=few, time_limit=limit, gap=gap)
    return [*staying, *anew, total]


def ranked_values(found: CadreAllocation, step: float = 1.0) -> list[MarginalValue]:
    """Values of so many cadres more where they may come, the most valued community first."""
    values = held_values(found.solved, found.request.objective, step=step)
    below_cap = [
        value
        for value, cadres, most in zip(values, found.placed, found.bounds[1], strict=True)
        if cadres + 1 <= most
    ]
    return sorted(below_cap, key=lambda value: value.more)


def marginal_frame(values: list[MarginalValue]) -> "pd.DataFrame":
    """Tabulate marginal values; an empty cell is what cannot be (or is not known)."""
    import pandas as pd

    rows = [
        (
            value.resource,
            value.community or "all",
            value.step,
            _known(value.more),
            _known(value.less),
            value.range_less,
            value.range_more,
            value.unit,
            value.uncertainty,
            value.price,
            value.basis,
        )
        for value in values
    ]
    columns = ["resource", "community", "step", "more", "less", "holds_down_to", "holds_up_to"]
    columns += ["unit", "uncertainty", "conditional_price", "basis"]
    return pd.DataFrame(rows, columns=columns)


@dataclass(frozen=True)
class Check:
    """One cadre more in one community: what the curves promise, and what the simulation finds.

    Attributes
    ----------
    community : str
    unit : str
    promised : float
        By the curves, which know what cadres do where they come to, and not what senders lose.
    simulated : Estimate
        Of the whole city, paired by seed; senders as they are, as for the curves.
    own : Estimate
        Ticket-days of the community itself, senders as they are.
    with_senders : Estimate
        Of the whole city, where one more is missing at those who send.
    """

    community: str
    unit: str
    promised: float
    simulated: Estimate
    own: Estimate
    with_senders: Estimate

    @property
    def agrees(self) -> bool:
        """Whether the promise lies in the interval of what was simulated."""
        return self.simulated.low <= self.promised <= self.simulated.high


def check_in_simulation(
    found: CadreAllocation, simulator: PlanSimulator, aim: Aim, count: int
) -> list[Check]:
    """Add a cadre in the most and in the least valued communities, and simulate.

    Parameters
    ----------
    found : Allocation
        Of the loop: its plan has been simulated on the fresh seeds.
    simulator : PlanSimulator
    aim : Aim
        What is compared, the objective or ticket-days.
    count : int
        So many of the most valued, and as many of the least.
    """
    assert found.loop is not None
    ranked = [value.community or "" for value in ranked_values(found)]
    asked = ranked[:count] + ranked[count:][-count:]
    base, given, seeds = found.loop.chosen.outcome, found.problem, found.request.fresh_seeds
    received = simulator.at_receivers(found.placed, seeds)
    before = aim.measure(given.ticket_days(found.placed))
    checks = []
    for name in asked:
        row = list(given.communities).index(name)
        plan = found.placed.copy()
        plan[row] += 1
        one_more = simulator.at_receivers(plan, seeds)
        own = Aim(name, TICKET_DAYS.unit, _of_place(row), additive=True)
        checks.append(
            Check(
                community=name,
                unit=aim.unit,
                promised=aim.measure(given.ticket_days(plan)) - before,
                simulated=aim.difference(one_more, received),
                own=own.difference(one_more, received),
                with_senders=aim.difference(simulator(plan, seeds), base),
            )
        )
    return checks


def check_frame(checks: list[Check]) -> "pd.DataFrame":
    """Tabulate checks."""
    import pandas as pd

    rows = [
        (
            check.community,
            check.unit,
            check.promised,
            *_three(check.simulated),
            check.agrees,
            *_three(check.own),
            *_three(check.with_senders),
        )
        for check in checks
    ]
    columns = ["community", "unit", "promised", "simulated", "low", "high", "agrees"]
    columns += ["own_ticket_days", "own_low", "own_high"]
    columns += ["with_senders", "with_senders_low", "with_senders_high"]
    return pd.DataFrame(rows, columns=columns)


def _of_place(row: int) -> Measure:
    """Ticket-days of one community."""
    return lambda days: float(days[row])


def _possible(value: MarginalValue, found: CadreAllocation) -> MarginalValue:
    """Value without what cannot be: nobody can be taken from where nobody is."""
    row = list(found.facts.communities).index(value.community or "")
    cadres, floor = int(found.placed[row]), int(found.bounds[0][row])
    if cadres - value.step >= floor:
        return replace(value, range_less=min(value.range_less, float(cadres - floor)))
    return replace(value, less=math.inf, range_less=0.0)


def _known(number: float) -> float:
    return number if np.isfinite(number) else math.nan


def _three(estimate: Estimate) -> tuple[float, float, float]:
    return estimate.mean, estimate.low, estimate.high
