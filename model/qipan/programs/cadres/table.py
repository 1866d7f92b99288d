"""Ticket-days by community and number of cadres, as measured and then corrected."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ...statistics.estimate import Measure, Values
from ..aim import Cadres, Simulate


class Table:
    """Ticket-days by community and number of cadres, corrected as plans are simulated.

    Parameters
    ----------
    numbers : array of int
        Numbers of cadres at which every community was measured.
    values : array of float, shape (communities, numbers)
    least, most : array of int, shape (communities,), optional
        Fewest and most cadres of each community; by default of those at which it was measured.
    """

    def __init__(
        self,
        numbers: NDArray[np.int64],
        values: Values,
        least: Cadres | None = None,
        most: Cadres | None = None,
    ) -> None:
        self.numbers = np.arange(numbers.min(), numbers.max() + 1)
        between = [np.interp(self.numbers, numbers, row) for row in values]
        self.values: Values = np.array(between)
        count = len(self.values)
        self.least = np.full(count, self.numbers[0]) if least is None else least
        self.most = np.full(count, self.numbers[-1]) if most is None else most

    def copy(self) -> "Table":
        """Return a table that can be corrected on its own."""
        return Table(self.numbers, self.values.copy(), self.least, self.most)

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


def tabulate(
    simulate: Simulate,
    communities: int,
    floor: int | Cadres,
    cap: int | Cadres,
    seeds: Sequence[int],
) -> Table:
    """Measure ticket-days at a few numbers of cadres, all communities shifted together."""
    least, most = (np.broadcast_to(ends, communities) for ends in (floor, cap))
    floor, cap = int(least.min()), int(most.max())
    numbers = sorted({min(cap, floor + n) for n in (0, 1, 2, 4, 7)} | {cap})
    values = [simulate(np.full(communities, n), seeds).ticket_days.mean(axis=0) for n in numbers]
    return Table(np.array(numbers), np.array(values).T, least, most)


def swaps(table: Table, plan: Cadres, count: int, measure: Measure) -> list[Cadres]:
    """Neighbours of a plan in which one cadre moves, the most promising by the table first.

    Only moves to the `count` + 1 communities that gain most from one more, from those that lose
    least by one less, are looked at, each by the measure and then by ticket-days: for a sum those
    are the best.
    """
    receivers = _one_more(table, plan, +1, count + 1, measure)
    givers = _one_more(table, plan, -1, count + 1, measure)
    neighbours = []
    for to in receivers:
        for origin in givers:
            if to != origin:
                moved = plan.copy()
                moved[to] += 1
                moved[origin] -= 1
                neighbours.append(moved)
    neighbours.sort(key=lambda moved: _promise(table, moved, measure))
    return neighbours[:count]


def _one_more(table: Table, plan: Cadres, step: int, count: int, measure: Measure) -> list[int]:
    """Communities where one cadre more, or one less, leaves most to the good."""
    open_rows = np.flatnonzero(plan < table.most if step > 0 else plan > table.least)
    rank = {}
    for row in open_rows.tolist():
        moved = plan.copy()
        moved[row] += step
        rank[row] = _promise(table, moved, measure)
    return sorted(rank, key=lambda row: rank[row])[:count]


def _promise(table: Table, plan: Cadres, measure: Measure) -> tuple[float, float]:
    days = table.at(plan)
    return measure(days), float(days.sum())
