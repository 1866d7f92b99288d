"""When meetings sit: every gate of a kind in its own turn, on days that are known beforehand."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from ..city.draws import keys_of_texts, seed_key, uniform
from ..engine.purposes import P_FIRST_SITTING
from ..scenario.meetings import Council, Meeting

HOURS_PER_DAY = 24.0
DAYS_PER_YEAR = 365.0


class Meetings:
    """The calendar of sittings.

    A body with period p sits on every day whose number leaves the same rest on division by p. The
    rest is a draw of the body itself, so that bodies of one kind sit on different days, and on the
    same ones under every policy.

    Parameters
    ----------
    seed : int
        Seed of the city.
    bodies : mapping of str to sequence of str
        Names of the bodies (grids, communities, ...) by kind of gate, and those that hold talks.
    """

    def __init__(self, seed: int, bodies: Mapping[str, list[str]]) -> None:
        self._root = seed_key(seed, "meetings")
        self._bodies = bodies
        self._draws: dict[str, NDArray[np.float64]] = {}  # of kinds that have been asked for
        self._held: list[tuple[str, Meeting, list[list[int]]]] = []
        self._known: dict[tuple[str, int], list[list[int]]] = {}
        self._extra: list[tuple[str, Meeting, NDArray[np.float64]]] = []

    def adopt(self, held: Mapping[str, Meeting | None]) -> None:
        """From now on these meetings are held."""
        self._held = [
            (kind, meeting, self._by_rest(kind, meeting.period_days))
            for kind, meeting in held.items()
            if meeting is not None
        ]

        self._extra = [
            (kind, meeting, np.array([meeting.extra.get(name, 0.0) for name in self._bodies[kind]]))
            for kind, meeting in held.items()
            if isinstance(meeting, Council) and meeting.extra
        ]

    def extra_on(self, ordinal: int) -> Iterator[tuple[str, int, Meeting]]:
        """Kind, number and meeting of every body that sits beside its turn on a day.

        So many times a year in even steps, half a step after the draw that its own turn goes by.
        """
        for kind, meeting, per_year in self._extra:
            phase = self._drawn(kind) + 0.5
            done = [
                np.floor(day * per_year / DAYS_PER_YEAR + phase) for day in (ordinal, ordinal + 1)
            ]
            for member in np.flatnonzero((per_year > 0) & (done[1] > done[0])).tolist():
                yield kind, member, meeting

    def on(self, ordinal: int) -> Iterator[tuple[str, int, Meeting]]:
        """Kind, number and meeting of every body that sits on a day (its proleptic ordinal)."""
        for kind, meeting, members in self._held:
            for member in members[ordinal % meeting.period_days]:
                yield kind, member, meeting

    def due(self, kind: str, period_days: int, ordinal: int) -> list[int]:
        """Numbers of the bodies of a kind that sit on a day."""
        return self._by_rest(kind, period_days)[ordinal % period_days]

    def next_hours(self, kind: str, period_days: int, ordinal: int) -> NDArray[np.float64]:
        """Hours from the beginning of a day to each body's next sitting, 0 on the day itself."""
        days = (self._rests(kind, period_days) - ordinal) % period_days
        return days.astype(np.float64) * HOURS_PER_DAY

    def _by_rest(self, kind: str, period_days: int) -> list[list[int]]:
        """Bodies by the rest on which they sit; worked out once for each period."""
        members = self._known.get((kind, period_days))
        if members is None:
            members = self._known[kind, period_days] = [[] for _ in range(period_days)]
            for member, rest in enumerate(self._rests(kind, period_days).tolist()):
                members[rest].append(member)
        return members

    def _rests(self, kind: str, period_days: int) -> NDArray[np.int64]:
        return np.floor(self._drawn(kind) * period_days).astype(np.int64)

    def _drawn(self, kind: str) -> NDArray[np.float64]:
        draws = self._draws.get(kind)
        if draws is None:
            keys = keys_of_texts(keys_of_texts(self._root, [kind]), self._bodies[kind])
            draws = self._draws[kind] = uniform(keys, P_FIRST_SITTING, 0)
        return draws
