"""Checks that desks keep somebody when they send people away."""

from collections.abc import Iterator

from ..words import Phrase
from .city_checks import number_of_places
from .document import ScenarioDocument
from .faults import Fault
from .sending import department_staff, heads_sent, left_in_departments, people_sent, staff_moved


def check_senders(document: ScenarioDocument) -> Iterator[Fault]:
    """Refuse cadres and moved staff whom the sending desks do not have."""
    residents = _residents(document)
    places = number_of_places(document.city)
    if residents is None or places is None or not document.desks.departments:
        return
    departments = department_staff(document, residents)
    if 0.0 in departments.values():
        return  # a fault of its own
    faults = list(_check_cadres(document, sum(departments.values()), residents, places))
    yield from faults or _check_moved(document, residents, places)


def _check_cadres(
    document: ScenarioDocument, departments: float, residents: float, places: int
) -> Iterator[Fault]:
    policy = document.policy.sent_down
    sent = people_sent(policy, places)
    level = document.desks.subdistrict
    subdistricts = level.staff(residents)
    if level.staff_per_desk is not None:
        subdistricts *= _number_of_subdistricts(document)
    for who, lost, staff in (
        ("departments", sent.departments, departments),
        ("subdistricts", sent.subdistricts, subdistricts),
    ):
        if lost >= staff:
            yield Fault(
                key="policy.sent_down." + ("allocation" if policy.allocation else _WHERE),
                found=Phrase(
                    "{heads_sent:.1f} cadres in all take {lost:.1f} people from the {who}, which "
                    "have {staff:.1f}",
                    heads_sent=heads_sent(policy, places),
                    lost=lost,
                    who=who,
                    staff=staff,
                ),
                allowed=Phrase(
                    "send fewer, or say under from_outside_share and from_subdistricts_share "
                    "who else sends them"
                ),
            )


_WHERE = "full_time_per_community"


def _check_moved(document: ScenarioDocument, residents: float, places: int) -> Iterator[Fault]:
    staff = department_staff(document, residents)
    if not document.policy.authority.staff_moved.keys() <= staff.keys():
        return  # a fault of its own
    moved = staff_moved(document, residents)
    for name, left in left_in_departments(document, residents, places).items():
        if left > 0.0 or name not in moved:
            continue
        given, most = document.policy.authority.staff_moved[name], left + moved[name]
        key = f"policy.authority.staff_moved.{name}"
        if given.people is not None:
            yield Fault(
                key=f"{key}.people",
                found=Phrase("found {moved:g}", moved=moved[name]),
                allowed=Phrase("must be below {most:.2f}, the staff the department has", most=most),
            )
        else:
            yield Fault(
                key=f"{key}.share",
                found=Phrase("found {share:g}", share=given.share),
                allowed=Phrase(
                    "must be below {number:.2g}: somebody has to stay", number=most / staff[name]
                ),
            )


def _residents(document: ScenarioDocument) -> float | None:
    city = document.city
    if city.communities:
        return float(sum(place.residents for place in city.communities))
    return None if city.residents is None else float(city.residents)


def _number_of_subdistricts(document: ScenarioDocument) -> int:
    city = document.city
    if city.communities:
        return len({place.subdistrict for place in city.communities})
    return city.subdistrict_count or 1


def check_sent_down_shares(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask how much of a week part-time cadres and liaisons give, where there are any."""
    sent_down = document.policy.sent_down
    pairs = (
        ("part_time_share", sent_down.part_time_share, sent_down.part_time_per_community),
        ("liaison_share", sent_down.liaison_share, sent_down.liaisons_per_community),
    )
    for key, share, people in pairs:
        if people > 0 and share == 0:
            yield Fault(
                key=f"policy.sent_down.{key}",
                found=Phrase("0, with {people:g} such people per community", people=people),
                allowed=Phrase("must be above 0"),
            )
