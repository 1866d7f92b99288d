"""Active volunteers of the city, drawn once: who they are, what they can do, for how long."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from ..scenario.volunteers_and_units import Volunteers
from .draws import Keys, key_of, keys_of_texts, true_by_name, uniform
from .places import Places, shares_of

# Purposes of a volunteer's draws.
ACTIVE, HOURS, SKILL = range(3)


@dataclass(frozen=True)
class Roster:
    """Registered volunteers who are active, ordered by community; one row each.

    Attributes
    ----------
    community : array of int32
        Row of the community.
    key : array of uint64
    pool, skills : array of uint8
        Row of the pool, and skills as bits, in the order of their names.
    hours_per_year : array of float32
    """

    community: NDArray[np.int32]
    key: Keys
    pool: NDArray[np.uint8]
    skills: NDArray[np.uint8]
    hours_per_year: NDArray[np.float32]


def build_roster(spec: Volunteers | None, places: Places) -> Roster:
    """Draw the volunteers of a city; nobody where the scenario names none.

    The registered of each pool live in communities in proportion to residents.
    """
    parts = [_nobody()]
    if spec is not None:
        parts += [_pool(spec, row, name, places) for row, name in enumerate(spec.pools)]
    community = np.concatenate([part.community for part in parts])
    order = np.argsort(community, kind="stable")
    return Roster(
        community[order],
        np.concatenate([part.key for part in parts])[order],
        np.concatenate([part.pool for part in parts])[order],
        np.concatenate([part.skills for part in parts])[order],
        np.concatenate([part.hours_per_year for part in parts])[order],
    )


def _nobody() -> Roster:
    return Roster(
        np.zeros(0, np.int32),
        np.zeros(0, np.uint64),
        np.zeros(0, np.uint8),
        np.zeros(0, np.uint8),
        np.zeros(0, np.float32),
    )


def _pool(spec: Volunteers, row: int, name: str, places: Places) -> Roster:
    pool = spec.pools[name]
    registered = shares_of(pool.registered, places.residents.astype(float), places.keys)
    community = np.repeat(np.arange(len(registered), dtype=np.int32), registered)
    within = np.arange(len(community)) - np.repeat(np.cumsum(registered) - registered, registered)
    pool_keys = np.concatenate([keys_of_texts(key, [name]) for key in places.keys[:, None]])
    keys = key_of(pool_keys[community], within)
    active = uniform(keys, ACTIVE, 0) < pool.active_share
    community, keys = community[active], keys[active]
    spread = np.exp(pool.hours_sigma * (ndtri(uniform(keys, HOURS, 0)) - pool.hours_sigma / 2))
    hours = (pool.hours_per_year * spread).astype(np.float32)
    return Roster(community, keys, np.full(len(keys), row, np.uint8), skills_of(spec, keys), hours)


def skills_of(spec: Volunteers, keys: Keys) -> NDArray[np.uint8]:
    """Skills of volunteers as bits: each has each skill, or not, by a draw of that skill's own."""
    skills = np.zeros(len(keys), np.uint8)
    for bit, (name, skill) in enumerate(spec.skills.items()):
        skills |= true_by_name(keys, SKILL, name, skill.share).astype(np.uint8) << bit
    return skills
