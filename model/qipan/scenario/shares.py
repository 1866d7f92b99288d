"""Shares of one whole."""

from collections.abc import Iterator, Mapping

from ..words import Phrase
from .faults import Fault

TOLERANCE = 1e-6


def check_whole(key: str, shares: Mapping[str, float]) -> Iterator[Fault]:
    """Ask that shares add up to one."""
    total = sum(shares.values())
    if abs(total - 1.0) > TOLERANCE:
        yield Fault(
            key=key,
            found=Phrase("shares sum to {total:.6g}", total=total),
            allowed=Phrase("must sum to 1"),
        )
