"""How far targets narrow each number: where it lies in the plausible part, against its prior."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Said = Literal["narrowed", "moves", "untouched"]

ENDS = (0.05, 0.5, 0.95)
PRIOR = 0.9  # width of the middle nine in ten of a uniform prior
NARROWER = 0.9  # of that width, below which a number is called narrowed


@dataclass(frozen=True)
class Narrowed:
    """Where a factor lies in the plausible part.

    Attributes
    ----------
    low, middle, high : float
        Quantiles .05, .5 and .95 of where it lies between its ends, from 0 to 1; NaN where nothing
        is plausible.
    width : float
        Of the middle nine in ten, as a share of that of the prior.
    said : str
        narrowed; moves, if some target follows it and yet leaves it as wide; or untouched, if no
        target follows it: none of them can narrow it.
    by : tuple of str
        Targets that follow it.
    """

    low: float
    middle: float
    high: float
    width: float
    said: Said
    by: tuple[str, ...]


def narrowed(points: Floats, following: Sequence[tuple[str, ...]]) -> tuple[Narrowed, ...]:
    """Of each factor, how far it is narrowed.

    Parameters
    ----------
    points : array of float, shape (points, columns)
        Of the plausible part; may be empty.
    following : sequence of tuple of str
        By factor, the targets that follow it.
    """
    out = []
    for n, by in enumerate(following):
        if len(points):
            low, middle, high = np.quantile(points[:, n], ENDS).tolist()
        else:
            low = middle = high = float("nan")
        width = (high - low) / PRIOR
        said: Said = "untouched" if not by else "narrowed" if width < NARROWER else "moves"
        out.append(Narrowed(low, middle, high, width, said, by))
    return tuple(out)
