"""Checks that every name used in a scenario is the name of something."""

import re
from collections.abc import Iterator

from ..words import Phrase
from .city import City
from .document import ScenarioDocument
from .faults import Fault
from .names import check_name

_GENERATED = re.compile(r"([cv])(\d{4,})")


def generated_community_id(number: int) -> str:
    """Return the id of the n-th generated community, counting from 1: ``c0001``."""
    return f"c{number:04d}"


def generated_village_id(number: int) -> str:
    """Return the id of the n-th generated village, counting from 1: ``v0001``."""
    return f"v{number:04d}"


def check_community(key: str, name: str, city: City) -> Iterator[Fault]:
    """Ask that a name is that of a community or village, given or generated."""
    if city.communities:
        yield from check_name(
            key, name, Phrase("community"), [place.id for place in city.communities]
        )
    elif city.community_count is not None and not _is_generated(name, city):
        before = city.id_prefix
        allowed = Phrase(
            "generated communities are {first} to {last}",
            first=before + generated_community_id(1),
            last=before + generated_community_id(city.community_count),
        )
        if city.villages is not None:
            allowed = Phrase(
                "{allowed}, villages {first} to {last}",
                allowed=allowed,
                first=before + generated_village_id(1),
                last=before + generated_village_id(city.villages.count),
            )
        yield Fault(
            key=key, found=Phrase("no community named '{name}'", name=name), allowed=allowed
        )


def check_area(key: str, name: str, city: City) -> Iterator[Fault]:
    """Ask that a name is that of a subdistrict, or of a community or village."""
    if city.communities:
        subdistricts = {place.subdistrict for place in city.communities}
        names = [*sorted(subdistricts), *(place.id for place in city.communities)]
        yield from check_name(key, name, Phrase("subdistrict or community"), names)
    elif name not in generated_subdistrict_ids(city):
        yield from check_community(key, name, city)


def generated_subdistrict_ids(city: City) -> list[str]:
    """Return the ids of generated subdistricts: ``s001`` and so on, after the city's prefix."""
    count = city.subdistrict_count or 0
    return [f"{city.id_prefix}s{number:03d}" for number in range(1, count + 1)]


def _is_generated(name: str, city: City) -> bool:
    own = name.removeprefix(city.id_prefix)
    match = _GENERATED.fullmatch(own)
    if match is None or city.id_prefix + own != name:
        return False
    number = int(match[2][:12])
    if match[1] == "c":
        return 1 <= number <= (city.community_count or 0) and generated_community_id(number) == own
    count = city.villages.count if city.villages else 0
    return 1 <= number <= count and generated_village_id(number) == own


