"""Candidate births: for each community and kind a Poisson process, drawn a window at a time.

The i-th candidate of a cell (community and kind) is keyed by the cell and i. The cell's unit
exponentials are summed and stretched by its cumulative rate, so a different rate moves the
candidates without redrawing them. Rates are bounds: disorder below its bound thins them later.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .columns import CANDIDATE, Table
from .compile import Entry, entry, kernel
from .draws import exponential, key_of, uniform
from .purposes import P_BIRTH, P_RESIDENT

JUST_BELOW_1 = 1.0 - 1e-9  # rounding must not carry a birth into the next window


@kernel
def step_of(level, target, low, high):
    """Last step at which the cumulative profile is at most `target`, by bisection."""
    while high - low > 1:
        middle = (low + high) >> 1
        if level[middle] <= target:
            low = middle
        else:
            high = middle
    return low


@entry
def draw_window(cells, levels, residents, first_step, last_step, per_hour, first, out):
    """Write the candidates of one window of time into `out`, unsorted.

    Returns (number written, cell at which `out` became full or -1).

    `levels[row, step]` is the cumulative profile up to a step, in hours of mean intensity, of the
    row that a cell names; `residents[community]` are its first resident and their number. `first`
    is the cell to begin with, so that a full buffer can be emptied and the window gone on with.
    """
    kinds = cells.shape[0] // residents.shape[0]
    n = 0
    for cell in range(first, cells.shape[0]):
        rate = cells.rate[cell]
        if rate <= 0.0:
            continue
        key = cells.key[cell]
        drawn = cells.drawn[cell]
        community = cell // kinds
        level = levels[cells.level[cell]]
        limit = rate * level[last_step]
        step = first_step
        threshold = cells.spent[cell] + exponential(key, P_BIRTH, drawn)
        while threshold <= limit:
            if n == out.shape[0]:
                return n, cell
            target = threshold / rate
            step = step_of(level, target, step, last_step)
            inside = (target - level[step]) / (level[step + 1] - level[step])
            own = key_of(key, drawn)
            out.time[n] = (step + min(JUST_BELOW_1, max(0.0, inside))) / per_hour
            out.key[n] = own
            out.cell[n] = cell
            out.ordinal[n] = drawn
            place = int(uniform(own, P_RESIDENT, 0) * residents[community, 1])
            out.resident[n] = residents[community, 0] + place
            n += 1
            drawn += 1
            cells.spent[cell] = threshold
            cells.drawn[cell] = drawn
            threshold += exponential(key, P_BIRTH, drawn)
    return n, -1


class Births:
    """Source of candidates for one run.

    Parameters
    ----------
    cells : array of CELL, shape (communities * kinds,)
        Keys, bounding rates an hour and rows of `levels`; counts of what has been drawn.
    levels : array of float, shape (groups * kinds, steps + 1)
        Cumulative profiles, in hours of mean intensity.
    residents : array of int, shape (communities, 2)
        First resident of each community and their number.
    per_hour : int
        Steps of `levels` in an hour.
    planted : array of CANDIDATE
        Issues known to arise, sorted by time.
    """

    def __init__(
        self,
        cells: Table,
        levels: np.ndarray,
        residents: np.ndarray,
        per_hour: int,
        planted: Table,
    ) -> None:
        self.cells = cells
        self.levels = levels
        self.residents = residents
        self.per_hour = per_hour
        self.planted = planted

    def call(self) -> tuple[Entry, tuple[Any, ...]]:
        """Return the compiled function, and arguments as it is called with."""
        nothing = np.empty(0, CANDIDATE)
        given = (self.cells, self.levels, self.residents, 0, 0, self.per_hour, 0, nothing)
        return draw_window, given

    def bound(self, begin: int, end: int) -> int:
        """Number of candidates that the hours [begin, end) will hardly ever exceed."""
        first, last = begin * self.per_hour, end * self.per_hour
        growth = self.levels[:, last] - self.levels[:, first]
        expected = float((self.cells["rate"] * growth[self.cells["level"]]).sum())
        return int(expected + 6.0 * expected**0.5) + 64 + len(self.planted)

    def window(self, begin: int, end: int) -> Table:
        """Candidates born in the hours [begin, end), in order of time."""
        first, last = begin * self.per_hour, end * self.per_hour
        buffer = np.empty(self.bound(begin, end), CANDIDATE)
        parts = []
        cell = 0
        while cell >= 0:
            n, cell = draw_window(
                self.cells, self.levels, self.residents, first, last, self.per_hour, cell, buffer
            )
            parts.append(buffer[:n].copy() if cell >= 0 else buffer[:n])
        known = self.planted[(self.planted["time"] >= begin) & (self.planted["time"] < end)]
        drawn = np.concatenate([*parts, known]) if len(parts) > 1 or len(known) else parts[0]
        return drawn[order_of_times(drawn["time"])]


def order_of_times(times: NDArray[np.float64]) -> NDArray[np.intp]:
    """Order by time; equal times, which only planted issues have, as they come.

    The unstable sort is several times faster, and the same wherever times differ.
    """
    order = np.argsort(times)
    rising = times[order]
    if (rising[1:] == rising[:-1]).any():
        return np.argsort(times, kind="stable")
    return order
