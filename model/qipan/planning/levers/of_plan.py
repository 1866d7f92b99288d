"""Levers that a plan file offers."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...scenario import Scenario
from ...scenario.faults import Fault
from ...words import Phrase
from .funds import FundLever
from .hours import HoursLever
from .lever import Lever
from .meetings import MeetingLever
from .officers import OfficerLever
from .option import OptionLever
from .paperwork import PaperworkLever
from .patrols import PatrolLever
from .sites import SiteLever
from .staff import StaffLever
from .training import TrainingLever
from .volunteers import VolunteerLever

if TYPE_CHECKING:
    from ..document import PlanDocument

SITES = "sites"
# Levers that a file has at most one of, by its key, in the order in which the program has them.
SINGLE: dict[str, type[OptionLever]] = {
    "patrols": PatrolLever,
    "meetings": MeetingLever,
    "paperwork": PaperworkLever,
    "officers": OfficerLever,
    "training": TrainingLever,
    "volunteers": VolunteerLever,
    SITES: SiteLever,
}
KINDS: tuple[type[Lever], ...] = (StaffLever, HoursLever, *SINGLE.values(), FundLever)


def option_levers(document: "PlanDocument") -> dict[str, OptionLever]:
    """Levers that are no hours at a desk by name, in the order in which the program has them."""
    single = {name: getattr(document, name) for name in SINGLE}
    offered = {name: lever for name, lever in single.items() if lever is not None}
    return offered | document.funds


def levers_of(document: "PlanDocument") -> dict[str, Lever]:
    """All levers by name: posts, hours, and all else."""
    return {**document.staff, **document.hours, **option_levers(document)}


def faults_of(document: "PlanDocument", scenario: Scenario) -> Iterable[Fault]:
    """Say what is wrong with the options of a plan file, each with its key."""
    others, levers = {*document.staff, *document.hours}, option_levers(document)
    twice = [n for n in levers if n in others or (n in SINGLE and n in document.funds)]
    for name in (*twice, *(f"hours.{n}" for n in document.hours if n in document.staff)):
        own = name.rpartition(".")[2]
        found = Phrase("'{name}' is a type of posts or hours too", name=own)
        yield Fault(key=name, found=found, allowed=Phrase("must have a name of its own"))
    for name, lever in levers.items():
        if name not in SINGLE or name not in document.funds:
            yield from lever.faults(name, scenario)
