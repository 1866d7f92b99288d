"""Checks of what residents do: channels, households, couriers, stewards."""

from collections.abc import Iterator

from ..words import Phrase
from .document import ScenarioDocument
from .faults import Fault
from .names import check_name
from .shares import check_whole

MOST_TYPES = 250  # the engine counts them in a byte


def check_choice(document: ScenarioDocument) -> Iterator[Fault]:
    """Leave something to the channels that `reporting` gives shares to."""
    choice = document.residents.choice
    total = choice.app_share + choice.talk_share + choice.petition_share
    if choice.on and total >= 1.0:
        yield Fault(
            key="residents.choice.app_share",
            found=Phrase("{total:g} with talk_share and petition_share", total=total),
            allowed=Phrase(
                "the three must be below 1 together; the rest visit, call or tell others"
            ),
        )


def check_households(document: ScenarioDocument) -> Iterator[Fault]:
    """Check shares in the city and in each type of community, and names of kinds and calendars."""
    households = document.residents.households
    if not households.on:
        return
    key, types = "residents.households.types", households.types
    if not 0 < len(types) <= MOST_TYPES:
        yield Fault(
            key=key,
            found=Phrase("{number} types", number=len(types)),
            allowed=Phrase("from 1 to {most_types}", most_types=MOST_TYPES),
        )
        return
    yield from check_whole(key, {name: own.share for name, own in types.items()})
    for place in document.city.types:
        if any(place in own.share_in for own in types.values()):
            shares = {name: own.share_of(place) for name, own in types.items()}
            yield from (
                Fault(
                    key=key,
                    found=Phrase(
                        "in communities of type {place} {found}", place=place, found=fault.found
                    ),
                    allowed=fault.allowed,
                )
                for fault in check_whole(key, shares)
            )
    for name, own in types.items():
        for place in own.share_in:
            where = f"{key}.{name}.share_in.{place}"
            yield from check_name(where, place, Phrase("community type"), document.city.types)
        for kind in own.needs:
            where = f"{key}.{name}.needs.{kind}"
            yield from check_name(where, kind, Phrase("kind"), document.issues.kinds)
        yield from check_name(
            f"{key}.{name}.home", own.home, Phrase("calendar"), document.calendars
        )
        if own.visit_factor + own.hotline_factor + own.grid_worker_factor == 0.0:
            yield Fault(
                key=f"{key}.{name}.hotline_factor",
                found=Phrase("0, with visit_factor and grid_worker_factor"),
                allowed=Phrase("one of the three must be above 0: by them everybody reports"),
            )


def check_couriers(document: ScenarioDocument) -> Iterator[Fault]:
    """Check to which households couriers belong, and that somebody uses the stations."""
    households, circle = document.residents.households, document.policy.service_circle
    key, couriers = "residents.households.couriers", households.couriers
    if households.on and couriers is not None:
        yield from check_name(
            f"{key}.type", couriers.type, Phrase("type of household"), households.types
        )
        yield from check_name(
            f"{key}.calendar", couriers.calendar, Phrase("calendar"), document.calendars
        )
    if circle.on and circle.stations_share > 0.0 and not (households.on and couriers):
        yield Fault(
            key="policy.service_circle.stations_share",
            found=Phrase(
                "{stations_share:g}, but nobody rides: no couriers are told of",
                stations_share=circle.stations_share,
            ),
            allowed=Phrase("set residents.households.on: true with couriers, or stations_share: 0"),
        )


def check_stewards(document: ScenarioDocument) -> Iterator[Fault]:
    """Refuse a task that takes stewards more than a week's hours: they could never do it."""
    councils = document.policy.councils
    for name, role, people in (
        ("building_heads", councils.building_heads, 1),
        ("members", councils.members, councils.members.per_community if councils.members else 1),
    ):
        if role is None or not role.on:
            continue
        for task in ("record_hours", "settle_hours"):
            if getattr(role, task) > role.hours_per_week * people:
                yield Fault(
                    key=f"policy.councils.{name}.{task}",
                    found=f"{getattr(role, task):g}",
                    allowed=Phrase(
                        "at most {number:g}, all the hours of a week",
                        number=role.hours_per_week * people,
                    ),
                )
