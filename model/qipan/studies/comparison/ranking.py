"""Which policies can be told apart, and what rank each may have."""

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from ...outcomes.catalogue import METRICS, Better
from ...statistics.skewness import equal, statistic
from ...words import Phrase

Test = Callable[[NDArray[np.float64]], float]


@dataclass(frozen=True)
class Ranked:
    """A policy's place in a metric.

    Attributes
    ----------
    scenario : str
    mean : float
    first, last : int or None
        Best and worst rank it may have: first is one more than the number of policies shown to be
        better, last leaves room for those shown to be worse. None where it cannot be ranked.
    """

    scenario: str
    mean: float
    first: int | None
    last: int | None


@dataclass(frozen=True)
class Ranking:
    """Policies in the order of a metric, best first.

    All pairs are held against each other on common random numbers (Student's t, two-sided), and
    Holm's step-down method (1979) keeps the probability of calling any pair different that is not
    at or below 1 - confidence. That a pair which does differ is put in the wrong order is not
    bounded by it in general (Shaffer 1980 shows it for some laws of independent tests; these
    share policies). So `first` to `last`, and the set of those that may be best, are what the
    verdicts leave possible, not intervals that hold together with that confidence.

    Attributes
    ----------
    metric : str
    rows : tuple of Ranked
        Without a value last.
    apart : frozenset of tuple of str
        Pairs that can be told apart, the better one first.
    """

    metric: str
    rows: tuple[Ranked, ...]
    apart: frozenset[tuple[str, str]]

    @property
    def may_be_best(self) -> tuple[str, ...]:
        """Policies that nothing is shown to be better than."""
        return tuple(row.scenario for row in self.rows if row.first == 1)

    @property
    def ranked(self) -> tuple[str, ...]:
        """Policies with a value; one alone is not ranked, whatever `first` and `last` say."""
        known = [row.scenario for row in self.rows if row.first is not None]
        return tuple(known) if len(known) > 1 else ()

    def span(self, row: Ranked) -> tuple[int | None, int | None]:
        """Best and worst rank of a policy; None where it is not ranked."""
        return (row.first, row.last) if row.scenario in self.ranked else (None, None)


def rank(
    metric: str, values: Mapping[str, NDArray[np.float64]], confidence: float = 0.95
) -> Ranking:
    """Rank policies by a metric that has a better way.

    Parameters
    ----------
    metric : str
    values : mapping of str to array of float
        By scenario, on the same seeds. One whose metric is missing somewhere has no rank: nor is
        it known to be worse.
    confidence : float

    Raises
    ------
    ValueError
        If neither way is better.
    """
    better = METRICS[metric].better
    if better is None:
        raise ValueError(
            Phrase("{metric}: neither way is better, so there is nothing to rank by", metric=metric)
        )
    known = {name: row for name, row in values.items() if not np.isnan(row).any()}
    test = _p_value_of_settled if METRICS[metric].settled else p_value
    apart = frozenset(_apart(known, better, 1.0 - confidence, test))
    rows = [_ranked(name, row, known, apart) for name, row in values.items()]
    sign = 1.0 if better == "lower" else -1.0
    rows.sort(key=lambda row: (math.isnan(row.mean), sign * row.mean))
    return Ranking(metric, tuple(rows), apart)


def _ranked(
    name: str,
    values: NDArray[np.float64],
    known: Mapping[str, NDArray[np.float64]],
    apart: frozenset[tuple[str, str]],
) -> Ranked:
    if name not in known:
        return Ranked(name, math.nan, None, None)
    above = sum(other == name for _, other in apart)
    below = sum(one == name for one, _ in apart)
    return Ranked(name, float(values.mean()), above + 1, len(known) - below)


def _apart(
    known: Mapping[str, NDArray[np.float64]], better: Better, error: float, test: Test
) -> list[tuple[str, str]]:
    """Pairs that differ by Holm's method, the better one first."""
    tested = []
    for one, other in itertools.combinations(known, 2):
        apart = known[one] - known[other]
        one_is_better = (apart.mean() < 0.0) == (better == "lower")
        tested.append((test(apart), (one, other) if one_is_better else (other, one)))
    tested.sort(key=lambda pair: pair[0])
    found = []
    for place, (p, pair) in enumerate(tested):
        if p > error / (len(tested) - place):
            break
        found.append(pair)
    return found


def p_value(differences: NDArray[np.float64]) -> float:
    """Two-sided p-value that paired differences have the mean 0.

    Student's test; of lopsided differences that of the interval which they get (see `skewness`).
    1 where all are equal: nothing shows how far others may lie.
    """
    t = statistic(differences)
    return 1.0 if math.isnan(t) else float(2.0 * stdtr(len(differences) - 1, -abs(t)))


def _p_value_of_settled(differences: NDArray[np.float64]) -> float:
    """p-value of what does not hang on chance: if all differences are one, it is that."""
    known = len(differences) > 1 and bool(equal(differences))
    return float(not differences.any()) if known else p_value(differences)
