"""Residents whom new centres would reach: who has two of them near is counted once."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Cover:
    """Sites of centres, and the cells of residents whom they would reach.

    A cell is all residents of a community whom the same sites reach; those whom a centre of today
    reaches are in none.

    Attributes
    ----------
    rows : array of int, shape (sites,)
        Their rows among the options of a problem.
    home : array of int, shape (sites,)
        Row of the community in which each stands.
    community : array of int, shape (cells,)
    residents : array of float, shape (cells,)
    reaches : array of bool, shape (cells, sites)
    floors, caps : array of float, shape (communities,)
        Fewest and most sites in each community.
    most : float
        In all.
    open : array of float, shape (communities,), or None
        Change of the community's open tickets for each resident who is reached, as the simulation
        has it; None does nothing.
    late : array of float, shape (communities,), or None
        The same of the share of its issues that is not solved in the days asked.
    """

    rows: NDArray[np.int64]
    home: NDArray[np.int64]
    community: NDArray[np.int64]
    residents: Values = field(repr=False)
    reaches: NDArray[np.bool_] = field(repr=False)
    floors: Values = field(repr=False)
    caps: Values = field(repr=False)
    most: float = np.inf
    open: Values | None = field(default=None, repr=False)
    late: Values | None = field(default=None, repr=False)

    def reached(self, units: Values) -> Values:
        """Residents by community whom the sites reach that are open under so many units.

        Parameters
        ----------
        units : array of float, shape (options, communities)
        """
        there = units[self.rows].any(axis=1)
        cells = (self.reaches & there).any(axis=1)
        people = np.bincount(self.community, self.residents * cells, len(self.caps))
        return people.astype(np.float64)

    def open_at(self, units: Values) -> Values:
        """Change of open tickets by community under so many units."""
        found: Values = 0.0 * self.caps if self.open is None else self.open * self.reached(units)
        return found

    def late_at(self, units: Values) -> Values:
        """Change of the share that is late by community under so many units."""
        found: Values = 0.0 * self.caps if self.late is None else self.late * self.reached(units)
        return found

    def with_all(self, units: Values, there: bool = True) -> Values:
        """So many units, but with every site open, or with none."""
        found = units.copy()
        found[self.rows] = 0.0
        found[self.rows, self.home] = float(there)
        return found


def cells_of(
    reaches: NDArray[np.bool_], community: NDArray[np.int64], residents: Values
) -> tuple[NDArray[np.int64], Values, NDArray[np.bool_]]:
    """Put together who lives in the same community and has the same sites in reach.

    Parameters
    ----------
    reaches : array of bool, shape (buildings, sites)
    community : array of int, shape (buildings,)
    residents : array of float, shape (buildings,)

    Returns
    -------
    tuple of array
        Community and residents of each cell, and which sites reach it. Who has none is in none.
    """
    some = reaches.any(axis=1) & (residents > 0)
    keys = np.column_stack([community[some], reaches[some]]).astype(np.int64)
    cells, which = np.unique(keys, axis=0, return_inverse=True)
    people = np.bincount(which.ravel(), residents[some], len(cells)).astype(np.float64)
    return cells[:, 0], people, cells[:, 1:] > 0
