"""The loop between program and simulation: plan, simulate, correct the curves, plan again.

A curve of ticket-days over cadres holds near the plan it was measured at only, because communities
share the desks above them. So each plan is simulated, the curves are moved to what was found, and
the program is solved anew; in the end the best plans meet the rules of thumb on fresh seeds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

Cadres = NDArray[np.int64]
Values = NDArray[np.float64]
# Ticket-days by seed and community of a plan on some seeds.
Simulate = Callable[[Cadres, Sequence[int]], Values]


class Solve(Protocol):
    """A program: from values by community and number of cadres to a plan."""

    def __call__(self, numbers: NDArray[np.int64], values: Values) -> Cadres:
        """Solve with `values[c, n]` the ticket-days of community c with `numbers[n]` cadres."""
        ...


@dataclass(frozen=True)
class Estimate:
    """A mean over seeds with its 95 % interval."""

    mean: float
    low: float
    high: float

    @property
    def proven_below_0(self) -> bool:
        """Whether the interval lies below 0."""
        return self.high < 0.0


@dataclass(frozen=True)
class Round:
    """One round of the loop: a plan, what the program promised and what the simulation found."""

    plan: Cadres
    promised: float
    simulated: float


@dataclass(frozen=True)
class Candidate:
    """A plan in the final comparison, on fresh seeds."""

    name: str
    plan: Cadres
    ticket_days: Values = field(repr=False)

    @property
    def mean(self) -> float:
        """Mean ticket-days of the city."""
        return float(self.ticket_days.sum(axis=1).mean())


@dataclass(frozen=True)
class LoopResult:
    """What the loop has found.

    Attributes
    ----------
    rounds : tuple of Round
    candidates : tuple of Candidate
        All plans of the final comparison, the best first.
    chosen : Candidate
        The best of the loop's own plans.
    best_rule : Candidate
        The best of the rules of thumb.
    promised : float
        Ticket-days that the program promised of the chosen plan, before the fresh seeds were drawn.
    gap : Estimate
        Optimism gap: (simulated - promised) / simulated, on fresh seeds.
    against_rule : Estimate
        Ticket-days of the chosen plan minus those of the best rule, seed by seed.
    """

    rounds: tuple[Round, ...]
    candidates: tuple[Candidate, ...]
    chosen: Candidate
    best_rule: Candidate
    promised: float
    gap: Estimate
    against_rule: Estimate


class Table:
    """Ticket-days by community and number of cadres, corrected as plans are simulated.

    Parameters
    ----------
    numbers : array of int
        Numbers of cadres at which every community was measured.
    values : array of float, shape (communities, numbers)
    """

    def __init__(self, numbers: NDArray[np.int64], values: Values) -> None:
        self.numbers = np.arange(numbers.min(), numbers.max() + 1)
        between = [np.interp(self.numbers, numbers, row) for row in values]
        self.values: Values = np.array(between)

    def at(self, plan: Cadres) -> Values:
        """Ticket-days of each community under a plan, as the table has them."""
        values: Values = self.values[np.arange(len(plan)), plan - self.numbers[0]]
        return values

    def correct(self, plan: Cadres, found: Mapping[int, Values], share: float) -> None:
        """Move the curves to what was simulated at the plan and beside it.

        Parameters
        ----------
        plan : array of int, shape (communities,)
        found : mapping of int to array
            Simulated ticket-days with so many cadres more than the plan in every community.
        share : float
            How far to go: 1 is all the way.
        """
        rows = np.arange(len(plan))
        moved = share * (found[0] - self.at(plan))
        self.values += moved[:, None]
        for step, values in found.items():
            column = plan + step - self.numbers[0]
            inside = (column >= 0) & (column < len(self.numbers))
            old = self.values[rows[inside], column[inside]]
            new = old + share * (values[inside] - old)
            self.values[rows[inside], column[inside]] = new


def improve(
    simulate: Simulate,
    solve: Solve,
    rules: Mapping[str, Cadres],
    *,
    table: Table,
    seeds: Sequence[int],
    fresh_seeds: Sequence[int],
    most_rounds: int = 8,
    finalists: int = 4,
    told: Callable[[str], None] = lambda _: None,
) -> LoopResult:
    """Find a placement of cadres that holds in the simulation.

    Parameters
    ----------
    simulate : callable
        Ticket-days, shape (seeds, communities), of a plan on some seeds.
    solve : callable
        The program.
    rules : mapping of str to array
        Plans of the rules of thumb, at the same total.
    table : Table
        Ticket-days as measured; it is corrected on the way.
    seeds, fresh_seeds : sequence of int
        Seeds to search on, and others to decide on; they must not overlap.
    most_rounds, finalists : int
        When to stop, and how many of the loop's plans meet on the fresh seeds.
    told : callable
        Receives a line for each step, for a user who waits.

    Raises
    ------
    ValueError
        If seeds overlap, or there is no rule.
    """
    if set(seeds) & set(fresh_seeds):
        raise ValueError("the plans would be judged on seeds they were chosen on")
    if not rules:
        raise ValueError("no rule to compare with")
    rounds, remembered, promises = _search(simulate, solve, table, seeds, most_rounds, told)
    for plan in swaps(table, rounds[-1].plan, finalists):
        remembered.setdefault(tuple(plan.tolist()), float(simulate(plan, seeds).sum(axis=1).mean()))
        promises.setdefault(tuple(plan.tolist()), float(table.at(plan).sum()))
    return _decide(simulate, rules, rounds, remembered, promises, fresh_seeds, finalists, told)


def tabulate(
    simulate: Simulate, communities: int, floor: int, cap: int, seeds: Sequence[int]
) -> Table:
    """Measure ticket-days at a few numbers of cadres, all communities shifted together."""
    numbers = sorted({min(cap, floor + n) for n in (0, 1, 2, 4, 7)} | {cap})
    values = [simulate(np.full(communities, n), seeds).mean(axis=0) for n in numbers]
    return Table(np.array(numbers), np.array(values).T)


def _search(
    simulate: Simulate,
    solve: Solve,
    table: Table,
    seeds: Sequence[int],
    most_rounds: int,
    told: Callable[[str], None],
) -> tuple[list[Round], dict[tuple[int, ...], float], dict[tuple[int, ...], float]]:
    """Plan, simulate and correct until a plan repeats or nothing improves twice.

    Returns the rounds, and of each plan what was simulated and what was promised last.
    """
    rounds: list[Round] = []
    remembered: dict[tuple[int, ...], float] = {}
    promises: dict[tuple[int, ...], float] = {}
    best: Values | None = None
    idle, share = 0, 1.0
    for number in range(1, most_rounds + 1):
        plan = solve(table.numbers, table.values)
        promised = float(table.at(plan).sum())
        key = tuple(plan.tolist())
        promises[key] = promised
        if key in remembered:
            if len(rounds) > 1 and key != tuple(rounds[-1].plan.tolist()):
                share *= 0.5  # it goes round in a circle: smaller steps
                if share < 0.3:
                    break
            else:
                break
        found = simulate(plan, seeds)
        simulated = float(found.sum(axis=1).mean())
        rounds.append(Round(plan, promised, simulated))
        remembered[key] = simulated
        told(f"round {number}: promised {promised:,.0f}, simulated {simulated:,.0f}")
        total = found.sum(axis=1)
        better = best is None or interval(total - best).proven_below_0
        idle = 0 if better else idle + 1
        if best is None or total.mean() < best.mean():
            best = total
        if idle == 2:
            break
        table.correct(plan, _beside(simulate, plan, table, found, seeds), share)
    return rounds, remembered, promises


def _beside(
    simulate: Simulate, plan: Cadres, table: Table, found: Values, seeds: Sequence[int]
) -> dict[int, Values]:
    """Simulated ticket-days at the plan, and with one cadre more and one less everywhere."""
    low, high = int(table.numbers[0]), int(table.numbers[-1])
    steps = {0: found.mean(axis=0)}
    for step in (1, -1):
        steps[step] = simulate(np.clip(plan + step, low, high), seeds).mean(axis=0)
    return steps


def swaps(table: Table, plan: Cadres, count: int) -> list[Cadres]:
    """Neighbours of a plan in which one cadre moves, the most promising by the table first."""
    rows = np.arange(len(plan))
    column = plan - table.numbers[0]
    last = len(table.numbers) - 1
    here = table.values[rows, column]
    gain = here - table.values[rows, np.minimum(column + 1, last)]
    loss = table.values[rows, np.maximum(column - 1, 0)] - here
    gain[column == last], loss[column == 0] = -np.inf, np.inf
    worth = gain[:, None] - loss[None, :]
    np.fill_diagonal(worth, -np.inf)
    neighbours = []
    for place in np.argsort(-worth, axis=None)[:count]:
        to, origin = np.unravel_index(place, worth.shape)
        if np.isfinite(worth[to, origin]):
            moved = plan.copy()
            moved[to] += 1
            moved[origin] -= 1
            neighbours.append(moved)
    return neighbours


def _decide(
    simulate: Simulate,
    rules: Mapping[str, Cadres],
    rounds: list[Round],
    remembered: Mapping[tuple[int, ...], float],
    promises: Mapping[tuple[int, ...], float],
    fresh_seeds: Sequence[int],
    finalists: int,
    told: Callable[[str], None],
) -> LoopResult:
    """Let the best plans of the loop meet the rules on fresh seeds."""
    best = sorted(remembered, key=lambda key: remembered[key])[:finalists]
    told(f"{len(best)} plans meet {len(rules)} rules on {len(fresh_seeds)} fresh seeds")
    own = [
        Candidate(f"loop {n}", np.array(key), simulate(np.array(key), fresh_seeds))
        for n, key in enumerate(best, start=1)
    ]
    others = [Candidate(name, plan, simulate(plan, fresh_seeds)) for name, plan in rules.items()]
    chosen = min(own, key=lambda candidate: candidate.mean)
    best_rule = min(others, key=lambda candidate: candidate.mean)
    promised = promises[tuple(chosen.plan.tolist())]
    simulated = chosen.ticket_days.sum(axis=1)
    gap = interval(simulated - promised)
    mean = float(simulated.mean())
    return LoopResult(
        rounds=tuple(rounds),
        candidates=tuple(sorted(own + others, key=lambda candidate: candidate.mean)),
        chosen=chosen,
        best_rule=best_rule,
        promised=promised,
        gap=Estimate(gap.mean / mean, gap.low / mean, gap.high / mean),
        against_rule=interval(simulated - best_rule.ticket_days.sum(axis=1)),
    )


def interval(values: Values) -> Estimate:
    """Mean of independent values with its 95 % interval (Student)."""
    mean = float(values.mean())
    if len(values) < 2:
        return Estimate(mean, -np.inf, np.inf)
    half = float(student.ppf(0.975, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5)
    return Estimate(mean, mean - half, mean + half)
