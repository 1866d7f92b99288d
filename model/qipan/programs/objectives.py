"""What makes one plan better than another: sums, the worst off, the worst share, the mean gap.

Each is an expression that a program can minimise or keep below a limit, and a number that can be
worked out for any plan. A score is by default open ticket-days a year per 1,000 residents.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Protocol

import numpy as np
import pulp
from numpy.typing import ArrayLike, NDArray

from ..words import Phrase
from .curve import Floats
from .program import Program, Terms, plain

PER_1000 = "ticket-days a year per 1,000 residents"


class Communities(Protocol):
    """What an objective must know of a problem, whatever is divided."""

    @property
    def communities(self) -> Sequence[str]:
        """Names."""

    @property
    def weights(self) -> Floats:
        """What a ticket-day of each counts."""

    @property
    def per_1000_residents(self) -> Floats:
        """What turns ticket-days of each into those per 1,000 residents."""


class Posed(Protocol):
    """A program to which an objective may add rows."""

    @property
    def program(self) -> Program:
        """Variables and rules."""

    @property
    def given(self) -> Communities:
        """What it was made from."""

    @property
    def places(self) -> Sequence[str]:
        """Communities as they are called in the .lp file."""

    @property
    def ticket_days(self) -> Sequence[pulp.LpVariable]:
        """Open ticket-days a year of each community."""


@dataclass(frozen=True)
class Objective(ABC):
    """Something to minimise.

    Attributes
    ----------
    per : array of float, optional
        What turns ticket-days of each community into its score; by default 1,000 / residents.
    """

    name: ClassVar[Phrase]
    unit: ClassVar[str] = PER_1000
    per: Floats | None = None

    @abstractmethod
    def terms(self, model: Posed) -> Terms:
        """Add what is needed to the program; return terms whose minimum is the objective."""

    @abstractmethod
    def value(self, given: Communities, ticket_days: ArrayLike) -> float:
        """Objective of ticket-days a year by community, shape (communities,)."""

    @property
    def by_residents(self) -> bool:
        """Whether a community's score depends on its number of residents."""
        return self.per is None

    def scales(self, given: Communities) -> Floats:
        """What turns ticket-days into scores."""
        return given.per_1000_residents if self.per is None else np.asarray(self.per, float)

    def scores(self, given: Communities, ticket_days: ArrayLike) -> Floats:
        """Score of each community."""
        return np.asarray(self.scales(given) * np.asarray(ticket_days, float))


@dataclass(frozen=True)
class Utilitarian(Objective):
    """Sum of weighted ticket-days, sum_c w_c z_c."""

    name = Phrase("utilitarian")
    unit = "ticket-days a year"

    @property
    def by_residents(self) -> bool:
        """Never: ticket-days are summed as they are."""
        return False

    def terms(self, model: Posed) -> Terms:
        """sum_c w_c z_c."""
        weights = model.given.weights.tolist()
        return [(var, w) for var, w in zip(model.ticket_days, weights, strict=True) if w]

    def value(self, given: Communities, ticket_days: ArrayLike) -> float:
        """Weighted sum of ticket-days a year."""
        return float(given.weights @ np.asarray(ticket_days, float))


@dataclass(frozen=True)
class LexicographicMaxMin(Objective):
    """The worst score as low as can be, then the second worst, and so on.

    Attributes
    ----------
    ordered_up_to : int
        With no more communities than this the whole order is found exactly by ordered sums
        (Ogryczak & Śliwiński). With more, the worst score is found by bisection, later ones by
        fixing communities that cannot do better, which is a heuristic.
    levels : int
        Levels sought by fixing, before the rest is settled by the sum of ticket-days.
    """

    name = Phrase("lexicographic max-min")
    ordered_up_to: int = 20
    levels: int = 3

    def terms(self, model: Posed) -> Terms:
        """Worst score t, with t >= score_c."""
        return sum_of_largest(model, self.scales(model.given), 1, "worst")

    def value(self, given: Communities, ticket_days: ArrayLike) -> float:
        """Worst score."""
        return float(self.scores(given, ticket_days).max())


@dataclass(frozen=True)
class ConditionalValueAtRisk(Objective):
    """Mean score of the worst share of communities (Rockafellar & Uryasev).

    Attributes
    ----------
    share : float
        Share of communities, above 0 and up to 1. A part of a community counts as a part.
    """

    name = Phrase("conditional value at risk")
    share: float = 0.1

    def __post_init__(self) -> None:
        """Refuse a share that is none."""
        if not 0.0 < self.share <= 1.0:
            raise ValueError(f"share is {self.share}; it must be above 0 and at most 1")

    def terms(self, model: Posed) -> Terms:
        """(k t + sum_c d_c) / k with d_c >= score_c - t, k = share × communities."""
        count = max(1.0, self.share * len(model.given.communities))
        parts = sum_of_largest(model, self.scales(model.given), count, "tail")
        return [(var, factor / count) for var, factor in parts]

    def value(self, given: Communities, ticket_days: ArrayLike) -> float:
        """Mean score of the worst share."""
        scores = self.scores(given, ticket_days)
        count = max(1.0, self.share * len(scores))
        return largest(scores, count) / count


