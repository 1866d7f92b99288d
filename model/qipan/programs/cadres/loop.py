"""The loop between program and simulation: plan, simulate, correct the curves, plan again.

A curve of ticket-days over cadres holds near the plan it was measured at only, because communities
share the desks above them. So each plan is simulated, the curves are moved to what was found, and
the program is solved anew. Which of its plans is taken is decided in `final_plan`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ...errors import ImpossibleError
from ...statistics.estimate import Estimate, Values
from ...units import said_unit
from ...words import Phrase
from ..aim import TICKET_DAYS, Aim, Cadres, Outcome, Simulate
from .table import Table, swaps

Key = tuple[int, ...]


class NoTargetError(ImpossibleError, ValueError):
    """What plans should be chosen by does not exist under one of them."""


class Solve(Protocol):
    """A program: from values by community and number of cadres to a plan."""

    def __call__(self, numbers: NDArray[np.int64], values: Values) -> Cadres:
        """Solve with `values[c, n]` the ticket-days of community c with `numbers[n]` cadres."""
        ...


@dataclass(frozen=True)
class Round:
    """One round of the loop: a plan, what the program promised and what the simulation found.

    Attributes
    ----------
    plan : array of int
    promised, simulated : float
        In the unit of the objective.
    """

    plan: Cadres
    promised: float
    simulated: float


def search(
    simulate: Simulate,
    solve: Solve,
    *,
    table: Table,
    seeds: Sequence[int],
    objective: Aim = TICKET_DAYS,
    target: Aim | None = None,
    most_rounds: int = 8,
    finalists: int = 4,
    told: Callable[[str], None] = lambda _: None,
) -> "Search":
    """Look for placements of cadres that hold in the simulation; `decide` chooses among them.

    Parameters
    ----------
    simulate : callable
        Ticket-days, and criteria if asked for, of a plan on some seeds.
    solve : callable
        The program.
    table : Table
        Ticket-days as measured; it is corrected on the way.
    seeds : sequence of int
        Seeds to search on.
    objective : Aim
        What `solve` minimises.
    target : Aim, optional
        What plans are remembered and finally chosen by; the objective by default.
    most_rounds, finalists : int
        When to stop, and how many of the loop's plans meet the rules on fresh seeds.
    told : callable
        Receives a line for each step, for a user who waits.

    Raises
    ------
    NoTargetError
        If the target does not exist under some plan.
    """
    found = Search(simulate, table, seeds, objective, target or objective, finalists, told)
    found.run(solve, most_rounds)
    for plan in swaps(table, found.rounds[-1].plan, finalists, objective.measure):
        found.remember(plan)
    return found


@dataclass
class Search:
    """The search on its own seeds: plans, what was promised of them last, how they did."""

    simulate: Simulate
    table: Table
    seeds: Sequence[int]
    objective: Aim
    target: Aim
    finalists: int
    told: Callable[[str], None]
    rounds: list[Round] = field(default_factory=list)
    remembered: dict[Key, float] = field(default_factory=dict)
    promises: dict[Key, tuple[float, float]] = field(default_factory=dict)

    def run(self, solve: Solve, most_rounds: int) -> None:
        """Plan, simulate and correct until a plan repeats or nothing improves twice."""
        best: tuple[Outcome, Estimate] | None = None
        idle, share = 0, 1.0
        for number in range(1, most_rounds + 1):
            plan = solve(self.table.numbers, self.table.values)
            self.promise(plan)
            if key_of(plan) in self.remembered:
                if len(self.rounds) > 1 and key_of(plan) != key_of(self.rounds[-1].plan):
                    share *= 0.5  # it goes round in a circle: smaller steps
                    if share < 0.3:
                        break
                else:
                    break
            found, judged = self.remember(plan)
            self._note_round(number, plan, found)
            better = best is None or self.target.difference(found, best[0]).proven_below_0
            idle = 0 if better else idle + 1
            if best is None or judged.mean < best[1].mean:
                best = found, judged
            if idle == 2:
                break
            self.table.correct(plan, self._beside(plan, found.ticket_days), share)

    def remember(self, plan: Cadres) -> tuple[Outcome, Estimate]:
        """Simulate a plan on the seeds of the search, and keep how it did by the target."""
        if key_of(plan) not in self.promises:
            self.promise(plan)
        found = self.simulate(plan, self.seeds, self.target.criterion is not None)
        judged = judged_by(self.target, found)
        self.remembered[key_of(plan)] = judged.mean
        return found, judged

    def promise(self, plan: Cadres) -> None:
        """Keep what the curves, as they are now, promise of a plan."""
        days = self.table.at(plan)
        self.promises[key_of(plan)] = self.objective.measure(days), float(days.sum())

    def _note_round(self, number: int, plan: Cadres, found: Outcome) -> None:
        promised = self.promises[key_of(plan)][0]
        simulated = self.objective.estimate(found).mean
        self.rounds.append(Round(plan, promised, simulated))
        self.told(
            Phrase(
                "round {number}: promised {promised:,.0f}, simulated {simulated:,.0f} {unit}",
                number=number,
                promised=promised,
                simulated=simulated,
                unit=said_unit(self.objective.unit),
            )
        )

    def _beside(self, plan: Cadres, found: Values) -> dict[int, Values]:
        """Simulated ticket-days at the plan, and with one cadre more and one less everywhere."""
        low, high = int(self.table.numbers[0]), int(self.table.numbers[-1])
        steps = {0: found.mean(axis=0)}
        for step in (1, -1):
            moved = np.clip(plan + step, low, high)
            steps[step] = self.simulate(moved, self.seeds).ticket_days.mean(axis=0)
        return steps


def judged_by(target: Aim, outcome: Outcome) -> Estimate:
    """What an outcome is judged by."""
    found = target.estimate(outcome)
    if np.isnan(found.mean):
        raise NoTargetError(
            Phrase(
                "{name} does not exist in every simulated year, since too few issues are "
                "ever "
                "solved; no plan can be chosen by it",
                name=target.name,
            )
        )
    return found


def key_of(plan: Cadres) -> Key:
    """Return a plan as a key of mappings."""
    return tuple(plan.tolist())
