"""Who sends people away from a desk, and how many: cadres sent down, staff moved with powers."""

from dataclasses import dataclass

from .document import ScenarioDocument
from .policy import SentDown


@dataclass(frozen=True)
class Sent:
    """People whom desks of the city send as cadres (下沉干部), in full-time equivalents."""

    departments: float
    subdistricts: float


NOBODY = Sent(0.0, 0.0)


def heads_sent(policy: SentDown, places: int) -> float:
    """Full-time equivalents of all cadres that a policy sends to so many communities."""
    full_time = sum(policy.allocation.values())
    if not policy.allocation:
        full_time = policy.full_time_per_community * places
    part = policy.part_time_per_community * policy.part_time_share
    return full_time + places * (part + policy.liaisons_per_community * policy.liaison_share)


def people_sent(policy: SentDown, places: int) -> Sent:
    """People whom departments and subdistricts go without for the cadres they have sent."""
    if not policy.on:
        return NOBODY
    lost = heads_sent(policy, places) * policy.lost_at_sender_share
    lost *= 1.0 - policy.from_outside_share
    from_subdistricts = lost * policy.from_subdistricts_share
    return Sent(lost - from_subdistricts, from_subdistricts)


def department_staff(document: ScenarioDocument, residents: float) -> dict[str, float]:
    """Staff of each department, before anybody is sent away."""
    level = document.desks.department
    whole = level.staff(residents)
    found = {}
    for name, department in document.desks.departments.items():
        share = 1.0 if level.staff_per_desk is not None else department.staff_share or 0.0
        found[name] = department.staff if department.staff is not None else whole * share
    return found


def staff_moved(document: ScenarioDocument, residents: float) -> dict[str, float]:
    """People who have left each department with the powers it has handed down."""
    authority = document.policy.authority
    if not authority.on:
        return {}
    staff = department_staff(document, residents)
    return {
        name: moved.people if moved.people is not None else (moved.share or 0.0) * staff[name]
        for name, moved in authority.staff_moved.items()
    }


def staff_received(document: ScenarioDocument, residents: float) -> dict[str, float]:
    """People from departments at each post, in all subdistricts together."""
    received = dict.fromkeys(document.desks.posts, 0.0)
    for name, people in staff_moved(document, residents).items():
        received[document.policy.authority.staff_moved[name].post] += people
    return received


def left_in_departments(
    document: ScenarioDocument, residents: float, places: int
) -> dict[str, float]:
    """Staff of each department once all have gone: cadres from each in proportion, then the moved.

    Parameters
    ----------
    document : ScenarioDocument
    residents : float
        Of the city.
    places : int
        Communities and villages.
    """
    staff, moved = department_staff(document, residents), staff_moved(document, residents)
    sent = people_sent(document.policy.sent_down, places).departments
    stay = 1.0 - sent / sum(staff.values())
    return {name: people * stay - moved.get(name, 0.0) for name, people in staff.items()}