def check_calendars(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that calendars of desks and mechanisms exist; an unused default need not."""
    names = document.calendars
    for level in ("estate", "community", "subdistrict", "department"):
        calendar = getattr(document.desks, level).calendar
        yield from check_name(f"desks.{level}.calendar", calendar, Phrase("calendar"), names)
    for name, department in document.desks.departments.items():
        if department.calendar is not None:
            key = f"desks.departments.{name}.calendar"
            yield from check_name(key, department.calendar, Phrase("calendar"), names)
    for name, kind in document.issues.kinds.items():
        if kind.outside_wait is not None and kind.outside_wait.calendar is not None:
            key = f"issues.kinds.{name}.outside_wait.calendar"
            yield from check_name(key, kind.outside_wait.calendar, Phrase("calendar"), names)
    for name in ("patrol", "shifts", "service_circle"):
        mechanism = getattr(document.policy, name)
        if mechanism.on or "calendar" in mechanism.model_fields_set:
            key = f"policy.{name}.calendar"
            yield from check_name(key, mechanism.calendar, Phrase("calendar"), names)


def check_kinds(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that profile, post, department and SLA class of each kind of issue exist."""
    issues, desks = document.issues, document.desks
    for name, kind in issues.kinds.items():
        key = f"issues.kinds.{name}"
        yield from check_name(f"{key}.profile", kind.profile, Phrase("profile"), issues.profiles)
        yield from check_name(f"{key}.post", kind.post, Phrase("post"), desks.posts)
        yield from check_name(
            f"{key}.department", kind.department, Phrase("department"), desks.departments
        )
        for index, department in enumerate(kind.departments_needed):
            place = f"{key}.departments_needed[{index}]"
            yield from check_name(place, department, Phrase("department"), desks.departments)
        if kind.sla_class not in issues.sla_hours:
            found = Phrase(
                "no hours for the class '{sla_class}' in issues.sla_hours", sla_class=kind.sla_class
            )
            yield Fault(key=f"{key}.sla_class", found=found)


def check_kind_factor(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that kinds with a variance of their own exist."""
    for name in document.issues.kind_factor.variances:
        key = f"issues.kind_factor.variances.{name}"
        yield from check_name(key, name, Phrase("kind"), document.issues.kinds)


def check_holidays(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that holidays of which profiles speak have dates."""
    names = document.public_holidays.named
    for profile, said in document.issues.profiles.items():
        for name in said.holidays:
            key = f"issues.profiles.{profile}.holidays.{name}"
            yield from check_name(key, name, Phrase("holiday"), names)


def check_posts(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that posts pooled by an enforcement centre exist."""
    for index, post in enumerate(document.desks.enforcement_posts):
        key = f"desks.enforcement_posts[{index}]"
        yield from check_name(key, post, Phrase("post"), document.desks.posts)


def check_clerks(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that communities with clerks exist, and that there is paperwork to take over."""
    for name in document.desks.community.clerks:
        yield from check_community(f"desks.community.clerks.{name}", name, document.city)
    if document.desks.community.clerks and document.desks.community.paperwork is None:
        yield Fault(
            key="desks.community.clerks",
            found=Phrase("clerks, and no paperwork"),
            allowed=Phrase("desks.community.paperwork must be given"),
        )


def check_officers(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that subdistricts with officers exist, that there are posts for them, and a price."""
    desks, city = document.desks, document.city
    names = {place.subdistrict for place in city.communities}
    known = sorted(names) or generated_subdistrict_ids(city)
    for name in desks.officers:
        yield from check_name(f"desks.officers.{name}", name, Phrase("subdistrict"), known)
    if not any(desks.officers.values()):
        return
    if not sum(desks.posts.get(post, 0.0) for post in desks.enforcement_posts):
        yield Fault(
            key="desks.officers",
            found=Phrase("officers, and no post for them"),
            allowed=Phrase("desks.enforcement_posts must name posts that have staff"),
        )
    if document.costs is not None and document.costs.officer_yuan_year is None:
        yield Fault(
            key="costs.officer_yuan_year",
            found=Phrase("missing, with desks.officers given"),
            allowed=Phrase("say what an officer costs"),
        )


def check_extra_training(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that communities with courses of their own exist, and that these have a price."""
    extra = document.policy.career.extra_training_hours
    for name in extra:
        key = f"policy.career.extra_training_hours.{name}"
        yield from check_community(key, name, document.city)
    unpriced = document.costs is not None and document.costs.training_yuan_per_hour is None
    if any(extra.values()) and unpriced:
        yield Fault(
            key="costs.training_yuan_per_hour",
            found=Phrase("missing, with policy.career.extra_training_hours given"),
            allowed=Phrase("say what an hour of training costs"),
        )


def check_community_types(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that types of listed communities exist."""
    for index, place in enumerate(document.city.communities):
        key = f"city.communities[{index}].type"
        if place.type is not None:
            yield from check_name(key, place.type, Phrase("community type"), document.city.types)


def check_planted(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that communities and kinds of planted issues exist."""
    for index, planted in enumerate(document.issues.planted):
        key = f"issues.planted[{index}]"
        yield from check_community(f"{key}.community", planted.community, document.city)
        yield from check_name(f"{key}.kind", planted.kind, Phrase("kind"), document.issues.kinds)


def check_allocation(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that communities that cadres are allocated to exist."""
    for name in document.policy.sent_down.allocation:
        key = f"policy.sent_down.allocation.{name}"
        yield from check_community(key, name, document.city)


def check_extra_patrollers(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that communities with more patrollers exist, and that somebody walks at all."""
    patrol = document.policy.patrol
    for name in patrol.extra:
        yield from check_community(f"policy.patrol.extra.{name}", name, document.city)
    if patrol.on and not patrol.patrollers_per_grid and not any(patrol.extra.values()):
        yield Fault(
            key="policy.patrol.patrollers_per_grid",
            found=Phrase("patrols are on, and nobody walks"),
            allowed=Phrase("must be above 0, or patrol.extra must name who walks, or on: false"),
        )


def check_plan(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask that a plan speaks of every community: one that does not is of another city."""
    sent_down = document.policy.sent_down
    if sent_down.plan is None:
        return
    places = number_of_places(document.city)
    if len(sent_down.allocation) != places:
        yield Fault(
            key="policy.sent_down.plan",
            found=Phrase(
                "{plan} is a plan for {number} communities",
                plan=sent_down.plan,
                number=len(sent_down.allocation),
            ),
            allowed=Phrase("this city has {places}", places=places),
        )


def check_fund_allocation(document: ScenarioDocument) -> Iterator[Fault]:
    """Check earmarks and communities of an allocation; a plan must speak of every community."""
    fund = document.policy.fund
    for earmark, amounts in fund.allocation.items():
        key = f"policy.fund.allocation.{earmark}"
        yield from check_name(key, earmark, Phrase("earmark"), fund.earmarks)
        for name in amounts:
            yield from check_community(f"{key}.{name}", name, document.city)
    places = number_of_places(document.city)
    if fund.plan is None:
        return
    if not fund.allocation:
        yield Fault(
            key="policy.fund.plan", found=Phrase("{plan} is a plan without rows", plan=fund.plan)
        )
    for earmark, amounts in fund.allocation.items():
        if len(amounts) != places:
            yield Fault(
                key="policy.fund.plan",
                found=Phrase(
                    "{plan} is a plan of {earmark} for {number} communities",
                    plan=fund.plan,
                    earmark=earmark,
                    number=len(amounts),
                ),
                allowed=Phrase("this city has {places}", places=places),
            )


def number_of_places(city: City) -> int:
    """Number of communities and villages, given or generated."""
    return len(city.communities) or (city.community_count or 0) + (
        city.villages.count if city.villages else 0
    )


def check_targets(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that the sources in which targets are published exist."""
    for name, target in document.targets.items():
        if target.published_in is not None:
            key = f"targets.{name}.published_in"
            yield from check_name(key, target.published_in, Phrase("source"), document.sources)


def check_own_documents(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that the documents in which the city itself speaks are sources, of kind `case`."""
    for index, name in enumerate(document.own_documents or ()):
        key = f"own_documents[{index}]"
        yield from check_name(key, name, Phrase("source"), document.sources)
        source = document.sources.get(name)
        if source is not None and source.kind != "case":
            found = Phrase("'{name}' is a source of kind {kind}", name=name, kind=source.kind)
            yield Fault(key=key, found=found, allowed=Phrase("must be one of kind case"))


def check_untold_loads(document: ScenarioDocument) -> Iterator[Fault]:
    """Check that departments of which a ledger tells no load exist."""
    departments = document.desks.departments
    for index, name in enumerate(document.untold_loads):
        yield from check_name(f"untold_loads[{index}]", name, Phrase("department"), departments)
