"""Many lines in several panels, so that no line is left out and all can be told apart."""

import numpy as np

from ..words import Language, Words

MOST = 6  # lines in a panel that can still be told apart
AGAIN = Words("“{name}” is in every panel.")


def in_panels(count: int) -> list[list[int]]:
    """Numbers of the lines in each panel: the first line, the yardstick, in all of them.

    The others are spread evenly, in their order.
    """
    if count <= MOST:
        return [list(range(count))]
    several = -(-(count - 1) // (MOST - 1))
    return [[0, *map(int, part)] for part in np.array_split(np.arange(1, count), several)]


def say_again(count: int, name: str, language: Language) -> str:
    """Say that the first line is in every panel, where there are several."""
    return AGAIN.say(language, name=name) if count > MOST else ""
