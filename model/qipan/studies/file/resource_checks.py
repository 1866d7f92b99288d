"""What a question about resources must keep beyond its schema."""

from collections.abc import Iterator

from ...scenario.faults import Fault, listing
from ...words import Phrase
from .document import ExperimentDocument
from .resources import Allocate

# Fields that one resource alone has a use for, or that one has none for.
OF_CADRES = (
    *("target", "cap", "floors", "caps", "loop", "rounds", "finalists", "draws", "frontier"),
)
OF_HOURS = ("utilitarian", "max_min")
NOT_OF_HOURS = ("amount", "floor", "time_limit")
# What has no effect where no plan is simulated.
OF_THE_LOOP = ("target", "check", "rounds", "finalists", "fresh", "worlds", "ensemble")
WHOLE = "cadres are placed as whole persons"


def check_resources(document: ExperimentDocument) -> Iterator[Fault]:
    """Say what is wrong with `allocate` and `worth` by themselves."""
    if document.allocate is None and document.worth is None:
        return
    if document.replications < 2:
        found = Phrase("found {replications}", replications=document.replications)
        yield Fault(key="replications", found=found, allowed=Phrase("must be 2 or more"))
    if document.allocate is not None:
        yield from _check_allocate(document.allocate)


def _check_allocate(asked: Allocate) -> Iterator[Fault]:
    resource, given = asked.resource, asked.model_fields_set
    of_others = OF_CADRES if resource != "cadres" else ()
    for name in (*of_others, *(NOT_OF_HOURS if resource == "hours" else ())):
        if name in given:
            yield Fault(
                key=f"allocate.{name}",
                found=Phrase("{resource} have no use for it", resource=resource),
            )
    if not asked.loop:
        for name in OF_THE_LOOP:
            if name in given:
                found = Phrase("has no use where no plan is simulated (loop: false)")
                yield Fault(key=f"allocate.{name}", found=found)
    if asked.frontier == asked.objective:
        found = Phrase("found {frontier}", frontier=asked.frontier)
        allowed = Phrase(
            "give another objective than {objective}, which plans are made by",
            objective=asked.objective,
        )
        yield Fault(key="allocate.frontier", found=found, allowed=allowed)
    if resource == "cadres":
        for name in ("amount", "floor"):
            number = getattr(asked, name)
            if number is not None and number % 1:
                yield Fault(
                    key=f"allocate.{name}",
                    found=Phrase("found {number:g}", number=number),
                    allowed=WHOLE,
                )
    if resource == "hours" and asked.objective not in OF_HOURS:
        found = Phrase("hours are not planned for {objective}", objective=asked.objective)
        yield Fault(
            key="allocate.objective",
            found=found,
            allowed=Phrase("must be one of {number}", number=listing(OF_HOURS)),
        )
