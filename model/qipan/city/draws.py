"""Keyed draws on whole arrays: the numpy twin of the engine's draws.

A number is a function of (key, purpose, count) alone, so that a community keeps its people and
its issues whatever other communities stand beside it, and in whatever order.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def mix(z: Keys) -> Keys:
    """Finaliser of splitmix64: a bijection of 64-bit numbers."""
    z = (z ^ (z >> np.uint64(30))) * _FIRST
    z = (z ^ (z >> np.uint64(27))) * _SECOND
    return z ^ (z >> np.uint64(31))


def key_of(parent: Keys, index: NDArray[np.integer] | int) -> Keys:
    """Keys of the members `index` of the entities with keys `parent`."""
    return mix(parent + _GOLDEN * (np.atleast_1d(index).astype(np.uint64) + np.uint64(1)))


def uniform(key: Keys, purpose: int, count: NDArray[np.integer] | int) -> NDArray[np.float64]:
    """Uniform numbers strictly between 0 and 1."""
    step = _GOLDEN * (np.atleast_1d(count).astype(np.uint64) + np.uint64(1))
    z = mix(key_of(key, purpose) + step)
    return ((z >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


@lru_cache(maxsize=1 << 16)  # the same names in every replication
def key_of_text(text: str) -> np.uint64:
    """Key of a name; the same on every machine."""
    return np.uint64(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()))


def seed_key(seed: int, realm: str) -> Keys:
    """Key of a seed in a realm ("city" or "run"), as an array of one."""
    return mix(np.array([np.uint64(seed)]) ^ key_of_text(realm))


def keys_of_texts(parent: Keys, texts: tuple[str, ...] | list[str]) -> Keys:
    """Keys of named members of one entity."""
    return mix(parent ^ np.array([key_of_text(text) for text in texts], np.uint64))


def draw_by_name(
    keys: Keys, purpose: int, names: Sequence[str], shares: Sequence[float]
) -> NDArray[np.int64]:
    """Draw one of several names for each key, in proportion to their shares.

    Each name runs for itself, on a draw of its own: the first to arrive in a race of exponential
    times with rates `shares` is chosen. So neither the order of the names nor a further name of
    share 0 changes what is drawn, and a share that grows only wins.

    Parameters
    ----------
    keys : array of uint64, shape (n,)
    purpose : int
    names : sequence of str
    shares : sequence of float
        0 or more, one at least above 0.

    Returns
    -------
    array of int64, shape (n,)
        Rows of the names.
    """
    arrivals = np.full((len(names), len(keys)), np.inf)
    for row, (name, share) in enumerate(zip(names, shares, strict=True)):
        if share > 0.0:
            runner = mix(keys ^ key_of_text(name))
            arrivals[row] = -np.log(uniform(runner, purpose, 0)) / share
    first: NDArray[np.int64] = np.argmin(arrivals, axis=0).astype(np.int64)
    return first


def true_by_name(keys: Keys, purpose: int, name: str, share: float) -> NDArray[np.bool_]:
    """Whether each key has what is called `name` and a share of all have."""
    return uniform(mix(keys ^ key_of_text(name)), purpose, 0) < share
