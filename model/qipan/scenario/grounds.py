"""On what a scenario's numbers rest, those that act told apart from those switched off."""

from collections import Counter
from typing import NamedTuple

from pydantic import BaseModel

from ..words import Phrase, joined
from .nodes import undotted
from .provenance import STATUSES, ProvenanceRow, Status
from .scenario import Scenario


class Grounds(NamedTuple):
    """How many numbers rest on what.

    Attributes
    ----------
    acting : dict of str to int
        Number of each status of `STATUSES`, of those that act.
    inactive : int
        Numbers in blocks that are switched off in every regime: nothing depends on them.
    """

    acting: dict[Status, int]
    inactive: int

    def words(self) -> Phrase:
        """Tell all of them in a line."""
        told = joined(
            Phrase("{number} {status}", number=self.acting[status], status=TOLD[status])
            for status in STATUSES
        )
        off = self.inactive
        return Phrase("{told}; {number} more in blocks that are off", told=told, number=off)

    def __str__(self) -> str:
        """Tell all of them in a line, in English."""
        return str(self.words())


TOLD: dict[Status, Phrase] = {
    "stated": Phrase("stated"),
    "elsewhere": Phrase("stated of other cities"),
    "derived": Phrase("derived"),
    "literature": Phrase("literature"),
    "assumed": Phrase("assumed"),
    "chosen": Phrase("chosen"),
    "unmarked": Phrase("unmarked"),
}


def grounds(scenario: Scenario) -> Grounds:
    """Count the numbers of a scenario by what they rest on; once, though every chart says it."""
    return scenario._grounds


def counted(scenario: Scenario) -> Grounds:
    """Count them; see `grounds`."""
    counts = Counter(row.status for row in scenario.provenance if is_active(scenario, row))
    return Grounds(
        {status: counts[status] for status in STATUSES},
        len(scenario.provenance) - counts.total(),
    )


def is_active(scenario: Scenario, row: ProvenanceRow) -> bool:
    """Whether no block around a number is switched off from the first to the last day."""
    path = undotted(row.key)
    return any(is_on(regime.document, path) for regime in scenario.regimes)


def is_on(block: object, path: tuple[str | int, ...]) -> bool:
    """Whether every block on the way down a path that has a switch is on."""
    for key in path:
        if isinstance(key, int):
            return True
        block = block.get(key) if isinstance(block, dict) else getattr(block, key, None)
        if not isinstance(block, (BaseModel, dict)):
            return True
        if getattr(block, "on", True) is False:
            return False
    return True
