"""Where a verdict turns: the load of the reference's community desks from which a policy helps."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...outcomes.catalogue import METRICS
from ..sweep.robustness import Share
from .layer import LOAD, Layer

Floats = NDArray[np.float64]

FEWEST = 5  # worlds on each side of a turn
LEVEL = 0.05
RESAMPLES = 1000

Kind = Literal["better", "worse", "better_above", "better_below", "untold", "few"]


@dataclass(frozen=True)
class Verdict:
    """How a difference goes with the load of the community desks under the reference.

    Attributes
    ----------
    kind : str
        better or worse: in all worlds. better_above or better_below: by the load, `at` which it
        turns. untold: both happen, and the load does not divide them. few: too few worlds to say.
    worlds : int
    least, most : float
        Loads met.
    at, low, high : float
        Load at which it turns, with a 95 % bootstrap interval of both ends of the gap between the
        worlds it lies in; NaN where it does not turn.
    below, above : Share
        Worlds on each side in which the policy is better; of all worlds, where it does not turn.
    """

    kind: Kind
    worlds: int
    least: float
    most: float
    at: float
    low: float
    high: float
    below: Share
    above: Share


def verdict(layer: Layer, scenario: str, metric: str, seed: int = 1) -> Verdict:
    """Hold a policy's difference in each world against the load under the reference there.

    Raises
    ------
    ValueError
        If no side of the metric is better.
    """
    side = METRICS[metric].better
    if side is None:
        raise ValueError(f"no side of {metric} is better")
    gains = layer.gain(scenario, metric).mean(axis=1) * (1.0 if side == "higher" else -1.0)
    loads = layer.of(layer.reference, LOAD).mean(axis=1)
    known = ~(np.isnan(gains) | np.isnan(loads))
    return turning(loads[known], gains[known], seed)


def turning(loads: Floats, gains: Floats, seed: int = 1) -> Verdict:
    """Find the load that divides the worlds best in which a policy helps from the others.

    It divides them if worlds dealt out anew, without regard to load, are rarely divided so well.

    Parameters
    ----------
    loads, gains : array of float, shape (worlds,)
        A gain above 0 is better.
    seed : int
        Of the worlds dealt out anew and the bootstrap.
    """
    n, better = len(loads), gains > 0.0
    nan, everywhere = float("nan"), Share(int(better.sum()), n)
    ends = (float(loads.min()), float(loads.max())) if n else (nan, nan)

    def said(kind: Kind) -> Verdict:
        return Verdict(kind, n, *ends, nan, nan, nan, everywhere, everywhere)

    if n < 2 * FEWEST:
        return said("few")
    if better.all() or not better.any():
        return said("better" if better.all() else "worse")
    rng = np.random.default_rng([seed, n])
    order = np.argsort(loads, kind="stable")
    held = better[order]
    cut, quality = _cut(held)
    dealt = np.array([_cut(rng.permutation(held))[1] for _ in range(RESAMPLES)])
    if (1 + (dealt >= quality).sum()) / (1 + RESAMPLES) > LEVEL:
        return said("untold")
    sorted_loads = loads[order]
    gaps = []  # it turns somewhere between the two loads beside a cut, and nobody knows where
    for _ in range(RESAMPLES):
        again = np.sort(rng.integers(0, n, n))
        place, _ = _cut(held[again])
        gaps.append(sorted_loads[again][place - 1 : place + 1])
    left, right = np.array(gaps).T
    low, high = float(np.quantile(left, 0.025)), float(np.quantile(right, 0.975))
    below, above = held[:cut], held[cut:]
    return Verdict(
        "better_above" if above.mean() > below.mean() else "better_below",
        n,
        *ends,
        _between(sorted_loads, cut),
        low,
        high,
        Share(int(below.sum()), len(below)),
        Share(int(above.sum()), len(above)),
    )


def _between(loads: Floats, cut: int) -> float:
    return float(0.5 * (loads[cut - 1] + loads[cut]))


def _cut(held: NDArray[np.bool_]) -> tuple[int, float]:
    """Where to cut worlds in order so that the sides differ most, and by how many standard errors.

    The share of better worlds on both sides is compared as if they had that of all (score test).
    """
    n = len(held)
    cuts = np.arange(FEWEST, n - FEWEST + 1)
    before = np.cumsum(held)[cuts - 1]
    share = held.mean()
    apart = before / cuts - (held.sum() - before) / (n - cuts)
    error = np.sqrt(max(share * (1.0 - share), 1e-12) * (1.0 / cuts + 1.0 / (n - cuts)))
    quality = np.abs(apart) / error
    place = int(quality.argmax())
    return int(cuts[place]), float(quality[place])
