"""Rules of thumb for cadres: who gets how many whole ones.

Each is a function from a problem to cadres by community. All keep the total, floors and caps. Parts
of cadres are settled by the largest remainder.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ...words import Phrase
from ..curve import Floats
from ..program import integers
from ..rules_of_thumb import WEIGHTS
from .problem import CadreProblem, RuleError

Cadres = NDArray[np.int64]
RuleOfThumb = Callable[[CadreProblem], Cadres]


# Weights below this part of the largest count as none.
_NO_WEIGHT = 1e-9


def _by(rule: str) -> RuleOfThumb:
    """As a rule for any resource says, in whole cadres."""
    return lambda given: by_weights(given, WEIGHTS[rule](given))


def square_root_staffing(given: CadreProblem) -> Cadres:
    """C = R + beta sqrt(R), with one beta for all (Janssen, van Leeuwaarden & Zwart 2011).

    R are the hours of work that arrive, in mean cadres; beta is what all cadres
    and own staff together allow, and own staff count toward c.
    """
    load = given.load
    mean = _mean_hours(given)
    offered = load / mean
    own = _own(given) / mean
    heads = float(given.total)
    low, high = -float(np.sqrt(offered.max(initial=1.0))) - 1.0, 1.0

    def needed(beta: float) -> Floats:
        return np.asarray(np.maximum(offered + beta * np.sqrt(offered) - own, 0.0))

    while needed(high).sum() < heads and high < 1e9:
        high *= 2.0
    for _ in range(100):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if needed(middle).sum() < heads else (low, middle)
    return by_weights(given, needed(high))


def equal_utilisation(given: CadreProblem) -> Cadres:
    """Greedy: the next cadre goes where load / capacity is highest."""
    load, capacity = given.load, _own(given).copy()
    out = integers(given.floors)
    capacity += given.hours_gained * out
    for _ in range(int(given.total - out.sum())):
        busy = np.where(out < given.caps, _utilisation(load, capacity), -1.0)
        row = int(busy.argmax())
        if busy[row] < 0.0:
            break
        out[row] += 1
        capacity[row] += given.hours_gained[row]
    return out


def today(given: CadreProblem) -> Cadres:
    """As today, raised to floors, cut to caps and to what there is; nobody is added."""
    present = given.present.astype(float)
    kept = np.clip(present, given.floors, given.caps)
    total = int(min(given.total, kept.sum()))
    return apportion(total, present, given.floors, kept)


def proportional_to_today(given: CadreProblem) -> Cadres:
    """In proportion to who is there today, whatever the total; not today itself."""
    if not given.present.any():
        raise RuleError(Phrase("nobody is there today: there are no proportions to keep"))
    return by_weights(given, given.present.astype(float))


RULES: dict[str, RuleOfThumb] = {
    "equal": _by("equal"),
    "per_head": _by("per_head"),
    "proportional_to_load": _by("by_load"),
    "equal_utilisation": equal_utilisation,
    "square_root_staffing": square_root_staffing,
    "proportional_to_today": proportional_to_today,
    "today": today,
}


def by_weights(given: CadreProblem, weights: Floats) -> Cadres:
    """Apportion cadres by weights.

    Parameters
    ----------
    given : CadreProblem
    weights : array of float
        One a community, not negative.
    """
    return apportion(given.total, weights, given.floors, given.caps)


def apportion(
    total: int,
    weights: Floats,
    floors: Floats,
    caps: Floats,
) -> Cadres:
    """Share out whole cadres by weights between floors and caps, by the largest remainder.

    The parts are clip(lambda w, floor, cap), with lambda such that they add up to the total.

    Parameters
    ----------
    total : int
        Cadres to share out; fewer are if all caps are reached.
    weights, floors, caps : array of float
        Caps may be inf. Where no weight is above 0, all are the same.

    Raises
    ------
    RuleError
        If the floors need more than the total.
    """
    floor, cap = np.ceil(floors), np.floor(caps)
    if floor.sum() > total:
        raise RuleError(
            Phrase(
                "floors need {sum:,.0f} cadres; the total is {total:,}",
                sum=floor.sum(),
                total=total,
            )
        )
    share = _shares(total, np.asarray(weights, float), floor, cap)
    out = np.floor(share + 1e-9)
    # More than once if need be: who has no weight gets what the others' caps leave.
    while out.sum() < total and (out < cap).any():
        open_rows = np.flatnonzero(out < cap)
        remainder = np.round(share - out, 9)[open_rows]
        order = open_rows[np.argsort(-remainder, kind="stable")]
        out[order[: int(total - out.sum())]] += 1.0
    return integers(out)


def _shares(total: int, weights: Floats, floor: Floats, cap: Floats) -> Floats:
    """clip(lambda w, floor, cap), adding up to the total; all at their caps if that is too much."""
    top = weights[cap > floor].max(initial=0.0)
    weight = weights / top if top > 0.0 else np.ones(len(weights))
    weight = np.where(weight > _NO_WEIGHT, weight, 0.0)
    most = np.where(weight > 0.0, cap, floor)
    if most.sum() <= total:
        return most
    low, high = 0.0, 1.0
    while np.clip(high * weight, floor, cap).sum() < total:
        high *= 2.0
    for _ in range(100):
        middle = 0.5 * (low + high)
        enough = np.clip(middle * weight, floor, cap).sum() >= total
        low, high = (low, middle) if enough else (middle, high)
    return np.clip(high * weight, floor, cap)


def _own(given: CadreProblem) -> Floats:
    return np.zeros(len(given.communities)) if given.own_hours is None else given.own_hours


def _mean_hours(given: CadreProblem) -> float:
    """Hours a cadre adds, averaged over communities."""
    return float(max(given.hours_gained.mean(), 1e-9))


def _utilisation(load: Floats, capacity: Floats) -> Floats:
    """Load / capacity; with no capacity at all above any other, by load."""
    top = load.max(initial=0.0) + 1.0
    return np.where(capacity > 0.0, load / np.maximum(capacity, 1e-12), 1e12 * (1.0 + load / top))
