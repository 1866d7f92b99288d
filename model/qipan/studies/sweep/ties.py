"""Numbers that hang together: shares of one whole, and pairs that must not cross.

Drawn one by one from their ranges, shares would not sum to one. They are scaled in proportion until
they do, none leaving its range; shares that were not drawn make room first. Of two numbers that
must not cross the second gives way.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# Keys of which all that a scenario has sum to one.
WHOLES = (
    r"city\.types\.[^.]+\.share",
    r"desks\.posts\.[^.]+",
    r"desks\.departments\.[^.]+\.staff_share",
    r"units\.groups\.[^.]+\.share",
    r"closure\.three_rates_weights\[\d+\]",
)
# Keys whose sum is one at most.
PARTS = (
    r"residents\.reporting\.(visit|hotline)_share",
    r"policy\.service_circle\.turned_away_(call|return)_share",
)
# A key, and the one that must not lie below it.
RISING = (
    (r"(issues\.kinds\.[^.]+\.circle)\[0\]", r"\1[1]"),
    (r"(desks\.[^.]+\.paperwork)\.lowest_share", r"\1.share"),
    (r"(city)\.subdistrict_count", r"\1.community_count"),
    (r"(policy\..+)\.sittings", r"\1.sittings_most"),
)
ACCURACY = 1e-12
KEPT = 32  # scenarios whose keys are looked through once, however many points are made of them


@dataclass(frozen=True)
class Bounded:
    """A number as a scenario has it, and between what it may move."""

    value: float
    low: float
    high: float


def tie(
    drawn: Mapping[str, float], known: Mapping[str, Bounded], groups: Sequence[tuple[str, ...]]
) -> dict[str, float]:
    """Return the drawn numbers, and those that must move with them, so that all hang together.

    Parameters
    ----------
    drawn : mapping of str to float
        By key.
    known : mapping of str to Bounded
        All numbers of the scenario, drawn or not.
    groups : sequence of tuple of str
        Shares that sum to one; see `wholes`.
    """
    tied = dict(drawn)
    for members in groups:
        if any(key in drawn for key in members):
            tied |= _whole(members, drawn, known)
    keys = tuple(known)
    for members in _matching(PARTS, keys):
        total = sum(tied.get(key, known[key].value) for key in members)
        if total > 1.0 and any(key in drawn for key in members):
            tied |= _whole(members, drawn, known)
    for low, high in _rising(keys):
        if low in tied or high in tied:
            below, above = (tied.get(key, known[key].value) for key in (low, high))
            if below > above:
                moved = low if high in drawn and low not in drawn else high
                tied[moved] = above if moved == low else below
    return tied


def wholes(known: Mapping[str, Bounded]) -> list[tuple[str, ...]]:
    """Groups of keys of a scenario whose numbers sum to one."""
    return list(_matching(WHOLES, tuple(known)))


def groups_of(keys: Collection[str]) -> list[tuple[str, ...]]:
    """Groups of keys of which none can move alone: shares of a whole, and pairs in order."""
    all_keys = tuple(keys)
    found = (_matching(WHOLES, all_keys), _matching(PARTS, all_keys), _rising(all_keys))
    return [group for groups in found for group in groups]


@lru_cache(maxsize=KEPT)
def _matching(patterns: tuple[str, ...], known: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    found = (tuple(key for key in known if re.fullmatch(p, key)) for p in patterns)
    return tuple(members for members in found if len(members) > 1)


@lru_cache(maxsize=KEPT)
def _rising(known: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = (
        (key, re.sub(pattern, other, key))
        for pattern, other in RISING
        for key in known
        if re.fullmatch(pattern, key)
    )
    return tuple((low, high) for low, high in pairs if high in known)


def _whole(
    members: Sequence[str], drawn: Mapping[str, float], known: Mapping[str, Bounded]
) -> dict[str, float]:
    """Shares scaled to sum to one: those not drawn first, all of them if that is not enough."""
    free = [key for key in members if key not in drawn]
    fixed = sum(drawn[key] for key in members if key in drawn)
    for movable, rest in ((free, 1.0 - fixed), (list(members), 1.0)):
        values = np.array([drawn.get(key, known[key].value) for key in movable])
        low, high = (np.array([getattr(known[k], e) for k in movable]) for e in ("low", "high"))
        scaled = _scaled(values, low, high, rest)
        if scaled is not None:
            return {
                **{k: drawn[k] for k in members if k in drawn},
                **dict(zip(movable, scaled.tolist(), strict=True)),
            }
    return {}


def _scaled(
    values: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    total: float,
) -> NDArray[np.float64] | None:
    """Values times one number, kept in their bounds, to sum to a total; None if none do."""
    inside = bool(((values >= low) & (values <= high)).all())
    if inside and abs(values.sum() - total) <= ACCURACY:
        return values
    if len(values) == 0:
        return None

    def at(scale: float) -> NDArray[np.float64]:
        return np.minimum(np.maximum(scale * values, low), high)

    below, above = 0.0, 1.0
    while at(above).sum() < total:
        above *= 2.0
        if above > 1e9:
            return None
    if at(below).sum() > total + ACCURACY:
        return None
    for _ in range(200):
        middle = 0.5 * (below + above)
        if middle in (below, above):  # no number lies between
            break
        if at(middle).sum() < total:
            below = middle
        else:
            above = middle
    scaled = at(above)
    return scaled if abs(scaled.sum() - total) < 1e-9 else None
