"""Checks of volunteers and of the orders that call them."""

from collections.abc import Iterator

from ..words import Phrase
from .document import ScenarioDocument
from .faults import Fault
from .names import check_name, check_names, check_number_of
from .volunteers_and_units import Volunteers

# A skill is a bit and a pool a number of one byte.
MOST_SKILLS, MOST_POOLS = 8, 255


def check_volunteers(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that what pools and skills name exists, and that there are not too many of them."""
    spec = document.volunteers
    if spec is None:
        return
    for name, pool in spec.pools.items():
        key = f"volunteers.pools.{name}.calendar"
        yield from check_name(key, pool.calendar, Phrase("calendar"), document.calendars)
    for name, skill in spec.skills.items():
        key = f"volunteers.skills.{name}.kinds"
        yield from check_names(key, skill.kinds, Phrase("kind"), document.issues.kinds)
    yield from check_name("volunteers.sign_up_pool", spec.sign_up_pool, Phrase("pool"), spec.pools)
    yield from check_number_of("volunteers.skills", len(spec.skills), Phrase("skills"), MOST_SKILLS)
    yield from check_number_of("volunteers.pools", len(spec.pools), Phrase("pools"), MOST_POOLS)


def check_volunteer_hours(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask how many hours volunteers give, where there are any."""
    if document.volunteers is None or document.policy.orders.least_hours_per_year > 0:
        return
    for name, pool in document.volunteers.pools.items():
        if pool.registered > 0 and pool.hours_per_year == 0:
            yield Fault(
                key=f"volunteers.pools.{name}.hours_per_year",
                found=Phrase(
                    "0 hours a year, with {registered} registered volunteers",
                    registered=pool.registered,
                ),
                allowed=Phrase("must be above 0"),
            )


def check_orders(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask for somebody whom orders can call."""
    if not document.policy.orders.on:
        return
    if document.volunteers is None:
        yield _nobody(Phrase("no volunteers block"))
    elif not _somebody(document.volunteers):
        yield _nobody(Phrase("no pool of volunteers with somebody active"))


def _somebody(spec: Volunteers) -> bool:
    # Pools without hours are faults of their own.
    return any(pool.registered > 0 and pool.active_share > 0 for pool in spec.pools.values())


def _nobody(found: str) -> Fault:
    return Fault(
        key="policy.orders.on",
        found=Phrase("on, with {found}: there is nobody to call", found=found),
        allowed=Phrase(
            "give a pool of volunteers whose registered, active_share and hours are above 0"
        ),
    )
