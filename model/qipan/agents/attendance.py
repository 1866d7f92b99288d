"""Who comes to a sitting: whether a council has its quorum (法定人数) on a day."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..city.draws import Keys, keys_of_texts, seed_key, uniform
from ..engine.purposes import P_QUORUM

DAYS_AT_ONCE = 64


class Attendance:
    """Draws of attendance, of all bodies of a kind for some days at a time.

    A draw belongs to a body and a date, so that it is the same under every policy.

    Parameters
    ----------
    seed : int
        Seed of the replication.
    bodies : mapping of str to sequence of str
        Names of the bodies that sit, by kind.
    """

    def __init__(self, seed: int, bodies: Mapping[str, Sequence[str]]) -> None:
        self._root = seed_key(seed, "quorum")
        self._bodies = bodies
        self._keys: dict[str, Keys] = {}  # of kinds that have been asked for
        self._first: dict[str, int] = {}
        self._draws: dict[str, NDArray[np.float64]] = {}

    def draw(self, kind: str, member: int, date: int) -> float:
        """Uniform number of a body on a date, given as its proleptic ordinal."""
        first = date - date % DAYS_AT_ONCE
        if self._first.get(kind) != first:
            dates = np.arange(first, first + DAYS_AT_ONCE)
            self._draws[kind] = uniform(self._keys_of(kind)[:, None], P_QUORUM, dates[None, :])
            self._first[kind] = first
        return self._draws[kind].item(member, date - first)

    def _keys_of(self, kind: str) -> Keys:
        if kind not in self._keys:
            names = [f"{kind}:{name}" for name in self._bodies[kind]]
            self._keys[kind] = keys_of_texts(self._root, names)
        return self._keys[kind]
