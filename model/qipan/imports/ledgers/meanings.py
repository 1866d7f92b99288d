"""What the words of a column mean, row by row: looked up, counted, or parted into levels."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .columns import Texts
from .roles import MOST_LEVELS

_MOST_REPEATS = 10_000
_BETWEEN_LEVELS = re.compile(r"\s*(?:-+>|→|>|＞|/|\|)\s*")


def looked_up(texts: Texts, meaning: Mapping[str, Any]) -> NDArray[Any]:
    """Return what each row's word means; None where there is no word."""
    table = np.empty(len(texts.words) + 1, object)
    for word, code in texts.words.items():
        table[code] = meaning[word]
    found: NDArray[Any] = table[np.frombuffer(texts.codes, np.intc)]  # the last is of NOTHING
    return found


def count_of(word: str) -> int | None:
    """Number a word says, such as 3次; None if it says none."""
    text = word.removesuffix("次").removesuffix(".0")
    return int(text) if text.isdecimal() and int(text) <= _MOST_REPEATS else None


def levels_of(columns: Sequence[Texts]) -> list[NDArray[Any]]:
    """Return the levels, the coarsest first; one column may hold all, as a->b->c."""
    if len(columns) != 1:
        return [looked_up(texts, {word: word for word in texts.words}) for texts in columns]
    (texts,) = columns
    parts = {word: _BETWEEN_LEVELS.split(word)[:MOST_LEVELS] for word in texts.words}
    deep = max(map(len, parts.values()), default=1)
    if sum(len(each) > 1 for each in parts.values()) * 2 <= len(parts):
        return [looked_up(texts, {word: word for word in texts.words})]
    return [
        looked_up(
            texts,
            {word: each[n] or None if n < len(each) else None for word, each in parts.items()},
        )
        for n in range(deep)
    ]
