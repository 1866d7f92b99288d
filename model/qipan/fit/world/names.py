"""Ids of kinds, areas and departments, made from the names of a ledger in whatever script."""

import re
import unicodedata
from collections.abc import Collection, Sequence

_APART = re.compile(r"[^\w-]+", re.UNICODE)


def ids_of(names: Sequence[str], avoided: Collection[str] = ()) -> tuple[str, ...]:
    """Make ids of letters, digits, `-` and `_` that differ from each other, case set aside.

    Those to be avoided are names of the scenario that is extended: under one of them a kind would
    keep what is said of its namesake there.
    """
    taken = set(avoided)
    found = []
    for name in names:
        word = _APART.sub("_", unicodedata.normalize("NFKC", name)).strip("_-").lower() or "x"
        number, one = 2, word
        while one in taken:
            one, number = f"{word}_{number}", number + 1
        taken.add(one)
        found.append(one)
    return tuple(found)
