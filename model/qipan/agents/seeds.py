"""The seed of a model, as Qipan and as Mesa spell it."""

import operator
from typing import SupportsIndex

import numpy as np

Seed = SupportsIndex
# What Mesa takes as `rng`, besides a number.
Source = np.random.Generator | np.random.BitGenerator | np.random.SeedSequence | list[int]
_SOURCES = (np.random.Generator, np.random.BitGenerator, np.random.SeedSequence, list, tuple)

# A fresh seed has at most 15 digits: a spreadsheet keeps so many.
_FRESH = 10**15
_END = 2**64


def seed_of(seed: Seed | None, rng: Seed | Source | None) -> int:
    """Whole number that a replication is made from.

    Parameters
    ----------
    seed : int, optional
    rng : int, Generator, BitGenerator, SeedSequence or list of int, optional
        Mesa's newer word for it. A whole number means the same as `seed`; of a generator the next
        number is drawn, so that two models made from one generator differ.

    Returns
    -------
    int
        A fresh one, other at each call, if neither is given.

    Raises
    ------
    ValueError
        If both are given, or the number is not one of 0 … 2**64 - 1.
    TypeError
        If a seed is no whole number.
    """
    if seed is not None and rng is not None:
        raise ValueError("give either seed or rng, not both: they mean the same")
    given = rng if seed is None else seed
    if given is None or isinstance(given, _SOURCES):
        return int(np.random.default_rng(given).integers(_FRESH))
    try:
        number = operator.index(given)
    except TypeError:
        raise TypeError(f"a seed is a whole number, found {given!r}") from None
    if not 0 <= number < _END:
        raise ValueError(f"a seed is one of 0 … 2**64 - 1, found {number}")
    return number
