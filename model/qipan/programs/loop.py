"""The loop between program and simulation: plan, simulate, correct the curves, plan again.

A curve of ticket-days over cadres holds near the plan it was measured at only, because communities
share the desks above them. So each plan is simulated, the curves are moved to what was found, and
the program is solved anew; in the end the best plans meet the rules of thumb on fresh seeds. All
of it goes by the program's own objective: a plan for the worst off is not judged by its sum.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..errors import ImpossibleError
from ..statistics.estimate import Estimate, Values
from ..units import said_unit
from ..words import Phrase
from .aim import TICKET_DAYS, Aim, Cadres, Outcome, Simulate
from .cadres.table import Table, swaps

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


@dataclass(frozen=True)
class Candidate:
    """A plan in the final comparison, on fresh seeds.

    Attributes
    ----------
    name : str
    plan : array of int
    outcome : Outcome
        With its criteria.
    judged : Estimate
        What the final choice goes by.
    """

    name: str
    plan: Cadres
    outcome: Outcome = field(repr=False)
    judged: Estimate

    @property
    def ticket_days(self) -> Values:
        """Open ticket-days a year, shape (seeds, communities)."""
        return self.outcome.ticket_days

    @property
    def mean(self) -> float:
        """Mean ticket-days of the city."""
        return float(self.ticket_days.sum(axis=1).mean())


@dataclass(frozen=True)
class LoopResult:
    """What the loop has found.

    Attributes
    ----------
    objective : Aim
        What the program minimises; the unit of `promised`.
    target : Aim
        What the final choice goes by: the objective, unless something else was asked for.
    rounds : tuple of Round
    table : Table
        The curves as corrected last.
    candidates : tuple of Candidate
        All plans of the final comparison, the best by the target first.
    chosen : Candidate
        The best of the loop's own plans.
    best_rule : Candidate
        The best of the rules of thumb.
    promised, promised_ticket_days : float
        Objective and sum of ticket-days that the curves promised of the chosen plan, before the
        fresh seeds were drawn.
    """

    objective: Aim
    target: Aim
    rounds: tuple[Round, ...]
    table: Table = field(repr=False)
    candidates: tuple[Candidate, ...]
    chosen: Candidate
    best_rule: Candidate
    promised: float
    promised_ticket_days: float

    @property
    def gap(self) -> Estimate:
        """Optimism gap of the objective: (simulated - promised) / simulated, on fresh seeds."""
        return _gap(self.objective.estimate(self.chosen.outcome), self.promised)

    @property
    def against_rule(self) -> Estimate:
        """Chosen plan minus best rule by the target, seed by seed."""
        return self.target.difference(self.chosen.outcome, self.best_rule.outcome)


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
            if _key(plan) in self.remembered:
                if len(self.rounds) > 1 and _key(plan) != _key(self.rounds[-1].plan):
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
        if _key(plan) not in self.promises:
            self.promise(plan)
        found = self.simulate(plan, self.seeds, self.target.criterion is not None)
        judged = _existing(self.target, found)
        self.remembered[_key(plan)] = judged.mean
        return found, judged

    def promise(self, plan: Cadres) -> None:
        """Keep what the curves, as they are now, promise of a plan."""
        days = self.table.at(plan)
        self.promises[_key(plan)] = self.objective.measure(days), float(days.sum())

    def _note_round(self, number: int, plan: Cadres, found: Outcome) -> None:
        promised = self.promises[_key(plan)][0]
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


def decide(search: Search, rules: Mapping[str, Cadres], fresh_seeds: Sequence[int]) -> LoopResult:
    """Let the best plans of a search meet the rules of thumb on fresh seeds.

    Parameters
    ----------
    search : Search
    rules : mapping of str to array
        Plans of the rules of thumb, at the same total.
    fresh_seeds : sequence of int
        None of them may have been searched on.

    Raises
    ------
    ValueError
        If seeds overlap, or there is no rule.
    NoTargetError
        If the target does not exist under some plan.
    """
    if set(search.seeds) & set(fresh_seeds):
        raise ValueError(Phrase("the plans would be judged on seeds they were chosen on"))
    if not rules:
        raise ValueError(Phrase("no rule to compare with"))
    best = sorted(search.remembered, key=lambda key: search.remembered[key])[: search.finalists]
    search.told(
        Phrase(
            "{number} plans meet {number2} rules on {number3} fresh seeds",
            number=len(best),
            number2=len(rules),
            number3=len(fresh_seeds),
        )
    )
    done: dict[Key, Outcome] = {}

    def meet(name: str, plan: Cadres) -> Candidate:
        if _key(plan) not in done:  # two rules, or a rule and the loop, may say the same
            done[_key(plan)] = search.simulate(plan, fresh_seeds, True)
        outcome = done[_key(plan)]
        return Candidate(name, plan, outcome, _existing(search.target, outcome))

    own = [meet(f"loop {n}", np.array(key)) for n, key in enumerate(best, start=1)]
    others = [meet(name, plan) for name, plan in rules.items()]
    chosen = min(own, key=_judged_mean)
    promised, promised_ticket_days = search.promises[_key(chosen.plan)]
    return LoopResult(
        objective=search.objective,
        target=search.target,
        rounds=tuple(search.rounds),
        table=search.table,
        candidates=tuple(sorted(own + others, key=_judged_mean)),
        chosen=chosen,
        best_rule=min(others, key=_judged_mean),
        promised=promised,
        promised_ticket_days=promised_ticket_days,
    )


def _existing(target: Aim, outcome: Outcome) -> Estimate:
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


def _judged_mean(candidate: Candidate) -> tuple[float, float]:
    """Order of candidates: by the target, then by ticket-days."""
    return candidate.judged.mean, candidate.mean


def _key(plan: Cadres) -> Key:
    return tuple(plan.tolist())


def _gap(simulated: Estimate, promised: float) -> Estimate:
    """(simulated - promised) / simulated."""
    mean = simulated.mean
    low, high = simulated.low - promised, simulated.high - promised
    return Estimate((mean - promised) / mean, low / mean, high / mean)
