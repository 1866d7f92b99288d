"""Checks of powers: what may be handed down and taken back, by whom, and with whom."""

from collections.abc import Iterator

from ..words import Phrase
from .document import ScenarioDocument
from .faults import Fault, listing
from .names import check_name

KEY = "policy.authority"


def check_handed_down(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask that what is handed down is a power that a department holds."""
    kinds = document.issues.kinds
    for name in document.policy.authority.handed_down:
        key = f"{KEY}.handed_down.{name}"
        yield from check_name(key, name, Phrase("kind"), kinds)
        if name not in kinds:
            continue
        if kinds[name].needs.enforcement == 0.0:
            able = [each for each, kind in kinds.items() if kind.needs.enforcement > 0.0]
            yield Fault(
                key=key,
                found=Phrase("no case of this kind needs a power to enforce"),
                allowed=Phrase(
                    "kinds with needs.enforcement: {kinds}",
                    kinds=listing(able) if able else Phrase("none"),
                ),
            )
        elif kinds[name].power == "subdistrict":
            yield Fault(
                key=key,
                found=Phrase("the subdistrict holds this power of itself"),
                allowed=Phrase(
                    "take it out, or set issues.kinds.{name}.power: department", name=name
                ),
            )


def check_taken_back(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask that what is taken back was handed down, and before."""
    authority = document.policy.authority
    for name, date in authority.taken_back.items():
        key = f"{KEY}.taken_back.{name}"
        yield from check_name(key, name, Phrase("kind handed down"), authority.handed_down)
        if authority.starts is not None and date <= authority.starts:
            yield Fault(
                key=key,
                found=Phrase("found {date}, when nothing is handed down yet", date=date),
                allowed=Phrase(
                    "must be after {key}.starts, {starts}", key=KEY, starts=authority.starts
                ),
            )


def check_staff_moved(document: ScenarioDocument) -> Iterator[Fault]:
    """Check departments and posts of the people who move; how many there are, see `sending`."""
    desks = document.desks
    for name, moved in document.policy.authority.staff_moved.items():
        key = f"{KEY}.staff_moved.{name}"
        yield from check_name(key, name, Phrase("department"), desks.departments)
        yield from check_name(f"{key}.post", moved.post, Phrase("post"), desks.posts)
        if moved.people is None and moved.share is None:
            yield Fault(
                key=f"{key}.people",
                found=Phrase("neither people nor share is given"),
                allowed=Phrase(
                    "give one: a number of people, or a share of the department's staff"
                ),
            )
        elif moved.people is not None and moved.share is not None:
            yield Fault(
                key=f"{key}.share",
                found=Phrase(
                    "found {share:g}, and {people:g} people besides",
                    share=moved.share,
                    people=moved.people,
                ),
                allowed=Phrase("give one of them; null takes the other back"),
            )


def check_legal_errors(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask when an act is set aside, and what advice prevents."""
    authority = document.policy.authority
    if not authority.on:
        return
    if authority.legal_error_share > 0.0 and authority.review_days is None:
        yield Fault(
            key=f"{KEY}.review_days",
            found=Phrase(
                "missing, with legal_error_share {legal_error_share:g}",
                legal_error_share=authority.legal_error_share,
            ),
            allowed=Phrase("give the days from an act until it is set aside"),
        )
    if authority.legal_error_share >= 1.0 and authority.handed_down:
        yield Fault(
            key=f"{KEY}.legal_error_share",
            found=Phrase("found 1: no act would ever stand"),
            allowed=Phrase("must be below 1 where powers are handed down"),
        )
