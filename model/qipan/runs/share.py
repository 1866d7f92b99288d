"""A share of the replications of a study, for one of the jobs of an array."""

import re
from typing import NamedTuple, Self

from ..errors import InputError
from ..words import Phrase

MOST = 1_000_000


class Share(NamedTuple):
    """Every n-th of the replications that a study asks for, in the order in which it asks.

    Attributes
    ----------
    place : int
        Which share, counted from 1.
    of : int
        How many there are.
    """

    place: int
    of: int

    @classmethod
    def read(cls, text: str) -> Self:
        """Read ``7/1000``.

        Raises
        ------
        InputError
            If it is no such thing.
        """
        found = re.fullmatch(r"(\d{1,7})/(\d{1,7})", text.strip())
        if found is None or not 1 <= int(found[1]) <= int(found[2]) <= MOST:
            raise InputError(
                Phrase(
                    "--shard {text}: found no share such as 7/1000; allowed: 1/N to N/N, N "
                    "at most {most:,}",
                    text=text,
                    most=MOST,
                )
            )
        return cls(int(found[1]), int(found[2]))

    def holds(self, number: int) -> bool:
        """Whether the replication that was asked for as this one, from 0, is of this share."""
        return number % self.of == self.place - 1
