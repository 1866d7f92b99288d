"""Open ticket-days of a community over service hours: convex, falling, in straight pieces."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .program import plain

Floats = NDArray[np.float64]

# Slopes that differ by less than this part of the steepest are one.
_SAME = 1e-9


@dataclass(frozen=True)
class Curve:
    """Ticket-days a year over service hours a year (or over cadres), convex and non-increasing.

    Before the first point it goes on with the first slope, after the last it is flat: nothing is
    promised beyond what was tabulated.

    Attributes
    ----------
    x : array of float
        Service hours a year, rising, shape (points,).
    y : array of float
        Ticket-days a year at x, shape (points,).

    Raises
    ------
    ValueError
        If the points are not such a curve; the message says which.
    """

    x: Floats
    y: Floats

    def __post_init__(self) -> None:
        """Refuse points that are no convex, non-increasing curve."""
        x, y = np.asarray(self.x, float), np.asarray(self.y, float)
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "y", y)
        if x.ndim != 1 or x.shape != y.shape or len(x) == 0:
            raise ValueError(f"a curve needs as many y as x: {x.shape} and {y.shape}")
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            raise ValueError("a curve's points must be finite numbers")
        if (np.diff(x) <= 0.0).any():
            raise ValueError("a curve's x must rise")
        slope = self.slopes()
        if len(slope) and slope.max() > _SAME * max(1.0, np.abs(slope).max()):
            row = int(slope.argmax())
            raise ValueError(f"ticket-days must not rise with hours: they do after {plain(x[row])}")
        bend = np.diff(slope)
        if len(bend) and bend.min() < -1e-7 * max(1.0, np.abs(slope).max()):
            row = int(bend.argmin()) + 1
            raise ValueError(f"not convex at {plain(x[row])}; use convex_curve")

    def slopes(self) -> Floats:
        """Ticket-days per hour between points, shape (points - 1,)."""
        slope: Floats = np.diff(self.y) / np.diff(self.x)
        return slope

    def value_at(self, hours: ArrayLike) -> Floats:
        """Ticket-days a year at these hours a year, of the same shape."""
        at = np.asarray(hours, float)
        value = np.interp(at, self.x, self.y)
        if len(self.x) > 1:
            value = np.where(at < self.x[0], self.y[0] + self.slopes()[0] * (at - self.x[0]), value)
        return np.asarray(value, float)

    def lines(self) -> Iterator[tuple[float, float]]:
        """(intercept, slope) of each piece, steepest first, the flat end last.

        The curve is the largest of these lines. Pieces of equal slope are one line.
        """
        slope = np.append(np.minimum(self.slopes(), 0.0), 0.0)
        start = np.append(self.x[:-1], self.x[-1])
        at = np.append(self.y[:-1], self.y[-1])
        least = _SAME * max(float(np.abs(slope).max()), 1e-300)
        keep = np.append(True, np.diff(slope) > least)
        keep[-1] = True
        if len(slope) > 1 and slope[-2] > -least:
            keep[-2] = False  # flat already: the end says the same
        for row in np.flatnonzero(keep):
            yield float(at[row] - slope[row] * start[row]), float(slope[row])

    def hours_for(self, ticket_days: float) -> float:
        """Fewest hours at which the curve is this low; inf if it never is."""
        if ticket_days < self.y[-1] - 1e-9 * max(1.0, abs(self.y[-1])):
            return float("inf")
        if ticket_days >= self.y[0]:
            slope = self.slopes()[0] if len(self.x) > 1 else 0.0
            return float(self.x[0] + (ticket_days - self.y[0]) / slope) if slope else -np.inf
        # np.interp needs rising abscissae; the first of equal y comes first on the way down.
        first = int(np.flatnonzero(self.y <= max(ticket_days, self.y[-1]))[0])
        slope = (self.y[first] - self.y[first - 1]) / (self.x[first] - self.x[first - 1])
        reached = self.x[first - 1] + (ticket_days - self.y[first - 1]) / slope
        return float(min(reached, self.x[first]))

    def room(self, hours: float) -> tuple[float, float]:
        """How far below and above these hours the slope stays what it is there."""
        at = np.append(self.x, np.inf)
        below = hours - at[at < hours - 1e-9].max(initial=-np.inf)
        return float(below), float(at[at > hours + 1e-9].min() - hours)


def convex_curve(x: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None) -> Curve:
    """Nearest convex, non-increasing curve through points as simulated.

    Isotonic regression of the slopes by pooling adjacent violators, slopes above 0 cut to 0, then
    shifted so that the weighted mean of the points is kept, and cut at 0 where no point is below.

    Parameters
    ----------
    x : array of float
        Service hours a year, rising.
    y : array of float
        Ticket-days a year.
    weights : array of float, optional
        Weight of each point, such as 1 / variance; that of a slope is the harmonic mean of its
        ends', times the square of its width.

    Raises
    ------
    ValueError
        If x does not rise, or a weight is not positive.
    """
    at, value = np.asarray(x, float), np.asarray(y, float)
    weight = np.ones(len(at)) if weights is None else np.asarray(weights, float)
    if at.shape != value.shape or at.shape != weight.shape:
        raise ValueError("x, y and weights must be of one length")
    if (weight <= 0.0).any() or not np.isfinite(weight).all():
        raise ValueError("weights must be positive")
    if (np.diff(at) <= 0.0).any():
        raise ValueError("x must rise")
    width = np.diff(at)
    certainty = width**2 / (1.0 / weight[1:] + 1.0 / weight[:-1])
    slope = np.minimum(pool_adjacent_violators(np.diff(value) / width, certainty), 0.0)
    shape = np.append(0.0, np.cumsum(slope * width))
    fitted = shape + np.average(value - shape, weights=weight)
    return Curve(at, np.maximum(fitted, min(float(value.min()), 0.0)))


def pool_adjacent_violators(values: ArrayLike, weights: ArrayLike) -> Floats:
    """Non-decreasing sequence nearest to the values in weighted squares.

    Blocks that would fall are pooled to their weighted mean (Ayer et al. 1955).
    """
    blocks: list[tuple[float, float, int]] = []
    pairs = zip(np.asarray(values, float), np.asarray(weights, float), strict=True)
    for value, weight in pairs:
        block = (float(value), float(weight), 1)
        while blocks and blocks[-1][0] > block[0]:
            mean, heavy, count = blocks.pop()
            total = heavy + block[1]
            block = ((mean * heavy + block[0] * block[1]) / total, total, count + block[2])
        blocks.append(block)
    return np.repeat([mean for mean, _, _ in blocks], [count for _, _, count in blocks])