@dataclass(frozen=True)
class MeanPlusGini(Objective):
    """Mean score plus weight × half the mean absolute difference of two communities' scores.

    Half the mean difference is the Gini coefficient times the mean. It is a sum of sums of the k
    largest scores over k; with many communities only some k are taken, and the program's value is
    then slightly below that of the plan, which is worked out exactly.

    Attributes
    ----------
    weight : float
        From 0 to 1; above 1 a plan could be better for being worse everywhere.
    exact_up_to : int
        Most communities with which all k are taken.
    most_levels : int
        How many k are taken with more.
    """

    name = Phrase("mean plus Gini")
    weight: float = 1.0
    exact_up_to: int = 40
    most_levels: int = 20

    def __post_init__(self) -> None:
        """Refuse weights at which a worse plan could count as better."""
        if not 0.0 <= self.weight <= 1.0:
            raise ValueError(f"weight is {self.weight}; it must be from 0 to 1")

    def terms(self, model: Posed) -> Terms:
        """(1/n - w (n-1)/n^2) T_n + (2 w / n^2) sum_{k<n} T_k, T_k the sum of the k largest."""
        scales = self.scales(model.given)
        count = len(scales)
        all_of_them = 1.0 / count - self.weight * (count - 1) / count**2
        factors = gini_levels(count, self.taken(count)) * (2.0 * self.weight / count**2)
        factors[count] += all_of_them
        out = [
            (var, float(scale * factors[count]))
            for var, scale in zip(model.ticket_days, scales, strict=True)
        ]
        for k in np.flatnonzero(factors[:count] > 0.0):
            parts = sum_of_largest(model, scales, float(k), f"largest_{k}")
            out += [(var, factor * float(factors[k])) for var, factor in parts]
        return out

    def taken(self, count: int) -> NDArray[np.int64]:
        """Numbers k of largest scores that are summed: all, or some, denser at the worst off."""
        if count <= self.exact_up_to:
            return np.arange(1, count + 1)
        return np.unique(np.rint(np.geomspace(1, count, self.most_levels)).astype(np.int64))

    def value(self, given: Communities, ticket_days: ArrayLike) -> float:
        """Mean plus weight × half the mean absolute difference."""
        scores = np.sort(self.scores(given, ticket_days))
        count = len(scores)
        rank = 2.0 * np.arange(1, count + 1) - count - 1.0
        return float(scores.mean() + self.weight * (rank @ scores) / count**2)


def gini_levels(count: int, taken: NDArray[np.int64]) -> Floats:
    """Weight of each sum of k largest in sum_{k=1}^{n-1} T_k, shape (n + 1,), row k.

    T is concave in k, so that what lies between two k that are taken is put on the straight line
    between them, which is below it.
    """
    weight = np.zeros(count + 1)
    edges = np.union1d(taken, [1, count])
    for low, high in pairwise(edges.tolist()):
        between = np.arange(low, high)
        part = (between - low) / (high - low)
        weight[low] += (1.0 - part).sum()
        weight[high] += part.sum()
    return weight


def sum_of_largest(model: Posed, scales: Floats, count: float, name: str) -> Terms:
    """K t + sum_c d_c, with d_c >= score_c - t and d_c >= 0: at its least the sum of the k largest.

    The largest one alone needs no d_c.
    """
    level = model.program.variable(f"{name}.level", None)
    out: Terms = [(level, float(count))]
    unit = "score"
    for row, (days, scale) in enumerate(zip(model.ticket_days, scales.tolist(), strict=True)):
        place, spoken = model.places[row], model.given.communities[row]
        terms: Terms = [(level, 1.0), (days, -scale)]
        if count > 1.0:
            above = model.program.variable(f"{name}.above.{place}")
            terms.append((above, 1.0))
            out.append((above, 1.0))
        text = f"score of {spoken} above the level of the {plain(count)} largest"
        model.program.define(f"{name}.{place}", text, unit, ">=", 0.0, terms, row)
    return out


def largest(scores: Floats, count: float) -> float:
    """Sum of the `count` largest scores; of a broken number the part counts."""
    ordered = np.sort(np.asarray(scores, float))[::-1]
    whole = min(int(np.floor(count + 1e-9)), len(ordered))
    part = count - whole if whole < len(ordered) else 0.0
    rest = part * ordered[whole] if part > 1e-12 else 0.0
    return float(ordered[:whole].sum() + rest)


def ordered(scores: Sequence[float] | Floats) -> Floats:
    """Scores from worst to best, by which lexicographic max-min compares plans."""
    return np.sort(np.asarray(scores, float))[::-1]
