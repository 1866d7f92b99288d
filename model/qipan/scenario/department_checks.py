"""Checks of cases that need several departments."""

from collections import Counter
from collections.abc import Iterator

from ..words import Phrase, joined
from .document import ScenarioDocument
from .faults import Fault


def check_departments_needed(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask which departments a case of several needs: two at least, the one in charge among them."""
    for name, kind in document.issues.kinds.items():
        key = f"issues.kinds.{name}.departments_needed"
        needed = kind.departments_needed
        twice = [department for department, times in Counter(needed).items() if times > 1]
        if not needed:
            if kind.needs.several_departments > 0:
                share = Phrase(
                    "{several_departments:g} of the cases need several departments",
                    several_departments=kind.needs.several_departments,
                )
                yield Fault(
                    key=key,
                    found=Phrase("none, and {share}", share=share),
                    allowed=Phrase("name two at least"),
                )
        elif twice:
            yield Fault(
                key=key,
                found=Phrase("{twice} is named twice", twice=twice[0]),
                allowed=Phrase("name each once"),
            )
        elif len(needed) < 2:
            allowed = Phrase("name two at least, or none")
            yield Fault(
                key=key, found=Phrase("found {needed} alone", needed=needed[0]), allowed=allowed
            )
        elif kind.department not in needed:
            yield Fault(
                key=key,
                found=Phrase("found {needed}", needed=joined(needed)),
                allowed=Phrase(
                    "must name {department}, the department in charge, too",
                    department=kind.department,
                ),
            )


def check_departments_staffed_once(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask for the staff of each department once: a number of its own, or a share."""
    allowed = Phrase("give one of staff and staff_share")
    for name, department in document.desks.departments.items():
        key = f"desks.departments.{name}"
        if department.staff is None and department.staff_share is None:
            yield Fault(key=key, found=Phrase("neither staff nor staff_share"), allowed=allowed)
        elif department.staff is not None and department.staff_share is not None:
            yield Fault(
                key=f"{key}.staff", found=Phrase("given beside staff_share"), allowed=allowed
            )
