"""Times to close of requests to come, drawn from the fitted law."""

from dataclasses import dataclass

import numpy as np

from ..requests import CLOSED, OPEN, Floats, Integers
from .closing import POINTS, Closing


@dataclass(frozen=True)
class ClosingDraws:
    """The law of times with its unknowns drawn.

    Attributes
    ----------
    level, spread : array, shape (draws, kinds, quarters)
        Of log days; quarters to come.
    shape : array, shape (draws, kinds, points)
        Quantiles of the shape.
    at_once : array, shape (draws, kinds)
    area : array, shape (draws, kinds, areas)
        Log factors.
    """

    level: Floats
    spread: Floats
    shape: Floats
    at_once: Floats
    area: Floats

    def times(self, kind: Integers, area: Integers, quarter: Integers, u: Floats) -> Floats:
        """Days that requests stay open; infinite beyond the share seen closed.

        Parameters
        ----------
        kind, area, quarter : arrays of int, shape (rows,)
        u : array, shape (draws, rows)
            Uniform.
        """
        days = np.empty_like(u)
        for draw in range(len(u)):
            once = self.at_once[draw, kind]
            rest = np.clip((u[draw] - once) / (1.0 - once), 0.0, 1.0)
            cell = np.minimum((rest * POINTS).astype(np.int64), POINTS - 1)
            shape = self.shape[draw, kind, cell]
            log = self.level[draw, kind, quarter] + self.spread[draw, kind, quarter] * shape
            days[draw] = np.where(u[draw] < once, 0.0, np.exp(log + self.area[draw, kind, area]))
        return days


def draw_closing(
    closing: Closing, skipped: int, quarters: int, draws: int, rng: np.random.Generator
) -> ClosingDraws:
    """Draw the law of times of quarters to come.

    Parameters
    ----------
    closing : Closing
    skipped : int
        Quarters between the last one seen and the first one wanted; -1 if they are one.
    quarters : int
        Quarters wanted.
    """
    ahead = max(skipped + quarters, 1)
    kinds = len(closing.kinds)
    level, spread = (np.empty((draws, kinds, quarters)) for _ in range(2))
    for table, share in ((level, closing.shared), (spread, closing.shared)):
        common = rng.standard_normal((draws, ahead))
        for k, kind in enumerate(closing.kinds):
            own = rng.standard_normal((draws, ahead))
            noise = np.sqrt(share) * common + np.sqrt(1.0 - share) * own
            drawn = (kind.level if table is level else kind.spread).draw(noise, rng)
            seen = (kind.level if table is level else kind.spread).seen[-1]
            drawn = np.column_stack([np.full(draws, seen), drawn])
            table[:, k] = drawn[:, skipped + 1 : skipped + 1 + quarters]
    shape = np.stack([kind.shapes(draws, rng) for kind in closing.kinds], axis=1)
    once = np.column_stack(
        [
            rng.beta(kind.at_once[0] + 0.5, kind.at_once[1] + 0.5, draws)
            if kind.at_once[0]
            else np.zeros(draws)
            for kind in closing.kinds
        ]
    )
    area = closing.area + closing.area_error * rng.standard_normal((draws, *closing.area.shape))
    return ClosingDraws(level, np.exp(spread), shape, once, area)


def other_ends(closing: Closing, draws: int, rng: np.random.Generator) -> Floats:
    """Shares of the endings that compete with closing; shape (draws, kinds, endings)."""
    shares = []
    for kind in closing.kinds:
        counted = kind.other_ends.copy()
        counted[CLOSED] += counted[OPEN]
        counted[OPEN] = 0.0
        seen = counted > 0
        share = np.zeros((draws, len(counted)))
        if seen.any():
            share[:, seen] = rng.dirichlet(counted[seen] + 0.5, draws)
        shares.append(share)
    return np.stack(shares, axis=1)
