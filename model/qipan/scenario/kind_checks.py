"""Checks of what becomes of the tickets of a kind that no desk handles."""

from collections.abc import Iterator

from ..words import Phrase
from .document import ScenarioDocument
from .faults import Fault
from .shares import TOLERANCE


def check_unhandled_shares(document: ScenarioDocument) -> Iterator[Fault]:
    """Refuse more tickets that no desk handles than there are."""
    for name, kind in document.issues.kinds.items():
        total = sum(kind.unhandled_shares)
        if total > 1.0 + TOLERANCE:
            parts = Phrase("at_once_share, never_share and the shares of other_endings")
            yield Fault(
                key=f"issues.kinds.{name}",
                found=Phrase("{parts} sum to {total:.6g}", parts=parts, total=total),
                allowed=Phrase("must sum to at most 1"),
            )
