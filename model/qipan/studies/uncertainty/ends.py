"""Both ends of what a ledger cannot tell: all time to close is waiting, or all of it is work."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...scenario import Scenario, ScenarioError
from ...scenario.faults import Fault
from ...scenario.overlay import Overlay, read_overlay
from ...words import Phrase

ALL_WAIT, ALL_WORK = "all_wait", "all_work"
FROM = Phrase(
    "give the folder of both ends that `qipan fit --staff` writes, as fits/NAME/ends; it writes "
    "none where the ledger tells the load of every department in the table of staff"
)


@dataclass(frozen=True)
class EndsOfLedger:
    """What both ends say otherwise than the fitted scenario that they extend.

    Attributes
    ----------
    all_wait : Overlay
        Nobody works on requests, they wait.
    all_work : Overlay
        Staff works on each open request.
    """

    all_wait: Overlay
    all_work: Overlay

    def on(self, scenarios: Sequence[Scenario]) -> tuple[tuple[Scenario, ...], ...]:
        """Lay both over policies, which keep their names: those at one end, and at the other.

        Raises
        ------
        ScenarioError
            If an end does not fit a policy.
        """
        return tuple(
            tuple(end.on(scenario) for scenario in scenarios)
            for end in (self.all_wait, self.all_work)
        )


def read_ends(folder: str | Path) -> EndsOfLedger:
    """Read both ends of a fit.

    Raises
    ------
    ScenarioError
        If one is not there, cannot be read, or extends another scenario than the other.
    """
    files = [Path(folder) / f"{name}.yaml" for name in (ALL_WAIT, ALL_WORK)]
    missing = [file for file in files if not file.is_file()]
    if missing:
        found = Phrase("there is no such end of what a ledger cannot tell")
        raise ScenarioError([Fault(str(file), found=found, hint=FROM) for file in missing])
    bases: dict[str, Scenario] = {}
    wait, work = (read_overlay(str(file), bases) for file in files)
    if wait.base is None or wait.base is not work.base:
        found = Phrase("it does not extend the scenario that the other end extends")
        raise ScenarioError([Fault(work.file, key="extends", found=found, hint=FROM)])
    return EndsOfLedger(wait, work)
