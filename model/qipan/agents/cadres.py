"""Dispatched cadres (下沉干部): who serves where, since when, and how well by now."""

import math
from dataclasses import dataclass

from ..scenario.policy import Rotation, SentDown


@dataclass(frozen=True)
class Cadres:
    """Cadres dispatched to one community.

    Attributes
    ----------
    heads : float
        Full-time equivalents of their presence.
    tickets : float
        The part of it that handles tickets.
    """

    heads: float
    tickets: float


NONE = Cadres(0.0, 0.0)


def full_time_of(policy: SentDown, community: str) -> float:
    """Full-time cadres a policy sends to a community: its own number, or that for all."""
    if policy.allocation and community not in policy.allocation:
        return 0.0
    return policy.allocation.get(community, policy.full_time_per_community)


def cadres_of(policy: SentDown, community: str, moved: int = 0) -> Cadres:
    """Cadres of a community: whom a policy sends there, and whom a planner moved there since."""
    full_time = full_time_of(policy, community) + moved
    part = policy.part_time_per_community * policy.part_time_share
    heads = full_time + part + policy.liaisons_per_community * policy.liaison_share
    return Cadres(heads, heads * policy.ticket_share)


def speed_of(policy: SentDown, days_served: float) -> float:
    """Speed of a cadre after so many days in the place: e - (e - e_0) exp(-days/tau)."""
    missing = (policy.speed - policy.starting_speed) * math.exp(-days_served / policy.learning_days)
    return policy.speed - missing


def mean_speed(policy: SentDown, days_in_force: float) -> float:
    """Mean speed of a community's cadres so many days after the first arrived.

    All come on the first day. Rotation replaces each of the cohorts once in `every_days`, one
    after the other; a successor has learned for `overlap_days` beside the cadre who leaves.
    """
    rotation = policy.rotation
    if rotation is None:
        return speed_of(policy, days_in_force)
    phases = [n / rotation.cohorts for n in range(1, rotation.cohorts + 1)]
    served = [days_served(rotation, days_in_force, phase) for phase in phases]
    return sum(speed_of(policy, days) for days in served) / rotation.cohorts


def days_served(rotation: Rotation, days_in_force: float, phase: float) -> float:
    """Days a post's present holder has learned the place; `phase` in (0, 1] staggers the posts."""
    first = rotation.every_days * phase
    if days_in_force < first:
        return days_in_force
    return (days_in_force - first) % rotation.every_days + rotation.overlap_days


class Arrivals:
    """Cadres of one community by the day on which they came; those who came last go first."""

    def __init__(self) -> None:
        self._heads: list[tuple[float, int]] = []

    def reach(self, heads: float, day: int) -> None:
        """Let cadres come today, or go, until there are so many."""
        missing = heads - sum(present for present, _ in self._heads)
        if missing > 0.0:
            self._heads.append((missing, day))
        while missing < 0.0 and self._heads:
            last, since = self._heads.pop()
            missing += last
            if missing > 0.0:
                self._heads.append((missing, since))

    def mean_speed(self, policy: SentDown, day: int) -> float:
        """Mean speed of all who are here; 0 if nobody is."""
        heads = sum(present for present, _ in self._heads)
        if heads == 0.0:
            return 0.0
        work = sum(present * mean_speed(policy, day - since) for present, since in self._heads)
        return work / heads
