"""What is open, or late, in each community over full-time heads, parts of heads among them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from .heads import Heads
from .problem import Values

APART = 0.25  # heads by which points must differ: between nearer ones a slope is mostly luck


@dataclass
class Tabled:
    """Points by community, moved to what plans show.

    Attributes
    ----------
    heads, values : list of array of float, shape (points,)
        One of each a community; heads rise, from none to the most.
    """

    heads: list[Values] = field(repr=False)
    values: list[Values] = field(repr=False)

    @classmethod
    def of(cls, numbers: Values, values: Values) -> "Tabled":
        """Take every community at the same numbers of heads; values are by community and number."""
        return cls([numbers.astype(float) for _ in values], [row.astype(float) for row in values])

    @property
    def most(self) -> float:
        """Most heads that were measured."""
        return float(self.heads[0][-1])

    def at(self, heads: Heads) -> Values:
        """Value of each community at its heads, straight between points."""
        rows = zip(heads, self.heads, self.values, strict=True)
        return np.array([np.interp(there, at, values) for there, at, values in rows])

    def correct(self, heads: Heads, found: Mapping[int, Values]) -> None:
        """Move the points to what was simulated at a plan and beside it.

        All points of a community move by what the plan missed. Those that lie between what was
        simulated then give way to it.

        Parameters
        ----------
        heads : array of float, shape (communities,)
        found : mapping of int to array
            Simulated values with so many heads more than the plan in every community, as far as
            none and the most allow.
        """
        missed = found[0] - self.at(heads)
        for row, there in enumerate(heads):
            values = self.values[row] + missed[row]
            new = {}
            for step, simulated in found.items():
                beside = float(np.clip(there + step, 0.0, self.most))
                if step == 0 or abs(beside - there) >= APART:
                    new[beside] = float(simulated[row])
            if len(new) > 1:
                at = self.heads[row]
                stay = (at < min(new) - APART) | (at > max(new) + APART)
                stay[[0, -1]] = True
                old = dict(zip(at[stay].tolist(), values[stay].tolist(), strict=True))
                points = np.array(sorted((old | new).items()))
                self.heads[row], values = points[:, 0], points[:, 1]
            self.values[row] = values
