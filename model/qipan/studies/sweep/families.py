"""Families of numbers in a sweep: a common factor, and a part that is each number's own.

Numbers drawn one by one average out: of fifteen mean hours of work some are high and some low, and
their sum hardly moves. What nobody knows is whether all of them are too low. A draw of a number is
therefore made of its family's factor z and a part e of its own, both standard normal:

    u = Phi(sqrt(together) z + sqrt(1 - together) e)

is where it lies between the ends of its range (a Gaussian copula): even from 0 to 1 whatever
`together` is, so that no number is drawn otherwise than before, only not by itself.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from ...city.draws import keys_of_texts, seed_key, uniform
from ...scenario.families import FAMILIES
from .factors import Factor

OWN = "own parts of the numbers"
OWN_OF = "own part of "  # before the name of one number
EDGE = 0.02  # of a range
TINY = 1e-9
TOGETHER = 0.8  # correlation of two numbers of a family, on the normal scale


def in_families(factors: Sequence[Factor]) -> tuple[Factor, ...]:
    """Return a factor for each family that has numbers among these, in the order of the table."""
    found = []
    for name in FAMILIES:
        members = tuple(factor for factor in factors if factor.family == name)
        if members:
            places = tuple(sorted({place for member in members for place in member.scenarios}))
            found.append(Factor(name, name, places, 0.0, -1.0, 1.0, family=name, members=members))
    return tuple(found)


def own_part() -> Factor:
    """What does nothing but choose other own parts for all numbers."""
    return Factor(OWN, OWN, (), None, 0.0, 1.0)


def own_parts(families: Sequence[Factor]) -> tuple[Factor, ...]:
    """Return a factor for the own part of each number of families, so that each can be chosen."""
    return tuple(
        Factor(OWN_OF + member.name, OWN_OF + member.name, (), None, 0.0, 1.0)
        for family in families
        for member in family.members
    )


def is_own(factor: Factor) -> bool:
    """Whether a factor is the own part of one number, or of all."""
    return factor.name == OWN or factor.name.startswith(OWN_OF)


def as_given(families: Sequence[Factor], together: float) -> dict[str, float]:
    """Return the point at which numbers of families have the values that the scenario has.

    The common factor is the one from which own parts are least far (the posterior mean of z); a
    number at an end of its range is put `EDGE` away from it, since the end itself is infinitely
    far.
    """
    point: dict[str, float] = {}
    for family in families:
        bases = [0.5 if m.base_share is None else m.base_share for m in family.members]
        drawn = ndtri(np.clip(bases, EDGE, 1.0 - EDGE))
        signs = np.array([member.direction for member in family.members])
        known = len(drawn) * together + 1.0 - together
        z = np.sqrt(together) * float(signs @ drawn) / known
        point[family.name] = float(ndtr(z))
        left = (drawn - signs * np.sqrt(together) * z) / np.sqrt(max(1.0 - together, TINY))
        shares = np.clip(ndtr(left), TINY, 1.0 - TINY).tolist()
        for member, share in zip(family.members, shares, strict=True):
            point[OWN_OF + member.name] = share
    return point


def numbers(factors: Sequence[Factor]) -> tuple[Factor, ...]:
    """The numbers that move: those of families, and those that move by themselves."""
    return tuple(n for f in factors if not is_own(f) for n in (f.members or (f,)))


def spread(
    point: Mapping[str, float], factors: Mapping[str, Factor], together: float
) -> dict[str, float]:
    """Where each number lies in its range, at a point that says so of families.

    At a point that says nothing of own parts every number of a family is moved as far as the
    others, from the value that the scenario has towards an end of its range.

    Parameters
    ----------
    point : mapping of str to float
        Shares of the way, from 0 to 1, by name of a family, a number, `OWN`, or the own part of a
        number; see `own_parts`.
    factors : mapping of str to Factor
        By name.
    together : float
        Above 0 and at most 1.
    """
    own = point.get(OWN)
    shares: dict[str, float] = {}
    for name, share in point.items():
        members = factors[name].members
        if is_own(factors[name]):
            continue
        if not members:
            shares[name] = share
        elif own is None and OWN_OF + members[0].name not in point:
            shares |= {member.name: _moved(member, share) for member in members}
        else:
            drawn = _said(point, members) if own is None else _own(own, members)
            places = _correlated(members, share, drawn, together)
            shares |= dict(zip((member.name for member in members), places.tolist(), strict=True))
    return shares


def _said(point: Mapping[str, float], members: Sequence[Factor]) -> NDArray[np.float64]:
    """Own parts of a family's numbers as a point says them, one by one."""
    drawn: NDArray[np.float64] = ndtri([point[OWN_OF + member.name] for member in members])
    return drawn


def _own(share: float, members: Sequence[Factor]) -> NDArray[np.float64]:
    """Own parts of a family's numbers: others for another share, the same for the same.

    Each is keyed by the number's name, so that a scenario with one number more, or in another
    order, leaves all others where they were.
    """
    root = seed_key(int(share * 2**53), OWN)
    keys = keys_of_texts(root, [member.name for member in members])
    drawn: NDArray[np.float64] = ndtri(uniform(keys, 0, 0))
    return drawn


def _moved(member: Factor, share: float) -> float:
    """Share of a number's range when its family goes from the given value towards an end."""
    start = member.base_share
    start = 0.5 if start is None else start
    way = 2.0 * (share if member.direction > 0 else 1.0 - share)
    return start * way if way <= 1.0 else start + (1.0 - start) * (way - 1.0)


def _correlated(
    members: Sequence[Factor], share: float, own: NDArray[np.float64], together: float
) -> NDArray[np.float64]:
    common = np.array([member.direction for member in members]) * ndtri(share)
    places: NDArray[np.float64] = ndtr(np.sqrt(together) * common + np.sqrt(1 - together) * own)
    return places
