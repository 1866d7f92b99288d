"""What each target ruled out, and which targets contradict each other where nothing is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from .implausibility import Judge
from .matching import Matched
from .plausible import find

Floats = NDArray[np.float64]

FEWEST = 100  # points that the others leave, of which a share can be told


@dataclass(frozen=True)
class RuledOut:
    """What one target ruled out of the prior.

    Attributes
    ----------
    alone : float
        Share that it rules out by itself.
    given_others : float
        Of what all other targets leave, the share that it rules out; NaN if they leave nothing.
    least, most : float
        Of the means that were simulated anywhere; NaN if there is none.
    """

    alone: float
    given_others: float
    least: float
    most: float


def ruled_out(found: Matched, seed: int) -> tuple[RuledOut, ...]:
    """By window, what it ruled out."""
    judge, told = found.judge, found.plausible.implausibility
    out = told >= judge.cutoff
    several = []
    for n in range(len(judge.windows)):
        values = found.values[:, n]
        values = values[np.isfinite(values)]
        several.append(
            RuledOut(
                alone=float(out[:, n].mean()),
                given_others=_given_others(found, out, n, seed),
                least=float(values.min()) if len(values) else float("nan"),
                most=float(values.max()) if len(values) else float("nan"),
            )
        )
    return tuple(several)


def _given_others(found: Matched, out: NDArray[np.bool_], n: int, seed: int) -> float:
    others = [m for m in range(out.shape[1]) if m != n]
    left = ~out[:, others].any(axis=1)
    if int(left.sum()) >= FEWEST:
        return float(out[left, n].mean())
    rng = np.random.default_rng([seed, n])
    more = find(found.judge.only(others), found.points.shape[1], rng)
    if not len(more):
        return float("nan")
    return float((found.judge.only([n]).implausibility(more.points) >= found.judge.cutoff).mean())


def contradictions(found: Matched, seed: int) -> tuple[tuple[str, ...], ...]:
    """Smallest sets of targets that nothing in the prior meets together.

    A single name is a target that nothing meets even alone. Empty where something is plausible, or
    where the emulators see something that simulations did not confirm.
    """
    if len(found.plausible):
        return ()
    names = [window.name for window in found.judge.windows]
    search = _Search(found, seed)
    every = range(len(names))
    alone = [(n,) for n in every if search.is_empty((n,))]
    rest = [n for n in every if (n,) not in alone]
    pairs = [pair for pair in combinations(rest, 2) if search.is_empty(pair)]
    sets: Sequence[tuple[int, ...]] = [*alone, *pairs] or [search.smallest(tuple(every))]
    return tuple(tuple(names[n] for n in places) for places in sets)


class _Search:
    """Looks for points that some windows leave."""

    def __init__(self, found: Matched, seed: int) -> None:
        self._judge: Judge = found.judge
        self._columns, self._seed = found.points.shape[1], seed
        self._out = found.plausible.implausibility >= found.judge.cutoff

    def is_empty(self, places: Sequence[int]) -> bool:
        """Whether nothing meets these windows."""
        if not self._out[:, list(places)].any(axis=1).all():
            return False
        rng = np.random.default_rng([self._seed, len(places), *places])
        return not len(find(self._judge.only(places), self._columns, rng))

    def smallest(self, places: tuple[int, ...]) -> tuple[int, ...]:
        """A set of which each window is needed for nothing to be left."""
        for n in places:
            fewer = tuple(m for m in places if m != n)
            if fewer and self.is_empty(fewer):
                return self.smallest(fewer)
        return places
