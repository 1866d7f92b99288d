"""Checks of meetings: joint meetings, residents' councils and those of the three parties."""

from collections.abc import Iterator

from ..words import Phrase, joined
from .document import ScenarioDocument
from .faults import Fault
from .meetings import Council, Meeting
from .policy import Policy
from .references import check_community


def check_meetings_are_given(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask what sits, where meetings or councils are on."""
    joint, councils = document.policy.joint_meetings, document.policy.councils
    kinds = ("community", "subdistrict", "city", "talks")
    if joint.on and all(getattr(joint, kind) is None for kind in kinds):
        yield Fault(
            key="policy.joint_meetings.on",
            found=Phrase("on, with no meeting: nobody ever sits"),
            allowed=Phrase("give one at least of {kinds}", kinds=joined(kinds)),
        )
    if councils.on and councils.council is None:
        yield Fault(
            key="policy.councils.on",
            found=Phrase("on, with no council: nobody ever sits"),
            allowed=Phrase("give policy.councils.council"),
        )


def check_extra_sittings(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that communities with more sittings exist, and that estates have none."""
    policy = document.policy
    held = {
        "policy.councils.council": policy.councils.council,
        "policy.joint_meetings.community": policy.joint_meetings.community,
    }
    for key, council in held.items():
        for name in council.extra if council is not None else ():
            yield from check_community(f"{key}.extra.{name}", name, document.city)
    estates = policy.tri_party.meeting
    if estates is not None and estates.extra:
        yield Fault(
            key="policy.tri_party.meeting.extra",
            found=Phrase("more sittings by community"),
            allowed=Phrase("may be given to councils and community meetings alone"),
        )


def check_hard_cases(document: ScenarioDocument) -> Iterator[Fault]:
    """Refuse further sittings for hard cases where no case is hard."""
    for key, meeting in _meetings(document.policy):
        if meeting is not None and meeting.sittings > 1 and meeting.hard_from >= 1.0:
            yield Fault(
                key=f"{key}.hard_from",
                found=Phrase(
                    "found {hard_from:g}: no case is hard, so that none takes the {sittings} "
                    "sittings",
                    hard_from=meeting.hard_from,
                    sittings=meeting.sittings,
                ),
                allowed=Phrase("must be below 1; or set sittings: 1"),
            )


def check_sittings(document: ScenarioDocument) -> Iterator[Fault]:
    """Refuse councils that give a hard case back before they may decide it."""
    for key, meeting in _meetings(document.policy):
        most = meeting.sittings_most if isinstance(meeting, Council) else None
        if meeting is not None and most is not None and most < meeting.sittings:
            yield Fault(
                key=f"{key}.sittings_most",
                found=Phrase(
                    "found {most}: no hard case is ever decided, which takes {sittings}",
                    most=most,
                    sittings=meeting.sittings,
                ),
                allowed=Phrase("must be at least sittings, {sittings}", sittings=meeting.sittings),
            )


def _meetings(policy: Policy) -> Iterator[tuple[str, Meeting | None]]:
    for level in ("community", "subdistrict", "city"):
        yield f"policy.joint_meetings.{level}", getattr(policy.joint_meetings, level)
    yield "policy.tri_party.meeting", policy.tri_party.meeting
    yield "policy.councils.council", policy.councils.council
